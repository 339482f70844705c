"""The self-check tells what works, and what is broken, without opening the seller's profile."""

from importlib import metadata

import pytest
from click.testing import CliRunner

from desktop.app import self_check
from desktop.cli import cli
from desktop.sandbox import run as sandbox_run


def findings(*names: str) -> dict[str, self_check.Finding]:
    return {one.what: one for one in self_check.examine(names)}


def test_the_engine_of_this_checkout_is_well() -> None:
    found = findings("keyring back ends", "database", "sandbox", "headless sync", "icons")
    assert {one.state for one in found.values()} == {"ok"}, found
    assert "SecretService" in found["keyring back ends"].words
    assert "60 orders imported" in found["headless sync"].words


def test_a_lost_keyring_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "entry_points", lambda group: [])
    found = findings("keyring back ends", "database")
    assert found["keyring back ends"].state == "fail"
    assert "not registered" in found["keyring back ends"].words
    assert found["database"].state == "ok"


def test_something_broken_ends_with_1(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise FileNotFoundError("schema.graphql")

    monkeypatch.setattr(self_check, "start_sandbox", lost)
    monkeypatch.setattr(sandbox_run, "start_sandbox", lost)
    done = CliRunner().invoke(cli, ["self-check", "--only", "sandbox", "--only", "database"])
    assert done.exit_code == 1
    assert "fail sandbox: FileNotFoundError: schema.graphql" in done.output
    assert "ok   database" in done.output
