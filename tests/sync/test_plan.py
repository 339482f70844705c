"""Shall an order be created, and when: every rule of the plan, one by one."""

from dataclasses import replace

import pytest

from desktop.rows import TaskState
from desktop.sync.plan import plan_order
from desktop.trade import OrderRules
from desktop.trade.order import AmazonStatus
from tests.sync.samples import ACCOUNT, CONNECTED, DAY, FACTS, order

NOW = CONNECTED + 1000.0
RULES = OrderRules()
OLD = CONNECTED - 5 * DAY


def planned(*, account=ACCOUNT, rules=RULES, held_as=None, **of_order):
    plan = plan_order(order(**of_order), account, rules, NOW, held_as)
    return plan.state, plan.hold or plan.reason


@pytest.mark.parametrize(
    ("of_order", "expected"),
    [
        ({}, (TaskState.READY, "")),
        ({"status": AmazonStatus.PARTIALLY_SHIPPED}, (TaskState.READY, "")),
        ({"status": AmazonStatus.SHIPPED}, (TaskState.READY, "")),
        ({"status": AmazonStatus.PENDING}, (TaskState.WAITING, "pending")),
        ({"status": AmazonStatus.PENDING_AVAILABILITY}, (TaskState.WAITING, "pending")),
        ({"status": AmazonStatus.UNKNOWN}, (TaskState.WAITING, "unknown_status")),
        ({"status": AmazonStatus.CANCELLED}, (TaskState.SKIPPED, "cancelled")),
        ({"status": AmazonStatus.UNFULFILLABLE}, (TaskState.SKIPPED, "unfulfillable")),
        ({"sold_on_amazon": False}, (TaskState.SKIPPED, "not_amazon")),
        ({"fulfilled_by": "AMAZON"}, (TaskState.WAITING, "fba_unshipped")),
        (
            {"fulfilled_by": "AMAZON", "status": AmazonStatus.SHIPPED},
            (TaskState.READY, ""),
        ),
    ],
)
def test_new_orders_go_by_amazons_word(of_order, expected):
    assert planned(**of_order) == expected


def test_nothing_goes_before_the_account_is_started():
    waiting = replace(ACCOUNT, started_at=None)
    assert planned(account=waiting) == (TaskState.WAITING, "not_started")
    assert planned(account=waiting, status=AmazonStatus.PENDING)[1] == "not_started"
    assert planned(account=waiting, status=AmazonStatus.CANCELLED)[0] is TaskState.SKIPPED


def test_creation_can_be_switched_off_in_all_and_for_fba():
    assert planned(rules=OrderRules(create=False)) == (TaskState.SKIPPED, "import_only")
    no_fba = OrderRules(import_fba=False)
    assert planned(rules=no_fba, fulfilled_by="AMAZON") == (TaskState.SKIPPED, "fba_off")
    assert planned(rules=no_fba) == (TaskState.READY, "")


@pytest.mark.parametrize(
    ("choice", "status", "expected"),
    [
        ("unshipped", AmazonStatus.UNSHIPPED, TaskState.READY),
        ("unshipped", AmazonStatus.PARTIALLY_SHIPPED, TaskState.READY),
        ("unshipped", AmazonStatus.SHIPPED, TaskState.SKIPPED),
        ("", AmazonStatus.SHIPPED, TaskState.SKIPPED),
        ("all", AmazonStatus.SHIPPED, TaskState.READY),
        ("none", AmazonStatus.UNSHIPPED, TaskState.SKIPPED),
    ],
)
def test_orders_from_before_the_connection_go_by_the_choice(choice, status, expected):
    account = replace(ACCOUNT, create_choice=choice)
    assert planned(account=account, status=status, created_at=OLD)[0] is expected


def test_a_day_as_choice_divides_the_old_orders():
    account = replace(ACCOUNT, create_choice="2026-09-20")
    before, after = 1_789_775_999, 1_789_862_400  # 19 September, 23:59:59, and 20 September, UTC
    assert planned(account=account, created_at=before)[0] is TaskState.SKIPPED
    assert planned(account=account, created_at=after)[0] is TaskState.READY


def test_an_old_order_that_was_open_at_first_sight_is_created_once_it_ships():
    shipped = {"status": AmazonStatus.SHIPPED, "fulfilled_by": "AMAZON", "created_at": OLD}
    assert planned(**shipped)[0] is TaskState.SKIPPED
    assert planned(**shipped, held_as="fba_unshipped")[0] is TaskState.READY


def test_orders_the_shop_would_hide_wait_for_consent():
    blind = replace(ACCOUNT, create_choice="all", facts=replace(FACTS, scopes=("read_orders",)))
    ancient = CONNECTED - 90 * DAY
    assert planned(account=blind, created_at=ancient) == (TaskState.SKIPPED, "too_old")
    assert planned(account=blind, created_at=OLD)[0] is TaskState.READY
    agreed = OrderRules(create_beyond_visible=True)
    assert planned(account=blind, rules=agreed, created_at=ancient)[0] is TaskState.READY
    sees_all = replace(ACCOUNT, create_choice="all")
    assert planned(account=sees_all, created_at=ancient)[0] is TaskState.READY
