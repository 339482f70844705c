"""Failures that the made-up shop does not have by itself, in the catalogue's own words."""

from dataclasses import replace

from desktop.catalogue import order_failure
from desktop.errors import Technical
from desktop.rows import FailureRow, OrderRow, SyncStatus

# One code for each way of mending, with what its words name.
KINDS: dict[str, dict[str, object]] = {
    "variant_gone": {"sku": "{sku}"},
    "sku_missing": {"item": "70431"},
    "address_refused": {"field": "zip"},
    "tax_rate": {"country": "DE"},
    "currency_no_rate": {"currency": "CAD", "shop_currency": "USD"},
    "total_mismatch": {"amazon": "44.59 USD", "shopify": "44.58 USD", "difference": "0.01 USD"},
    "several_found": {"count": 2, "amazon_order_id": "{id}", "names": "#1007, #1009"},
    "undecided": {"amazon_order_id": "{id}"},
    "too_old": {},
    "deleted_in_shopify": {"name": "#1042"},
    "stock": {},
    "input_refused": {"field": "order.poNumber"},
}
_SAID: dict[str, tuple[str, str]] = {
    "address_refused": ("order.shippingAddress.zip", "Zip is invalid"),
    "input_refused": ("order.poNumber", "is too long (maximum is 255)"),
}


def with_failure(row: OrderRow, code: str) -> OrderRow:
    """The order as if its creation had failed for that."""
    facts = {
        name: value.format(sku=row.first_sku, id=row.amazon_order_id)
        if isinstance(value, str)
        else value
        for name, value in KINDS[code].items()
    }
    field, words = _SAID.get(code, ("", ""))
    said = Technical("CreateOrder", 200, "INVALID", field, "7f3c9a1b-22e4", words)
    error = order_failure(code, said, **facts)
    pairs = (("operation", "CreateOrder"), ("status", "200"), ("field", field), ("words", words))
    failure = FailureRow(
        SyncStatus.FAILED_ORDER,
        error.code,
        error.title,
        error.cause,
        error.cure,
        error.fixes,
        at=row.created_at + 90,
        technical=tuple(pair for pair in pairs if pair[1]),
    )
    return replace(
        row,
        sync_status=SyncStatus.FAILED_ORDER,
        shopify_order_id="",
        shopify_order_name="",
        failures=(failure,),
    )
