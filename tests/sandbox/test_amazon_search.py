"""searchOrders and getOrder behave as Amazon documents them."""

import json
from email.utils import parsedate_to_datetime
from typing import Any

import pytest

from desktop.clock import to_iso
from desktop.sandbox.amazon.part import ORDERS
from tests.sandbox.stand import ALL_DATA, START, stand

LONG_AGO = to_iso(START - 100 * 86_400)


def _ids(answer: Any) -> list[str]:
    return [order["orderId"] for order in answer["orders"]]


def test_all_orders_come_in_pages_each_once() -> None:
    amazon = stand(60)
    first = amazon.search(maxResultsPerPage="25")
    found, token = _ids(first), first["pagination"]["nextToken"]
    while token:
        page = amazon.search(maxResultsPerPage="25", paginationToken=token)
        found += _ids(page)
        token = page.get("pagination", {}).get("nextToken")
        assert page["lastUpdatedBefore"] == first["lastUpdatedBefore"]
    assert len(found) == 60
    assert set(found) == {head.key for head in amazon.amazon.store}


def test_a_page_that_just_fits_is_the_last() -> None:
    assert "pagination" not in stand(50).search(maxResultsPerPage="50")


def test_results_are_in_no_order() -> None:
    updates = [order["lastUpdatedTime"] for order in stand(60).search()["orders"]]
    assert updates != sorted(updates)
    assert updates != sorted(updates, reverse=True)


def test_both_date_families_are_inclusive_at_both_ends() -> None:
    amazon = stand(60)
    heads = sorted(amazon.amazon.store, key=lambda head: head.updated)
    at = amazon.order(heads[30].key)["lastUpdatedTime"]
    assert _ids(amazon.search(lastUpdatedAfter=at, lastUpdatedBefore=at)) == [heads[30].key]
    created = amazon.order(heads[30].key)["createdTime"]
    assert _ids(amazon.search(createdAfter=created, createdBefore=created)) == [heads[30].key]


def test_answers_say_up_to_when_they_know() -> None:
    amazon = stand(5)
    assert amazon.search()["lastUpdatedBefore"] == f"{to_iso(START - 120)[:-1]}.000Z"
    assert "createdBefore" in amazon.search(createdAfter=LONG_AGO)
    given = to_iso(START - 4000)
    told = amazon.search(lastUpdatedAfter=LONG_AGO, lastUpdatedBefore=given)
    assert told["lastUpdatedBefore"] == f"{given[:-1]}.000Z"


@pytest.mark.parametrize("speed", [1.0, 100.0])
def test_a_change_is_found_only_after_two_minutes_of_amazons_time(speed: float) -> None:
    amazon = stand(5, speed=speed)
    new = amazon.events.happen("amazon.new_order", {})["amazon_order_id"]
    assert new not in _ids(amazon.search())
    assert amazon.order(new)["orderId"] == new
    amazon.clock.at += 119 / speed
    assert new not in _ids(amazon.search())
    amazon.clock.at += 2 / speed
    assert new in _ids(amazon.search())


def test_filters() -> None:
    amazon = stand(200)
    amazon.amazon.quota.take = lambda operation: True  # type: ignore[method-assign]
    cases = {
        "fulfilledBy": ("AMAZON", lambda order: order["fulfillment"]["fulfilledBy"] == "AMAZON"),
        "fulfillmentStatuses": (
            "PENDING,CANCELLED",
            lambda order: order["fulfillment"]["fulfillmentStatus"] in ("PENDING", "CANCELLED"),
        ),
        "marketplaceIds": (
            "A2EUQ1WTGCTBG2",
            lambda order: order["salesChannel"]["marketplaceId"] == "A2EUQ1WTGCTBG2",
        ),
    }
    everything = amazon.search()["orders"]
    everything += amazon.search(paginationToken=amazon.search()["pagination"]["nextToken"])[
        "orders"
    ]
    assert len(everything) == 200
    for name, (value, fits) in cases.items():
        found = _ids(amazon.search(**{name: value}))
        assert sorted(found) == sorted(o["orderId"] for o in everything if fits(o))
        assert found


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({}, "Exactly one of"),
        ({"createdAfter": LONG_AGO, "lastUpdatedAfter": LONG_AGO}, "Exactly one of"),
        ({"createdAfter": LONG_AGO, "lastUpdatedBefore": LONG_AGO}, "lastUpdatedBefore cannot"),
        ({"lastUpdatedAfter": LONG_AGO, "createdBefore": LONG_AGO}, "createdBefore cannot"),
        ({"createdAfter": "yesterday"}, "ISO 8601"),
        ({"createdAfter": "2026-13-45T00:00:00Z"}, "ISO 8601"),
        ({"createdAfter": "2026-01-01"}, "ISO 8601"),
        ({"createdAfter": "2026-01-01T00:00:00 00:00"}, "ISO 8601"),
        (
            {"lastUpdatedAfter": LONG_AGO, "lastUpdatedBefore": to_iso(START - 200 * 86_400)},
            "equal",
        ),
        ({"lastUpdatedAfter": LONG_AGO, "lastUpdatedBefore": to_iso(START - 60)}, "two minutes"),
        ({"createdAfter": LONG_AGO, "maxResultsPerPage": "0"}, "between 1 and 100"),
        ({"createdAfter": LONG_AGO, "maxResultsPerPage": "101"}, "between 1 and 100"),
        ({"createdAfter": LONG_AGO, "maxResultsPerPage": "ten"}, "between 1 and 100"),
        ({"createdAfter": LONG_AGO, "fulfillmentStatuses": "Unshipped"}, "fulfillmentStatuses"),
        ({"createdAfter": LONG_AGO, "fulfilledBy": "MFN"}, "fulfilledBy"),
        ({"createdAfter": LONG_AGO, "includedData": "buyer"}, "includedData"),
        ({"createdAfter": LONG_AGO, "includedData": "BUYER,"}, "empty"),
        ({"createdAfter": LONG_AGO, "orderIds": "1"}, "Unknown parameter: orderIds"),
        ({"createdAfter": LONG_AGO, "marketplaceIds": ",".join(["A"] * 51)}, "at most 50"),
        ({"createdAfter": LONG_AGO, "paginationToken": "made up"}, "paginationToken"),
    ],
)
def test_wrong_parameters_are_refused(query: dict[str, str], says: str) -> None:
    assert says in stand(3).refused(**query)


def test_a_marketplace_of_another_region_is_403() -> None:
    amazon = stand(3)
    answer = amazon.ask(ORDERS, {"createdAfter": LONG_AGO, "marketplaceIds": "A1F83G8C2ARO7P"})
    assert answer.status == 403
    assert b"not valid for region" in answer.body


def test_a_token_is_bound_to_its_search() -> None:
    amazon = stand(30)
    token = amazon.search(lastUpdatedAfter=LONG_AGO, maxResultsPerPage="10")["pagination"][
        "nextToken"
    ]
    same = {"lastUpdatedAfter": LONG_AGO, "paginationToken": token}
    assert amazon.search(**same, maxResultsPerPage="5", includedData="BUYER")["orders"]
    assert "must be those" in amazon.refused(**same, fulfilledBy="AMAZON")
    assert "must be those" in amazon.refused(createdAfter=LONG_AGO, paginationToken=token)


@pytest.mark.parametrize("speed", [1.0, 1000.0])
def test_a_token_lives_for_a_day_of_amazons_time(speed: float) -> None:
    amazon = stand(30, speed=speed)
    query = {"lastUpdatedAfter": LONG_AGO, "maxResultsPerPage": "10"}
    query["paginationToken"] = amazon.search(**query)["pagination"]["nextToken"]
    amazon.clock.at += (24 * 3600 - 1) / speed
    amazon.sign_in()
    assert amazon.search(**query)["orders"]
    amazon.clock.at += 2 / speed
    assert "expired" in amazon.refused(**query)


def test_an_order_that_changes_between_pages_is_found_by_the_next_search() -> None:
    amazon = stand(30)
    query = {"lastUpdatedAfter": LONG_AGO, "maxResultsPerPage": "10"}
    page = amazon.search(**query)
    seen, before = set(_ids(page)), page["lastUpdatedBefore"]
    changed = next(head.key for head in amazon.amazon.store if head.key not in seen)
    amazon.events.happen("amazon.cancel_wish", {"order_id": changed})
    while "pagination" in page:
        page = amazon.search(**query, paginationToken=page["pagination"]["nextToken"])
        seen |= set(_ids(page))
    assert changed not in seen
    assert len(seen) == 29
    amazon.clock.at += 121
    assert _ids(amazon.search(lastUpdatedAfter=before)) == [changed]


@pytest.mark.parametrize(
    ("group", "present"),
    [
        ("BUYER", "buyer"),
        ("RECIPIENT", "recipient"),
        ("PROCEEDS", "proceeds"),
        ("FULFILLMENT", "fulfillment"),
        ("PACKAGES", "packages"),
    ],
)
def test_only_what_is_asked_for_is_answered(group: str, present: str) -> None:
    amazon = stand(60)
    shipped = next(
        head for head in amazon.amazon.store
        if (head.status, head.fulfilled_by) == ("SHIPPED", "MERCHANT")
    )  # fmt: skip
    bare = amazon.order(shipped.key, "EXPENSE")
    groups = {"buyer", "recipient", "proceeds", "fulfillment", "packages", "tax", "payment"}
    assert not groups & bare.keys()
    assert {"orderId", "createdTime", "lastUpdatedTime", "salesChannel"} <= bare.keys()
    inner = {"orderItemId", "quantityOrdered", "product"}
    assert all(item.keys() == inner for item in bare["orderItems"])
    one = amazon.order(shipped.key, group)
    assert groups & one.keys() == {present}
    if present in ("proceeds", "fulfillment"):
        assert all(present in item for item in one["orderItems"])


def test_without_the_role_buyers_data_is_absent() -> None:
    amazon = stand(60)
    whole = next(head for head in amazon.amazon.store if head.fulfilled_by == "MERCHANT"
                 and head.status == "UNSHIPPED" and not head.trouble)  # fmt: skip
    assert "addressLine1" in amazon.order(whole.key)["recipient"]["deliveryAddress"]
    amazon.amazon.knobs["role_missing"] = True
    order = amazon.order(whole.key)
    address = order.get("recipient", {}).get("deliveryAddress", {})
    assert not {"name", "addressLine1", "phone"} & address.keys()
    assert "buyerName" not in order.get("buyer", {})


def test_amazons_clock_may_differ() -> None:
    amazon = stand(3)
    amazon.amazon.knobs["clock_ahead_s"] = 86_400.0
    answer = amazon.ask(ORDERS, {"createdAfter": LONG_AGO})
    assert parsedate_to_datetime(answer.headers["Date"]).timestamp() == START + 86_400
    told = json.loads(answer.body)["createdBefore"]
    assert told == f"{to_iso(START + 86_400 - 120)[:-1]}.000Z"


def test_an_unknown_order_is_404_and_other_parameters_400() -> None:
    amazon = stand(3)
    answer = amazon.ask(f"{ORDERS}/111-0000000-0000000")
    assert answer.status == 404
    assert json.loads(answer.body)["errors"][0]["code"] == "NotFound"
    known = next(iter(amazon.amazon.store)).key
    assert amazon.ask(f"{ORDERS}/{known}", {"createdAfter": LONG_AGO}).status == 400
    assert amazon.ask(f"{ORDERS}/{known}", {"includedData": ALL_DATA}).status == 200
