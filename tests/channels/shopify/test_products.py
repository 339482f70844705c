"""Variants: what is asked, what counts as found, and many pages."""

import re
from typing import Any

import pytest

from desktop.channels.shopify.client import ShopifyClient
from desktop.channels.shopify.products import (
    quoted,
    search_variants,
    variants_by_gid,
    variants_by_sku,
)
from desktop.errors import AccountProblem
from desktop.trade import Variant
from tests.channels.shopify.scripted_shop import ScriptedShop, data


def node(number: int, sku: str | None = "MUG-1", **more: object) -> dict[str, Any]:
    return {
        "id": f"gid://shopify/ProductVariant/{number}",
        "sku": sku,
        "title": "Blue",
        "barcode": None,
        "price": "9.99",
        "inventoryPolicy": "DENY",
        "inventoryQuantity": 4,
        "product": {"title": "Mug", "status": "ACTIVE"},
        "inventoryItem": {"tracked": True, "requiresShipping": True},
        **more,
    }


def page(*nodes: object, cursor: str = "") -> bytes:
    info = {"hasNextPage": bool(cursor), "endCursor": cursor or None}
    return data({"productVariants": {"nodes": list(nodes), "pageInfo": info}})


def ignored() -> bytes:
    warnings = [{"field": "sku", "message": "odd", "code": "invalid_value"}]
    return data({"productVariants": {"nodes": [node(9)]}}, search=[{"warnings": warnings}])


def asked_skus(search: str) -> list[str]:
    return re.findall(r'sku:"((?:[^"\\]|\\.)*)"', search)


def test_a_variant_is_read(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(
        page(
            node(
                1,
                barcode="4006381333931",
                inventoryPolicy="CONTINUE",
                inventoryQuantity=None,
                product={"title": "Mug", "status": "DRAFT"},
                inventoryItem={"tracked": False, "requiresShipping": False},
            )
        )
    )
    assert variants_by_sku(client, ["MUG-1"], "USD") == {
        "MUG-1": (
            Variant(
                gid="gid://shopify/ProductVariant/1",
                sku="MUG-1",
                title="Blue",
                product_title="Mug",
                price=999,
                barcode="4006381333931",
                inventory=None,
                tracked=False,
                sells_below_zero=True,
                requires_shipping=False,
                product_status="DRAFT",
            ),
        )
    }


def test_only_exactly_equal_skus_count_and_every_asked_sku_is_a_key(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(
        page(node(1), node(2, "mug-1"), node(3, "MUG-10"), node(4), node(5, None), node(6, "CUP"))
    )
    found = variants_by_sku(client, ["MUG-1", "CUP", "GONE"], "USD")
    gids = {sku: [v.gid.rpartition("/")[2] for v in variants] for sku, variants in found.items()}
    assert gids == {"MUG-1": ["1", "4"], "CUP": ["6"], "GONE": []}
    assert len(shop.calls) == 1


def test_skus_go_twenty_at_a_time_and_each_once(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(page(), page(), page())
    skus = [f"S-{number}" for number in range(41)]
    variants_by_sku(client, [*skus, *skus], "USD")
    sent = [asked_skus(call.variables["search"]) for call in shop.calls]
    assert [len(batch) for batch in sent] == [20, 20, 1]
    assert [sku for batch in sent for sku in batch] == skus
    assert " OR " in shop.calls[0].variables["search"]


def test_all_pages_of_a_search_are_read(shop: ScriptedShop, client: ShopifyClient) -> None:
    nodes = [node(number) for number in range(260)]
    shop.will(page(*nodes[:100], cursor="a"), page(*nodes[100:200], cursor="b"), page(*nodes[200:]))
    assert len(variants_by_sku(client, ["MUG-1"], "USD")["MUG-1"]) == 260
    assert [call.variables["after"] for call in shop.calls] == [None, "a", "b"]


def test_a_variant_on_two_pages_counts_once(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(page(node(1), cursor="a"), page(node(1), node(2)))
    assert len(variants_by_sku(client, ["MUG-1"], "USD")["MUG-1"]) == 2


def test_pages_that_do_not_move_end(shop: ScriptedShop, client: ShopifyClient) -> None:
    shop.will(page(node(1), cursor="a"), page(node(1), cursor="a"))
    with pytest.raises(AccountProblem):
        variants_by_sku(client, ["MUG-1"], "USD")


@pytest.mark.parametrize("sku", ["", "   ", "x" * 256])
def test_a_sku_that_no_variant_can_have_is_not_asked_for(
    shop: ScriptedShop, client: ShopifyClient, sku: str
) -> None:
    assert variants_by_sku(client, [sku], "USD") == {sku: ()}
    assert shop.calls == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("A 1/2", '"A 1/2"'),
        ('6" nail', '"6\\" nail"'),
        ("it's", '"it\\\'s"'),
        ("a\\b", '"a\\\\b"'),
        ("x OR sku:y", '"x OR sku:y"'),
        ("tab\tnew\n", '"tab new "'),
        ("Größe", '"Größe"'),
    ],
)
def test_a_value_is_quoted_so_that_nothing_in_it_is_syntax(value: str, written: str) -> None:
    assert quoted(value) == written


def test_a_sku_that_cannot_be_searched_for_does_not_stop_the_others(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(ignored(), ignored(), page(node(1)))
    found = variants_by_sku(client, ["odd", "MUG-1"], "USD")
    assert found["odd"] == ()
    assert len(found["MUG-1"]) == 1
    assert [len(asked_skus(call.variables["search"])) for call in shop.calls] == [2, 1, 1]


@pytest.mark.parametrize(
    ("price", "currency", "minor"),
    [("1200", "JPY", 1200), ("1200.00", "JPY", 1200), ("9.995", "USD", 1000), ("1.5", "KWD", 1500)],
)
def test_prices_are_minor_units_of_the_shops_currency(
    shop: ScriptedShop, client: ShopifyClient, price: str, currency: str, minor: int
) -> None:
    shop.will(page(node(1, price=price)))
    assert variants_by_sku(client, ["MUG-1"], currency)["MUG-1"][0].price == minor


@pytest.mark.parametrize(
    "answer",
    [
        data({"productVariants": None}),
        data({"productVariants": {"nodes": [{"id": "x"}]}}),
        page(node(1, price="dear")),
        page(node(1, product=None)),
    ],
)
def test_a_variant_without_what_the_schema_promises_is_not_shopifys(
    shop: ScriptedShop, client: ShopifyClient, answer: bytes
) -> None:
    shop.will(answer)
    with pytest.raises(AccountProblem) as caught:
        variants_by_sku(client, ["MUG-1"], "USD")
    assert caught.value.code == "endpoint_wrong"


def test_variants_are_read_by_id_and_gone_ones_are_left_out(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(data({"nodes": [node(1), None, {}]}), data({"nodes": [node(150)]}))
    gids = [f"gid://shopify/ProductVariant/{number}" for number in range(1, 151)]
    found = variants_by_gid(client, [*gids, gids[0]], "USD")
    assert sorted(found) == [gids[0], gids[149]]
    assert [len(call.variables["ids"]) for call in shop.calls] == [100, 50]


def test_nothing_asked_needs_no_call(shop: ScriptedShop, client: ShopifyClient) -> None:
    assert variants_by_gid(client, [], "USD") == {}
    assert variants_by_sku(client, [], "USD") == {}
    assert search_variants(client, "  ", "USD") == ()
    assert shop.calls == []


def test_a_search_looks_for_each_word_in_title_sku_and_barcode(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(page(node(1)), page())
    assert [v.sku for v in search_variants(client, " blue, - (mu-1) ", "USD")] == ["MUG-1"]
    assert shop.calls[0].variables == {
        "search": "(blue* OR title:blue* OR sku:blue* OR barcode:blue*)"
        " (mu\\-1* OR title:mu\\-1* OR sku:mu\\-1* OR barcode:mu\\-1*)",
        "first": 20,
    }
    search_variants(client, 'a":(b', "USD", first=9999)
    assert shop.calls[1].variables["first"] == 100
    assert 'a\\"\\:\\(b*' in shop.calls[1].variables["search"]


def test_a_search_that_cannot_be_asked_finds_nothing(
    shop: ScriptedShop, client: ShopifyClient
) -> None:
    shop.will(ignored())
    assert search_variants(client, "mug", "USD") == ()
