"""Candidates for a SKU are ranked, and only an exact match counts as one."""

from desktop.actions.sku_candidates import rank
from desktop.trade import Variant


def variant(
    number: int, sku: str = "", product: str = "", title: str = "", barcode: str = ""
) -> Variant:
    gid = f"gid://shopify/ProductVariant/{number}"
    return Variant(gid, sku, title, product, 1000, barcode=barcode)


def test_exact_before_any_case_before_barcode_before_title() -> None:
    ranked = rank(
        [
            variant(1, "OTHER", "Blue enamel mug 350 ml"),
            variant(2, "mug-blue"),
            variant(3, "MUG-BLUE"),
            variant(4, "X", barcode="0MUG-BLUE"),
        ],
        "MUG-BLUE",
        "Enamel mug, blue, 350 ml",
    )
    assert [one.variant.gid[-1] for one in ranked] == ["3", "2", "4", "1"]
    assert [one.by for one in ranked] == ["sku", "sku_any_case", "barcode", "title"]
    assert [one.is_exact for one in ranked] == [True, False, False, False]


def test_barcodes_agree_without_leading_zeros() -> None:
    assert rank([variant(1, barcode="0012345678905")], "012345678905", "")[0].by == "barcode"


def test_what_is_not_alike_is_left_out_unless_it_was_searched_for() -> None:
    other = variant(1, "Z", "Garden hose 20 m")
    assert rank([other], "MUG", "Enamel mug blue") == ()
    assert len(rank([other], "MUG", "Enamel mug blue", keep_all=True)) == 1


def test_likeness_ranks_titles() -> None:
    near, far = variant(1, "A", "Enamel mug", "Blue"), variant(2, "B", "Enamel bowl", "Red")
    ranked = rank([far, near], "MUG", "Enamel mug blue", keep_all=True)
    assert ranked[0].variant == near
    assert 0 <= ranked[1].score < ranked[0].score <= 80


def test_empty_titles_and_skus_match_nothing() -> None:
    assert rank([variant(1)], "", "") == ()
    assert all(one.by != "barcode" for one in rank([variant(1)], "0", "", keep_all=True))
