"""Searching orders: filters, sorting, pages, and an index that lags."""

from typing import Any

import pytest

from tests.sandbox.shopify.shop_stand import SEARCH, Stand, order

PAGE = """
query P($q: String, $first: Int, $last: Int, $after: String, $before: String, $reverse: Boolean,
        $sort: OrderSortKeys) {
  orders(first: $first, last: $last, after: $after, before: $before, reverse: $reverse,
         sortKey: $sort, query: $q) {
    nodes { name }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""


@pytest.fixture
def stand() -> Stand:
    """Three orders, made a minute apart, that the index knows."""
    stand = Stand()
    for name, source, tags in (
        ("#A", "111-0000000-0000001", ["amazon", "fba"]),
        ("#B", "111-0000000-0000002", ["amazon", "fbm"]),
        ("#C", "other-3", ["Web Shop"]),
    ):
        stand.made(order(name=name, sourceIdentifier=source, tags=tags))
        stand.pass_time(60)
    return stand


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('source_identifier:"111-0000000-0000002"', ["#B"]),
        ("source_identifier:OTHER-3", ["#C"]),
        ("source_identifier:111-0000000*", ["#A", "#B"]),
        ("tag:amazon", ["#A", "#B"]),
        ("tag:'web shop'", ["#C"]),
        ("tag:amazon -tag:fba", ["#B"]),
        ("tag_not:amazon", ["#C"]),
        ("name:A", ["#A"]),
        ("name:#b", ["#B"]),
        ("name:A OR name:C", ["#A", "#C"]),
        ("111-0000000-0000001", ["#A"]),
        ("0000002", ["#B"]),
        ("00002", []),
        ("nothing", []),
        ("created_at:<'2026-11-18T11:07:00Z'", ["#A"]),
        ("created_at:>='2026-11-18T11:07:40Z'", ["#B", "#C"]),
        ("created_at:>'2026-11-18T11:07:40Z'", ["#C"]),
        ("created_at:2026-11-18", ["#A", "#B", "#C"]),
        ("created_at:>2026-11-18", []),
        ("status:open financial_status:pending", ["#A", "#B", "#C"]),
        ("fulfillment_status:fulfilled", []),
    ],
)
def test_filters(stand: Stand, text: str, names: list[str]) -> None:
    assert stand.search(text) == names


def test_an_order_is_found_by_its_number(stand: Stand) -> None:
    numbers = [int(entry["legacy_id"]) for entry in stand.part.ledger()]
    assert stand.search(f"id:{numbers[1]}") == ["#B"]
    assert stand.search(f"id:>={numbers[1]}") == ["#B", "#C"]


@pytest.mark.parametrize("text", ["colour:blue", "updated_at:>=yesterday"])
def test_what_is_not_understood_is_ignored_with_a_warning(stand: Stand, text: str) -> None:
    answer = stand.ask(SEARCH, {"q": text})
    assert len(answer["data"]["orders"]["nodes"]) == 3
    (search,) = answer["extensions"]["search"]
    assert (search["path"], search["query"]) == (["orders"], text)
    assert search["warnings"][0]["field"] == text.split(":")[0]


def test_a_good_search_has_no_warnings(stand: Stand) -> None:
    assert "search" not in stand.ask(SEARCH, {"q": "tag:amazon mug"})["extensions"]


def test_searches_learn_of_an_order_later_and_lists_at_once() -> None:
    stand = Stand(speed=10.0)
    made = stand.made(order(name="#X", sourceIdentifier="x"))
    assert stand.search("source_identifier:x") == []
    assert stand.search("") == ["#X"]
    stand.pass_time(0.49)
    assert stand.search("source_identifier:x") == []
    stand.pass_time(0.02)
    assert stand.search("source_identifier:x") == ["#X"]
    add = 'mutation T($id: ID!) { tagsAdd(id: $id, tags: ["new"]) { userErrors { message } } }'
    stand.data(add, {"id": made["id"]})
    assert stand.search("tag:new") == []
    stand.pass_time(0.6)
    assert stand.search("tag:new") == ["#X"]


def test_the_lag_can_be_set() -> None:
    stand = Stand()
    stand.part.knobs["search_lag_s"] = 100.0
    stand.made(order(name="#X"))
    stand.pass_time(99)
    assert stand.search("name:X") == []
    stand.pass_time(1)
    assert stand.search("name:X") == ["#X"]


def test_a_deleted_order_is_gone_at_once() -> None:
    stand = Stand()
    made = stand.made(order(name="#X"))
    stand.pass_time(10)
    stand.part.event("shopify.delete_order", {"order_id": made["id"]})
    assert stand.search("name:X") == []
    stand.pass_time(10)
    assert stand.search("name:X") == []


def _pages(stand: Stand, **variables: Any) -> list[list[str]]:
    pages, after = [], None
    while True:
        found = stand.data(PAGE, {**variables, "after": after})["orders"]
        pages.append([node["name"] for node in found["nodes"]])
        if not found["pageInfo"]["hasNextPage"]:
            return pages
        after = found["pageInfo"]["endCursor"]


def test_pages_follow_each_other(stand: Stand) -> None:
    assert _pages(stand, first=2, sort="CREATED_AT") == [["#A", "#B"], ["#C"]]
    assert _pages(stand, first=1, sort="ID", reverse=True) == [["#C"], ["#B"], ["#A"]]
    assert _pages(stand, first=3, sort="UPDATED_AT") == [["#A", "#B", "#C"]]


def test_a_cursor_keeps_its_place_when_the_list_changes(stand: Stand) -> None:
    first = stand.data(PAGE, {"first": 1, "sort": "ID"})["orders"]
    gone = stand.part.ledger()[0]["id"]
    stand.part.event("shopify.delete_order", {"order_id": gone})
    after = first["pageInfo"]["endCursor"]
    second = stand.data(PAGE, {"first": 1, "sort": "ID", "after": after})["orders"]
    assert [node["name"] for node in second["nodes"]] == ["#B"]


def test_backwards(stand: Stand) -> None:
    found = stand.data(PAGE, {"last": 2, "sort": "ID"})["orders"]
    assert [node["name"] for node in found["nodes"]] == ["#B", "#C"]
    assert found["pageInfo"]["hasPreviousPage"]
    before = found["pageInfo"]["startCursor"]
    found = stand.data(PAGE, {"last": 2, "sort": "ID", "before": before})["orders"]
    assert [node["name"] for node in found["nodes"]] == ["#A"]
    assert found["pageInfo"]["hasNextPage"]


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"first": 251},
        {"first": -1},
        {"first": 1, "last": 1},
        {"first": 1, "after": "nonsense"},
        {"first": 1, "after": "bnVsbA=="},
    ],
)
def test_pages_that_cannot_be(stand: Stand, variables: dict[str, Any]) -> None:
    answer = stand.ask(PAGE, variables)
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_a_cursor_belongs_to_its_sort(stand: Stand) -> None:
    cursor = stand.data(PAGE, {"first": 1, "sort": "ID"})["orders"]["pageInfo"]["endCursor"]
    answer = stand.ask(PAGE, {"first": 1, "sort": "UPDATED_AT", "after": cursor})
    assert "cursor" in answer["errors"][0]["message"]
