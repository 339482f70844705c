"""The lease and the intents: what is written where, and who wins."""

import json
from dataclasses import replace
from typing import Any

import pytest

from desktop.catalogue import cancellation_failure
from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.lease import (
    LeaseLost,
    read_intents,
    read_lease,
    set_intent,
    write_lease,
)
from desktop.errors import AccountProblem, NeedsPerson, TryLater
from desktop.trade.returns import Lease
from tests.channels.shopify.orders_back import GID, page
from tests.channels.shopify.scripted_shop import HANG_UP, ScriptedShop, data, raw

SELLER = "A1B2C3D4E5F6G7"
SHOP_GID = "gid://shopify/Shop/1"
LEASE = Lease("profile-1", "the shop's PC", 1795168800)


def value(lease: Lease = LEASE) -> str:
    said = {"holder": lease.holder, "computer": lease.computer, "renewed_at": lease.renewed_at}
    return json.dumps(said)


def kept(text: str | None, digest: str = "d1") -> bytes:
    field = None if text is None else {"value": text, "compareDigest": digest}
    return data({"shop": {"id": SHOP_GID, "metafield": field}})


def set_to(digest: str = "d2", *errors: dict[str, Any]) -> bytes:
    fields = [] if errors else [{"value": "x", "compareDigest": digest}]
    return data({"metafieldsSet": {"metafields": fields, "userErrors": list(errors)}})


def wrong(code: str | None, message: str = "x", *field: str) -> dict[str, Any]:
    return {"field": list(field) or ["metafields", "0"], "message": message, "code": code}


def test_a_lease_is_read_with_its_digest(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(kept(value()))
    assert read_lease(client, SELLER) == replace(LEASE, digest="d1")
    assert shop.calls[0].variables == {"namespace": "crossdock_lease", "key": SELLER}


def test_where_there_is_none_there_is_none(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(kept(None))
    assert read_lease(client, SELLER) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", "nobody", '{"holder": "x", "renewed_at": 1}'])
def test_what_is_no_lease_is_nobodys_and_can_be_written_over(
    shop: ScriptedShop, client: ShopifyClient, text: str
) -> None:
    shop.will(kept(text))
    assert read_lease(client, SELLER) == Lease("", "", 0, "d1")


def test_the_first_lease_is_written_where_none_is(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(kept(None), set_to("d1"))
    assert write_lease(client, SELLER, LEASE, "") == replace(LEASE, digest="d1")
    (field,) = shop.calls[1].variables["metafields"]
    assert json.loads(field.pop("value")) == json.loads(value())
    assert field == {
        "ownerId": SHOP_GID,
        "namespace": "crossdock_lease",
        "key": SELLER,
        "type": "json",
        "compareDigest": None,
    }


def test_a_lease_is_renewed_over_what_was_read(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(kept(value()), set_to("d2"))
    newer = replace(LEASE, renewed_at=LEASE.renewed_at + 60)
    assert write_lease(client, SELLER, newer, "d1").digest == "d2"
    assert shop.calls[1].variables["metafields"][0]["compareDigest"] == "d1"


def test_a_lease_that_was_read_is_written_with_one_call_more(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(kept(None), set_to("d1"), set_to("d2"))
    assert read_lease(client, SELLER) is None
    first = write_lease(client, SELLER, LEASE, "")
    assert write_lease(client, SELLER, LEASE, first.digest).digest == "d2"
    assert len(shop.calls) == 3
    for call, digest in zip(shop.calls[1:], (None, "d1"), strict=True):
        (field,) = call.variables["metafields"]
        assert (field["ownerId"], field["compareDigest"]) == (SHOP_GID, digest)


def test_where_the_shop_is_known_a_lease_is_renewed_with_one_call(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(set_to("d2"))
    made = write_lease(client, SELLER, replace(LEASE, owner=SHOP_GID), "d1")
    assert (made.digest, made.owner) == ("d2", SHOP_GID)
    (call,) = shop.calls
    (field,) = call.variables["metafields"]
    assert (field["ownerId"], field["compareDigest"]) == (SHOP_GID, "d1")


def test_a_shop_that_is_another_by_now_is_read_first(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    """A development store that was made anew under its old name."""
    gone = replace(LEASE, owner="gid://shopify/Shop/9")
    errors = wrong("INVALID", "Owner does not exist", "metafields", "0", "ownerId")
    shop.will(set_to("", errors), kept(None), set_to("d1"))
    assert write_lease(client, SELLER, gone, "").owner == SHOP_GID
    shop.will(set_to("", errors), kept(None))
    client.shop_gid = ""
    with pytest.raises(LeaseLost):
        write_lease(client, SELLER, gone, "d1")


def test_a_lease_that_another_wrote_since_it_was_read_is_lost(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    other = replace(LEASE, holder="profile-2")
    shop.will(kept(value()), set_to("", wrong("STALE_OBJECT")), kept(value(other), "d9"))
    assert read_lease(client, SELLER) is not None
    with pytest.raises(LeaseLost):
        write_lease(client, SELLER, LEASE, "d1")
    assert len(shop.calls) == 3


def test_a_lease_that_another_wrote_is_lost_without_writing(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    other = value(replace(LEASE, holder="profile-2"))
    shop.will(kept(other, "d9"), kept(other, "d9"), kept(None))
    for digest in ("d1", "", "d1"):
        client.shop_gid = ""
        with pytest.raises(LeaseLost):
            write_lease(client, SELLER, LEASE, digest)
    assert shop.operations == ["ReadLease"] * 3


@pytest.mark.parametrize("code", ["STALE_OBJECT", "INVALID_COMPARE_DIGEST", "TAKEN"])
def test_a_lease_taken_in_the_same_moment_is_lost(
    shop: ScriptedShop, client: ShopifyClient, code: str
) -> None:
    other = value(replace(LEASE, holder="profile-2"))
    shop.will(kept(value()), set_to("", wrong(code)), kept(other, "d9"))
    with pytest.raises(LeaseLost):
        write_lease(client, SELLER, LEASE, "d1")


def test_after_a_lost_answer_the_repeat_finds_its_own_lease(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    newer = replace(LEASE, renewed_at=LEASE.renewed_at + 60)
    shop.will(kept(value()), HANG_UP)
    with pytest.raises(TryLater):
        write_lease(client, SELLER, newer, "d1")
    shop.will(set_to("", wrong("STALE_OBJECT")), kept(value(newer), "d2"))
    assert write_lease(client, SELLER, newer, "d1") == replace(newer, digest="d2")


def test_a_refused_lease_stops_the_side(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(kept(None), set_to("", wrong("APP_NOT_AUTHORIZED", "no access")))
    with pytest.raises(AccountProblem) as caught:
        write_lease(client, SELLER, LEASE, "")
    assert caught.value.technical.code == "APP_NOT_AUTHORIZED"
    assert caught.value.technical.request_id == "req-1"


@pytest.mark.parametrize("seller", ["", "A", "A B", "x" * 65, "a/b"])
def test_a_key_is_one_that_shopify_takes(client: ShopifyClient, seller: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        read_lease(client, seller)


def test_an_intent_stands_on_the_order(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(set_to())
    assert set_intent(client, GID, "refund-17-1", "sent to Amazon")
    assert shop.calls[0].variables["metafields"] == [
        {
            "ownerId": GID,
            "namespace": "crossdock_intent",
            "key": "refund-17-1",
            "type": "multi_line_text_field",
            "value": "sent to Amazon",
        }
    ]


@pytest.mark.parametrize(
    "said",
    [
        wrong("INVALID", "Owner does not exist", "metafields", "0", "ownerId"),
        wrong(None, "Owner could not be found."),
    ],
)
def test_an_order_that_is_gone_takes_no_intent(
    shop: ScriptedShop, client: ShopifyClient, said: dict[str, Any]
) -> None:
    shop.will(set_to("", said))
    assert not set_intent(client, GID, "refund-17-1", "x")


@pytest.mark.parametrize(
    "told", [set_to("", wrong("INVALID_VALUE", "is not valid")), data({"metafieldsSet": None})]
)
def test_a_refused_intent_is_this_tasks_failure(
    shop: ScriptedShop, client: ShopifyClient, told: bytes
) -> None:
    shop.will(told)
    with pytest.raises(NeedsPerson) as caught:
        set_intent(client, GID, "cancel-17-1", "x", cancellation_failure)
    assert caught.value.title == "The cancellation was refused."


def test_an_app_that_may_write_no_intent_stops_the_side(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(set_to("", wrong("APP_NOT_AUTHORIZED")))
    with pytest.raises(AccountProblem):
        set_intent(client, GID, "refund-17-1", "x")


def test_an_intent_may_be_written_again(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(raw("502 Bad Gateway"))
    with pytest.raises(TryLater):
        set_intent(client, GID, "refund-17-1", "x")


def test_an_intent_says_something(client: ShopifyClient) -> None:
    with pytest.raises(ValueError, match="says something"):
        set_intent(client, GID, "refund-17-1", " ")


def test_all_intents_are_read(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(
        data({"order": {"metafields": page([{"key": "a1", "value": "x"}], "c1")}}),
        data({"order": {"metafields": page([{"key": "b2", "value": "y"}])}}),
    )
    assert read_intents(client, GID) == {"a1": "x", "b2": "y"}
    assert [call.variables["after"] for call in shop.calls] == [None, "c1"]
    assert shop.calls[0].variables["namespace"] == "crossdock_intent"


def test_no_intent_is_known_of_an_order_that_is_gone(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(data({"order": {"metafields": page([])}}), data({"order": None}))
    assert read_intents(client, GID) == {}
    assert read_intents(client, GID) is None
