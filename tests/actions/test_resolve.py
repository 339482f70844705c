"""Deciding about failed orders, against a real sandbox and the real engine."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from desktop.actions.bad_input import BadInput
from desktop.actions.decide import decide, waiting_for_sku
from desktop.actions.done_by_hand import done_by_hand
from desktop.actions.fetch_again import fetch_again
from desktop.actions.list_orders import ListWords, list_orders, read_query
from desktop.actions.preview_order import preview_order
from desktop.actions.resolve_words import one_order, read_address, read_links
from desktop.actions.skip import skip
from desktop.actions.variant_search import candidates, search_variants
from desktop.errors import NeedsPerson
from desktop.models import order_list, order_store, sku_link
from desktop.models.task_find import tasks_of
from desktop.profile import Profile
from desktop.rows import Decision, OrderRow, SyncStatus, TaskState, VariantRow
from desktop.sandbox.run import Sandbox
from tests.actions.stand import connect_with, running_sandbox, synced


@pytest.fixture
def many() -> Iterator[Sandbox]:
    with running_sandbox(orders=60) as running:
        yield running


@pytest.fixture
def shop(profile: Profile, many: Sandbox) -> Profile:
    connect_with(profile, many.connect)
    synced(profile)
    return profile


def failed(code: str) -> list[OrderRow]:
    rows = list_orders(read_query(replace(ListWords(), tab="errors")))
    return [row for row in rows if row.failures[0].code == code]


def now(row: OrderRow) -> OrderRow:
    (found,) = order_list.rows([row.id])
    return found


def unlinked(row: OrderRow) -> list[str]:
    """The SKUs that the failure names."""
    return dict(row.failures[0].technical)["words"].split("\n")


def any_variant(profile: Profile, row: OrderRow) -> VariantRow:
    return search_variants(row.account_id, "mug", profile)[0]


def sent_lines(sandbox: Sandbox, row: OrderRow) -> list[dict[str, Any]]:
    orders = sandbox.control.ledger()["shopify"]["orders"]
    (found,) = [one for one in orders if one["source_identifier"] == row.amazon_order_id]
    lines: list[dict[str, Any]] = found["input"]["lineItems"]
    return lines


def test_a_link_heals_all_that_wait_for_it(shop: Profile) -> None:
    row = failed("sku_unknown")[0]
    variant = any_variant(shop, row)
    skus = unlinked(row)
    others = [one for one in failed("sku_unknown") if set(unlinked(one)) <= set(skus)]
    assert row.id in waiting_for_sku(row.account_id, skus[0])
    links = tuple((sku, variant.gid, 2) for sku in skus)
    assert decide(Decision(row.id, links=links)) >= len(others)
    assert sku_link.links(row.account_id, skus).keys() == set(skus)
    synced(shop)
    for one in others:
        assert now(one).shopify_order_name
        assert now(one).failures == ()


def test_a_link_for_one_order_alone_is_not_kept(shop: Profile, many: Sandbox) -> None:
    row = failed("sku_unknown")[0]
    variant = any_variant(shop, row)
    links = tuple((sku, variant.gid, 3) for sku in unlinked(row))
    assert decide(Decision(row.id, links=links, remember=False)) == 1
    assert sku_link.links(row.account_id, unlinked(row)) == {}
    synced(shop)
    assert now(row).shopify_order_name
    order = order_store.order(row.id)
    bought = sum(line.quantity for line in order.lines if line.sku in unlinked(row))
    taken = [line for line in sent_lines(many, row) if line.get("variantId") == variant.gid]
    assert sum(line["quantity"] for line in taken) >= 3 * bought


def test_a_custom_line_is_for_this_order_alone(shop: Profile, many: Sandbox) -> None:
    row = failed("sku_unknown")[0]
    links = tuple((sku, "", 1) for sku in unlinked(row))
    assert decide(Decision(row.id, links=links)) == 1
    assert sku_link.all_links(row.account_id) == ()
    synced(shop)
    assert now(row).shopify_order_name
    assert [line for line in sent_lines(many, row) if not line.get("variantId")]


def test_a_later_decision_takes_the_place_of_an_earlier(shop: Profile) -> None:
    row = failed("sku_unknown")[0]
    sku = unlinked(row)[0]
    variant = any_variant(shop, row)
    decide(Decision(row.id, links=((sku, "gid://shopify/ProductVariant/1", 1),), remember=False))
    synced(shop)
    assert now(row).failures[0].code in ("variant_gone", "sku_unknown")
    decide(Decision(row.id, links=((sku, "", 1),)))
    (task,) = tasks_of([row.id], "create_order")
    assert task.plan["links"] == {}
    assert task.plan["custom_skus"] == [sku]
    synced(shop)
    if now(row).failures:
        decide(Decision(row.id, links=tuple((s, variant.gid, 1) for s in unlinked(now(row)))))


def test_the_preview_is_the_order_that_is_sent(shop: Profile, many: Sandbox) -> None:
    row = failed("sku_unknown")[0]
    with pytest.raises(NeedsPerson) as caught:
        preview_order(Decision(row.id), shop)
    assert caught.value.code == "sku_unknown"
    variant = any_variant(shop, row)
    decision = Decision(row.id, links=tuple((sku, variant.gid, 1) for sku in unlinked(row)))
    shown = preview_order(decision, shop)
    assert shown.total == row.total
    assert "no mail to the buyer" in shown.summary
    assert variant.title in [line.title for line in shown.lines]
    sent = json.loads(shown.json)["order"]
    assert sent["sourceIdentifier"] == row.amazon_order_id
    assert failed("sku_unknown")[0] == row, "a preview changes nothing"
    decide(decision)
    synced(shop)
    made = sent_lines(many, row)
    assert [line.quantity for line in shown.lines] == [line["quantity"] for line in made]


def test_an_address_is_edited_or_left_out(shop: Profile, many: Sandbox) -> None:
    missing = failed("address_missing")
    assert missing, "the made-up world has an order without an address"
    row = missing[0]
    pairs = (("name", "Ann Lee"), ("line1", "1 Pier"), ("city", "Portland"))
    place = (("state", "ME"), ("postal_code", "04101"), ("country", "US"))
    shown = preview_order(Decision(row.id, address=(*pairs, *place)), shop)
    assert json.loads(shown.json)["order"]["shippingAddress"]["address1"] == "1 Pier"
    bare = preview_order(Decision(row.id, without_address=True), shop)
    assert "without an address" in bare.summary
    assert "shippingAddress" not in json.loads(bare.json)["order"]
    assert decide(Decision(row.id, without_address=True)) == 1
    synced(shop)
    assert now(row).shopify_order_name


def test_what_does_not_fit_the_order_is_refused(shop: Profile) -> None:
    row = failed("sku_unknown")[0]
    sku = unlinked(row)[0]
    for wrong in (
        Decision(row.id, links=(("NOT-HERE", "gid://x/1", 1),)),
        Decision(row.id, links=((sku, "gid://shopify/ProductVariant/1", 0),)),
        Decision(row.id, address=(("planet", "Mars"),)),
        Decision(row.id, address=(("line1", "a\nb"),)),
    ):
        with pytest.raises(BadInput):
            decide(wrong)
    with pytest.raises(LookupError):
        decide(Decision(999_999))
    assert now(row) == row


def test_an_order_left_out_by_the_rules_is_created_after_all(shop: Profile) -> None:
    rows = list(list_orders(read_query(ListWords())))
    left_out = [row for row in rows if row.stage == "import only"]
    cancelled = [row for row in rows if row.stage.startswith("skipped: cancelled")]
    assert cancelled
    with pytest.raises(BadInput):
        decide(Decision(cancelled[0].id))
    row = left_out[0] if left_out else failed("sku_unknown")[0]
    if not left_out:
        skip([row.id], "not now")
    assert decide(Decision(row.id, beyond_visible=True)) == 1
    (task,) = tasks_of([row.id], "create_order")
    assert (task.state, task.plan["asked_for"]) == (TaskState.READY, True)


def test_skip_and_done_by_hand_need_words_and_say_how_many(shop: Profile) -> None:
    first, second, *_ = failed("sku_unknown") + failed("sku_ambiguous")
    with pytest.raises(BadInput):
        skip([first.id], "  ")
    assert skip([first.id], "sold on the market") == 1
    assert now(first).stage == "skipped: sold on the market"
    assert skip([first.id], "again") == 0
    assert done_by_hand([second.id, first.id], "entered as #77") == 1
    assert now(second).failures == ()
    assert now(second).sync_status is SyncStatus.ORDER_CREATED


def test_fetch_again_asks_amazon_and_tries_again(shop: Profile, many: Sandbox) -> None:
    row = failed("sku_unknown")[0]
    before = many.control.ledger()["requests"]
    outcome = fetch_again(row.id, shop)
    assert outcome.outcome == "refreshed"
    assert "tried again" in outcome.words
    assert many.control.ledger()["requests"] != before
    (task,) = tasks_of([row.id], "create_order")
    assert task.state is TaskState.READY
    with pytest.raises(LookupError):
        fetch_again(999_999, shop)


def test_candidates_are_told_why_and_only_the_same_sku_is_exact(shop: Profile) -> None:
    row = failed("sku_ambiguous")[0]
    sku = unlinked(row)[0]
    found = candidates(row.account_id, sku, "", shop)
    assert [one.is_exact for one in found if one.sku == sku] == [True, True]
    assert all(one.why for one in found)
    assert search_variants(row.account_id, "  ", shop) == ()
    assert search_variants(row.account_id, sku, shop)[0].why == "same SKU"


def test_words_of_the_command_line(shop: Profile) -> None:
    row = failed("sku_unknown")[0]
    assert one_order(row.amazon_order_id) == row
    variant = any_variant(shop, row)
    sku = unlinked(row)[0]
    assert read_links(row, [f"{sku}={variant.sku}×2"], [], shop) == ((sku, variant.gid, 2),)
    assert read_links(row, [f"{sku}={variant.gid}*3"], [], shop) == ((sku, variant.gid, 3),)
    assert read_links(row, [], [sku], shop) == ((sku, "", 1),)
    assert read_address(["line1= 1 Pier=A "]) == (("line1", "1 Pier=A"),)
    for call in (
        lambda: read_links(row, ["NOPE=X"], [], shop),
        lambda: read_links(row, [f"{sku}=no-such-variant"], [], shop),
        lambda: read_links(row, [], ["NOPE"], shop),
        lambda: read_address(["planet=Mars"]),
        lambda: one_order("113-0000000-0000000"),
    ):
        with pytest.raises(BadInput):
            call()
