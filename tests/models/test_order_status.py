"""Status, sync status and stage: every case of PRODUCT section 1."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.models.order_status import (
    HOLD_WORDS,
    PROMISE_GRACE,
    STATUSES,
    SYNC_STATUSES,
    TaskFact,
    derive_status,
    derive_sync,
    evidence,
)
from desktop.rows import Status, SyncStatus, TaskState
from desktop.trade import Package, Window
from desktop.trade.order import AmazonStatus
from tests.models.orders import NOW, order, status

DELIVERED, UNDER_WAY = Package("1", "DELIVERED"), Package("2", "IN_TRANSIT")


@pytest.mark.parametrize(
    ("amazon", "shown"),
    [
        (AmazonStatus.PENDING, Status.PENDING),
        (AmazonStatus.PENDING_AVAILABILITY, Status.PENDING),
        (AmazonStatus.UNKNOWN, Status.PENDING),
        (AmazonStatus.UNFULFILLABLE, Status.PENDING),
        (AmazonStatus.UNSHIPPED, Status.UNSHIPPED),
        (AmazonStatus.PARTIALLY_SHIPPED, Status.PARTIALLY_SHIPPED),
        (AmazonStatus.SHIPPED, Status.SHIPPED),
        (AmazonStatus.CANCELLED, Status.CANCELLED),
    ],
)
def test_amazons_word(amazon: AmazonStatus, shown: Status) -> None:
    assert derive_status(order(**status(amazon)), NOW) is shown


@pytest.mark.parametrize(
    ("packages", "shown"),
    [
        ((), Status.SHIPPED),
        ((DELIVERED,), Status.FULFILLED),
        ((DELIVERED, UNDER_WAY), Status.SHIPPED),
        ((DELIVERED, replace(DELIVERED, status="Delivered")), Status.FULFILLED),
    ],
)
def test_fulfilled_means_every_package_delivered(
    packages: tuple[Package, ...], shown: Status
) -> None:
    far_past = Window(0, 1)
    one = order(packages=packages, deliver_by=far_past, **status(AmazonStatus.SHIPPED))
    assert derive_status(one, NOW) is shown


@pytest.mark.parametrize(
    ("packages", "shop", "says"),
    [
        ((), False, "by Amazon's promise"),
        ((), True, "shown by Shopify"),
        ((DELIVERED,), False, "shown by Amazon"),
        ((DELIVERED,), True, "shown by Amazon"),
        ((UNDER_WAY,), True, "shown by Shopify"),
    ],
)
def test_what_says_that_it_was_delivered(
    packages: tuple[Package, ...], shop: bool, says: str
) -> None:
    assert evidence(order(packages=packages), shop_delivered=shop) == says


@pytest.mark.parametrize("days", [0, 30, 365])
def test_time_alone_delivers_nothing_that_the_seller_ships(days: int) -> None:
    """Only evidence does: of its own parcels Amazon tells the delivery, or Shopify shows it."""
    promised = Window(None, NOW - days * 86_400 - PROMISE_GRACE)
    for packages in ((), (UNDER_WAY,)):
        one = order(packages=packages, deliver_by=promised, **status(AmazonStatus.SHIPPED))
        assert derive_status(one, NOW) is Status.SHIPPED
        assert derive_status(one, NOW, shop_delivered=True) is Status.FULFILLED


@pytest.mark.parametrize(
    ("late", "shown"),
    [(0, Status.SHIPPED), (PROMISE_GRACE - 1, Status.SHIPPED), (PROMISE_GRACE, Status.FULFILLED)],
)
def test_fba_is_fulfilled_by_amazons_promise(late: int, shown: Status) -> None:
    one = order(
        fulfilled_by="AMAZON", deliver_by=Window(None, NOW - late), **status(AmazonStatus.SHIPPED)
    )
    assert derive_status(one, NOW) is shown
    assert derive_status(replace(one, deliver_by=Window()), NOW) is Status.SHIPPED


@given(st.sampled_from(list(AmazonStatus)), st.integers(0, 3000), st.none() | st.integers(-5, 2000))
def test_refunds_win(amazon: AmazonStatus, refunded: int, total: int | None) -> None:
    one = order(total=total, **status(amazon))
    shown = derive_status(one, NOW, refunded)
    if refunded == 0:
        assert shown not in (Status.REFUNDED, Status.PARTIALLY_REFUNDED)
    elif total is not None and refunded >= total:
        assert shown is Status.REFUNDED
    else:
        assert shown is Status.PARTIALLY_REFUNDED


def test_codes_are_never_reordered() -> None:
    assert [one.value for one in STATUSES] == [
        "Pending",
        "Unshipped",
        "Partially Shipped",
        "Shipped",
        "Fulfilled",
        "Cancelled",
        "Partially Refunded",
        "Refunded",
    ]
    assert [one.value for one in SYNC_STATUSES] == [
        "Order Created",
        "Shipped",
        "Failed Order",
        "Failed Shipment",
        "Failed Refund",
        "Failed Cancellation",
    ]


def creation(state: TaskState, hold: str = "", reason: str = "") -> TaskFact:
    return TaskFact("create_order", state, hold, reason, "A product is not linked.")


@pytest.mark.parametrize(
    ("task", "stage"),
    [
        (creation(TaskState.READY), "waiting"),
        (creation(TaskState.WAITING, "not_started"), "held: account not started"),
        (creation(TaskState.WAITING, "pending"), "held: Pending on Amazon"),
        (creation(TaskState.WAITING, "fba_unshipped"), "held: not yet shipped by Amazon"),
        (creation(TaskState.WAITING, "something_new"), "held: something_new"),
        (creation(TaskState.WAITING, "no_create"), "import only"),
        (creation(TaskState.SKIPPED, "", "import_only"), "import only"),
        (creation(TaskState.SKIPPED, "", "not_amazon"), "skipped: not sold on Amazon"),
        (creation(TaskState.SKIPPED, "", "I sold it by hand"), "skipped: I sold it by hand"),
        (creation(TaskState.SKIPPED), "skipped: by a person"),
        (creation(TaskState.SENDING), "sending"),
        (creation(TaskState.SUBMITTED), "sending"),
        (creation(TaskState.CHECK), "checking"),
        (creation(TaskState.DONE), "in Shopify"),
        (creation(TaskState.DONE, "", "done by hand"), "done by hand"),
    ],
)
def test_stages(task: TaskFact, stage: str) -> None:
    shown = derive_sync([task], "UNSHIPPED", fulfilled_in_shopify=False)
    assert shown == (SyncStatus.ORDER_CREATED, stage)


def test_the_gravest_failure_is_shown() -> None:
    failed = [
        TaskFact(verb, TaskState.FAILED, title=f"{verb}.")
        for verb in ("cancel_in_shopify", "send_refund", "confirm_shipment", "create_order")
    ]
    kinds = [
        SyncStatus.FAILED_CANCELLATION,
        SyncStatus.FAILED_REFUND,
        SyncStatus.FAILED_SHIPMENT,
        SyncStatus.FAILED_ORDER,
    ]
    for number, kind in enumerate(kinds, 1):
        shown = derive_sync(failed[:number], "SHIPPED", fulfilled_in_shopify=True)
        assert shown == (kind, failed[number - 1].verb)


def test_shipped_when_it_stands_on_both_sides_or_nothing_is_to_do() -> None:
    done, left = creation(TaskState.DONE), creation(TaskState.SKIPPED, "", "import_only")
    held = creation(TaskState.WAITING, "no_create")
    waiting = creation(TaskState.WAITING, "not_started")

    def sync(task: TaskFact, word: str, *, fulfilled: bool = False) -> SyncStatus:
        return derive_sync([task], word, fulfilled_in_shopify=fulfilled)[0]

    assert sync(done, "SHIPPED", fulfilled=True) is SyncStatus.SHIPPED
    assert sync(done, "SHIPPED") is SyncStatus.ORDER_CREATED
    assert sync(left, "SHIPPED") is SyncStatus.SHIPPED
    assert sync(held, "SHIPPED") is SyncStatus.SHIPPED
    assert sync(left, "UNSHIPPED") is SyncStatus.ORDER_CREATED
    assert sync(waiting, "SHIPPED") is SyncStatus.ORDER_CREATED


def test_words_stand_for_every_hold() -> None:
    assert all(words and words == words.strip() for words in HOLD_WORDS.values())
