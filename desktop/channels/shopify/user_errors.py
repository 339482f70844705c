"""Why Shopify refused an order: its userErrors, told apart by path, code and words (pure).

RULES is the table; the first row that fits decides. A refusal has no effect: nothing was created.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from desktop.catalogue import account_problem, order_failure
from desktop.channels.shopify.draft_types import KEY_NAME, KEY_NAMESPACE
from desktop.channels.shopify.errors import VariablesRefused, scrubbed
from desktop.clock import Pace
from desktop.errors import CrossdockError, NeedsPerson, Technical, TryLater

Part = Literal["phone", "province", "email"]
TOO_MANY_S = 60.0  # trial and development stores take five new orders a minute


class KeyTaken(CrossdockError):
    """Nothing was created: an order with this Amazon order ID exists already."""


class SendWithout(CrossdockError):
    """Nothing was created: Shopify refused a part that the order can do without."""

    def __init__(self, part: Part, technical: Technical | None = None) -> None:
        super().__init__(f"Shopify refused the {part}.")
        self.part: Part = part
        self.technical = technical or Technical()


@dataclass(frozen=True, slots=True)
class UserError:
    """One entry of `userErrors`."""

    path: tuple[str, ...]
    message: str
    code: str = ""

    @property
    def field(self) -> str:
        """The path as text: order.shippingAddress.zip."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: what has to fit (empty fits all), and what it means.

    `means` is a failure's code of the catalogue, or one of: key_taken, too_many, dormant,
    key_definition, phone, province, email.
    """

    means: str
    path: str = ""
    words: str = ""
    code: str = ""

    def fits(self, error: UserError) -> bool:
        """Whether path, words and code all fit."""
        return (
            re.search(self.path, error.field) is not None
            and re.search(self.words, error.message, re.IGNORECASE) is not None
            and (not self.code or self.code == error.code)
        )


_TAKEN = r"taken|unique|already (exists|in use|been used|assigned)"

RULES: tuple[Rule, ...] = (
    Rule("too_many", words=r"too many attempts"),
    Rule("key_taken", path=r"\bmetafields\b", words=r"\b(" + _TAKEN + r")\b"),
    Rule("key_definition", path=r"\bmetafields\b", words=r"\b(type|definition|namespace|owner)\b"),
    Rule("key_taken", path=r"\bmetafields\b"),
    Rule("stock", code="INVENTORY_CLAIM_FAILED"),
    Rule("processed_at", code="PROCESSED_AT_INVALID"),
    Rule("tax_rate", code="TAX_LINE_RATE_MISSING"),
    Rule("fulfillment_service", code="FULFILLMENT_SERVICE_INVALID"),
    Rule("customer", code="REDUNDANT_CUSTOMER_FIELDS"),
    Rule("dormant", code="SHOP_DORMANT"),
    Rule("email", path=r"(^|\.)email$"),
    Rule("customer", path=r"\bcustomer\b"),
    Rule("phone", path=r"(^|\.)phone$"),
    Rule("country_unknown", path=r"\bcountry(Code)?$"),
    Rule("province", path=r"\bprovince(Code)?$"),
    Rule("phone", path=r"Address$", words=r"\bphone\b"),
    Rule("province", path=r"Address$", words=r"\b(province|state)\b"),
    Rule("country_unknown", path=r"Address$", words=r"\bcountry\b"),
    Rule("address_refused", path=r"Address\b"),
    Rule("currency_not_enabled", path=r"\b([cC]urrency|currencyCode|presentmentCurrency)$"),
    Rule("fulfillment_service", path=r"\bfulfillmentService\b"),
    Rule("location", path=r"\blocationId$"),
    Rule("location", path=r"\bfulfillment\b", words=r"\blocation\b"),
    Rule("tax_rate", path=r"\btaxLines\b"),
    Rule("processed_at", path=r"\bprocessedAt$"),
    Rule("discount", path=r"\bdiscountCode\b"),
    Rule("variant_gone", path=r"\blineItems\b.*\b(variantId|productId|variant)$"),
    Rule("stock", path=r"\blineItems\b", words=r"\b(inventory|stock|reserve)\b"),
    Rule("variant_gone", path=r"\blineItems(\.\d+)?$", words=r"\b(variant|product)\b"),
    Rule("key_taken", words=r"\bmetafield\b.*(" + _TAKEN + ")|(" + _TAKEN + r").*\bmetafield\b"),
    Rule("stock", words=r"\b(inventory|out of stock|unable to reserve)\b"),
    Rule("currency_not_enabled", words=r"\bcurrency\b"),
    Rule("variant_gone", words=r"\bvariant\b"),
    Rule("phone", path=r"^(order)?$", words=r"\bphone\b"),
    Rule("email", path=r"^(order)?$", words=r"\be-?mail\b"),
    Rule("province", path=r"^(order)?$", words=r"\bprovince\b"),
    Rule("country_unknown", path=r"^(order)?$", words=r"\bcountry\b"),
    Rule("customer", path=r"^(order)?$", words=r"\bcustomer\b"),
    Rule("location", path=r"^(order)?$", words=r"\blocation\b"),
    Rule("key_taken", path=r"^(order)?$", words=r"\b(" + _TAKEN + r")\b"),
    Rule("input_refused", path=r"^order\.."),
    Rule("input_refused", path=r"^(?!order$)."),
    Rule("refused"),
)

# Of several refusals this decides first: what exists, what passes, what a person must mend.
_RANK = {
    "key_taken": 0,
    "too_many": 1,
    "dormant": 2,
    "key_definition": 2,
    "phone": 4,
    "province": 4,
    "email": 4,
}


def read_user_errors(given: Any) -> tuple[UserError, ...]:
    """The entries of a `userErrors` list; what is misshapen still counts as a refusal."""
    entries = given if isinstance(given, list) else []
    return tuple(_read(entry) for entry in entries)


def meaning(error: UserError, order: Mapping[str, Any]) -> str:
    """What one error means for an order that was sent like that."""
    means = next(rule.means for rule in RULES if rule.fits(error))
    if means in ("phone", "province", "email") and not _was_sent(means, order):
        return "address_refused" if "Address" in error.field else "input_refused"
    return means


def refusal(
    errors: Sequence[UserError],
    order: Mapping[str, Any],
    pace: Pace,
    technical: Technical,
) -> CrossdockError:
    """The error for a refused order; of several entries the one that decides first.

    `order` is what was sent (OrderCreateOrderInput); `technical` holds operation, status and
    request ID, to which the deciding entry adds its code, words and field.
    """
    ranked = sorted(errors, key=lambda error: _RANK.get(meaning(error, order), 3))
    error = ranked[0] if ranked else UserError((), "")
    means = meaning(error, order)
    said = Technical(
        operation=technical.operation,
        status=technical.status,
        code=error.code,
        words=scrubbed(error.message),
        request_id=technical.request_id,
        field=error.field,
    )
    if means == "key_taken":
        return KeyTaken("Shopify holds an order with this Amazon order ID.")
    if means == "too_many":
        wait = pace.here(TOO_MANY_S)
        return TryLater(wait, "too_many", "Shopify takes no more just now.", technical=said)
    if means == "dormant":
        return account_problem("shopify", "shop_frozen", said)
    if means == "key_definition":
        key = f"{KEY_NAMESPACE}.{KEY_NAME}"
        return account_problem("shopify", "key_definition", said, key=key)
    if means in ("phone", "province", "email"):
        return SendWithout(means, said)  # type: ignore[arg-type]
    return order_failure(means, said, **_facts(error.path, order))


def of_variables(refused: VariablesRefused, order: Mapping[str, Any]) -> NeedsPerson:
    """The failure of one order whose values do not fit Shopify's types."""
    path = next(iter(refused.paths), ())
    steps = path if path[:1] == ("order",) or not path else ("order", *path)
    technical = refused.technical
    last = steps[-1] if steps else ""
    if last in ("countryCode", "country"):
        return order_failure("country_unknown", technical, **_facts(steps, order))
    if last in ("currencyCode", "currency", "presentmentCurrency"):
        return order_failure("currency_not_enabled", technical, **_facts(steps, order))
    if last == "rate":
        return order_failure("tax_rate", technical, **_facts(steps, order))
    field = ".".join(steps) or "order"
    return order_failure("input_refused", technical, **{**_facts(steps, order), "field": field})


def _read(entry: Any) -> UserError:
    if not isinstance(entry, Mapping):
        return UserError((), "")
    field = entry.get("field")
    path = tuple(str(step) for step in field) if isinstance(field, list) else ()
    return UserError(path, str(entry.get("message") or ""), str(entry.get("code") or ""))


def _was_sent(part: str, order: Mapping[str, Any]) -> bool:
    keys = {"phone": "phone", "province": "provinceCode", "email": "email"}[part]
    customer = _mapping(_mapping(order.get("customer")).get("toUpsert"))
    places = (order, _mapping(order.get("shippingAddress")), _mapping(order.get("billingAddress")))
    return any(place.get(keys) for place in (*places, customer))


def _facts(path: Sequence[str], order: Mapping[str, Any]) -> dict[str, object]:
    """What the catalogue's texts may name; nothing of the buyer but the country."""
    address = _mapping(order.get("shippingAddress")) or _mapping(order.get("billingAddress"))
    fixed = _mapping(_mapping(order.get("discountCode")).get("itemFixedDiscountCode"))
    amount = _mapping(_mapping(fixed.get("amountSet")).get("shopMoney")).get("amount")
    currency = order.get("presentmentCurrency") or order.get("currency")
    facts: dict[str, object] = {
        "field": ".".join(path[1:] if path[:1] == ("order",) else path) or "order",
        "country": address.get("countryCode"),
        "currency": currency,
        "date": order.get("processedAt"),
        "amount": amount,
        "sku": _sku(path, order),
    }
    return {name: value for name, value in facts.items() if value}


def _sku(path: Sequence[str], order: Mapping[str, Any]) -> str:
    """The SKU of the line that a path points at, or its variant where no SKU was sent."""
    number = next((int(step) for step in path if step.isascii() and step.isdigit()), -1)
    lines = order.get("lineItems")
    if not isinstance(lines, list) or not 0 <= number < len(lines):
        return ""
    line = _mapping(lines[number])
    return str(line.get("sku") or line.get("variantId") or "")


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
