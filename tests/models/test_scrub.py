"""Buyers' data goes when its time has come, and from everywhere."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.catalogue import order_failure
from desktop.models import (
    housekeeping,
    order_detail,
    order_list,
    order_store,
    scrub,
    task,
    task_find,
)
from desktop.models.database import close_database, read, write
from desktop.models.incoming import TaskPlan
from desktop.models.promised import refresh_promised
from desktop.models.scrubbing import scrub_basis, without_buyer
from desktop.models.setting import set_setting
from desktop.rows import OrderFilter, Status, TaskState
from desktop.trade import Address, Order, Package, Window
from desktop.trade.order import AmazonStatus
from tests.models.orders import (
    DAY,
    NOW,
    amazon_id,
    incoming,
    line,
    order,
    shop_order,
    status,
    store,
)

SKIP = TaskPlan(TaskState.SKIPPED, reason="import_only")
SHIPPED = status(AmazonStatus.SHIPPED)
BUYER = "Wilhelmine Unverwechselbar"


def personal(number: int = 1, **changes: Any) -> Order:
    return order(
        number,
        buyer_name=BUYER,
        buyer_company=BUYER,
        delivery_note=BUYER,
        tax_numbers=(("VAT", BUYER),),
        address=Address(name=BUYER, line1=BUYER, city="Köln", country="DE", phone="+49 221 7"),
        lines=(line(gift_message=BUYER, customization_url=BUYER, cancel_wish=BUYER),),
        **{"deliver_by": Window(None, NOW), **SHIPPED, **changes},
    )


def test_what_is_a_buyers_goes_and_the_rest_stays() -> None:
    one = personal()
    bare = without_buyer(one)
    assert BUYER not in repr(bare)
    assert "221" not in repr(bare)
    assert bare.address == Address(country="DE")
    assert (bare.total, bare.lines[0].sku, bare.lines[0].charges) == (
        one.total,
        one.lines[0].sku,
        one.lines[0].charges,
    )


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ({"packages": (Package("1", "DELIVERED", shipped_at=5),)}, NOW - 7),
        ({}, NOW),
        ({"deliver_by": Window(), "packages": (Package("1", "", shipped_at=NOW),)}, NOW + 14 * DAY),
        ({"deliver_by": Window()}, NOW - 7 + 14 * DAY),
        (status(AmazonStatus.CANCELLED), NOW - 7),
        (status(AmazonStatus.UNSHIPPED), NOW),
        ({**status(AmazonStatus.PENDING), "deliver_by": Window()}, None),
    ],
)
def test_from_when_on_the_days_are_counted(changes: dict[str, Any], basis: int | None) -> None:
    one = replace(personal(), **{"updated_at": NOW - 7, **changes})
    assert scrub_basis(one, None, None) == basis


def test_a_later_update_does_not_move_it_on() -> None:
    one = personal(packages=(Package("1", "DELIVERED"),))
    known = scrub_basis(one, None, None)
    assert scrub_basis(replace(one, updated_at=NOW + DAY), one, known) == known


def test_it_is_gone_from_every_table_and_from_the_search(account_id: int) -> None:
    store(account_id, personal(), plan=SKIP)
    with write() as connection:
        connection.execute("""UPDATE task SET plan = '{"address": {"name": "X"}, "rate": 1}'""")
    assert order_list.count(OrderFilter(text="unverwechsel")) == 1
    assert scrub.scrub_due(NOW + 30 * DAY - 1) == 0
    assert scrub.scrub_due(NOW + 30 * DAY) == 1
    assert scrub.scrub_due(NOW + 31 * DAY) == 0
    assert order_list.count(OrderFilter(text="unverwechsel")) == 0
    assert order_list.count(OrderFilter(text="un")) == 0
    assert order_store.payload(1) == b""
    assert order_store.order(1) == without_buyer(personal())
    assert task_find.tasks_of([1])[0].plan == {"rate": 1}


def test_no_trace_stays_in_the_file(path: Path, account_id: int) -> None:
    """The pages that held it are overwritten; seen after decrypting the whole file."""
    store(account_id, personal(), plan=SKIP)
    scrub.scrub_due(NOW + 30 * DAY)
    plain = path.with_name("plain.db")
    with read() as connection:
        connection.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
        connection.execute("SELECT sqlcipher_export('plain')").fetchall()
        connection.execute("DETACH DATABASE plain")
        words = connection.execute(
            "SELECT count(*) FROM order_fts_data WHERE instr(block, ?)", ("unv",)
        )
        assert words.fetchone() == (0,)
    close_database()
    content = plain.read_bytes().lower()
    assert BUYER.lower().encode() not in content
    assert b"mug-1" in content


def test_the_days_are_a_setting(account_id: int) -> None:
    store(account_id, personal(), plan=SKIP)
    set_setting("privacy.scrub_days", 5, account_id)
    assert scrub.scrub_due(NOW + 5 * DAY) == 1


def test_what_is_about_to_be_sent_is_left(account_id: int) -> None:
    late = NOW + 40 * DAY
    store(account_id, personal(1), personal(2), personal(3))
    first, second, _ = task_find.tasks_of([1, 2, 3])
    task.claim(first.id, late)
    task.failed(first.id, order_failure("stock"), late)
    task.claim(second.id, late)
    task.done(second.id, shop_order(), adopted=False, at=late)
    assert scrub.scrub_due(late) == 1
    assert order_store.order(1).buyer_name == BUYER
    assert order_store.order(2).buyer_name == ""
    assert order_store.order(3).buyer_name == BUYER
    assert scrub.scrub_due(late + 30 * DAY) == 1
    assert order_store.order(1).buyer_name == ""


def test_the_limit_is_kept(account_id: int) -> None:
    store(account_id, *(personal(number) for number in range(1, 6)), plan=SKIP)
    assert [scrub.scrub_due(NOW + 60 * DAY, 2) for _ in range(4)] == [2, 2, 1, 0]


def test_records_set_aside_go_too(account_id: int) -> None:
    store(account_id, unreadable=[("", b"[]", "no ID")], at=NOW)
    scrub.scrub_due(NOW + 30 * DAY)
    with read() as connection:
        assert connection.execute("SELECT count(*) FROM rejected").fetchone() == (0,)


def test_promised_orders_become_fulfilled(account_id: int) -> None:
    fba = {"fulfilled_by": "AMAZON", **SHIPPED}
    store(
        account_id,
        order(1, deliver_by=Window(None, NOW), **fba),
        order(2, deliver_by=Window(None, NOW + 1), **fba),
        order(3, deliver_by=Window(None, NOW), **SHIPPED),
        order(4, deliver_by=Window(), **fba),
        at=NOW,
    )
    assert refresh_promised(NOW + 3 * DAY - 1) == 0
    assert refresh_promised(NOW + 3 * DAY) == 1
    assert refresh_promised(NOW + 3 * DAY) == 0
    shown = [row.status for row in order_list.rows([1, 2, 3, 4])]
    assert shown == [Status.FULFILLED, *[Status.SHIPPED] * 3]
    told = [dict(order_detail.detail(amazon_id(n))[0].facts).get("delivered") for n in (1, 2, 3)]
    assert told == ["by Amazon's promise", None, None]


def test_housekeeping_is_hourly_and_takes_all(account_id: int) -> None:
    store(account_id, *(personal(number) for number in range(1, 4)), plan=SKIP)
    late = NOW + 60 * DAY
    assert housekeeping.run_due(late)
    assert not housekeeping.run_due(late + 3599)
    assert housekeeping.run_due(late + 3600)
    assert [order_store.order(one).buyer_name for one in (1, 2, 3)] == ["", "", ""]
    assert incoming(personal()).payload
