"""The whole way as a person goes it: real processes, a real sandbox, one profile."""

import json
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from desktop.cli import exit_codes

QUOTA = {"operation": "amazon.searchOrders", "kind": "status", "status": 429, "body": {}}
UNKNOWN = "113-0000000-0000000"


@dataclass
class Crossdock:
    """Runs the command as a process of its own."""

    python: str
    environment: dict[str, str]
    profile: Path

    def command(self, *args: str) -> list[str]:
        return [self.python, "-m", "desktop", "--profile", str(self.profile), *args]

    def run(self, *args: str, given: str = "", expect: int = exit_codes.DONE) -> str:
        done = subprocess.run(
            self.command(*args),
            env=self.environment,
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=100,
            check=False,
        )
        assert done.returncode == expect, (args, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return done.stdout if expect in (exit_codes.DONE, exit_codes.NEEDS_PERSON) else done.stderr

    def data(self, *args: str, expect: int = exit_codes.DONE) -> Any:
        return json.loads(self.run(*args, "--json", expect=expect))

    def start(self, args: Sequence[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            args,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )


@pytest.fixture
def crossdock(python: str, child_environment: dict[str, str], profile_folder: Path) -> Crossdock:
    return Crossdock(python, {**child_environment, "PYTHONUTF8": "1"}, profile_folder)


@pytest.fixture
def ready(crossdock: Crossdock) -> Iterator[dict[str, Any]]:
    """The sandbox as a process; what its one line says. It ends cleanly when told to."""
    args = [crossdock.python, "-m", "desktop", "sandbox", "--speed", "2000", "--orders", "60"]
    with crossdock.start(args) as process:
        if process.stdout is None:
            pytest.fail("no standard output")
        yield json.loads(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        rest, errors = process.communicate(timeout=30)
        assert (process.returncode, rest, errors) == (0, "", "")


def test_the_whole_way(crossdock: Crossdock, ready: dict[str, Any]) -> None:
    assert list(ready) == ["amazon", "lwa", "shopify", "control", "connect"]
    said = crossdock.run("connect", "--from", "-", given=json.dumps(ready["connect"]))
    assert "Connected: " in said
    assert ready["connect"]["amazon"]["client_secret"] not in said

    summary = crossdock.data("sync", "--once")
    assert summary["imported"] == summary["totals"]["imported"] == 60
    assert summary["totals"]["adds_up"]
    assert summary["created"] == summary["totals"]["done"] > 30
    assert summary["failed"] == summary["totals"]["failed"] > 0
    assert summary["problems"] == []

    rows = {row["amazon_order_id"]: row for row in crossdock.data("list")}
    assert len(rows) == 60
    failed = [row for row in rows.values() if row["failures"]]
    assert len(failed) == summary["failed"]
    assert {row["sync_status"] for row in failed} == {"Failed Order"}
    _show(crossdock, rows)
    _retry(crossdock, failed)
    _archive(crossdock, rows)
    _link(crossdock, failed)
    _import(crossdock, rows)
    _nothing_leaks(crossdock, ready)


def _show(crossdock: Crossdock, rows: dict[str, Any]) -> None:
    row = next(row for row in rows.values() if row["shopify_order_id"])
    shown = crossdock.data("show", row["amazon_order_id"])
    assert {key: shown[key] for key in row} == row
    assert shown["items"]
    assert shown["tasks"][0]["state"] == "DONE"
    assert shown["urls"]["shopify"].endswith(row["shopify_order_id"])
    assert row["shopify_order_name"] in crossdock.run("show", row["amazon_order_id"])


def _retry(crossdock: Crossdock, failed: list[Any]) -> None:
    one = failed[0]["amazon_order_id"]
    (outcome,) = crossdock.data("retry", one)
    assert outcome["outcome"] == "retrying"
    assert crossdock.data("show", one)["failures"] == []
    again = crossdock.data("sync", "--once")
    assert (again["imported"], again["created"], again["failed"]) == (0, 0, 1)
    assert crossdock.data("show", one)["failures"] == failed[0]["failures"]


def _archive(crossdock: Crossdock, rows: dict[str, Any]) -> None:
    ids = list(rows)[:2]
    crossdock.run("archive", ",".join(ids), "--yes")
    hidden = crossdock.data("list", "--tab", "archive")
    assert {row["amazon_order_id"] for row in hidden} == set(ids)
    assert all(row["archived"] for row in hidden)
    assert len(crossdock.data("list")) == 58
    outcomes = crossdock.data("restore", *ids, UNKNOWN, expect=exit_codes.NEEDS_PERSON)
    assert [one["outcome"] for one in outcomes] == ["restored", "restored", "not_held"]
    assert len(crossdock.data("list")) == 60


def _link(crossdock: Crossdock, failed: list[Any]) -> None:
    order_id, cause = next(
        (row["amazon_order_id"], row["failures"][0]["cause"])
        for row in failed
        if row["failures"][0]["code"] == "sku_unknown"
    )
    skus = [item["sku"] for item in crossdock.data("show", order_id)["items"]]
    sku = next(sku for sku in skus if f"SKU {sku} " in cause)
    best, *_ = crossdock.data("link", sku)
    linked = crossdock.data("link", sku, "--to", best["gid"])
    assert order_id in linked["retried"]
    assert crossdock.data("sync", "--once")["created"] >= 1
    assert crossdock.data("show", order_id)["shopify_order_name"]


def _import(crossdock: Crossdock, rows: dict[str, Any]) -> None:
    held = next(iter(rows))
    outcomes = crossdock.data("import", f"{held} {UNKNOWN}", expect=exit_codes.NEEDS_PERSON)
    assert [one["outcome"] for one in outcomes] == ["refreshed", "not_found"]
    assert crossdock.data("import", held)[0]["amazon_order_id"] == held


def _nothing_leaks(crossdock: Crossdock, ready: dict[str, Any]) -> None:
    sides = ready["connect"]
    secrets = [
        value
        for side in (sides["amazon"], sides["shopify"])
        for name, value in side.items()
        if name in ("client_secret", "refresh_token", "access_token")
    ]
    assert len(secrets) >= 2
    for file in crossdock.profile.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            assert not [secret for secret in secrets if secret.encode() in content], file


def test_one_syncs_and_the_others_say_so(crossdock: Crossdock, ready: dict[str, Any]) -> None:
    crossdock.run("connect", "--from", "-", given=json.dumps(ready["connect"]))
    with crossdock.start(crossdock.command("sync")) as syncing:
        if syncing.stderr is None:
            pytest.fail("no standard error")
        assert "importing" in syncing.stderr.readline()
        error = json.loads(crossdock.run("sync", "--once", "--json", expect=exit_codes.IN_USE))
        assert error["error"]["code"] == "in_use"
        assert str(syncing.pid) in error["error"]["cause"]
        assert crossdock.data("accounts")[0]["name"] == ready["connect"]["name"]
        syncing.send_signal(signal.SIGTERM)
        said, _ = syncing.communicate(timeout=60)
    assert syncing.returncode == exit_codes.DONE
    assert said.splitlines()[-1].startswith("Stopped")
    assert crossdock.data("sync", "--once")["totals"]["adds_up"]


def test_a_reader_that_goes_away_is_no_failure(crossdock: Crossdock) -> None:
    with crossdock.start(crossdock.command("settings")) as process:
        if process.stdout is None or process.stderr is None:
            pytest.fail("no pipes")
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == exit_codes.DONE


def test_sync_once_is_interrupted_while_it_waits(
    crossdock: Crossdock, ready: dict[str, Any]
) -> None:
    crossdock.run("connect", "--from", "-", given=json.dumps({**ready["connect"], "speed": 1}))
    # Amazon says "later", and in real time later is minutes away.
    _put_faults(ready["control"], {"faults": [QUOTA]})
    with crossdock.start(crossdock.command("sync", "--once", "--wait", "86400")) as process:
        if process.stderr is None:
            pytest.fail("no standard error")
        assert "waiting" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == exit_codes.INTERRUPTED
    assert "It adds up: 0 imported" in said


def test_a_file_for_connect_that_is_wrong_or_right(
    crossdock: Crossdock, ready: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "connect.json"
    wrong = json.loads(json.dumps(ready["connect"]))
    wrong["amazon"]["client_secret"] = "wrong"
    file.write_text(json.dumps(wrong), encoding="utf-16")  # as Windows's own shell writes it
    crossdock.run("connect", "--from", str(file), expect=exit_codes.ACCOUNT)
    assert crossdock.data("accounts") == []
    file.write_text(json.dumps(ready["connect"]), encoding="utf-8-sig")
    assert crossdock.data("connect", "--from", str(file))["connected"]
    assert not crossdock.data("connect", "--from", str(file))["is_new"]


def test_a_side_that_fails_is_exit_code_4(crossdock: Crossdock, ready: dict[str, Any]) -> None:
    crossdock.run("connect", "--from", "-", given=json.dumps(ready["connect"]))
    # Connected with a store that the sandbox then no longer lets in.
    _put_faults(ready["control"], {"shopify": {"token_refusal": "invalid_client"}})
    crossdock.run("sync", "--once", expect=exit_codes.ACCOUNT)
    (account,) = crossdock.data("accounts")
    assert [one["side"] for one in account["problems"]] == ["shopify"]
    assert account["totals"]["imported"] == 60


def test_the_demo_needs_nothing(python: str, child_environment: dict[str, str]) -> None:
    environment = {**child_environment, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    done = subprocess.run(
        [python, "-m", "desktop", "--demo"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert done.returncode == exit_codes.DONE, done.stderr
    assert "It adds up: 60 imported = " in done.stdout
    assert "A product is not linked." in done.stdout


def test_without_a_keyring_connect_refuses(crossdock: Crossdock) -> None:
    crossdock.environment["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    error = json.loads(crossdock.run("list", "--json", expect=exit_codes.PROFILE))["error"]
    assert error["code"] == "no_keyring"
    assert "Headless" in error["cure"]


def _put_faults(control: str, faults: dict[str, Any]) -> None:
    url = urlsplit(control)
    with closing(HTTPConnection(url.netloc, timeout=10)) as connection:
        connection.request("PUT", f"{url.path}/faults", json.dumps(faults))
        assert connection.getresponse().status == 200
