"""Which Amazon order an order of the shop is: the surest place that names one decides."""

import pytest

from desktop.channels.shopify.reading import seen_in

ORIGINAL = "111-1111111-1111111"
OTHER = "222-2222222-2222222"


def node(**more: object) -> dict[str, object]:
    return {
        "id": "gid://shopify/Order/1",
        "legacyResourceId": "1",
        "name": "#1001",
        "createdAt": "2026-11-22T10:00:00Z",
        "cancelledAt": None,
        "sourceIdentifier": None,
        "tags": [],
        "note": None,
        "customAttributes": [],
        **more,
    }


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"sourceIdentifier": ORIGINAL}, "source"),
        ({"name": f"AMZ-{ORIGINAL}"}, "name"),
        ({"customAttributes": [{"key": "Order", "value": ORIGINAL}]}, "attribute"),
        ({"tags": ["amazon", ORIGINAL]}, "tag"),
        ({"note": f"Amazon order {ORIGINAL}, thanks"}, "note"),
    ],
)
def test_each_place_names_it(place, where):
    (seen,) = seen_in(node(**place))
    assert (seen.amazon_order_id, seen.where) == (ORIGINAL, where)


def test_a_replacement_is_not_its_original():
    replacement = node(sourceIdentifier=OTHER, note=f"Replaces: {ORIGINAL}")
    (seen,) = seen_in(replacement)
    assert seen.amazon_order_id == OTHER


def test_an_order_of_the_shop_itself_names_none():
    assert seen_in(node(note="call 555-1234567-1")) == ()
