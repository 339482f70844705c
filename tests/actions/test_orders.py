"""What a person may ask for on orders, against a real sandbox and the real engine."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event, Thread
from typing import Literal

import pytest

from desktop import profile_lock
from desktop.actions.accounts import accounts
from desktop.actions.archive import archive, still_to_ship
from desktop.actions.bad_input import BadInput
from desktop.actions.doctor import examine
from desktop.actions.import_orders import import_orders
from desktop.actions.link_sku import (
    all_links,
    candidates_for,
    failing_on,
    link_custom_line,
    link_sku,
    remove_link,
)
from desktop.actions.list_orders import ListWords, count_orders, list_orders, read_query
from desktop.actions.restore import restore
from desktop.actions.retry import retry_all, retry_named
from desktop.actions.show_order import show_order
from desktop.actions.start_account import preview, start_account
from desktop.actions.sync_watch import sync_watch
from desktop.errors import Cancelled, NeedsPerson, ProfileProblem
from desktop.models import account as stored
from desktop.models import reconciliation
from desktop.models.database import close_connection
from desktop.profile import Profile
from desktop.rows import OrderRow, RunSummary, SortKey, Status, Tab
from desktop.sandbox.run import Sandbox
from desktop.sync.progress import Progress, silent
from tests.actions.stand import (
    connect_object,
    connect_with,
    running_sandbox,
    synced,
)

UNKNOWN = "113-0000000-0000000"


@pytest.fixture
def many() -> Iterator[Sandbox]:
    with running_sandbox(orders=60) as running:
        yield running


@pytest.fixture
def shop(profile: Profile, many: Sandbox) -> Profile:
    """A connected and synced profile with some failures in it."""
    connect_with(profile, many.connect)
    synced(profile)
    return profile


def rows(**words: object) -> list[OrderRow]:
    return list(list_orders(read_query(replace(ListWords(), **words))))  # type: ignore[arg-type]


def failed(code: str) -> list[OrderRow]:
    return [row for row in rows(tab="errors") if row.failures[0].code == code]


def test_lists_are_filtered_sorted_and_counted(shop: Profile) -> None:
    everything = rows()
    assert len(everything) == 60
    assert count_orders(read_query(ListWords())) == 60
    newest_first = [row.created_at for row in everything]
    assert newest_first == sorted(newest_first, reverse=True)
    assert [row.id for row in rows(reverse=True)] == [row.id for row in everything[::-1]]
    assert rows(limit=7) == everything[:7]
    pending = rows(statuses=("pending",))
    assert pending
    assert {row.status for row in pending} == {Status.PENDING}
    fba = rows(tags=("fba",))
    assert fba == [row for row in everything if row.tags[0] == "FBA"]
    assert rows(order_ids=(everything[3].amazon_order_id[:12],)) == [
        row for row in everything if everything[3].amazon_order_id[:12] in row.amazon_order_id
    ]


def test_prices_take_the_only_currency_that_there_is(shop: Profile) -> None:
    found = rows(price_from="50", price_to="60")
    assert found == [row for row in rows() if row.total and 5000 <= row.total.minor <= 6000]
    assert found
    query = read_query(ListWords(price_from="50"))
    assert query.filter.currency == "USD"


def test_errors_are_sorted_by_ship_by() -> None:
    query = read_query(ListWords(tab="errors"))
    assert (query.sort, query.descending) == (SortKey.SHIP_BY, False)
    assert query.filter.tab is Tab.ERRORS


def test_show_has_everything(shop: Profile) -> None:
    row = next(row for row in rows(sync_statuses=("order-created",)) if row.shopify_order_name)
    (detail,) = show_order(f" {row.amazon_order_id}\n")
    assert detail.row == row
    assert detail.items
    assert detail.history
    assert row.amazon_order_id in detail.amazon_url
    assert detail.shopify_url.startswith("https://")


def test_show_refuses_what_is_no_id_and_what_is_not_here(shop: Profile) -> None:
    for text in ("", "1-2-3", f"{UNKNOWN} {UNKNOWN[:-1]}1"):
        with pytest.raises(BadInput):
            show_order(text)
    with pytest.raises(NeedsPerson) as caught:
        show_order(UNKNOWN)
    assert caught.value.code == "not_held"


def test_retry_of_named_ones_of_a_code_and_of_all(shop: Profile) -> None:
    first, *_ = failed("sku_unknown")
    fine = next(row for row in rows() if not row.failures)
    outcomes = retry_named(f"{first.amazon_order_id},{fine.amazon_order_id},{UNKNOWN},x")
    assert [one.outcome for one in outcomes] == [
        "retrying",
        "nothing_failed",
        "malformed",
        "not_held",
    ]
    assert not show_order(first.amazon_order_id)[0].row.failures
    left = failed("sku_unknown")
    assert first.id not in {row.id for row in left}
    assert {one.amazon_order_id for one in retry_all(code="sku_unknown")} == {
        row.amazon_order_id for row in left
    }
    assert failed("sku_unknown") == []
    others = rows(tab="errors")
    assert len(retry_all()) == len(others)
    assert rows(tab="errors") == []
    summary = synced(shop)
    assert summary.failed > 0
    assert len(failed("sku_unknown")) == 1 + len(left)


def test_an_unknown_cause_is_refused(shop: Profile) -> None:
    with pytest.raises(BadInput, match="sku_unknown"):
        retry_all(code="luck")


def test_archive_and_restore(shop: Profile) -> None:
    open_one = next(row for row in rows() if row.status is Status.UNSHIPPED)
    shipped = next(row for row in rows() if row.status is Status.SHIPPED)
    both = (open_one.amazon_order_id, shipped.amazon_order_id)
    assert still_to_ship(both) == (open_one.amazon_order_id,)
    assert [one.outcome for one in archive(both)] == ["archived", "archived"]
    assert {row.amazon_order_id for row in rows(tab="archive")} == set(both)
    assert len(rows()) == 58
    assert still_to_ship(both) == ()
    assert [one.outcome for one in archive(both)] == ["already_archived"] * 2
    assert [one.outcome for one in restore(both)] == ["restored", "restored"]
    assert [one.outcome for one in restore(both[0])] == ["not_archived"]
    assert len(rows()) == 60


def test_one_link_heals_all_orders_of_the_sku(shop: Profile) -> None:
    row = failed("sku_unknown")[0]
    sku = dict(row.failures[0].technical)["field"]
    account = stored.accounts()[0].id
    waiting = {one.amazon_order_id for one in failing_on(account, sku)}
    assert row.amazon_order_id in waiting
    best, *_ = candidates_for(sku, shop)
    assert not best.is_exact
    outcome = link_sku(sku, (f"2*{best.variant.sku}",), shop)
    assert set(outcome.retried) == waiting
    assert outcome.link is not None
    assert [(part.variant_gid, part.quantity) for part in outcome.link.parts] == [
        (best.variant.gid, 2)
    ]
    assert all_links() == (outcome.link,)
    synced(shop)
    healed = show_order(row.amazon_order_id)[0]
    assert healed.row.shopify_order_name or healed.row.failures[0].code != "sku_unknown"
    assert remove_link(sku).link is None
    with pytest.raises(BadInput):
        remove_link(sku)


def test_a_link_takes_numbers_gids_sets_and_custom_lines(shop: Profile) -> None:
    best, other = candidates_for("MUG", shop, search="mug")[:2]
    number = best.variant.gid.rpartition("/")[2]
    link = link_sku("PACK", (number, other.variant.gid, f"3*{number}"), shop).link
    assert link is not None
    assert {part.variant_gid: part.quantity for part in link.parts} == {
        best.variant.gid: 4,
        other.variant.gid: 1,
    }
    custom = link_custom_line("PACK").link
    assert custom is not None
    assert custom.is_custom_line


@pytest.mark.parametrize("target", ["no such sku", "0*X", "99999999999", "*"])
def test_a_link_to_nothing_is_refused(shop: Profile, target: str) -> None:
    with pytest.raises(BadInput) as caught:
        link_sku("PACK", (target,), shop)
    assert caught.value.field == "--to"
    assert all_links() == ()


def test_import_by_id_has_an_outcome_for_each(shop: Profile, many: Sandbox) -> None:
    held = next(row for row in rows() if row.shopify_order_name)
    hidden = next(row for row in rows() if row.status is Status.FULFILLED)
    archive(hidden.amazon_order_id)
    texts = f"{held.amazon_order_id}\n{hidden.amazon_order_id}; {UNKNOWN} 12-3"
    outcomes = {one.amazon_order_id: one for one in import_orders(texts, shop)}
    assert {key: one.outcome for key, one in outcomes.items()} == {
        held.amazon_order_id: "refreshed",
        hidden.amazon_order_id: "archived",
        UNKNOWN: "not_found",
        "12-3": "malformed",
    }
    assert held.shopify_order_name in outcomes[held.amazon_order_id].words


@pytest.mark.parametrize("mode", ["create", "import_only"])
def test_an_order_asked_for_by_id_is_created_or_not(
    profile: Profile, many: Sandbox, mode: Literal["create", "import_only"]
) -> None:
    connect_with(profile, many.connect)
    wanted = open_order(many)
    (outcome,) = import_orders(wanted, profile, mode=mode)
    assert outcome.outcome == "imported"
    (detail,) = show_order(wanted)
    states = [str(task.state) for task in detail.tasks]
    assert states == (["DONE"] if mode == "create" else ["SKIPPED"])
    assert bool(detail.row.shopify_order_name) == (mode == "create")
    assert len(rows()) == 1
    assert len(many.ledger()["shopify"]["orders"]) == (1 if mode == "create" else 0)
    (again,) = import_orders(wanted, profile)
    assert again.outcome == "refreshed"
    assert "In Shopify as #" in again.words
    assert len(many.ledger()["shopify"]["orders"]) == 1


def open_order(sandbox: Sandbox) -> str:
    """An unshipped order that can be created without a person."""
    return next(
        str(order["amazon_order_id"])
        for order in sandbox.ledger()["amazon"]["orders"]
        if (order["status"], order["fulfilled_by"]) == ("UNSHIPPED", "MERCHANT")
        and "trouble" not in order
    )


def test_an_account_of_another_name_is_asked_alone(shop: Profile) -> None:
    with pytest.raises(BadInput) as caught:
        import_orders(UNKNOWN, shop, account="Nobody")
    assert caught.value.field == "--account"


def test_whoever_syncs_answers_the_import(shop: Profile, many: Sandbox) -> None:
    cancel, summaries = Event(), list[RunSummary]()
    held = rows()[0].amazon_order_id

    def watch() -> None:
        try:
            sync_watch(shop, cancel, silent, summaries.append)
        finally:
            close_connection()

    thread = Thread(target=watch)
    thread.start()
    try:
        wait_for_holder(shop)
        said: list[Progress] = []
        (outcome,) = import_orders(held, shop, tell=said.append, limit_s=60)
        with pytest.raises(ProfileProblem) as caught:
            synced(shop)
    finally:
        cancel.set()
        thread.join(30)
    assert not thread.is_alive()
    assert outcome.outcome == "refreshed"
    assert [news.phase for news in said] == ["wait"]
    assert caught.value.code == "in_use"
    assert summaries


def wait_for_holder(profile: Profile) -> None:
    for _ in range(200):
        if profile_lock.holder(profile.folder) is not None:
            return
        Event().wait(0.05)
    pytest.fail("nobody took the lock")


def test_an_import_that_nobody_answers_says_so(shop: Profile) -> None:
    with profile_lock.hold(shop.folder, "sync"):
        (outcome,) = import_orders(rows()[0].amazon_order_id, shop, limit_s=0.1)
        stop = Event()
        stop.set()
        with pytest.raises(Cancelled):
            import_orders(rows()[0].amazon_order_id, shop, cancel=stop)
    assert outcome.outcome == "waiting"


def test_starting_shows_first_and_creates_what_was_chosen(profile: Profile, many: Sandbox) -> None:
    data = connect_object(many)
    del data["start"]
    outcome = connect_with(profile, data)
    assert outcome.account is not None
    name = outcome.account.name
    summary = synced(profile)
    assert (summary.imported, summary.created) == (60, 0)
    shown = preview(name, "unshipped", profile)
    assert shown.would_create > 0
    assert shown.stays_import_only > 0
    assert ("sku_unknown", "A product is not linked.") in {one[:2] for one in shown.would_fail}
    assert preview(name, "none", profile).would_create <= shown.would_create
    assert not many.ledger()["shopify"]["orders"]
    assert start_account(name.upper(), "unshipped") > 0
    summary = synced(profile)
    assert summary.created > 0
    assert reconciliation.reconcile().adds_up
    assert len(many.ledger()["shopify"]["orders"]) == summary.created


@pytest.mark.parametrize("choice", ["some", "2026-02-30", ""])
def test_a_choice_that_is_none_is_refused(shop: Profile, choice: str) -> None:
    with pytest.raises(BadInput) as caught:
        start_account("1", choice)
    assert caught.value.field == "create"


def test_the_doctor_finds_all_well_and_a_stopped_service(shop: Profile, many: Sandbox) -> None:
    assert {one.state for one in examine(shop)} == {"ok"}
    many.stop()
    failed_on = {one.what for one in examine(shop) if one.state == "fail"}
    assert len(failed_on) == 4


def test_accounts_tell_what_stops_a_side(shop: Profile) -> None:
    account_id = stored.accounts()[0].id
    stored.set_problem(account_id, "shopify", "shop_frozen")
    stored.set_problem(account_id, "amazon", "of_a_later_version")
    (row,) = accounts()
    assert [one.code for one in row.problems] == ["of_a_later_version", "shop_frozen"]
    assert all(one.title and one.cure for one in row.problems)
    assert row.totals.adds_up
