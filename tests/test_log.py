"""The log holds what happened, and no secret and no buyer."""

import gc
import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop import log
from desktop.catalogue import account_problem, order_failure
from desktop.errors import TryLater

SECRETS = [
    "Atza|IwEBIExampleAccessToken",
    "Atzr|IwEBIExampleRefreshToken-_x",
    "shpat_0123456789abcdef",
    "shpss_0123456789abcdef",
    "amzn1.oa2-cs.v1.0123456789abcdef",
    "ann.buyer+amazon@mail.example.com",
    "+49 (0) 170 1234567",
    "(020) 7946 0958",
    "555-123-4567",
    "07946095800",
]
KEPT = [
    "order 111-1234567-7654321 imported",
    "2026-11-23T03:14:57Z took 1234567 ms",
    "gid://shopify/Order/5123456789012",
    "searchOrders 200 in 120 ms, request 5b1c-4411-aa00-0123456789ab",
    "1700000000 page 12 of 400",
]


def text_of(profile: Path) -> str:
    return (profile / "logs" / "crossdock.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("secret", SECRETS)
def test_secrets_and_buyers_are_hidden(profile_folder: Path, secret: str) -> None:
    log.set_up(profile_folder, verbose=False)
    log.logger("desktop.test").info("got %s, and on", secret)
    written = text_of(profile_folder)
    assert secret not in written
    assert "and on" in written


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcdef.ghi",
        "'X-Shopify-Access-Token': 'abcdef.ghi'",
        '"client_secret": "abcdef.ghi"',
        "refresh_token=abcdef.ghi&x=1",
    ],
)
def test_named_secrets_are_hidden(text: str) -> None:
    assert "abcdef" not in log.redact(text)


@pytest.mark.parametrize("text", KEPT)
def test_what_is_no_secret_stays(text: str) -> None:
    assert log.redact(text) == text


@given(st.integers(0, 999), st.integers(0, 9_999_999), st.integers(0, 9_999_999))
def test_amazon_order_ids_stay(first: int, second: int, third: int) -> None:
    text = f"order {first:03}-{second:07}-{third:07}."
    assert log.redact(text) == text


def test_an_error_is_written_by_type_and_place(profile_folder: Path) -> None:
    log.set_up(profile_folder, verbose=False)
    try:
        try:
            int("Ann Buyer")
        except ValueError as error:
            raise RuntimeError("for Ann Buyer") from error
    except RuntimeError as error:
        log.logger("desktop.test").exception("it failed: %s", error)
    written = text_of(profile_folder)
    assert "Ann" not in written
    assert "it failed: RuntimeError" in written
    assert "after ValueError" in written
    assert "test_log.py:" in written


def test_our_errors_tell_code_and_title() -> None:
    problem = account_problem("shopify", "shop_not_found", shop="secret-shop")
    assert log.describe(problem) == ("AccountProblem [shop_not_found] There is no such store.")
    assert log.describe(order_failure("new_code")).startswith("NeedsPerson [new_code] ")
    assert log.describe(TryLater(3, "quota", "Ann")) == "TryLater [quota]"
    assert log.describe(KeyError("Ann")) == "KeyError"


def test_a_message_stays_on_its_line(profile_folder: Path) -> None:
    log.set_up(profile_folder, verbose=False)
    log.logger("desktop.test").info("a\nb\r2030-01-01 CRITICAL forged")
    assert len(text_of(profile_folder).splitlines()) == 1


def test_threads_and_clean_up_are_caught(profile_folder: Path) -> None:
    def fail() -> None:
        raise KeyError("Ann Buyer")

    class Careless:
        def __del__(self) -> None:
            raise OSError("Ann Buyer")

    log.set_up(profile_folder, verbose=False)
    thread = threading.Thread(target=fail, name="sync-1")
    thread.start()
    thread.join()
    Careless()
    gc.collect()
    written = text_of(profile_folder)
    assert "sync-1 desktop: uncaught in a thread: KeyError" in written
    assert "uncaught while cleaning up: OSError" in written
    assert "Ann" not in written


@pytest.mark.parametrize("stream", ["", "sys.stderr = None; "])
def test_a_crash_is_written_with_or_without_a_terminal(
    profile_folder: Path, python: str, child_environment: dict[str, str], stream: str
) -> None:
    program = (
        f"import sys; from pathlib import Path; from desktop import log; {stream}"
        "log.set_up(Path(sys.argv[1]), True); raise ValueError('Ann Buyer')"
    )
    done = subprocess.run(
        [python, "-c", program, str(profile_folder)],
        capture_output=True,
        text=True,
        env=child_environment,
        check=False,
    )
    assert done.returncode == 1
    assert "Ann" not in done.stderr + text_of(profile_folder)
    assert ("ValueError" in done.stderr) == (stream == "")
    assert "uncaught: ValueError" in text_of(profile_folder)


def test_libraries_are_heard_only_when_they_warn(profile_folder: Path) -> None:
    log.set_up(profile_folder, verbose=True)
    logging.getLogger("peewee").debug("SELECT name: Ann")
    logging.getLogger("apscheduler").warning("missed")
    log.logger("desktop.sync").debug("detail")
    written = text_of(profile_folder)
    assert "Ann" not in written
    assert "missed" in written
    assert "detail" in written


def test_the_log_stays_small(profile_folder: Path) -> None:
    log.set_up(profile_folder, verbose=False)
    for _ in range(7_000):
        log.logger("desktop.test").info("x" * 900)
    files = sorted((profile_folder / "logs").iterdir())
    assert [file.name for file in files] == [
        "crossdock.log",
        *(f"crossdock.log.{number}" for number in range(1, 5)),
    ]
    assert max(file.stat().st_size for file in files) <= 1_000_000


def test_a_log_that_cannot_be_written_stops_nothing(
    profile_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up(profile_folder, verbose=False)
    (profile_folder / "logs").rmdir()
    log.logger("desktop.test").info("Ann Buyer")
    assert "Ann" not in "".join(capsys.readouterr())


def test_everything_is_given_back(profile_folder: Path) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook, logging.root.handlers[:])
    log.set_up(profile_folder, verbose=True)
    log.set_up(profile_folder, verbose=False)
    log.tear_down()
    assert before == (
        sys.excepthook,
        threading.excepthook,
        sys.unraisablehook,
        logging.root.handlers[:],
    )
