"""`resolve` and `export` on a sandbox, as somebody types them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from desktop.cli import cli, exit_codes
from desktop.models.database import close_database
from tests.actions.stand import connect_with, opened_profile, running_sandbox, synced


@pytest.fixture
def place(profile_folder: Path) -> Iterator[str]:
    """A profile that was connected and synced once; the sandbox goes on."""
    with running_sandbox(orders=60) as sandbox:
        with opened_profile(profile_folder) as profile:
            connect_with(profile, sandbox.connect)
            synced(profile)
        yield str(profile_folder)
        close_database()


def run(place: str, *args: str) -> Result:
    return CliRunner().invoke(cli, [*args, "--profile", place])


def failed(place: str, code: str) -> dict[str, object]:
    rows = json.loads(run(place, "list", "--tab", "errors", "--json").stdout)
    found: dict[str, object] = next(r for r in rows if r["failures"][0]["code"] == code)
    return found


def test_a_failed_order_is_previewed_and_resolved(place: str) -> None:
    row = failed(place, "sku_unknown")
    order_id = str(row["amazon_order_id"])
    shown = json.loads(run(place, "show", order_id, "--json").stdout)
    words = str(shown["order"]["failures"][0] if "order" in shown else row)
    skus = [item["sku"] for item in shown["items"] if item["sku"] and item["sku"] in words]
    custom = [part for sku in skus for part in ("--custom-line", sku)]
    bare = run(place, "resolve", order_id, "--preview")
    assert bare.exit_code == exit_codes.NEEDS_PERSON
    preview = run(place, "resolve", order_id, *custom, "--preview")
    assert preview.exit_code == exit_codes.DONE, preview.output
    assert "no mail to the buyer" in preview.output
    sent = json.loads(run(place, "resolve", order_id, *custom, "--preview", "--json").stdout)
    assert sent["order"]["sourceIdentifier"] == order_id
    done = run(place, "resolve", order_id, *custom, "--json")
    assert json.loads(done.stdout)["orders"] == 1
    again = run(place, "resolve", order_id, *custom)
    assert again.exit_code == exit_codes.NEEDS_PERSON
    assert "Nothing to decide" in again.output


def test_skip_done_and_fetch_again(place: str) -> None:
    order_id = str(failed(place, "sku_unknown")["amazon_order_id"])
    assert "tried again" in run(place, "resolve", order_id, "--fetch-again").output
    other = str(failed(place, "sku_ambiguous")["amazon_order_id"])
    assert run(place, "resolve", other, "--done", "entered by hand").exit_code == exit_codes.DONE
    skipped = run(place, "resolve", order_id, "--skip", "sold elsewhere")
    assert skipped.exit_code == exit_codes.DONE, skipped.output


@pytest.mark.parametrize(
    "args",
    [
        ("--skip", "x", "--done", "y"),
        ("--skip", "x", "--without-address"),
        ("--address", "line1=A", "--without-address"),
        ("--address", "planet=Mars"),
        ("--link", "NOPE=X"),
    ],
)
def test_what_cannot_be_meant_is_refused(place: str, args: tuple[str, ...]) -> None:
    order_id = str(failed(place, "sku_unknown")["amazon_order_id"])
    assert run(place, "resolve", order_id, *args).exit_code == exit_codes.BAD_INPUT


def test_an_order_that_is_not_held_is_bad_input(place: str) -> None:
    found = run(place, "resolve", "113-0000000-0000000")
    assert found.exit_code == exit_codes.BAD_INPUT


def test_export_writes_what_the_filters_show(place: str, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    found = run(place, "export", str(path), "--tab", "errors")
    assert found.exit_code == exit_codes.DONE, found.output
    lines = path.read_text(encoding="utf-8-sig").strip().splitlines()
    assert len(lines) - 1 == len(json.loads(run(place, "list", "--tab", "errors", "--json").stdout))
    assert "buyer" not in lines[0]
    run(place, "export", str(path), "--tab", "errors", "--buyers")
    assert "buyer" in path.read_text(encoding="utf-8-sig").splitlines()[0]


def test_export_to_nowhere_is_told(place: str, tmp_path: Path) -> None:
    found = run(place, "export", str(tmp_path / "no" / "orders.csv"))
    assert found.exit_code == exit_codes.BAD_INPUT
