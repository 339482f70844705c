"""Counters and causes agree with the orders they are about."""

from desktop.catalogue import order_failure
from desktop.errors import NeedsPerson, Technical
from desktop.models import archive, order_counts, task
from desktop.models.task_find import tasks_of
from desktop.rows import Counters, SyncStatus
from desktop.trade import Money, Window
from desktop.trade.order import AmazonStatus
from tests.models.orders import DAY, NOW, connect_account, line, order, status, store


def unlinked(sku: str) -> NeedsPerson:
    error = order_failure("sku_unknown", sku=sku)
    error.technical = Technical(operation="resolve_links", field=sku)
    return error


def fail(order_id: int, error: NeedsPerson) -> None:
    for one in tasks_of([order_id]):
        task.claim(one.id, NOW)
        task.failed(one.id, error, NOW)


def test_counters_count_what_presses(account_id: int) -> None:
    other = connect_account("Harbor")
    store(
        account_id,
        order(1, ship_by=Window(None, NOW - 1)),
        order(2, ship_by=Window(None, NOW)),
        order(3, ship_by=Window(None, NOW + 99)),
        order(4, ship_by=Window(None, NOW + 100)),
        order(5, ship_by=Window(None, NOW - 1), fulfilled_by="AMAZON"),
        order(6, ship_by=Window(None, NOW - 1), **status(AmazonStatus.SHIPPED)),
        order(7, ship_by=Window(None, None), lines=(line(has_cancel_wish=True),)),
    )
    (hidden,) = store(other, order(8, ship_by=Window(None, NOW - 1))).imported
    assert order_counts.counters(None, NOW, NOW + 100) == Counters(2, 2, 1, 8)
    assert order_counts.counters(account_id, NOW, NOW + 100) == Counters(2, 1, 1, 7)
    archive.archive([hidden], NOW)
    assert order_counts.counters(other, NOW, NOW + 100) == Counters(0, 0, 0, 0)


def test_failures_of_one_cause_stand_together(account_id: int) -> None:
    ids = store(
        account_id,
        order(1, ship_by=Window(None, NOW + DAY), total=500),
        order(2, ship_by=Window(None, NOW + 50), total=700, currency="GBP"),
        order(3, ship_by=Window(None, NOW + 20), total=None),
        order(4, ship_by=Window(None, None), total=100),
        order(5),
    ).imported
    fail(ids[0], unlinked("MUG"))
    fail(ids[1], unlinked("MUG"))
    fail(ids[2], unlinked("LAMP"))
    fail(ids[3], order_failure("sku_unknown", sku="?"))
    first, second, third = order_counts.causes(None)
    assert (first.code, first.subject, first.orders) == ("sku_unknown", "LAMP", 1)
    assert (first.worth, first.earliest_ship_by) == ((), NOW + 20)
    assert (second.subject, second.order_ids) == ("MUG", (ids[1], ids[0]))
    assert second.worth == (Money(500, "EUR"), Money(700, "GBP"))
    assert second.earliest_ship_by == NOW + 50
    assert second.kind is SyncStatus.FAILED_ORDER
    assert second.fixes[0] == "link"
    assert (third.subject, third.earliest_ship_by) == ("", None)
    archive.archive([ids[0]], NOW)
    assert order_counts.causes(account_id)[1].order_ids == (ids[1],)
    assert order_counts.causes(account_id + 1) == ()
