"""Amazon's own examples through our reading, and our requests against Amazon's model.

The folder is named by CROSSDOCK_CONTRACTS; without it only the count is collected.
"""

import json
from typing import Any

import pytest

from desktop.channels.amazon.mapping import read_order
from desktop.channels.amazon.orders import (
    OrderSearch,
    PaginationExpired,
    get_order,
    search_orders,
)
from desktop.channels.amazon.plans import PLANS
from desktop.clock import parse_iso
from desktop.errors import AccountProblem
from desktop.trade.order import AmazonStatus
from tests.channels.amazon.fake import Bench, Reply, bench
from tests.contract.amazon_model import Case, cases, contracts, model, operations, violations

CASES = cases()
ORDERS = [
    pytest.param(told, id=f"{case.name} {told['orderId']}")
    for case in CASES
    for told in case.orders
    if case.status == 200
]
SEARCHES = [
    OrderSearch(created_after=1_790_000_000),
    OrderSearch(last_updated_after=1_790_000_000),
    OrderSearch(last_updated_after=1_790_000_000, before=1_790_600_000),
    OrderSearch(created_after=1_790_000_000, before=1_790_600_000),
    OrderSearch(last_updated_after=0, marketplaces=("A1PA6795UKMFR9", "A13V1IB3VIYZZH")),
    OrderSearch(created_after=1, marketplaces=tuple(f"A{n}" for n in range(50))),
]


def test_how_many_cases_ran(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(f"\ncontract, Amazon orders: {len(CASES)} cases, {len(ORDERS)} orders")
    if contracts() is None:
        assert CASES == []
    else:
        assert len(CASES) >= 14
        assert len(ORDERS) >= 12


def minor(money: dict[str, str], decimals: int) -> int:
    whole, _, fraction = money["amount"].partition(".")
    return int(whole + fraction[:decimals].ljust(decimals, "0"))


def call(at: Bench, operation: str, case: Case) -> list[bytes]:
    if operation == "getOrder":
        raw = get_order(at.client(), case.params.get("orderId", "112-4409386-7215402"))
        return [] if raw is None else [raw]
    token = case.params.get("paginationToken", "")
    return list(search_orders(at.client(), OrderSearch(created_after=1), token).records)


class TestAgainstAmazon:
    """Collected only where Amazon's models are at hand."""

    __test__ = contracts() is not None

    @pytest.mark.parametrize("told", ORDERS)
    def test_every_order_of_amazons_is_read_and_adds_up(self, told: dict[str, Any]) -> None:
        got = read_order(json.dumps(told).encode())
        assert got.amazon_order_id == told["orderId"]
        assert got.created_at == parse_iso(told["createdTime"])
        assert got.marketplace_id == told["salesChannel"]["marketplaceId"]
        raw = told.get("fulfillment", {}).get("fulfillmentStatus", "")
        assert got.raw_status == raw
        assert (got.status == AmazonStatus.UNKNOWN) == (not raw)
        assert [line.item_id for line in got.lines] == [
            i["orderItemId"] for i in told["orderItems"]
        ]
        assert [line.quantity for line in got.lines] == [
            i["quantityOrdered"] for i in told["orderItems"]
        ]
        assert len(got.packages) == len(told.get("packages", []))
        grand = told.get("proceeds", {}).get("grandTotal")
        if grand is None:
            assert (got.total, got.tax_mode) == (None, "none")
            return
        assert got.total == minor(grand, 0 if grand["currencyCode"] == "JPY" else 2)
        assert got.tax_mode == "on_top"
        parts = sum(line.charges.net + line.charges.tax for line in got.lines)
        assert parts + got.delivery_tip + got.order_level_other == got.total
        for line, item in zip(got.lines, told["orderItems"], strict=True):
            total = item["proceeds"].get("proceedsTotal")
            if total:
                decimals = 0 if total["currencyCode"] == "JPY" else 2
                assert line.charges.net + line.charges.tax == minor(total, decimals)

    @pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
    def test_every_answer_of_amazons_is_taken_and_every_request_is_one_of_the_model(
        self,
        case: Case,
    ) -> None:
        with bench() as at:
            at.amazon.answers = [
                Reply(case.status, case.answer, {"x-amzn-RateLimit-Limit": "string"})
            ]
            if case.status == 400 and case.operation == "searchOrders":
                with pytest.raises((AccountProblem, PaginationExpired)):
                    call(at, case.operation, case)
            else:
                got = call(at, case.operation, case)
                assert [json.loads(raw) for raw in got] == case.orders
            for asked in at.amazon.calls:
                assert violations(asked.path, asked.params) == []

    @pytest.mark.parametrize("search", SEARCHES)
    def test_every_search_is_one_of_the_model(self, search: OrderSearch) -> None:
        with bench() as at:
            search_orders(at.client(), search)
            search_orders(at.client(), search, "token")
            for asked in at.amazon.calls:
                assert violations(asked.path, asked.params) == []

    @pytest.mark.parametrize(
        ("params", "expected"),
        [
            pytest.param(params, expected, id=expected)
            for params, expected in [
                ({}, "exactly one After is needed"),
                (
                    {
                        "createdAfter": "2026-01-01T00:00:00Z",
                        "lastUpdatedAfter": "2026-01-01T00:00:00Z",
                    },
                    "both families of dates",
                ),
                ({"createdAfter": "TEST_CASE_400"}, "createdAfter: TEST_CASE_400"),
                (
                    {"createdAfter": "2026-01-01T00:00:00Z", "includedData": "ALL"},
                    "includedData: ALL",
                ),
                (
                    {"createdAfter": "2026-01-01T00:00:00Z", "CreatedAfter": "x"},
                    "CreatedAfter is unk",
                ),
                (
                    {"createdAfter": "2026-01-01T00:00:00Z", "maxResultsPerPage": "101"},
                    "maxResultsPerPage: 101",
                ),
            ]
        ],
    )
    def test_the_validator_sees_what_is_wrong(self, params: dict[str, str], expected: str) -> None:
        found = violations("/orders/2026-01-01/orders", params)
        assert any(one.startswith(expected) for one in found)

    @pytest.mark.parametrize("operation", list(operations()))
    def test_our_usage_plans_are_those_of_the_model(self, operation: str) -> None:
        described = operations()[operation][1]["description"]
        row = next(
            line for line in described.splitlines() if line.replace(" ", "").startswith("|0.")
        )
        rate, burst = (float(cell) for cell in row.strip().strip("|").split("|"))
        assert (PLANS[operation].rate, PLANS[operation].burst) == (rate, burst)

    @pytest.mark.parametrize("name", ["Order", "OrderItem"])
    def test_every_field_we_read_is_one_of_the_model(self, name: str) -> None:
        from desktop.channels.amazon import records

        record = {"Order": records.OrderRecord, "OrderItem": records.OrderItem}[name]
        properties = model()["definitions"][name]["properties"]
        assert set(record.__struct_encode_fields__) <= properties.keys()
