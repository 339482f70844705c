"""The command line without an account: help, exit codes, errors on the right stream."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from desktop import __version__
from desktop.cli import VERBS, cli, exit_codes
from tests.keyring_backend import MemoryKeyring


def run(*args: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, args, input=given)


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "profile")


def test_help_names_every_verb_and_every_exit_code() -> None:
    text = run("--help").output
    for name, (_, words) in VERBS.items():
        assert (f"  {name} " in text) is bool(words), "a verb without words is for packagers only"
        assert words in text
    for code in exit_codes.MEANING:
        assert f"{code}  {exit_codes.MEANING[code]}" in text


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_profile_and_the_words_of_the_list(verb: str) -> None:
    found = run(verb, "--help")
    assert found.exit_code == exit_codes.DONE
    assert "--profile DIR" in found.output
    module = importlib.import_module(f"desktop.cli.{VERBS[verb][0]}")
    assert module.command.hidden or module.command.get_short_help_str(limit=200) == VERBS[verb][1]


@pytest.mark.parametrize("verb", ["sync", "import", "list", "show", "retry", "archive", "restore"])
def test_verbs_that_print_data_have_json(verb: str) -> None:
    assert "--json" in run(verb, "--help").output


def test_version() -> None:
    assert run("--version").output.strip() == f"crossdock, version {__version__}"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_the_window_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for args in ((), ("gui",), ("--demo", "gui")):
        found = run(*args)
        assert found.exit_code == exit_codes.NO_WINDOW
        assert "There is no display here." in found.stderr
        assert found.stdout == ""


@pytest.mark.parametrize(
    "args",
    [
        ("fly",),
        ("sync", "--once", "--wait", "soon"),
        ("sync", "--once", "--wait", "-1"),
        ("import",),
        ("list", "--limit", "0"),
        ("retry",),
        ("retry", "--all", "123-1234567-1234567"),
        ("show",),
        ("link",),
        ("link", "MUG", "--custom-line", "--remove"),
        ("settings", "--unset"),
        ("sandbox", "--port", "99999"),
        ("--nonsense",),
        ("--profile", "", "list"),
        ("--demo", "connect", "--from", "-"),
    ],
)
def test_a_wrong_command_is_exit_code_2(args: tuple[str, ...]) -> None:
    found = run(*args)
    assert found.exit_code == exit_codes.BAD_INPUT
    assert found.stdout == ""
    assert "--help" in found.stderr
    assert "Traceback" not in found.stderr


def test_with_json_an_error_is_one_object_on_standard_error() -> None:
    found = run("retry", "--json")
    assert found.exit_code == exit_codes.BAD_INPUT
    error = json.loads(found.stderr)["error"]
    assert list(error) == ["code", "title", "cause", "cure"]
    assert error["code"] == "usage"


@pytest.mark.parametrize(
    ("args", "field"),
    [
        (("list", "--status", "Lost"), "--status"),
        (("list", "--sync-status", "Lost"), "--sync-status"),
        (("list", "--tab", "trash"), "--tab"),
        (("list", "--tag", "prime"), "--tag"),
        (("list", "--sort", "luck"), "--sort"),
        (("list", "--account", "Nobody"), "--account"),
        (("list", "--created-from", "soon"), "--created-from"),
        (("list", "--created-to", "31.12.2026"), "--created-to"),
        (("list", "--created-from", "2026-02-02", "--created-to", "2026-02-01"), "--created-to"),
        (("list", "--price-from", "5"), "--currency"),
        (("list", "--price-from", "5,0", "--currency", "EUR"), "--price-from"),
        (("list", "--price-from", "5", "--price-to", "4", "--currency", "EUR"), "--price-to"),
        (("list", "--currency", "money"), "--currency"),
        (("show", "123"), "ID"),
        (("import", ","), "ID"),
        (("archive", " "), "ID"),
        (("retry", "--code", "bad_luck"), "--code"),
        (("settings", "order.colour"), "KEY"),
        (("settings", "order.unlinked", "maybe"), "order.unlinked"),
        (("settings", "order.unlinked", "fail", "--marketplace", "DE"), "--marketplace"),
        (("start", "Nobody"), "ACCOUNT"),
        (("connect", "--from", "/no/such/file"), "--from"),
    ],
)
def test_bad_input_names_the_field_and_the_cure(
    place: str, args: tuple[str, ...], field: str
) -> None:
    found = run("--profile", place, *args, "--json")
    assert found.exit_code == exit_codes.BAD_INPUT, found.output
    error = json.loads(found.stderr)["error"]
    assert error["code"] == "bad_input"
    assert field in error["title"]
    assert error["cause"]
    assert error["cure"]


@pytest.mark.parametrize(
    "args", [("sync", "--once"), ("sync",), ("import", "123-1234567-1234567"), ("link", "MUG")]
)
def test_work_without_an_account_says_how_to_connect_one(place: str, args: tuple[str, ...]) -> None:
    found = run("--profile", place, *args)
    assert found.exit_code == exit_codes.NEEDS_PERSON
    assert "crossdock connect" in found.stderr


def test_an_order_that_is_not_here(place: str) -> None:
    found = run("--profile", place, "show", "123-1234567-1234567", "--json")
    assert found.exit_code == exit_codes.NEEDS_PERSON
    assert json.loads(found.stderr)["error"]["code"] == "not_held"


@pytest.mark.parametrize("verb", ["retry", "archive", "restore"])
def test_each_id_has_its_own_outcome(place: str, verb: str) -> None:
    found = run("--profile", place, verb, "123-1234567-1234567 12-3", "--json")
    assert found.exit_code == exit_codes.NEEDS_PERSON
    outcomes = {one["amazon_order_id"]: one["outcome"] for one in json.loads(found.stdout)}
    assert outcomes == {"123-1234567-1234567": "not_held", "12-3": "malformed"}


def test_malformed_ids_are_told_before_anything_is_asked(place: str) -> None:
    found = run("--profile", place, "import", "12-3", "--json")
    assert found.exit_code == exit_codes.NEEDS_PERSON
    (outcome,) = json.loads(found.stdout)
    assert outcome["outcome"] == "malformed"
    assert "3, 7 and 7 digits" in outcome["words"]


def test_empty_lists_are_lists(place: str) -> None:
    for args in (("list", "--json"), ("accounts", "--json"), ("retry", "--all", "--json")):
        found = run("--profile", place, *args)
        assert found.exit_code == exit_codes.DONE
        assert json.loads(found.stdout) == []


def test_the_profile_may_be_named_after_the_verb(place: str) -> None:
    assert run("list", "--json", "--profile", place).exit_code == exit_codes.DONE
    assert Path(place, "crossdock.db").exists()


def test_settings_are_set_on_a_level_and_forgotten(place: str) -> None:
    def shown() -> dict[str, object]:
        (row,) = json.loads(run("--profile", place, "settings", "order.unlinked", "--json").stdout)
        return {"value": row["value"], "level": row["level"]}

    assert shown() == {"value": "fail", "level": "default"}
    assert run("--profile", place, "settings", "order.unlinked", "custom_line").exit_code == 0
    assert shown() == {"value": "custom_line", "level": "app"}
    assert run("--profile", place, "settings", "order.unlinked", "--unset").exit_code == 0
    assert shown() == {"value": "fail", "level": "default"}
    assert "order.unlinked" in run("--profile", place, "settings", "order").stdout


def test_a_profile_in_a_file_is_a_profile_problem(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    found = run("--profile", str(file / "in"), "list")
    assert found.exit_code == exit_codes.PROFILE
    assert "Traceback" not in found.stderr


def test_a_lost_key_is_told_and_nothing_is_overwritten(
    place: str, memory_keyring: MemoryKeyring
) -> None:
    assert run("--profile", place, "list").exit_code == exit_codes.DONE
    before = Path(place, "crossdock.db").read_bytes()
    memory_keyring.entries.clear()
    found = run("--profile", place, "list", "--json")
    assert found.exit_code == exit_codes.PROFILE
    assert json.loads(found.stderr)["error"]["code"] == "key_missing"
    assert Path(place, "crossdock.db").read_bytes() == before


def test_a_bug_is_one_line_with_the_log(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("buyer Jane Doe")

    monkeypatch.setattr("desktop.actions.accounts.accounts", broken)
    found = run("--profile", place, "accounts")
    assert found.exit_code == exit_codes.BUG
    assert found.stderr.count("\n") == 1
    assert "crossdock.log" in found.stderr
    assert "Jane" not in found.stderr
    log = Path(place, "logs", "crossdock.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "Jane" not in log


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"\xff\xfe{\x00", b"\x80abc", b'{"amazon": 1}', b'{"name": "x"}'],
)
def test_connect_refuses_what_is_no_request(place: str, data: bytes) -> None:
    found = run("--profile", place, "connect", "--from", "-", "--json", given=data)
    assert found.exit_code == exit_codes.BAD_INPUT
    assert json.loads(found.stderr)["error"]["code"] == "bad_input"


def test_connect_without_a_terminal_wants_a_source(place: str) -> None:
    found = run("--profile", place, "connect")
    assert found.exit_code == exit_codes.BAD_INPUT
    assert "--from" in found.stderr


def test_verbs_are_loaded_only_when_used(python: str, child_environment: dict[str, str]) -> None:
    heavy = "{'peewee', 'keyring', 'requests', 'rich', 'sqlcipher3', 'graphql'}"
    code = f"import sys, desktop.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [python, "-c", code], env=child_environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_click_knows_the_group() -> None:
    assert isinstance(cli, click.Group)
    assert cli.get_command(click.Context(cli), "nothing") is None
