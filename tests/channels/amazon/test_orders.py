"""Searching orders and getting one by its ID."""

import json

import pytest

from desktop.channels.amazon.check import check_amazon
from desktop.channels.amazon.orders import (
    OrderSearch,
    PaginationExpired,
    get_order,
    search_orders,
)
from desktop.errors import AccountProblem, TryLater
from tests.channels.amazon.fake import Bench, Reply, errors, page

INCLUDED = "BUYER,RECIPIENT,PROCEEDS,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX"
ORDER_ID = "112-4409386-7215402"


def test_a_search_by_last_update_asks_as_documented(at: Bench) -> None:
    search = OrderSearch(last_updated_after=1_790_000_000, marketplaces=("A1", "B2"))
    search_orders(at.client(), search)
    (asked,) = at.amazon.calls
    assert asked.path == "/orders/2026-01-01/orders"
    assert asked.params == {
        "lastUpdatedAfter": "2026-09-21T14:13:20Z",
        "includedData": INCLUDED,
        "maxResultsPerPage": "100",
        "marketplaceIds": "A1,B2",
    }


def test_a_search_by_creation_asks_for_all_marketplaces_if_none_is_named(at: Bench) -> None:
    search_orders(at.client(), OrderSearch(created_after=0))
    assert at.amazon.calls[0].params == {
        "createdAfter": "1970-01-01T00:00:00Z",
        "includedData": INCLUDED,
        "maxResultsPerPage": "100",
    }


def test_the_families_of_dates_never_mix() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        OrderSearch()
    with pytest.raises(ValueError, match="exactly one"):
        OrderSearch(created_after=1, last_updated_after=1)


def test_the_next_page_repeats_all_the_rest(at: Bench) -> None:
    at.amazon.answers = [page({"a": 1}, pagination={"nextToken": "t/+="}), page({"a": 2})]
    client, search = at.client(), OrderSearch(created_after=1, marketplaces=("A1",))
    first = search_orders(client, search)
    at.watch.seconds += 3000
    second = search_orders(client, search, first.next_token)
    one, two = (call.params for call in at.amazon.calls)
    assert two == {**one, "paginationToken": "t/+="}
    assert first.next_token == "t/+="
    assert second.next_token == ""


def test_a_page_is_its_orders_as_amazon_wrote_them(at: Bench) -> None:
    body = (
        b'{"orders":[{"orderId": 1}, "no order", {"amount":"1.10"}],"new":{},'
        b'"lastUpdatedBefore":"2026-11-22T10:00:00.500Z","pagination":null}'
    )
    at.amazon.answers = [Reply(200, body, {"Date": "Sun, 22 Nov 2026 10:02:00 GMT"})]
    found = search_orders(at.client(), OrderSearch(created_after=1))
    assert found.records == (b'{"orderId": 1}', b'"no order"', b'{"amount":"1.10"}')
    assert found.before == 1795341600
    assert found.server_time == 1795341720
    assert found.next_token == ""


def test_without_a_date_header_the_time_is_ours(at: Bench) -> None:
    found = search_orders(at.client(), OrderSearch(created_after=1))
    assert found.server_time == at.watch.seconds


def test_before_is_of_either_family_or_none(at: Bench) -> None:
    at.amazon.answers = [
        page(createdBefore="2026-11-22T10:00:00Z"),
        page(),
        page(lastUpdatedBefore="soon"),
    ]
    client = at.client()
    search = OrderSearch(created_after=1)
    assert [search_orders(client, search).before for _ in range(3)] == [1795341600, None, None]


@pytest.mark.parametrize(
    "body", [b'{"orders":[{"orderId":"1"},{"or', b"", b"{}", b"[]", b'{"orders":5}', b"\xff\xfe"]
)
def test_a_page_cut_short_is_asked_for_later(at: Bench, body: bytes) -> None:
    at.amazon.answers = [Reply(200, body)]
    with pytest.raises(TryLater) as caught:
        search_orders(at.client(), OrderSearch(created_after=1))
    assert caught.value.code == "unavailable"
    with pytest.raises(TryLater):
        get_order(at.client(), ORDER_ID)


def test_an_old_or_altered_token_of_a_page_is_told_apart(at: Bench) -> None:
    at.amazon.answers = [Reply(400, errors("InvalidInput", "paginationToken is invalid"))]
    with pytest.raises(PaginationExpired):
        search_orders(at.client(), OrderSearch(created_after=1), "old")
    with pytest.raises(AccountProblem):
        search_orders(at.client(), OrderSearch(created_after=1))


def test_an_order_by_its_id(at: Bench) -> None:
    at.amazon.answers = [Reply(200, {"order": {"orderId": ORDER_ID}})]
    raw = get_order(at.client(), ORDER_ID)
    assert raw is not None
    assert json.loads(raw) == {"orderId": ORDER_ID}
    (asked,) = at.amazon.calls
    assert asked.path == f"/orders/2026-01-01/orders/{ORDER_ID}"
    assert asked.params == {"includedData": INCLUDED}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, errors("NotFound", "no such order")),
        Reply(400, errors("InvalidInput", "OrderId: x is invalid, should be in 3-7-7 format.")),
    ],
)
def test_an_order_that_is_not_there_is_none(at: Bench, reply: Reply) -> None:
    at.amazon.answers = [reply]
    assert get_order(at.client(), "../x?y") is None
    assert at.amazon.calls[0].path == "/orders/2026-01-01/orders/..%2Fx%3Fy"


def test_a_check_needs_the_token_and_an_answer_about_an_order_that_is_not_there(at: Bench) -> None:
    at.amazon.answers = [Reply(404, errors("NotFound", "x"))]
    lines = check_amazon(at.client())
    assert any("Europe" in line for line in lines)
    assert len(at.amazon.logins) == 1
    assert at.amazon.calls[0].path.endswith("/000-0000000-0000000")


def test_a_check_says_what_is_wrong(at: Bench) -> None:
    at.amazon.answers = [Reply(403, errors("Unauthorized", "denied", ""))]
    with pytest.raises(AccountProblem) as caught:
        check_amazon(at.client())
    assert caught.value.code == "access_denied"
    assert "EU" in caught.value.cure
