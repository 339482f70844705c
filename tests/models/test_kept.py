"""The smaller things kept: links, variants, sightings, buckets, plan, imports, detail, archive."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models import (
    archive,
    history,
    import_request,
    order_detail,
    order_list,
    plan,
    seen_order,
    sku_link,
    task,
    task_find,
    variant_cache,
)
from desktop.models.bucket import BucketState, StoredBuckets
from desktop.models.cursor import cursor, save_cursor
from desktop.models.setting import set_setting
from desktop.rows import ImportOutcome, OrderFilter, Tab
from desktop.trade import (
    Charges,
    LinkPart,
    Package,
    SeenOrder,
    ShopOrder,
    SkuLink,
    Variant,
)
from tests.models.orders import NOW, amazon_id, line, order, shop_order, store

MUG = Variant("gid://shopify/ProductVariant/1", "MUG-1", "Blue", "Mug", 990)
BOWL = Variant("gid://shopify/ProductVariant/2", "BOWL", "Red", "Bowl", 1990)
PACK = SkuLink("PACK", (LinkPart(MUG.gid, 2), LinkPart(BOWL.gid, 1)))


def test_links(account_id: int) -> None:
    sku_link.save_link(account_id, PACK, NOW)
    sku_link.save_link(account_id, SkuLink("LOOSE", ()), NOW)
    assert sku_link.links(account_id, ["PACK", "LOOSE", "NONE"]) == {
        "PACK": PACK,
        "LOOSE": SkuLink("LOOSE", ()),
    }
    again = SkuLink("PACK", (LinkPart(MUG.gid, 3),))
    sku_link.save_link(account_id, again, NOW)
    assert [one.sku for one in sku_link.all_links(account_id)] == ["LOOSE", "PACK"]
    assert sku_link.links(account_id, ["PACK"])["PACK"] == again
    assert sku_link.links(account_id + 1, ["PACK"]) == {}
    assert sku_link.remove_link(account_id, "PACK")
    assert not sku_link.remove_link(account_id, "PACK")
    with pytest.raises(ValueError, match="quantity"):
        sku_link.save_link(account_id, SkuLink("X", (LinkPart(MUG.gid, 0),)), NOW)


def test_variants_are_believed_for_a_while(account_id: int) -> None:
    variant_cache.save(account_id, {"MUG-1": (MUG,), "TWO": (MUG, BOWL), "NONE": ()}, NOW)
    asked = ["MUG-1", "TWO", "NONE", "NEVER"]
    known = variant_cache.known(account_id, asked, NOW)
    assert known == {"MUG-1": (MUG,), "TWO": (MUG, BOWL), "NONE": ()}
    assert variant_cache.known(account_id, asked, NOW + 1) == {}
    assert variant_cache.by_gid(account_id, [MUG.gid, "gid://x"], NOW) == {MUG.gid: MUG}
    assert variant_cache.by_gid(account_id, [MUG.gid], NOW + 1) == {}
    variant_cache.save_by_gid(account_id, [MUG], NOW + 5)
    assert variant_cache.by_gid(account_id, [MUG.gid], NOW + 5) == {MUG.gid: MUG}
    variant_cache.forget(account_id, ["TWO"])
    assert "TWO" not in variant_cache.known(account_id, asked, NOW)


def test_sightings(account_id: int) -> None:
    theirs = SeenOrder(amazon_id(1), ShopOrder("gid://1", "1", "#1", created_at=NOW), "tag")
    twice = SeenOrder(amazon_id(1), ShopOrder("gid://2", "2", "#2"), "note")
    seen_order.save_seen(account_id, [theirs, twice])
    seen_order.save_seen(account_id, [theirs])
    found = seen_order.seen(account_id, [amazon_id(number) for number in range(1, 2500)])
    assert found == {amazon_id(1): (theirs, twice)}
    assert seen_order.count(account_id) == 1


def test_our_own_shop_orders_are_recognised(account_id: int) -> None:
    store(account_id, order(1))
    (one,) = task_find.tasks_of([1])
    task.claim(one.id, NOW)
    task.done(one.id, shop_order(5), adopted=False, at=NOW)
    asked = [shop_order(number).gid for number in range(1, 2500)]
    assert seen_order.own_gids(account_id, asked) == {shop_order(5).gid}
    assert seen_order.own_gids(account_id + 1, asked) == set()


@pytest.mark.usefixtures("database")
def test_buckets_are_changed_atomically() -> None:
    buckets = StoredBuckets()

    def step(state: BucketState | None) -> tuple[BucketState, float]:
        tokens = 0.0 if state is None else state[0]
        return (tokens + 1, 5.5, 0.0056), tokens

    def work() -> None:
        for _ in range(25):
            buckets.change("amazon:A1:search", step)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert buckets.change("amazon:A1:search", step) == 100.0
    assert buckets.change("another", step) == 0.0


def test_cursors(account_id: int) -> None:
    assert cursor(account_id, "scan") is None
    save_cursor(account_id, "scan", {"since": 5, "page": "é"}, NOW)
    save_cursor(account_id, "scan", {"since": 6})
    assert cursor(account_id, "scan") == {"since": 6}
    assert cursor(account_id, "other") is None


@given(st.integers(0, 4_000_000_000), st.integers(1, 28))
def test_the_period_of_a_plan(now: int, day: int) -> None:
    begin, end = plan.period(now, day)
    assert begin <= now < end
    assert 28 * 86_400 <= end - begin <= 31 * 86_400
    assert plan.period(end, day)[0] == end


def test_use_is_of_this_period(account_id: int) -> None:
    set_setting("plan.limit", 1)
    set_setting("plan.name", "Small")
    store(account_id, order(1), order(2))
    begin, _ = plan.period(NOW, 1)
    for one, at in zip(task_find.tasks_of([1, 2]), (begin - 1, begin), strict=True):
        task.claim(one.id, at)
        task.done(one.id, shop_order(one.id), adopted=False, at=at)
    use = plan.usage(NOW)
    assert (use.used, use.limit, use.name, use.since, use.is_over) == (1, 1, "Small", begin, True)
    assert plan.usage(begin - 1).used == 1


def test_import_requests_are_answered_once(account_id: int) -> None:
    first, second = import_request.ask([amazon_id(1), amazon_id(2)], "create", at=NOW)
    (third,) = import_request.ask([amazon_id(3)], "import_only", account_id=account_id, at=NOW)
    assert [one.id for one in import_request.pending()] == [first, second, third]
    assert [one.id for one in import_request.pending([account_id + 1])] == [first, second]
    assert [one.id for one in import_request.pending([account_id], limit=1)] == [first]
    assert import_request.claim(first)
    assert not import_request.claim(first)
    answer = ImportOutcome(amazon_id(1), "imported", "Imported.", "Lumen")
    import_request.finish(first, answer, NOW + 1)
    import_request.claim(second)
    assert import_request.reopen() == 1
    done, waiting = import_request.outcome([first, second])
    assert (done.state, done.outcome, done.answered_at) == ("done", answer, NOW + 1)
    assert (waiting.state, waiting.outcome) == ("asked", None)
    with pytest.raises(LookupError):
        import_request.finish(99, answer, NOW)


def test_archive_and_restore(account_id: int) -> None:
    store(account_id, order(1), order(2))
    assert archive.archive([1, 2, 99], NOW) == 2
    assert archive.archive([1], NOW) == 0
    assert import_request.is_archived(account_id, amazon_id(1))
    assert archive.restore([1], NOW + 1) == 1
    assert not import_request.is_archived(account_id, amazon_id(1))
    assert order_list.count(OrderFilter(tab=Tab.ARCHIVE)) == 1
    assert [one.what for one in history.of_order(1)] == ["imported", "archived", "restored"]
    assert history.of_order(1)[1].by == "seller"


def test_history_keeps_what_a_request_told(account_id: int) -> None:
    store(account_id, order(1))
    history.add(1, "asked Shopify", at=NOW, detail="x", by="shopify", request_id="r-1", took_ms=12)
    last = history.of_order(1)[-1]
    assert (last.by, last.request_id, last.took_ms) == ("shopify", "r-1", 12)


def test_detail_tells_everything(account_id: int) -> None:
    charges = Charges(item=1000, shipping=200, discount_item=100, tax_item=90, cod_fee=5)
    one = order(
        1,
        total=1195,
        tax_mode="on_top",
        lines=(line("PACK", charges=charges), line("BARE"), line("LOOSE")),
        packages=(Package("7", carrier="DHL", tracking_number="00340"),),
        service_level="Expedited",
        purchase_order_number="PO 1",
    )
    store(account_id, one)
    sku_link.save_link(account_id, PACK, NOW)
    sku_link.save_link(account_id, SkuLink("LOOSE", ()), NOW)
    variant_cache.save(account_id, {"MUG-1": (MUG,)}, NOW)
    (found,) = order_detail.detail(amazon_id(1))
    assert [item.link for item in found.items] == [
        f"2 × Mug – Blue + 1 × {BOWL.gid}",
        "",
        "custom line",
    ]
    assert dict(found.breakdown)["discount"] == -100
    assert dict(found.breakdown)["total"] == 1195
    assert (found.items[0].tax, found.items[0].other) == (90, 5)
    assert found.address == ("Zoë Müller", "Hauptstr. 1", "Köln", "DE")
    assert found.packages == (("7", "DHL", "00340"),)
    assert ("PO number", "PO 1") in found.facts
    assert found.shopify_url == ""
    assert [one.verb for one in found.tasks] == ["create_order"]
    task.claim(found.tasks[0].id, NOW)
    task.done(found.tasks[0].id, shop_order(), adopted=False, at=NOW)
    (found,) = order_detail.detail(amazon_id(1))
    assert found.shopify_url == "https://lumen.myshopify.com/admin/orders/900001"
    assert order_detail.detail(amazon_id(2)) == ()
