"""The seller's link first, then the exact SKU; what is missing is named."""

import pytest

from desktop.channels.shopify.links import resolve_links
from desktop.errors import NeedsPerson
from desktop.trade import LinkPart, OrderRules, SkuLink, Variant
from tests.channels.shopify.sales import line, order, variant

RULES = OrderRules()
CUSTOM = OrderRules(unlinked="custom_line")


def refused(*skus: str, by_sku: dict[str, tuple[Variant, ...]] | None = None) -> NeedsPerson:
    with pytest.raises(NeedsPerson) as caught:
        resolve_links(order(*(line(sku) for sku in skus)), {}, by_sku or {}, RULES)
    return caught.value


def test_the_sellers_link_wins_over_the_exact_sku() -> None:
    own = SkuLink("A", (LinkPart("gid://pack", 6),))
    found = resolve_links(order(line("A")), {"A": own}, {"A": (variant("A"),)}, RULES)
    assert found == {"A": own}


def test_one_exact_variant_is_the_link() -> None:
    found = resolve_links(order(line("A"), line("A", 2)), {}, {"A": (variant("A"),)}, RULES)
    assert found == {"A": SkuLink("A", (LinkPart(variant("A").gid, 1),), by="exact")}


def test_a_sellers_custom_line_needs_no_variant() -> None:
    own = SkuLink("A", ())
    assert resolve_links(order(line("A")), {"A": own}, {}, RULES)["A"].is_custom_line


@pytest.mark.parametrize("sku", ["A", "", "  "])
def test_without_a_variant_the_rule_may_make_a_custom_line(sku: str) -> None:
    assert resolve_links(order(line(sku)), {}, {}, CUSTOM)[sku].is_custom_line


def test_an_unknown_sku_is_named() -> None:
    error = refused("A")
    assert error.code == "sku_unknown"
    assert error.cause.startswith("SKU A was sold")
    assert error.technical.field == "A"


@pytest.mark.parametrize(
    ("skus", "text"),
    [
        (("A", "B"), "A and B was"),
        (("A", "B", "C"), "A, B and 1 more was"),
        (("A", "B", "C", "D", "A"), "A, B and 2 more was"),
    ],
)
def test_all_missing_skus_are_named_together(skus: tuple[str, ...], text: str) -> None:
    error = refused(*skus)
    assert text in error.cause
    assert error.technical.words.split("\n") == list(dict.fromkeys(skus))


def test_a_sku_on_several_variants_is_ambiguous_even_where_custom_lines_are_allowed() -> None:
    twins = {"A": (variant("A"), variant("A2"), variant("A3"))}
    with pytest.raises(NeedsPerson) as caught:
        resolve_links(order(line("A")), {}, twins, CUSTOM)
    assert caught.value.code == "sku_ambiguous"
    assert "3 Shopify variants" in caught.value.cause


def test_an_item_without_a_sku_is_named_by_its_item() -> None:
    error = refused(" ")
    assert error.code == "sku_missing"
    assert "item- " in error.cause


def test_a_blank_sku_never_matches_a_variant_without_one() -> None:
    assert refused("", by_sku={"": (variant(""),)}).code == "sku_missing"


def test_the_first_failure_decides_and_names_only_its_like() -> None:
    error = refused("A", "B", "C", by_sku={"B": (variant("B"), variant("B2"))})
    assert error.code == "sku_unknown"
    assert "A and C" in error.cause


def test_items_without_units_need_no_link() -> None:
    assert resolve_links(order(line("A", 0), line("B")), {"B": SkuLink("B", ())}, {}, RULES) == {
        "B": SkuLink("B", ())
    }
