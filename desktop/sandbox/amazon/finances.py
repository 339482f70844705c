"""Amazon's books: refunds enter late, some are deferred first and come again when released."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from desktop.sandbox.amazon.deeds import Refund, RefundLine
from desktop.sandbox.amazon.ground import Ground
from desktop.sandbox.amazon.params import Query, one_value, only, read_date
from desktop.sandbox.amazon.replies import invalid
from desktop.sandbox.dice import dice
from desktop.sandbox.timing import iso_ms

_HOUR_S = 3600.0
_WIDEST_MS = 180 * 86_400_000
_TOKEN_LIFE_S = 24 * 3600.0
_KNOWN = {
    "postedAfter",
    "postedBefore",
    "marketplaceId",
    "transactionStatus",
    "relatedIdentifierName",
    "relatedIdentifierValue",
    "nextToken",
}
_STATUSES = ("DEFERRED", "RELEASED", "DEFERRED_RELEASED")
# Where each component stands in the breakdowns.
_CHARGES = {
    "Principal": ("ProductCharges", "OurPricePrincipal"),
    "Shipping": ("Shipping", "OurPriceShipping"),
    "GiftWrap": ("GiftWrap", "OurPriceGiftWrap"),
    "Tax": ("Tax", "OurPriceTax"),
    "ShippingTax": ("Tax", "ShippingTax"),
    "GiftWrapTax": ("Tax", "GiftWrapTax"),
    "Goodwill": ("Goodwill", "GoodwillPrincipal"),
    "RestockingFee": ("RestockingFee", "RestockingFee"),
}
_FEE_SHARE = Decimal("0.12")


@dataclass(frozen=True, slots=True)
class Entry:
    """One transaction; a deferred one bears the time and the ID of its release."""

    id: str
    order_key: str
    marketplace: str
    refund: Refund
    posted_ms: int
    seen_at: float
    released_at: float | None = None
    release_id: str = ""
    deferred_id: str = ""

    def status(self, now: float) -> str:
        """As the books tell it now."""
        if self.released_at is None:
            return "RELEASED"
        return "DEFERRED_RELEASED" if now >= self.released_at else "DEFERRED"


@dataclass(frozen=True, slots=True)
class _Place:
    bound: tuple[tuple[str, str], ...]
    at: int
    ends: float


class Books:
    """Finances 2024-06-19: listTransactions."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._entries: list[Entry] = []
        self._places: dict[str, _Place] = {}
        self._searches = 0

    def enter(self, key: str, refund: Refund, lag_h: float | None = None) -> None:
        """A refund was made; it shows up to `finances_lag_h` hours later, or after `lag_h`."""
        ground = self._ground
        head = ground.store.head(key)
        rng = dice(ground.seed, 31, len(self._entries))
        drawn = rng.random() * ground.knob("finances_lag_h")
        seen_at = refund.at + ground.timing.here((drawn if lag_h is None else lag_h) * _HOUR_S)
        deferred = rng.random() < ground.knob("deferred_share")
        posted_ms = int(refund.at * 1000)
        ids = [_digest(ground.seed, key, len(self._entries), which) for which in ("first", "then")]
        marketplace = head.marketplace if head is not None else ""
        if not deferred:
            self._entries.append(Entry(ids[0], key, marketplace, refund, posted_ms, seen_at))
            return
        released = seen_at + ground.timing.here(ground.knob("deferred_h") * _HOUR_S)
        self._entries.append(
            Entry(ids[0], key, marketplace, refund, posted_ms, seen_at, released, ids[1])
        )
        self._entries.append(
            Entry(
                ids[1],
                key,
                marketplace,
                refund,
                max(int(released * 1000), posted_ms),
                released,
                deferred_id=ids[0],
            )
        )

    def list_transactions(self, query: Query) -> dict[str, Any]:
        """One page. Raises Refusal."""
        now = self._ground.now()
        asked = _asked(query, now, self._ground.timing.here(120))
        found = [
            entry for entry in self._entries if entry.seen_at <= now and _fits(entry, asked, now)
        ]
        found.sort(key=lambda entry: (entry.posted_ms, entry.id))
        start, told = self._start(query, asked, now), dict(asked)
        size = max(1, int(self._ground.knob("finances_page")))
        page = found[max(start, 0) : max(start, 0) + size] if start >= 0 else []
        payload: dict[str, Any] = {"transactions": [self._told(entry, now) for entry in page]}
        after = max(start, 0) + len(page)
        if after < len(found) or start < 0:
            payload["nextToken"] = self._token(told, after, now)
        return {"payload": payload}

    def _start(self, query: Query, asked: dict[str, str], now: float) -> int:
        """Where the page begins; -1 for an empty first page."""
        token = one_value(query, "nextToken")
        if token is None:
            self._searches += 1
            empty = self._ground.knobs["finances_empty_pages"] and self._searches % 3 == 0
            return -1 if empty else 0
        place = self._places.get(token)
        if place is None or now >= place.ends:
            raise invalid("The nextToken is invalid or has expired.")
        if place.bound != tuple(sorted(asked.items())):
            raise invalid("The arguments must be those of the request that gave the nextToken.")
        return place.at

    def _token(self, asked: dict[str, str], at: int, now: float) -> str:
        token = _digest(self._ground.seed, "token", len(self._places), str(at))
        ends = now + max(self._ground.timing.here(_TOKEN_LIFE_S), 10.0)
        self._places[token] = _Place(tuple(sorted(asked.items())), at, ends)
        return token

    def _told(self, entry: Entry, now: float) -> dict[str, Any]:
        refund = entry.refund
        parts = [_item(line, refund) for line in refund.lines]
        names = [("ORDER_ID", entry.order_key), ("REFUND_ID", refund.id)]
        if entry.deferred_id:
            names.append(("DEFERRED_TRANSACTION_ID", entry.deferred_id))
        elif entry.release_id and entry.status(now) == "DEFERRED_RELEASED":
            names.append(("RELEASE_TRANSACTION_ID", entry.release_id))
        return {
            "sellingPartnerMetadata": {
                "sellingPartnerId": self._ground.seller_id,
                "accountType": "Standard Orders",
                "marketplaceId": entry.marketplace,
            },
            "relatedIdentifiers": [
                {"relatedIdentifierName": name, "relatedIdentifierValue": value}
                for name, value in names
            ],
            "transactionType": "Refund",
            "transactionId": entry.id,
            "transactionStatus": entry.status(now),
            "description": "Refund Order",
            "postedDate": iso_ms(entry.posted_ms),
            "totalAmount": _amount(sum((part[0] for part in parts), Decimal()), refund.currency),
            "marketplaceDetails": {"marketplaceId": entry.marketplace},
            "items": [part[1] for part in parts],
            "breakdowns": _whole(refund),
        }


def _asked(query: Query, now: float, two_minutes: float) -> dict[str, str]:
    """The arguments, checked. Raises Refusal."""
    only(query, _KNOWN)
    given = {name: one_value(query, name) for name in _KNOWN - {"nextToken"}}
    asked = {name: value for name, value in given.items() if value is not None}
    if ("relatedIdentifierName" in asked) != ("relatedIdentifierValue" in asked):
        raise invalid("relatedIdentifierName and relatedIdentifierValue belong together.")
    name = asked.get("relatedIdentifierName", "ORDER_ID")
    if name not in ("ORDER_ID", "FINANCIAL_EVENT_GROUP_ID"):
        raise invalid("relatedIdentifierName is invalid.")
    if "relatedIdentifierName" not in asked and "postedAfter" not in asked:
        raise invalid("postedAfter is required without a relatedIdentifier.")
    if asked.get("transactionStatus", "RELEASED") not in _STATUSES:
        raise invalid("transactionStatus is invalid.")
    latest = int((now - two_minutes) * 1000)
    times = {
        name: read_date(name, asked[name])
        for name in ("postedAfter", "postedBefore")
        if name in asked
    }
    for name, at in times.items():
        if at > latest:
            raise invalid(f"{name} must be more than two minutes before the request.")
    if "postedBefore" in times and times["postedBefore"] <= times.get("postedAfter", -1):
        raise invalid("postedBefore must be later than postedAfter.")
    return asked


def _fits(entry: Entry, asked: dict[str, str], now: float) -> bool:
    name = asked.get("relatedIdentifierName")
    after = read_date("postedAfter", asked["postedAfter"]) if "postedAfter" in asked else None
    before = read_date("postedBefore", asked["postedBefore"]) if "postedBefore" in asked else None
    if after is not None and before is not None and before - after > _WIDEST_MS:
        return False
    return (
        (
            name is None
            or (name == "ORDER_ID" and entry.order_key == asked["relatedIdentifierValue"])
        )
        and (after is None or entry.posted_ms >= after)
        and (before is None or entry.posted_ms < before)
        and asked.get("marketplaceId", entry.marketplace) == entry.marketplace
        and asked.get("transactionStatus", entry.status(now)) == entry.status(now)
    )


def _item(line: RefundLine, refund: Refund) -> tuple[Decimal, dict[str, Any]]:
    """What the refund of a line costs the seller, and how the books tell it."""
    currency = refund.currency
    fee = (line.amounts.get("Principal", Decimal()) * _FEE_SHARE).quantize(Decimal("0.01"))
    total = fee - line.total
    context: dict[str, Any] = {"contextType": "ProductContext", "asin": line.asin, "sku": line.sku}
    context |= {"quantityShipped": line.quantity, "fulfillmentNetwork": "MFN"}
    told = {
        "description": "Refund",
        "relatedIdentifiers": [
            {
                "itemRelatedIdentifierName": "ORDER_ADJUSTMENT_ITEM_ID",
                "itemRelatedIdentifierValue": f"{refund.id}-{line.item_id}",
            }
        ],
        "totalAmount": _amount(total, currency),
        "breakdowns": [*_charges(line.amounts, currency), _fees(fee, currency)],
        "contexts": [context],
    }
    return total, told


def _charges(amounts: dict[str, Decimal], currency: str) -> Iterator[dict[str, Any]]:
    groups: dict[str, list[tuple[str, Decimal]]] = {}
    for kind, amount in amounts.items():
        group, name = _CHARGES.get(kind, ("ProductCharges", kind))
        groups.setdefault(group, []).append((name, -amount))
    for group, parts in groups.items():
        yield {
            "breakdownType": group,
            "breakdownAmount": _amount(sum((part for _, part in parts), Decimal()), currency),
            "breakdowns": [
                {
                    "breakdownType": name,
                    "breakdownAmount": _amount(part, currency),
                    "breakdowns": [],
                }
                for name, part in parts
            ],
        }


def _fees(fee: Decimal, currency: str) -> dict[str, Any]:
    commission = {
        "breakdownType": "Commission",
        "breakdownAmount": _amount(fee, currency),
        "breakdowns": [],
    }
    return {
        "breakdownType": "AmazonFees",
        "breakdownAmount": _amount(fee, currency),
        "breakdowns": [commission],
    }


def _whole(refund: Refund) -> list[dict[str, Any]]:
    return list(_charges(refund.amounts(), refund.currency))


def _amount(value: Decimal, currency: str) -> dict[str, Any]:
    return {"currencyCode": currency, "currencyAmount": float(value)}


def _digest(*parts: object) -> str:
    return hashlib.sha256(" ".join(map(str, parts)).encode()).hexdigest()[:40]
