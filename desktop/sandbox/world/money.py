"""The money of a made-up order, in minor units: every breakdown adds up to its total."""

from dataclasses import dataclass, field
from typing import Any

KINDS = ("ITEM", "SHIPPING", "GIFT_WRAP", "DISCOUNT", "TAX")


@dataclass(slots=True)
class LineMoney:
    """What one line costs. Discounts are positive here and negative in Amazon's words."""

    item: int
    shipping: int = 0
    wrap: int = 0
    item_discount: int = 0
    shipping_discount: int = 0
    tax_rate: int = 0  # hundredths of a percent
    taxes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = {
            "ITEM": self.item,
            "SHIPPING": self.shipping,
            "GIFT_WRAP": self.wrap,
            "DISCOUNT": -(self.item_discount + self.shipping_discount),
        }
        self.taxes = {kind: _share(part, self.tax_rate) for kind, part in parts.items() if part}

    def sums(self) -> dict[str, int]:
        """By kind; zero where there is none."""
        return {
            "ITEM": self.item,
            "SHIPPING": self.shipping,
            "GIFT_WRAP": self.wrap,
            "DISCOUNT": -(self.item_discount + self.shipping_discount),
            "TAX": sum(self.taxes.values()),
        }


def _share(amount: int, rate: int) -> int:
    """A tax, rounded half away from zero."""
    sign = -1 if amount < 0 else 1
    return sign * ((abs(amount) * rate + 5_000) // 10_000)


def money(minor: int, currency: str) -> dict[str, str]:
    """Amazon's Money of a currency with two decimals."""
    sign = "-" if minor < 0 else ""
    return {"amount": f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d}", "currencyCode": currency}


def line_proceeds(line: LineMoney, currency: str) -> dict[str, Any]:
    """ItemProceeds."""
    sums = line.sums()
    details = {
        "DISCOUNT": {"ITEM": -line.item_discount, "SHIPPING": -line.shipping_discount},
        "TAX": line.taxes,
    }
    breakdowns: list[dict[str, Any]] = []
    for kind in KINDS:
        if not sums[kind] and kind not in ("ITEM", "TAX"):
            continue
        entry: dict[str, Any] = {"type": kind, "subtotal": money(sums[kind], currency)}
        detailed = [
            {"subtype": subtype, "value": money(value, currency)}
            for subtype, value in details.get(kind, {}).items()
            if value
        ]
        breakdowns.append({**entry, "detailedBreakdowns": detailed} if detailed else entry)
    return {"proceedsTotal": money(sum(sums.values()), currency), "breakdowns": breakdowns}


def order_proceeds(lines: list[LineMoney], tip: int, currency: str) -> dict[str, Any]:
    """OrderProceeds. A delivery tip is in the total and in no line."""
    totals = dict.fromkeys(KINDS, 0)
    for line in lines:
        for kind, amount in line.sums().items():
            totals[kind] += amount
    breakdowns: list[dict[str, Any]] = [
        {"type": kind, "subtotal": money(amount, currency)}
        for kind, amount in totals.items()
        if amount or kind in ("ITEM", "TAX")
    ]
    if tip:
        tipped = {"type": "DELIVERY_TIP", "subtotal": money(tip, currency), "status": "FINALIZED"}
        breakdowns.append(tipped)
    return {"grandTotal": money(sum(totals.values()) + tip, currency), "breakdowns": breakdowns}
