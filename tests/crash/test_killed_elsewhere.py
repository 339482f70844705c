"""Killed while a person's own verbs work, and stopped politely: nothing is lost or doubled."""

import signal
import sys
from pathlib import Path

import pytest

from desktop.cli import exit_codes
from tests.crash.assassin import Moment
from tests.crash.stand import Scene, scene

GET, CREATE = "amazon.getOrder", "shopify.orderCreate"
pytestmark = pytest.mark.timeout(300)


def _whole(here: Scene) -> None:
    """Let it finish, and compare."""
    here.settle()
    verdict = here.verdict()
    assert verdict.is_clean, verdict
    assert verdict.created > 0


def test_killed_during_an_import_by_id(
    profile_folder: Path, child_environment: dict[str, str]
) -> None:
    with scene(profile_folder, child_environment, seed=5, orders=16, foreign=1) as here:
        ids = [one["amazon_order_id"] for one in here.sandbox.ledger()["amazon"]["orders"]]
        for moment in (
            Moment("fetched in flight", GET, "in flight", skip=1),
            Moment("after fetching", GET, "later", skip=3, delay_s=0.01),
            Moment("made, not answered", CREATE, "answered", skip=1),
            Moment("lands after death", CREATE, "lands after death"),
        ):
            here.strike(moment, "import", *ids)
        assert here.killed == here.aimed
        outcomes = here.seller.json("import", *ids[:3])
        assert {one["outcome"] for one in outcomes} <= {"refreshed", "imported"}
        _whole(here)


def test_killed_during_the_start_of_an_account(
    profile_folder: Path, child_environment: dict[str, str]
) -> None:
    with scene(profile_folder, child_environment, seed=6, orders=16, start=False) as here:
        assert here.seller.json("sync", "--once")["created"] == 0
        name = here.sandbox.world.shop.name
        words = ("start", name, "--create", "all", "--yes")
        here.strike(Moment("looking", "shopify.orders", "in flight"), *words)
        here.strike(Moment("deciding", "shopify.productVariants", "later", delay_s=0.03), *words)
        assert here.killed >= 1
        assert here.asked_for() == 0
        here.seller.json(*words)
        _whole(here)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to a process")
@pytest.mark.parametrize(
    ("how", "words", "code"),
    [
        (signal.SIGTERM, ("sync",), exit_codes.DONE),
        (signal.SIGINT, ("sync", "--once"), exit_codes.INTERRUPTED),
    ],
)
def test_a_polite_stop_ends_within_seconds(
    how: signal.Signals,
    words: tuple[str, ...],
    code: int,
    profile_folder: Path,
    child_environment: dict[str, str],
) -> None:
    """In the middle of a creation: that one is ended, and its answer kept."""
    with scene(profile_folder, child_environment, seed=9, orders=12, foreign=0) as here:
        slow = {"operation": CREATE, "kind": "latency", "seconds": 0.4}
        here.control({"faults": [slow]})
        moment = Moment("in flight", CREATE, "in flight", skip=1, signal=how)
        assert here.strike(moment, *words) == code
        assert here.seller.books().sending == 0
        here.good_day()
        _whole(here)
