"""Searching the catalogue: near ones come too, exactness is the asker's business."""

import pytest

from desktop.sandbox.seeds import CatalogueItem
from tests.sandbox.shopify.shop_stand import Stand

FIND = """
query V($q: String) {
  productVariants(first: 100, query: $q) {
    nodes {
      id sku title displayName price barcode inventoryQuantity inventoryPolicy availableForSale
      product { title status hasOnlyDefaultVariant } inventoryItem { tracked requiresShipping }
    }
  }
}
"""


def _skus(stand: Stand, text: str) -> list[str]:
    nodes = stand.data(FIND, {"q": text})["productVariants"]["nodes"]
    return [node["sku"] for node in nodes]


@pytest.mark.parametrize(
    ("text", "skus"),
    [
        ('sku:"MUG-1"', ["MUG-1", "MUG-10", "mug-1"]),
        ("sku:mug-10", ["MUG-10"]),
        ("sku:mug10", ["MUG-10"]),
        ('sku:"LAMP/2"', ["LAMP/2"]),
        ('sku:"LAMP/2" OR sku:"MUG-10"', ["MUG-10", "LAMP/2"]),
        ("sku:nothing", []),
        ('sku:"//"', []),
        ("sku:>mug", ["MUG-1", "MUG-10", "mug-1"]),
        ("barcode:4006381333931", ["MUG-1"]),
        ("title:green", ["MUG-10"]),
        (r'title:"lamp \"nord\""', ["LAMP/2"]),
        ("stoneware", ["MUG-1", "MUG-10"]),
        ("stoneware blue", ["MUG-1"]),
        ('"mug blue"', ["MUG-1"]),
        ("ware", []),
        ("", ["MUG-1", "MUG-10", "mug-1", "LAMP/2"]),
    ],
)
def test_what_a_search_finds(text: str, skus: list[str]) -> None:
    assert _skus(Stand(), text) == skus


def test_a_sku_of_signs_is_found_by_the_very_same_signs() -> None:
    stand = Stand(catalogue=(CatalogueItem("##", "A"), CatalogueItem("#/#", "B")))
    assert _skus(stand, 'sku:"##"') == ["##"]
    assert _skus(stand, "barcode:##") == []


def test_variants_of_one_title_are_one_product() -> None:
    stand = Stand()
    nodes = stand.data(FIND, {"q": ""})["productVariants"]["nodes"]
    assert len(stand.part.shop.products) == 3
    assert nodes[0] == {
        "id": stand.gid("MUG-1"),
        "sku": "MUG-1",
        "title": "Blue",
        "displayName": "Stoneware mug - Blue",
        "price": "12.50",
        "barcode": "4006381333931",
        "inventoryQuantity": 10,
        "inventoryPolicy": "DENY",
        "availableForSale": True,
        "product": {
            "title": "Stoneware mug",
            "status": "ACTIVE",
            "hasOnlyDefaultVariant": False,
        },
        "inventoryItem": {"tracked": True, "requiresShipping": True},
    }


def test_a_variant_that_is_gone_is_null_among_the_others() -> None:
    stand = Stand()
    ids = [stand.gid("MUG-1"), stand.gid("MUG-10"), "gid://shopify/ProductVariant/1"]
    stand.part.event("shopify.delete_variant", {"sku": "MUG-10"})
    query = "query N($ids: [ID!]!) { nodes(ids: $ids) { id ... on ProductVariant { sku } } }"
    assert stand.data(query, {"ids": ids})["nodes"] == [{"id": ids[0], "sku": "MUG-1"}, None, None]
    one = "query V($id: ID!) { productVariant(id: $id) { sku } }"
    assert stand.data(one, {"id": ids[1]}) == {"productVariant": None}
    assert stand.data(one, {"id": ids[0]}) == {"productVariant": {"sku": "MUG-1"}}


def test_many_skus_at_once_in_a_large_catalogue() -> None:
    items = tuple(CatalogueItem(f"S{number:05d}", f"Thing {number}") for number in range(3000))
    stand = Stand(catalogue=items)
    text = " OR ".join(f'sku:"S{number:05d}"' for number in range(100, 120))
    assert _skus(stand, text) == [f"S{number:05d}" for number in range(100, 120)]


def test_the_merchant_changes_the_catalogue() -> None:
    stand = Stand()
    stand.part.event("shopify.add_variant", {"sku": "NEW-1", "title": "New", "inventory": 2})
    stand.part.event("shopify.rename_sku", {"sku": "LAMP/2", "new_sku": "LAMP-2"})
    stand.part.event("shopify.set_stock", {"sku": "MUG-1", "inventory": 0})
    assert _skus(stand, "sku:new OR sku:lamp") == ["LAMP-2", "NEW-1"]
    (node,) = stand.data(FIND, {"q": "barcode:4006381333931"})["productVariants"]["nodes"]
    assert (node["inventoryQuantity"], node["availableForSale"]) == (0, False)
    stand.part.event("shopify.set_policy", {"sku": "MUG-1", "policy": "CONTINUE"})
    (node,) = stand.data(FIND, {"q": "barcode:4006381333931"})["productVariants"]["nodes"]
    assert node["availableForSale"]


def test_the_locations_of_the_shop() -> None:
    query = """
    query L($all: Boolean) {
      locations(first: 10, includeInactive: $all) {
        nodes { name isActive hasActiveInventory address { countryCode country } }
      }
    }
    """
    stand = Stand()
    active = stand.data(query)["locations"]["nodes"]
    assert [node["name"] for node in active] == ["Amazon warehouses", "Harbor & Pine warehouse"]
    assert [node["hasActiveInventory"] for node in active] == [False, True]
    assert active[0]["address"] == {"countryCode": "US", "country": "United States"}
    assert len(stand.data(query, {"all": True})["locations"]["nodes"]) == 3
    one = stand.data("query L($id: ID) { location(id: $id) { name } }", {"id": stand.location()})
    assert one == {"location": {"name": "Amazon warehouses"}}
    assert stand.data("{ location { name } }")["location"]["name"] == "Harbor & Pine warehouse"
