"""What people read on the Shopify order: tags, note, attributes, name."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from desktop.channels.shopify.countries import marketplace_country
from desktop.trade import Order, OrderLine
from desktop.trade.rules import ExchangeRate

LONGEST_TAG = 40
MOST_TAGS = 250
LONGEST_NOTE = 5000
LONGEST_NAME = 255

_PROGRAMS = {
    "PRIME": "prime",
    "AMAZON_BUSINESS": "business",
    "AMAZON_BAZAAR": "bazaar",
    "AMAZON_HAUL": "haul",
    "PREMIUM": "premium",
    "PREORDER": "preorder",
}


def tags(order: Order, templates: Sequence[str]) -> list[str]:
    """The Shopify tags that the seller's templates give; what stays empty is dropped.

    A template with {program} gives one tag for each program of the order.
    """
    programs = [_PROGRAMS[program] for program in order.programs if program in _PROGRAMS]
    filled = [
        _filled(template, order, program)
        for template in templates
        for program in (programs if "{program}" in template else [""])
    ]
    unique: dict[str, str] = {}
    for tag in filled:
        # Shopify reads a comma as the end of a tag, and takes tags without regard to case.
        clean = " ".join(tag.replace(",", " ").split())[:LONGEST_TAG].rstrip()
        if clean:
            unique.setdefault(clean.casefold(), clean)
    return list(unique.values())[:MOST_TAGS]


def order_name(order: Order, template: str) -> str:
    """The order's name by the seller's template; empty for Shopify's own number."""
    return _filled(template, order, "").strip()[:LONGEST_NAME]


def note(order: Order, *, extra: Iterable[str], told: Iterable[str], full: bool, zone: str) -> str:
    """The note: what was changed and what found no field always, the facts if `full`."""
    lines = [*told, *extra]
    if full:
        lines = [*_facts(order, zone), *lines, *_messages(order)]
    text = "\n".join(lines)
    return text if len(text) <= LONGEST_NOTE else text[: LONGEST_NOTE - 1] + "…"


def attributes(
    order: Order, *, rate: ExchangeRate | None, full: bool, zone: str
) -> list[dict[str, str]]:
    """The order's custom attributes; the exchange rate is among them even if not `full`."""
    rows = [("Amazon order ID", order.amazon_order_id)]
    if full:
        rows += [
            ("Ship by", moment(order.ship_by.latest, zone)),
            ("Deliver by", moment(order.deliver_by.latest, zone)),
            ("Service level", service(order)),
            ("PO number", order.purchase_order_number.strip()),
            ("Replaces", order.replaces),
            *((f"Tax number ({kind})", number) for kind, number in order.tax_numbers),
            *(("IOSS number", number) for number in _ioss(order)),
        ]
    if rate is not None:
        rows.append(("Exchange rate", rate_text(rate)))
    return _unique(rows)


def rate_text(rate: ExchangeRate) -> str:
    """The rate with its date and where it is from."""
    origin = "set by the seller" if rate.origin == "fixed" else rate.origin
    return f"1 {rate.source} = {rate.rate} {rate.target} ({origin}, {rate.date})"


def service(order: Order) -> str:
    """The service level in words: "SECOND_DAY" → "Second day"."""
    return order.service_level.replace("_", " ").strip().capitalize()


def moment(seconds: int | None, zone: str) -> str:
    """A time in the shop's time zone with its name; empty where there is none."""
    if seconds is None:
        return ""
    try:
        local = ZoneInfo(zone) if zone else UTC
    except (KeyError, ValueError, OSError):
        local = UTC
    return datetime.fromtimestamp(seconds, local).strftime("%Y-%m-%d %H:%M %Z")


def _filled(template: str, order: Order, program: str) -> str:
    values = {
        "{tag}": order.tag.lower(),
        "{marketplace}": marketplace_country(order.marketplace_id).lower(),
        "{program}": program,
        "{amazon_id}": order.amazon_order_id,
    }
    for name, value in values.items():
        template = template.replace(name, value)
    return template


def _facts(order: Order, zone: str) -> list[str]:
    rows = [
        ("Amazon order", order.amazon_order_id),
        ("Ship by", moment(order.ship_by.latest, zone)),
        ("Service level", service(order)),
        ("PO number", order.purchase_order_number.strip()),
        ("Replaces Amazon order", order.replaces),
        ("Delivery note", order.delivery_note.strip()),
        *((f"Tax number ({kind})", number) for kind, number in order.tax_numbers),
        *(("IOSS number", number) for number in _ioss(order)),
    ]
    return [f"{name}: {value}" for name, value in rows if value]


def _messages(order: Order) -> list[str]:
    """Last in the note, because a buyer's text can be long."""
    rows = []
    for line in order.lines:
        rows.append((f"Gift wrap ({_item(line)})", line.gift_wrap_level.strip()))
        rows.append((f"Gift message ({_item(line)})", line.gift_message.strip()))
        rows.append((f"Customisation ({_item(line)})", line.customization_url.strip()))
    return [f"{name}: {value}" for name, value in rows if value]


def _item(line: OrderLine) -> str:
    return line.sku.strip() or line.asin or line.item_id


def _ioss(order: Order) -> list[str]:
    """The different IOSS numbers of the lines."""
    values = (line.ioss_number.strip() for line in order.lines)
    return list(dict.fromkeys(value for value in values if value))


def _unique(rows: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Attributes with a value, their keys made different."""
    seen: dict[str, int] = {}
    attributes = []
    for key, value in rows:
        if not value:
            continue
        seen[key] = seen.get(key, 0) + 1
        own = key if seen[key] == 1 else f"{key} {seen[key]}"
        attributes.append({"key": own, "value": value})
    return attributes
