"""The merchant's own life, where the knob `life` asks for it: drawn by the seed, as time passes."""

from random import Random

from desktop.sandbox.shopify.fulfilling import deliver, fulfil, read_tracking
from desktop.sandbox.shopify.packing import can_send
from desktop.sandbox.shopify.records import Order
from desktop.sandbox.shopify.refund_sums import money_left
from desktop.sandbox.shopify.refunding import Goods, Plan, make_refund, price_of, spread
from desktop.sandbox.shopify.shop import Shop

_MOST_AT_ONCE = 50
_CARRIERS = (
    ("UPS", "1Z{:016d}"),
    ("USPS", "94{:020d}"),
    ("FedEx", "{:012d}"),
    ("DHL Express", "{:010d}"),
)


def live(shop: Shop) -> None:
    """Do what the merchant would have done since the last time."""
    rate = shop.knobs.number("life")
    now = shop.now()
    if rate <= 0 or shop.lived_until is None:
        shop.lived_until = now if rate > 0 else None
        return
    step = shop.timing.here(60 / rate)
    due = min(int((now - shop.lived_until) / step), _MOST_AT_ONCE)
    if due:
        shop.lived_until = now
    for _ in range(due):
        _do_something(shop, shop.life)


def _do_something(shop: Shop, dice: Random) -> None:
    orders = [order for order in shop.orders.values() if order.cancelled_at is None]
    if not orders:
        return
    order = dice.choice(orders)
    chance = dice.random()
    if chance < 0.75:
        _pack(shop, order, dice)
    elif chance < 0.9:
        _deliver(shop, order)
    else:
        _refund(shop, order, dice)


def _pack(shop: Shop, order: Order, dice: Random) -> None:
    """A package with all, or with some, of what one location has of the order."""
    packing = next((each for each in order.to_pack if can_send(each)), None)
    if packing is None:
        return
    part = [(pack, pack.remaining_quantity) for pack in packing.lines if pack.remaining_quantity]
    if dice.random() < 0.2:
        pack, units = dice.choice(part)
        part = [(pack, dice.randint(1, units))]
    company, form = dice.choice(_CARRIERS)
    number = form.format(dice.randrange(10**9))
    tracking = read_tracking({"company": company, "number": number})
    fulfil(shop, order, [(packing, part)], tracking, "merchant", notify=False)


def _deliver(shop: Shop, order: Order) -> None:
    for shipment in order.shipments:
        if shipment.status == "SUCCESS" and shipment.display_status != "DELIVERED":
            deliver(shop, order, shipment)
            return


def _refund(shop: Shop, order: Order, dice: Random) -> None:
    """One unit of a line that was sent; the goods stay with the buyer."""
    lines = [line for line in order.lines if line.fulfilled_quantity and line.refundable_quantity]
    if not lines:
        return
    goods = (Goods(dice.choice(lines), 1),)
    amount = min(price_of(order, Plan(goods)), money_left(order)[1])
    if amount > 0:
        plan = Plan(goods, payments=spread(order, amount), note="Damaged", by="merchant")
        make_refund(shop, order, plan)
