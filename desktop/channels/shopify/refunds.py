"""Record in Shopify a refund that Amazon has made: no goods put back, no mail, Amazon's date.

A refund is drafted once and kept; what is sent again is that draft with that key, so that Shopify
can tell a repeat. After a refusal the next attempt needs a new key; after an unknown outcome, and
where the key is older than a day, look for the refund on the order first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.catalogue import refund_failure
from desktop.channels.shopify.client import Reply, ShopifyClient
from desktop.channels.shopify.errors import VariablesRefused
from desktop.channels.shopify.promises import Node, minor_of, promised, promised_by, written
from desktop.channels.shopify.refusals import REFUND_RULES, meaning, of_variables, refusal
from desktop.channels.shopify.state import one_refund
from desktop.channels.shopify.state_reading import read_refund, text
from desktop.channels.shopify.user_errors import UserError
from desktop.clock import to_iso
from desktop.errors import CrossdockError, NeedsPerson, OutcomeUnknown, Technical
from desktop.trade import Money
from desktop.trade.returns import ShopRefund

WRITE_DEADLINE_S = 60.0
_PAID = ("SALE", "CAPTURE")
_FAILED = ("FAILURE", "ERROR")

RefundInput = dict[str, Any]


class KeySpent(NeedsPerson):
    """Nothing was done: an attempt with this key failed before. Mend its cause, take a new key."""


@dataclass(frozen=True, slots=True)
class Source:
    """A payment that money can be given back from, and how much of it is left."""

    transaction_gid: str
    gateway: str
    left: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """What Shopify would refund for some lines and shipping; all in `currency`."""

    currency: str
    amount: int
    subtotal: int
    tax: int
    shipping: int
    shipping_maximum: int
    maximum: int
    sources: tuple[Source, ...]


def suggested(
    client: ShopifyClient, gid: str, lines: Sequence[tuple[str, int]], shipping: int, currency: str
) -> Suggested | None:
    """What Shopify would give back for these lines; None where the order is gone.

    `lines` are (order line gid, quantity); `shipping` is in minor units of `currency`, the order's
    presentment currency.
    """
    operation = "SuggestedRefund"
    variables: dict[str, object] = {"id": gid, "lines": _lines(lines)}
    if shipping:
        variables["shipping"] = Money(shipping, currency).amount
    order = client.execute(operation, variables, writes=False).get("order")
    if order is None:
        return None
    with promised(client, operation):
        return _read_suggested(order)


def draft_refund(
    client: ShopifyClient,
    gid: str,
    currency: str,
    lines: Sequence[tuple[str, int]],
    shipping: int,
    note: str,
    amount: int,
    processed_at: int | None = None,
) -> RefundInput:
    """The RefundInput to keep and to send; `amount` is all that goes back, in minor units.

    The note should name Amazon's refund: it is known again by that. Raises NeedsPerson
    (shop_order_gone, shop_currency, shop_shipping, shop_more_than_paid), TryLater, AccountProblem.
    """
    if amount < 0 or shipping < 0 or not (amount or lines):
        raise ValueError("a refund gives something back")
    found = suggested(client, gid, lines, shipping, currency)
    if found is None:
        raise refund_failure("shop_order_gone", Technical(operation="SuggestedRefund"))
    _check(found, currency, shipping, amount)
    made: RefundInput = {
        "orderId": gid,
        "currency": currency,
        "note": note,
        "notify": False,
        "refundLineItems": _lines(lines),
        "transactions": _payments(gid, found, amount),
    }
    if shipping:
        made["shipping"] = {"amount": Money(shipping, currency).amount}
    if processed_at is not None:
        made["processedAt"] = to_iso(processed_at)
    return made


def create_refund(client: ShopifyClient, refund: Mapping[str, Any], key: str) -> ShopRefund:
    """Send a drafted refund; the same draft with the same key on every repeat.

    TryLater: the same key again. KeySpent and other NeedsPerson: nothing was done, and the next
    attempt needs a new key. OutcomeUnknown: look for it, or send it again with the same key.
    """
    if not key.strip():
        raise ValueError("a refund needs a key")
    variables = {"input": refund, "key": key}
    try:
        reply = client.ask("CreateRefund", variables, writes=True, deadline_s=WRITE_DEADLINE_S)
    except VariablesRefused as refused:
        raise of_variables(refund_failure, refused) from None
    except OutcomeUnknown as unknown:
        said = unknown.technical
        if said.code.startswith("IDEMPOTENCY_"):
            error = UserError((), said.words, said.code)
            raise _refused(client, [error], said, refund) from None
        raise
    node, errors = written(reply, "refundCreate", "refund")
    if node is None:
        raise _refused(client, errors, reply.technical, refund)
    return _made(client, reply, node)


def _check(found: Suggested, currency: str, shipping: int, amount: int) -> None:
    """What Shopify would refuse, before anything is sent."""
    said = Technical(operation="SuggestedRefund")
    if found.currency != currency:
        raise refund_failure(
            "shop_currency", said, currency=currency, order_currency=found.currency
        )
    if shipping > found.shipping_maximum:
        raise refund_failure("shop_shipping", said)
    left = min(found.maximum, sum(source.left for source in found.sources))
    if amount > left:
        given, most = Money(amount, currency), Money(left, currency)
        raise refund_failure("shop_more_than_paid", said, amount=given, left=most)


def _read_suggested(order: Node) -> Suggested:
    offer = order["suggestedRefund"] or {}
    shipping = offer.get("shipping") or {}

    def amount(part: Node, field: str) -> int:
        bag = part.get(field)
        return minor_of(bag) if bag else 0

    sources = _sources(order)
    first = [
        (one.get("parentTransaction") or {}).get("id")
        for one in offer.get("suggestedTransactions") or ()
    ]
    rank = {gid: place for place, gid in reversed(list(enumerate(first)))}
    return Suggested(
        currency=text(order["presentmentCurrencyCode"]),
        amount=amount(offer, "amountSet"),
        subtotal=amount(offer, "subtotalSet"),
        tax=amount(offer, "totalTaxSet"),
        shipping=amount(shipping, "amountSet"),
        shipping_maximum=amount(shipping, "maximumRefundableSet"),
        maximum=amount(offer, "maximumRefundableSet"),
        sources=tuple(sorted(sources, key=lambda s: rank.get(s.transaction_gid, len(rank)))),
    )


def _sources(order: Node) -> list[Source]:
    """The payments that came in, less what went back of each."""
    given_back: dict[str, int] = {}
    for one in order["transactions"]:
        if one["kind"] == "REFUND" and one["status"] not in _FAILED:
            parent = (one.get("parentTransaction") or {}).get("id") or ""
            given_back[parent] = given_back.get(parent, 0) + minor_of(one["amountSet"])
    sources = []
    loose = given_back.pop("", 0)
    for one in order["transactions"]:
        if one["kind"] in _PAID and one["status"] == "SUCCESS":
            left = max(0, minor_of(one["amountSet"]) - given_back.get(one["id"], 0))
            taken = min(left, loose)
            loose -= taken
            sources.append(Source(text(one["id"]), one.get("gateway") or "", left - taken))
    return sources


def _payments(gid: str, found: Suggested, amount: int) -> list[dict[str, Any]]:
    """The amount over the payments, as Shopify suggests them first; the gateway is the parent's."""
    payments = []
    for source in found.sources:
        part = min(amount, source.left)
        amount -= part
        if part:
            payments.append(
                {
                    "orderId": gid,
                    "parentId": source.transaction_gid,
                    "kind": "REFUND",
                    "gateway": source.gateway,
                    "amount": Money(part, found.currency).amount,
                }
            )
    return payments


def _lines(lines: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    return [
        {"lineItemId": line, "quantity": quantity, "restockType": "NO_RESTOCK"}
        for line, quantity in lines
    ]


def _made(client: ShopifyClient, reply: Reply, node: Node) -> ShopRefund:
    with promised_by(reply, "the refund"):
        order = reply.data["refundCreate"].get("order") or {}
        tax_inside = bool(order.get("taxesIncluded"))
        page = node["refundLineItems"]
        made = read_refund(node, page["nodes"], tax_inside=tax_inside)
        if not page["pageInfo"]["hasNextPage"]:
            return made
    whole = one_refund(client, made.gid, tax_inside=tax_inside)
    if whole is None:
        raise OutcomeUnknown("The refund cannot be read back.", technical=reply.technical)
    return whole


def _refused(
    client: ShopifyClient,
    errors: Sequence[UserError],
    technical: Technical,
    refund: Mapping[str, Any],
) -> CrossdockError:
    means, error = meaning(REFUND_RULES, errors)
    amounts = [one["amount"] for one in refund.get("transactions") or ()]
    facts = {"currency": refund.get("currency"), "date": refund.get("processedAt")}
    if len(amounts) == 1:
        facts["amount"] = f"{amounts[0]} {refund.get('currency')}"
    known = {name: value for name, value in facts.items() if value}
    made = refusal(refund_failure, means, error, client.pace, technical, known)
    if means == "shop_key_spent" and isinstance(made, NeedsPerson):
        return KeySpent(
            made.code, made.title, made.cause, made.cure,
            fixes=made.fixes, technical=made.technical,
        )  # fmt: skip
    return made
