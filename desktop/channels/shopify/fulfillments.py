"""What is to pack in Shopify and what was sent: fulfil, correct the tracking, hold, release, move.

Nothing here ever mails a buyer. Fulfilling cannot be repeated blindly: after an unknown outcome
compare the order's fulfilments. All else may be repeated, so a lost answer counts as TryLater.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from desktop.catalogue import cancellation_failure, shipment_failure
from desktop.channels.shopify.client import Reply, ShopifyClient
from desktop.channels.shopify.errors import VariablesRefused
from desktop.channels.shopify.promises import Node, all_nodes, promised, promised_by, written
from desktop.channels.shopify.refusals import (
    FULFILLMENT_RULES,
    HOLD_RULES,
    MOVE_RULES,
    RELEASE_RULES,
    TRACKING_RULES,
    Failure,
    meaning,
    of_variables,
    refusal,
)
from desktop.channels.shopify.state import one_fulfillment
from desktop.channels.shopify.state_reading import read_fulfillment, read_to_pack, text
from desktop.channels.shopify.user_errors import Rule, UserError, read_user_errors
from desktop.errors import CrossdockError, OutcomeUnknown
from desktop.trade.returns import FulfillmentOrder, ShopFulfillment, Tracking

HOLD_HANDLE = "crossdock"  # one hold of ours on each, so that a repeat finds the first
WRITE_DEADLINE_S = 40.0
_LINES_AT_ONCE = 512
_NOTES_LIMIT = 255
_UNDONE = ("CANCELLED", "ERROR", "FAILURE")

ToFulfill = Mapping[str, Sequence[tuple[str, int]]]


def fulfillment_orders(client: ShopifyClient, gid: str) -> tuple[FulfillmentOrder, ...]:
    """What each location has of the order; nothing where the shop no longer shows the order."""
    operation = "OrderToPack"

    def page(cursor: str | None) -> Node | None:
        order = client.execute(operation, {"id": gid, "after": cursor}, writes=False).get("order")
        return None if order is None else order["fulfillmentOrders"]

    with promised(client, operation):
        first = page(None)
        nodes = None if first is None else all_nodes(first, page)
        return tuple(_whole_order(client, node) for node in nodes or ())


def create_fulfillment(
    client: ShopifyClient, lines: ToFulfill, tracking: Tracking | None
) -> ShopFulfillment:
    """Fulfil lines of fulfilment orders: {fulfilment order: (its line, quantity) …}.

    All of them must be of one order and one location (see `to_fulfill`); no lines given for one
    means all that remain of it. Raises NeedsPerson (shipment), TryLater, OutcomeUnknown,
    AccountProblem.
    """
    if sum(len(part) for part in lines.values()) > _LINES_AT_ONCE or not lines:
        raise ValueError(f"{len(lines)} fulfilment orders cannot be fulfilled in one call")
    fulfillment: dict[str, Any] = {
        "lineItemsByFulfillmentOrder": [_to_send(gid, part) for gid, part in lines.items()],
        "notifyCustomer": False,
    }
    if tracking is not None and (info := _tracking(tracking)):
        fulfillment["trackingInfo"] = info
    variables = {"fulfillment": fulfillment}
    reply = _ask(client, "CreateFulfillment", variables, shipment_failure, writes=True)
    node, errors = written(reply, "fulfillmentCreate", "fulfillment")
    if node is None:
        raise _refused(client, reply, errors, FULFILLMENT_RULES, shipment_failure)
    return _made(client, reply, node)


def update_tracking(
    client: ShopifyClient, fulfillment_gid: str, tracking: Tracking, more: Sequence[Tracking] = ()
) -> None:
    """Give a fulfilment this carrier and number instead of those it has; `more`: further numbers.

    Raises NeedsPerson (shipment), TryLater, AccountProblem.
    """
    info: dict[str, Any] = _tracking(tracking)
    if more:
        numbers = [tracking.number, *(one.number for one in more)]
        info = {"company": tracking.company, "numbers": numbers}
    variables = {"id": fulfillment_gid, "tracking": info}
    reply = _ask(client, "UpdateTracking", variables, shipment_failure)
    errors = _errors_of(reply, "fulfillmentTrackingInfoUpdate", shipment_failure)
    if errors:
        raise _refused(client, reply, errors, TRACKING_RULES, shipment_failure)


def hold(client: ShopifyClient, fo_gid: str, notes: str) -> str:
    """Keep a fulfilment order from being packed; the hold's gid, also where it stands already."""
    wish = {
        "reason": "OTHER",
        "reasonNotes": notes[:_NOTES_LIMIT],
        "handle": HOLD_HANDLE,
        "notifyMerchant": False,
    }
    reply = _ask(client, "HoldToPack", {"id": fo_gid, "hold": wish}, cancellation_failure)
    errors = _errors_of(reply, "fulfillmentOrderHold", cancellation_failure)
    if not errors:
        return _made_gid(reply, "fulfillmentOrderHold", "fulfillmentHold", cancellation_failure)
    means, error = meaning(HOLD_RULES, errors)
    ours = our_hold(client, fo_gid) if means == "held" else ""
    if ours:
        return ours
    code = "shop_hold_refused" if means == "held" else means
    raise refusal(cancellation_failure, code, error, client.pace, reply.technical)


def our_hold(client: ShopifyClient, fo_gid: str) -> str:
    """The gid of the hold that this app set on a fulfilment order; empty where there is none."""
    operation = "OneToPack"
    data = client.execute(operation, {"id": fo_gid}, writes=False)
    with promised(client, operation):
        holds = (data["fulfillmentOrder"] or {}).get("fulfillmentHolds") or ()
        ours = [hold["id"] for hold in holds if _is_ours(hold)]
        return text(ours[0]) if ours else ""


def release(client: ShopifyClient, fo_gid: str, hold_ids: Sequence[str]) -> None:
    """Take back these holds; without any nothing is asked, for that would release everybody's."""
    if not hold_ids:
        return
    variables = {"id": fo_gid, "holds": list(hold_ids)}
    reply = _ask(client, "ReleaseHolds", variables, cancellation_failure)
    errors = _errors_of(reply, "fulfillmentOrderReleaseHold", cancellation_failure)
    if not errors:
        return
    means, error = meaning(RELEASE_RULES, errors)
    if means != "released":
        raise refusal(cancellation_failure, means, error, client.pace, reply.technical)


def move(client: ShopifyClient, fo_gid: str, location_gid: str) -> str:
    """Let another location pack it; the gid of the fulfilment order there.

    What lies there already is left as it is. Raises NeedsPerson (shipment), TryLater,
    AccountProblem.
    """
    with promised(client, "OneToPack"):
        data = client.execute("OneToPack", {"id": fo_gid}, writes=False)
        node = data["fulfillmentOrder"]
        if node is not None and _location(node) == location_gid:
            return fo_gid
    variables = {"id": fo_gid, "location": location_gid}
    reply = _ask(client, "MoveToPack", variables, shipment_failure)
    errors = _errors_of(reply, "fulfillmentOrderMove", shipment_failure)
    if errors:
        raise _refused(client, reply, errors, MOVE_RULES, shipment_failure)
    return _made_gid(reply, "fulfillmentOrderMove", "movedFulfillmentOrder", shipment_failure)


def to_fulfill(
    orders: Iterable[FulfillmentOrder], wanted: Mapping[str, int]
) -> tuple[dict[str, tuple[tuple[str, int], ...]], ...]:
    """Quantities per order line, as one call of `create_fulfillment` per location (pure).

    Raises NeedsPerson (shipment) where not all of it can be fulfilled: on hold, scheduled, with
    another service, or not open any more.
    """
    left = {line: quantity for line, quantity in wanted.items() if quantity > 0}
    calls: dict[str, dict[str, list[tuple[str, int]]]] = {}
    blocked: list[FulfillmentOrder] = []
    for order in orders:
        for line_gid, order_line, remaining in order.lines:
            take = min(left.get(order_line, 0), remaining)
            if take < 1:
                continue
            if not order.can_fulfill:
                blocked.append(order)
                continue
            left[order_line] -= take
            calls.setdefault(order.location_gid, {}).setdefault(order.gid, []).append(
                (line_gid, take)
            )
    if any(left.values()):
        raise _blocked(blocked)
    return tuple(
        {gid: tuple(lines) for gid, lines in per_order.items()} for per_order in calls.values()
    )


def find_fulfillment(
    fulfillments: Iterable[ShopFulfillment],
    wanted: Mapping[str, int],
    tracking: Tracking | None,
    known: Collection[str],
) -> ShopFulfillment | None:
    """The fulfilment that a lost call made: these order lines, this number, not known then (pure).

    One that failed or was cancelled is none. `known` are the gids from before the call.
    """
    number = tracking.number if tracking is not None else ""
    for one in fulfillments:
        numbers = {given.number for given in one.tracking}
        if (
            one.status not in _UNDONE
            and one.gid not in known
            and _quantities(one) == {line: n for line, n in wanted.items() if n > 0}
            and (number in numbers if number else not any(numbers))
        ):
            return one
    return None


def _quantities(fulfillment: ShopFulfillment) -> dict[str, int]:
    found: dict[str, int] = {}
    for line, quantity in fulfillment.lines:
        found[line] = found.get(line, 0) + quantity
    return found


def _blocked(orders: Sequence[FulfillmentOrder]) -> CrossdockError:
    """Why something could not be fulfilled, by the first order that stands in the way."""
    if not orders:
        return shipment_failure("shop_not_open")
    order = orders[0]
    if order.status == "ON_HOLD":
        notes = "; ".join(notes for _, notes in order.holds if notes)
        return shipment_failure("shop_on_hold", reason=notes or "no reason is given.")
    if order.status == "SCHEDULED":
        return shipment_failure("shop_scheduled")
    in_work = order.status in ("OPEN", "IN_PROGRESS")
    return shipment_failure("shop_at_service" if in_work else "shop_not_open")


def _whole_order(client: ShopifyClient, node: Node) -> FulfillmentOrder:
    operation = "OneToPack"

    def more(cursor: str) -> Node | None:
        data = client.execute(operation, {"id": node["id"], "after": cursor}, writes=False)
        order = data["fulfillmentOrder"]
        return None if order is None else order["lineItems"]

    first = node["lineItems"]
    # A page of "OneToPack" goes on from another size of page, by the same cursor.
    return read_to_pack(node, all_nodes(first, more) or ())


def _made(client: ShopifyClient, reply: Reply, node: Node) -> ShopFulfillment:
    with promised_by(reply, "the fulfilment"):
        page = node["fulfillmentLineItems"]
        made = read_fulfillment(node, page["nodes"])
        if not page["pageInfo"]["hasNextPage"]:
            return made
    whole = one_fulfillment(client, made.gid)
    if whole is None:
        why = "The fulfilment cannot be read back."
        raise OutcomeUnknown(why, technical=reply.technical)
    return whole


def _ask(
    client: ShopifyClient,
    operation: str,
    variables: Mapping[str, object],
    failure: Failure,
    *,
    writes: bool = False,
) -> Reply:
    try:
        return client.ask(operation, variables, writes=writes, deadline_s=WRITE_DEADLINE_S)
    except VariablesRefused as refused:
        raise of_variables(failure, refused) from None


def _errors_of(reply: Reply, field: str, failure: Failure) -> tuple[UserError, ...]:
    """The refusals of a write that may be repeated."""
    result = reply.data.get(field)
    if not isinstance(result, Mapping):
        raise failure("refused", reply.technical)
    return read_user_errors(result.get("userErrors"))


def _made_gid(reply: Reply, field: str, made: str, failure: Failure) -> str:
    """The gid of what a write made. Raises NeedsPerson where Shopify made nothing of it."""
    gid = ((reply.data.get(field) or {}).get(made) or {}).get("id")
    if not gid:
        raise failure("refused", reply.technical)
    return str(gid)


def _refused(
    client: ShopifyClient,
    reply: Reply,
    errors: Sequence[UserError],
    rules: Sequence[Rule],
    failure: Failure,
) -> CrossdockError:
    means, error = meaning(rules, errors)
    return refusal(failure, means, error, client.pace, reply.technical)


def _to_send(gid: str, lines: Sequence[tuple[str, int]]) -> dict[str, Any]:
    order: dict[str, Any] = {"fulfillmentOrderId": gid}
    if lines:
        order["fulfillmentOrderLineItems"] = [
            {"id": line, "quantity": quantity} for line, quantity in lines
        ]
    return order


def _tracking(tracking: Tracking) -> dict[str, str]:
    """Number and link never mixed with their plurals; a link only where one is known."""
    parts = {"company": tracking.company, "number": tracking.number, "url": tracking.url}
    return {name: value for name, value in parts.items() if value}


def _is_ours(hold: Node) -> bool:
    return bool(hold.get("heldByRequestingApp")) and hold.get("handle") == HOLD_HANDLE


def _location(node: Node) -> str:
    return str(((node.get("assignedLocation") or {}).get("location") or {}).get("id") or "")
