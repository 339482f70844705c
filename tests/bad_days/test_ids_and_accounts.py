"""Orders asked for by ID, and two accounts in one profile."""

from pathlib import Path

from desktop.actions.archive import archive
from desktop.actions.import_orders import import_orders
from desktop.actions.sync_once import sync_once
from desktop.models import account as stored
from desktop.models import import_request
from desktop.sandbox.run import SandboxOptions, start_sandbox
from tests.actions.stand import connect_object, connect_with
from tests.bad_days.sales import order_id, sale
from tests.bad_days.stand import SPEED, a_day


def test_ids_that_are_none_never_reach_amazon(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        before = day.sandbox.server.counts["amazon.getOrder"]
        bad = [
            "12-34",
            "x",
            "112-7000000-000000a",
            "112-7000000-00000012",
            "'; DROP TABLE orders",
        ]
        outcomes = import_orders(bad, day.profile)
        assert {one.outcome for one in outcomes} == {"malformed"}
        assert all(one.words for one in outcomes)
        assert day.sandbox.server.counts["amazon.getOrder"] == before


def test_each_id_has_its_own_outcome(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(n) for n in (1, 2, 3)]) as day:
        assert [one.outcome for one in day.bring(1)] == ["imported"]
        day.bring(2)
        archive([order_id(2)])
        outcomes = {one.amazon_order_id: one.outcome for one in day.bring(1, 2, 3, 55)}
        assert list(outcomes.values()) == ["refreshed", "archived", "imported", "not_found"]
        day.made(1, 2, 3)


def test_amazon_is_down_while_somebody_asks(profile_folder: Path) -> None:
    with a_day(profile_folder, [sale(1)]) as day:
        day.faults({"operation": "amazon.getOrder", "kind": "status", "status": 503})
        (outcome,) = day.bring(1)
        assert outcome.outcome == "failed"
        assert outcome.words
        day.faults()
        assert day.bring(1)[0].outcome == "imported"


def test_two_accounts_do_not_stop_each_other(profile_folder: Path) -> None:
    second = start_sandbox(
        SandboxOptions(seed=2, orders=8, speed=SPEED, knobs={"amazon": {"index_lag_s": 0.0}})
    )
    try:
        with a_day(profile_folder, [sale(1), sale(2)]) as day:
            data = connect_object(second, name="Second")
            data["amazon"]["seller_id"] = "ASECOND00000001"
            data["shopify"]["shop"] = second.world.shop.domain
            assert connect_with(day.profile, data).is_connected
            assert len(stored.accounts()) == 2
            day.faults(shopify={"frozen": True})
            summary = day.sync()
            assert [one.account for one in summary.problems] == ["Harbor & Pine"]
            assert summary.imported == 10
            made = second.ledger()["shopify"]["orders"]
            assert len(made) == summary.created > 0
            day.faults(shopify={"frozen": False})
            day.sync()
            day.made(1, 2)
            assert len(second.ledger()["shopify"]["orders"]) == len(made)
    finally:
        second.stop()


def test_an_id_of_any_account_is_found_whoever_looks_first(profile_folder: Path) -> None:
    """While another Crossdock syncs, it answers: each of its runs asks all accounts."""
    from threading import Event

    from desktop.sync.progress import silent

    second = start_sandbox(SandboxOptions(seed=2, orders=8, speed=SPEED))
    try:
        with a_day(profile_folder, [sale(1)]) as day:
            data = connect_object(second, name="Second")
            data["amazon"]["seller_id"] = "ASECOND00000001"
            connect_with(day.profile, data)
            theirs = next(
                one["amazon_order_id"]
                for one in second.ledger()["amazon"]["orders"]
                if one["status"] == "UNSHIPPED"
            )
            asked = import_request.ask([theirs, order_id(1), order_id(9)], "create", at=1)
            sync_once(day.profile, Event(), silent, account="Harbor & Pine")
            outcomes = [one.outcome for one in import_request.outcome(asked)]
            assert [one and one.outcome for one in outcomes] == [
                "imported",
                "imported",
                "not_found",
            ]
            assert [one and one.account for one in outcomes] == ["Second", "Harbor & Pine", ""]
    finally:
        second.stop()
