"""Ships an order from the app: Shopify is fulfilled first, and Amazon is told of it as usual."""

from collections.abc import Mapping

from desktop.actions.back_start import Started, fbm_order, plan_by_seller, shop_side_of
from desktop.actions.bad_input import BadInput
from desktop.actions.map_carrier import amazon_carrier
from desktop.channels.amazon.carriers import fits, guess
from desktop.models import order_list
from desktop.models.setting import back_rules
from desktop.models.task_find import last_hold_move
from desktop.rows import OrderRow
from desktop.sync.back.mirrored import SELLER
from desktop.sync.back.quantities import items_of
from desktop.trade import Order
from desktop.trade.order import AmazonStatus
from desktop.trade.returns import ShopState

VERB = "fulfil_in_shopify"
_TO_SHIP = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)
_LONGEST = 100


def ship_order(
    order_id: int,
    carrier: str,
    number: str,
    *,
    items: Mapping[str, int] | None = None,
    as_it_stands: bool = False,
) -> Started:
    """Fulfil what is left of the order, or so many units of these Amazon items, at the next sync.

    `as_it_stands` sends a number that does not look like the carrier's. Raises BadInput,
    LookupError.
    """
    row = _row(order_id)
    order, state = fbm_order(order_id, "shipment"), shop_side_of(order_id)
    _check_order(order, state, order_id)
    company, tracking = _line(carrier, "--carrier"), _line(number, "--number")
    mapped = _check_number(row, order, company, tracking, as_it_stands=as_it_stands)
    chosen = _chosen(order, state, items)
    plan: dict[str, object] = {
        "gid": state.gid,
        "items": [[item, units] for item, units in sorted(chosen.items())],
        "carrier": company,
        "number": tracking,
        "made_by": SELLER,
    }
    plan_by_seller(order_id, row.account_id, VERB, SELLER, plan, "shipped from the app")
    return Started(
        order_id,
        "shopify",
        "Fulfilled in Shopify at the next sync; Amazon is told right after.",
        "" if mapped else f"What Amazon calls {company!r} is not known yet; it will ask.",
    )


def left_to_ship(order_id: int) -> dict[str, int]:
    """Units by Amazon item that Shopify has not fulfilled. Raises BadInput."""
    return _left(shop_side_of(order_id))


def _row(order_id: int) -> OrderRow:
    rows = order_list.rows([order_id])
    if not rows:
        raise LookupError(f"there is no order {order_id}")
    return rows[0]


def _check_order(order: Order, state: ShopState, order_id: int) -> None:
    if order.status not in _TO_SHIP:
        words = f"Amazon's status is {order.raw_status or order.status.value}."
        raise BadInput("order", words, "Only what is unshipped can be shipped.")
    if state.cancelled_at is not None:
        raise BadInput("order", "It is cancelled in Shopify.", "Cancel it on Amazon as well.")
    if _is_held(order_id):
        cure = "Decline the wish first, or accept it."
        raise BadInput("order", "It is on hold: the buyer asked to cancel.", cure)


def _is_held(order_id: int) -> bool:
    """Whether our hold stands, in the words of the last hold or release."""
    last = last_hold_move(order_id)
    return last is not None and last.verb == "hold_in_shopify"


def _check_number(
    row: OrderRow, order: Order, company: str, number: str, *, as_it_stands: bool
) -> bool:
    """Whether Amazon's name of the carrier is known. Raises BadInput."""
    rules = back_rules(row.account_id, order.marketplace_id).shipment
    without = order.service_level in rules.without_tracking_services
    if not number and rules.hold_without_tracking and not without:
        raise BadInput("--number", "is missing.", "Give the tracking number.")
    if number and not company:
        found = ", ".join(guess(number)[:3])
        raise BadInput(
            "--carrier", "is missing.", f"It looks like: {found or 'none that is known'}."
        )
    known = amazon_carrier(row.account_id, order.marketplace_id, company)
    if number and known is not None and not as_it_stands and not fits(known[0], number):
        found = ", ".join(guess(number)[:3])
        like = f" It looks like {found}." if found else ""
        words = f"{number!r} does not look like a number of {company}.{like}"
        raise BadInput("--number", words, "Correct it, or send it as it stands.")
    return known is not None or not number


def _chosen(order: Order, state: ShopState, items: Mapping[str, int] | None) -> dict[str, int]:
    left = _left(state)
    if not left:
        raise BadInput("order", "Everything of it is fulfilled in Shopify.", "Nothing is to ship.")
    if items is None:
        return left
    for item, units in items.items():
        if not 0 < units <= left.get(item, 0):
            words = f"{units} of {item[:40]!r} are not left; {left.get(item, 0)} are."
            raise BadInput("--item", words, "Give what is left.")
    return dict(items)


def _left(state: ShopState) -> dict[str, int]:
    return items_of(state.lines, [(line.gid, line.unfulfilled) for line in state.lines])


def _line(text: str, field: str) -> str:
    words = " ".join(text.split())
    if len(words) > _LONGEST or not words.isprintable():
        raise BadInput(field, "is too long, or holds what cannot be printed.", "Shorten it.")
    return words
