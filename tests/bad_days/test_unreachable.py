"""No way to a service: nothing is lost, it is told, and it goes on by itself."""

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.models import account as stored
from desktop.trade import Account
from tests.bad_days.sales import sale
from tests.bad_days.stand import Day, a_day, codes


def _moved(day: Day, *, amazon: str = "", shopify: str = "") -> Account:
    """Let the account's services lie elsewhere; returns the account as it was."""
    was = stored.accounts()[0]
    _save(
        was,
        replace(was.amazon, endpoint=amazon or was.amazon.endpoint),
        replace(was.shopify, endpoint=shopify or was.shopify.endpoint),
    )
    return was


def _save(account: Account, amazon: object = None, shopify: object = None) -> None:
    stored.update_account(
        account.id,
        account.name,
        amazon or account.amazon,  # type: ignore[arg-type]
        shopify or account.shopify,  # type: ignore[arg-type]
        speed=account.speed,
        rates_endpoint=account.rates_endpoint,
        reach_back_days=account.reach_back_days,
        facts=account.facts,
        at=account.connected_at,
    )


def _nowhere() -> str:
    """An address on this computer where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


def test_no_network_at_all(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        was = _moved(day, amazon=_nowhere(), shopify=_nowhere())
        summary = day.sync()
        assert (summary.imported, summary.created) == (0, 0)
        assert codes(summary) == ["offline", "offline"]  # one word for each side, and no more
        assert sorted(one.side for one in summary.problems) == ["amazon", "shopify"]
        assert not any(one.is_notice for one in summary.problems)
        assert day.problem("amazon") == ""  # nothing that a person must mend
        assert day.problem("shopify") == ""
        _save(was)
        assert codes(day.sync()) == []
        day.made(1)


def test_the_shop_cannot_be_reached_and_amazon_can(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        was = _moved(day, shopify=_nowhere())
        summary = day.sync(0)
        assert summary.imported == 1
        assert codes(summary) == ["offline"]
        assert [one.side for one in summary.problems] == ["shopify"]
        assert day.row(1).stage == "waiting"
        _save(was)
        assert codes(day.sync()) == []
        day.made(1)


@pytest.mark.parametrize("side", ["amazon", "shopify"])
def test_a_connection_that_is_not_safe(side: str, profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        plain = day.sandbox.urls[side]
        was = _moved(day, **{side: plain.replace("http://", "https://")})
        assert codes(day.sync(0)) == ["tls"]
        assert day.shop() == []
        _save(was)
        assert codes(day.sync()) == []
        day.made(1)


@pytest.mark.parametrize("side", ["amazon", "shopify"])
def test_a_login_page_in_between(side: str, profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults({"operation": f"{side}.*", "kind": "html"})
        assert codes(day.sync(0)) == ["captive_portal"]
        assert day.shop() == []
        day.faults()
        assert codes(day.sync()) == []
        day.made(1)


def test_a_login_page_comes_up_as_an_order_leaves(profile_folder: Path) -> None:
    """A page instead of the answer says nothing about the order: it is looked up."""
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults({"operation": "shopify.orderCreate", "kind": "html", "times": 1})
        day.sync(0)
        assert day.row(1).stage == "checking"
        assert day.retry(1) == "looking_up"  # and never sent again meanwhile
        day.sync(12_000)
        day.made(1)


def test_the_network_goes_in_the_middle(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(n) for n in range(1, 9)]) as day:
        day.faults({"operation": "*", "kind": "cut_before", "skip": 9})
        day.sync(0)
        day.faults()
        day.sync(12_000)
        day.made(*range(1, 9))


def test_the_clock_of_the_wait_is_the_short_one(profile_folder: Path) -> None:
    """However short a run waits, it says that a side was not reached."""
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults({"operation": "shopify.*", "kind": "status", "status": 503})
        assert codes(day.sync(0)) == ["unavailable"]
