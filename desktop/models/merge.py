"""Join what Amazon tells now with what it told before: what is absent never blanks. Pure."""

from dataclasses import fields, replace
from typing import Any

from desktop.trade import Address, Order, OrderLine

_ORDER_FIELDS = (
    "marketplace_id",
    "marketplace_name",
    "fulfilled_by",
    "seller_order_id",
    "service_level",
    "buyer_name",
    "buyer_company",
    "purchase_order_number",
    "delivery_note",
    "programs",
    "replaces",
    "tax_numbers",
    "packages",
)
_LINE_FIELDS = (
    "sku",
    "asin",
    "title",
    "condition",
    "gift_message",
    "gift_wrap_level",
    "customization_url",
    "ioss_number",
    "programs",
)


def _absent(old: Any, new: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What the newer one leaves out and the older one has."""
    return {
        name: getattr(old, name) for name in names if not getattr(new, name) and getattr(old, name)
    }


def _address(old: Address | None, new: Address | None) -> Address | None:
    """The newer address; the older one where the newer has no street or is missing."""
    if new is None or old is None:
        return new or old
    if old.has_street and not new.has_street:
        return old
    if any((old.line1, old.line2, old.line3)) and new.line1 != old.line1:
        return new
    return replace(new, **_absent(old, new, tuple(field.name for field in fields(Address))))


def _lines(old: Order, new: Order) -> tuple[OrderLine, ...]:
    """The newer lines, each with what only the older one told; all older ones if none came."""
    if not new.lines:
        return old.lines
    before = {line.item_id: line for line in old.lines}
    without_money = new.total is None and old.total is not None
    merged = []
    for line in new.lines:
        known = before.get(line.item_id)
        if known is not None:
            values = _absent(known, line, _LINE_FIELDS)
            if without_money:
                values["charges"] = known.charges
            line = replace(line, **values) if values else line
        merged.append(line)
    return tuple(merged)


def merge(old: Order, new: Order) -> Order:
    """The newer order, with what it leaves out taken from the older one."""
    values = _absent(old, new, _ORDER_FIELDS)
    if new.total is None and old.total is not None:
        for name in ("total", "currency", "tax_mode", "delivery_tip", "order_level_other"):
            values[name] = getattr(old, name)
    for name in ("ship_by", "deliver_by"):
        window = replace(
            getattr(new, name),
            **_absent(getattr(old, name), getattr(new, name), ("earliest", "latest")),
        )
        values[name] = window
    values["address"] = _address(old.address, new.address)
    values["lines"] = _lines(old, new)
    return replace(new, **values)
