"""Asks on the terminal for what `connect` needs; secrets are not shown."""

from dataclasses import dataclass

import click

from desktop.actions.bad_input import BadInput
from desktop.actions.connect_request import ConnectRequest, request_from
from desktop.actions.json_fields import Fields
from desktop.cli.output import say_aside


@dataclass(frozen=True, slots=True)
class _Question:
    field: str
    words: str
    hidden: bool = False
    needed: bool = True


_QUESTIONS = (
    _Question("name", "Name of the account (empty: the store's)", needed=False),
    _Question("reach_back_days", "First import reaches back, in days (empty: 30)", needed=False),
    _Question("amazon.region", "Amazon region (na, eu, fe)"),
    _Question("amazon.seller_id", "Amazon seller ID (merchant token)"),
    _Question("amazon.client_id", "Amazon client ID"),
    _Question("amazon.client_secret", "Amazon client secret", hidden=True),
    _Question("amazon.refresh_token", "Amazon refresh token", hidden=True),
    _Question("shopify.shop", "Shopify store (….myshopify.com)"),
    _Question(
        "shopify.access_token", "Access token (empty: client ID and secret)", True, needed=False
    ),
    _Question("shopify.client_id", "Shopify client ID"),
    _Question("shopify.client_secret", "Shopify client secret", hidden=True),
)
_NOT_WITH_TOKEN = ("shopify.client_id", "shopify.client_secret")


def ask() -> ConnectRequest:
    """Ask everything, and a wrong answer again. Raises click.Abort on Ctrl-C."""
    answers: dict[str, str] = {}
    for question in _QUESTIONS:
        if not (answers.get("shopify.access_token") and question.field in _NOT_WITH_TOKEN):
            answers[question.field] = _answer(question)
    while True:
        try:
            return request_from(Fields(as_object(answers)))
        except BadInput as error:
            again = next((one for one in _QUESTIONS if one.field == error.field), None)
            if again is None:
                raise
            say_aside(f"{again.words}: {error.problem} {error.cure}")
            answers[again.field] = _answer(again)


def as_object(answers: dict[str, str]) -> dict[str, object]:
    """The answers as the JSON object that `connect` takes; empty ones are left out."""
    sides: dict[str, dict[str, object]] = {"amazon": {}, "shopify": {}}
    whole: dict[str, object] = {**sides}
    for field, answer in answers.items():
        side, dot, name = field.partition(".")
        if answer and dot:
            sides[side][name] = answer
        elif answer:
            whole[field] = int(answer) if answer.isdecimal() else answer
    return whole


def _answer(question: _Question) -> str:
    default = None if question.needed else ""
    return str(
        click.prompt(
            question.words,
            default=default,
            hide_input=question.hidden,
            show_default=False,
            err=True,
        )
    ).strip()
