"""Shows the very Shopify order that a decision would send. Sends nothing."""

import json
from collections.abc import Mapping
from contextlib import closing
from decimal import Decimal
from threading import Event
from typing import Any

from desktop.actions.decide import changed_plan, check, links_for_this_order
from desktop.actions.variant_search import connected, full_title
from desktop.channels.shopify.draft_types import OrderDraft
from desktop.models import decision as decisions
from desktop.models import order_list, order_store, seen_order
from desktop.models.setting import order_rules
from desktop.profile import Profile
from desktop.rows import Decision, DraftLine, DraftPreview
from desktop.sync import skus
from desktop.sync.connection import Connection
from desktop.sync.tasks.draft_for import decided_gids, draft_for
from desktop.trade import Money, Order, Variant

_PAID = "paid"


def preview_order(
    decision: Decision, profile: Profile, cancel: Event | None = None
) -> DraftPreview:
    """What would leave for Shopify if this were decided.

    Raises NeedsPerson where the order could not be made, TryLater, AccountProblem, BadInput,
    LookupError.
    """
    order = order_store.order(decision.order_id)
    check(decision, order)
    (row,) = order_list.rows([decision.order_id])
    with closing(connected(row.account_id, profile, cancel)) as connection:
        known, draft = _draft(connection, decision, order)
    seen = seen_order.seen(row.account_id, [order.amazon_order_id])
    return _shown(draft, known.by_gid, tuple(seen.get(order.amazon_order_id, ())))


def _draft(
    connection: Connection, decision: Decision, order: Order
) -> tuple[skus.KnownSkus, OrderDraft]:
    task = decisions.open_creation(decision.order_id)
    before = {} if task is None else task.plan
    plan = {**before, **changed_plan(before, decision, order)}
    plan["links"] = {**plan.get("links", {}), **links_for_this_order(decision)}
    asked_again = frozenset(line.sku for line in order.lines if line.sku)
    known = skus.look_up(connection, [order], asked_again=asked_again, gids=decided_gids([plan]))
    facts = connection.account.facts
    if facts is None:
        raise RuntimeError("an account without shop facts cannot be previewed")
    rules = order_rules(connection.account.id, order.marketplace_id)
    return known, draft_for(connection, order, rules, facts, known, plan)


def _shown(
    draft: OrderDraft, variants: Mapping[str, Variant], seen: tuple[Any, ...]
) -> DraftPreview:
    fields, currency = draft.variables["order"], draft.total.currency
    lines = tuple(_line(item, variants, currency) for item in fields["lineItems"])
    shipping = _sum((_money(one, currency) for one in fields.get("shippingLines", ())), currency)
    tax = _sum((_taxes(one, currency) for one in _taxed(fields)), currency)
    notes = tuple(f"Already in Shopify as {one.order.name}: it is taken over." for one in seen[:1])
    return DraftPreview(
        lines=lines,
        total=draft.total,
        tax=tax,
        shipping=shipping,
        discount=_discount(fields, currency),
        summary=_summary(draft, fields),
        notes=(*notes, *draft.notes),
        json=json.dumps(draft.variables, indent=2, ensure_ascii=False),
    )


def _line(item: Mapping[str, Any], variants: Mapping[str, Variant], currency: str) -> DraftLine:
    variant = variants.get(item.get("variantId", ""))
    return DraftLine(
        title=full_title(variant) if variant else str(item.get("title", "")),
        sku=variant.sku if variant else str(item.get("sku", "")),
        quantity=int(item["quantity"]),
        unit_price=_money(item, currency),
        tax=_taxes(item, currency),
    )


def _summary(draft: OrderDraft, fields: Mapping[str, Any]) -> tuple[str, ...]:
    options = draft.variables["options"]
    tags = ", ".join(fields.get("tags", ()))
    words = (
        _PAID if fields.get("transactions") else "nothing to pay",
        "takes stock" if draft.takes_stock else "takes no stock",
        "already fulfilled" if draft.fulfilled else "to be shipped",
        "" if fields.get("shippingAddress") else "without an address",
        f"tags {tags}" if tags else "no tags",
        "" if options.get("sendReceipt") else "no mail to the buyer",
    )
    return tuple(word for word in words if word)


def _taxed(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*fields["lineItems"], *fields.get("shippingLines", ()), fields]


def _taxes(of: Mapping[str, Any], currency: str) -> Money:
    return _sum((_money(tax, currency) for tax in of.get("taxLines", ())), currency)


def _discount(fields: Mapping[str, Any], currency: str) -> Money:
    code = fields.get("discountCode") or {}
    for kind in code.values():
        if isinstance(kind, dict) and "amountSet" in kind:
            return Money.parse(kind["amountSet"]["shopMoney"]["amount"], currency)
    return Money(0, currency)


def _money(of: Mapping[str, Any], currency: str) -> Money:
    amount = Decimal(str(of["priceSet"]["shopMoney"]["amount"]))
    return Money.parse(amount, currency)


def _sum(amounts: Any, currency: str) -> Money:
    return sum(amounts, Money(0, currency))
