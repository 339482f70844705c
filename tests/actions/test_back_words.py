"""What a person types about carriers, items and amounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.actions.back_words import read_carrier, read_reason
from desktop.actions.bad_input import BadInput
from desktop.actions.refund_items import ItemLeft, plan_items, proposal, whole
from desktop.trade.returns import AmazonRefundReason

OTHER = AmazonRefundReason.OTHER


def left(number: int, principal: int, tax: int = 0, shipping: int = 0, more: int = 0) -> ItemLeft:
    return ItemLeft(str(number), f"SKU-{number}", "", 2, principal, tax, shipping, more)


def test_carriers_are_read_with_country_and_name() -> None:
    words = read_carrier("DHL Paket = DHL")
    assert (words.company, words.country, words.amazon_code, words.name) == (
        "DHL Paket", "", "DHL", ""
    )  # fmt: skip
    words = read_carrier("Bike @de=Other:Bike Riders")
    assert (words.company, words.country, words.amazon_code, words.name) == (
        "Bike", "DE", "Other", "Bike Riders"
    )  # fmt: skip
    assert read_carrier("a@home=UPS").company == "a@home"
    for text in ("", "UPS", "=UPS", "UPS="):
        with pytest.raises(BadInput):
            read_carrier(text)


def test_reasons_are_read_and_have_a_default() -> None:
    assert read_reason("") is AmazonRefundReason.GENERAL_ADJUSTMENT
    assert read_reason("customerreturn") is AmazonRefundReason.CUSTOMER_RETURN
    with pytest.raises(BadInput):
        read_reason("boredom")


@given(
    st.lists(
        st.tuples(*(st.integers(0, 50_000) for _ in range(4))).map(lambda t: left(1, *t)),
        min_size=1,
        max_size=6,
    ),
    st.integers(0, 400_000),
)
def test_a_proposal_adds_up_and_never_exceeds_what_is_left(
    items: list[ItemLeft], amount: int
) -> None:
    everything = [
        ItemLeft(str(n), "", "", 1, one.principal, one.tax, one.shipping, one.shipping_tax)
        for n, one in enumerate(items)
    ]
    made = proposal(everything, amount, OTHER)
    assert sum(one.total for one in made) == min(amount, sum(one.total for one in everything))
    by_id = {one.item_id: one for one in everything}
    for one in made:
        most = by_id[one.item_id]
        assert 0 <= one.principal + one.tax <= most.goods
        assert 0 <= one.shipping + one.shipping_tax <= most.shipping + most.shipping_tax
        assert min(one.principal, one.tax, one.shipping, one.shipping_tax) >= 0
        assert one.tax <= most.tax


def test_everything_is_what_is_left_and_is_kept_as_plain_values() -> None:
    (one,) = whole([left(1, 1000, 190, 300, 57), left(2, 0)], OTHER)
    assert (one.principal, one.tax, one.shipping, one.shipping_tax) == (1000, 190, 300, 57)
    assert plan_items([one])[0]["reason"] == "Other"
