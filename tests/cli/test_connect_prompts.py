"""`connect` without a file asks; a wrong answer is asked for again; secrets are not shown."""

from collections.abc import Iterator

import pytest

from desktop.cli import connect_prompts

GOOD = {
    "Name of the account": "",
    "First import reaches back, in days": "90",
    "Amazon region": "eu",
    "Amazon seller ID": "A1B2C3D4E5F6G7",
    "Amazon client ID": "amzn1.x",
    "Amazon client secret": "S1",
    "Amazon refresh token": "S2",
    "Shopify store": "x.myshopify.com",
    "Access token": "",
    "Shopify client ID": "c",
    "Shopify client secret": "S3",
}


class Terminal:
    """Answers the questions, and keeps which were hidden."""

    def __init__(self, answers: dict[str, Iterator[str]]) -> None:
        self.answers = answers
        self.hidden: dict[str, bool] = {}
        self.asked: list[str] = []

    def prompt(self, words: str, *, hide_input: bool, **_: object) -> str:
        name = words.split(" (")[0]
        self.hidden[name] = hide_input
        self.asked.append(name)
        return next(self.answers[name])


def answered(monkeypatch: pytest.MonkeyPatch, **changed: list[str]) -> Terminal:
    answers = {name: iter([answer]) for name, answer in GOOD.items()}
    answers |= {name.replace("_", " "): iter(values) for name, values in changed.items()}
    terminal = Terminal(answers)
    monkeypatch.setattr("click.prompt", terminal.prompt)
    return terminal


def test_all_is_asked_and_secrets_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = answered(monkeypatch)
    request = connect_prompts.ask()
    assert request.reach_back_days == 90
    assert (request.amazon.region, request.shopify.shop) == ("eu", "x.myshopify.com")
    assert (request.amazon_client_secret, request.amazon_refresh_token) == ("S1", "S2")
    assert {name for name, hidden in terminal.hidden.items() if hidden} == {
        "Amazon client secret",
        "Amazon refresh token",
        "Access token",
        "Shopify client secret",
    }


def test_with_a_token_no_client_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = answered(monkeypatch, Access_token=["shpat_1"])
    assert connect_prompts.ask().shopify_access_token == "shpat_1"
    assert "Shopify client ID" not in terminal.asked


def test_only_the_wrong_answer_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = answered(monkeypatch, Amazon_region=["mars", "eu"])
    assert connect_prompts.ask().amazon.region == "eu"
    assert terminal.asked.count("Amazon region") == 2
    assert len(terminal.asked) == len(GOOD) + 1
    assert "'mars' is no region" in capsys.readouterr().err
