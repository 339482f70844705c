"""What is to pack: fulfilment orders are opened, split, moved, and lose units that nobody sends."""

from desktop.sandbox.shopify.records import LineItem, Location, Order
from desktop.sandbox.shopify.records_back import FulfillmentOrder, PackLine
from desktop.sandbox.shopify.shop import Shop

Part = list[tuple[PackLine, int]]
_OPEN = ("OPEN", "IN_PROGRESS")


def begin(shop: Shop, order: Order) -> None:
    """Give a new order to the first location that fulfils; what was sent with it is packed."""
    sent = order.shipments[0] if order.shipments else None
    place = sent.location_number if sent else first_location(shop).legacy_resource_id
    made = open_one(shop, order, place, [(line, line.quantity) for line in order.lines])
    for pack in made.lines:
        pack.remaining_quantity = pack.line_item.unfulfilled_quantity
    if sent is not None:
        units = [(pack.legacy_resource_id, pack.total_quantity) for pack in made.lines]
        sent.parcels = [(made, units)]
    order.to_pack.append(made)


def first_location(shop: Shop) -> Location:
    """Where orders go by themselves."""
    held = [place for place in shop.locations.values() if place.is_active]
    online = [place for place in held if place.fulfills_online_orders]
    return (online or held or list(shop.locations.values()))[0]


def open_one(
    shop: Shop, order: Order, location: int, units: list[tuple[LineItem, int]]
) -> FulfillmentOrder:
    """A fulfilment order that is not on the order yet."""
    now = shop.now()
    lines = [
        PackLine(shop.number("FulfillmentOrderLineItem"), line, count, count)
        for line, count in units
    ]
    number = shop.number("FulfillmentOrder")
    made = FulfillmentOrder(number, order.legacy_resource_id, location, lines, now, now)
    shop.register(made)
    return made


def actions(packing: FulfillmentOrder) -> list[str]:
    """What can be done with it."""
    status = packing.status
    if status == "CLOSED":
        return []
    if status == "ON_HOLD":
        return ["RELEASE_HOLD", "HOLD", "MOVE"]
    if status == "SCHEDULED":
        return ["MARK_AS_OPEN", "MOVE"]
    done = ["CREATE_FULFILLMENT", "REPORT_PROGRESS", "HOLD"]
    done += [] if packing.progress_reported else ["MOVE"]
    return [*done, "SPLIT"] if packing.remaining > 1 else done


def can_send(packing: FulfillmentOrder) -> bool:
    """Whether it may be fulfilled as it stands."""
    return packing.status in _OPEN


def split(shop: Shop, order: Order, packing: FulfillmentOrder, part: Part) -> FulfillmentOrder:
    """Take these units into a fulfilment order of their own, at the same location."""
    made = open_one(
        shop,
        order,
        packing.location_number,
        [(line.line_item, units) for line, units in part if units],
    )
    for line, units in part:
        line.total_quantity -= units
        line.remaining_quantity -= units
    packing.lines = [line for line in packing.lines if line.total_quantity]
    packing.updated_at = made.updated_at
    made.progress_reported = packing.progress_reported
    order.to_pack.append(made)
    return made


def move(
    shop: Shop, order: Order, packing: FulfillmentOrder, part: Part, location: int
) -> tuple[FulfillmentOrder, FulfillmentOrder | None]:
    """Let another location pack this part; what moved, and what remains where it was."""
    whole = sum(units for _, units in part) == sum(line.total_quantity for line in packing.lines)
    moved = packing if whole else split(shop, order, packing, part)
    moved.location_number = location
    moved.updated_at = shop.now()
    remains = packing if not whole and packing.remaining else None
    return moved, remains


def take_out(order: Order, line: LineItem, units: int, at: float) -> None:
    """Nobody is to pack these units of a line any more; the newest fulfilment orders lose first."""
    line.removed_quantity += units
    for packing in reversed(order.to_pack):
        for pack in packing.lines:
            taken = min(units, pack.remaining_quantity) if pack.line_item is line else 0
            pack.remaining_quantity -= taken
            pack.total_quantity -= taken
            units -= taken
            packing.updated_at = at if taken else packing.updated_at


def put_back(
    shop: Shop, order: Order, packing: FulfillmentOrder, units: list[tuple[PackLine, int]]
) -> None:
    """Units whose fulfilment was cancelled are to pack again; a closed one stays closed."""
    if packing.status != "CLOSED":
        for pack, count in units:
            pack.remaining_quantity += count
        packing.updated_at = shop.now()
        return
    again = [(pack.line_item, count) for pack, count in units if count]
    for pack, count in units:
        pack.total_quantity -= count
    if again:
        order.to_pack.append(open_one(shop, order, packing.location_number, again))


def refresh(order: Order) -> None:
    """Work out anew what the order shows of its fulfilment."""
    left = sum(line.unfulfilled_quantity for line in order.lines)
    sent = sum(line.fulfilled_quantity for line in order.lines)
    standing = {packing.status for packing in order.to_pack} - {"CLOSED"}
    if not left:
        status = "FULFILLED" if sent else "FULFILLMENT_NOT_REQUIRED"
    elif sent:
        status = "PARTIALLY_FULFILLED"
    elif len(standing) == 1 and standing <= {"ON_HOLD", "SCHEDULED", "IN_PROGRESS"}:
        status = standing.pop()
    else:
        status = "UNFULFILLED"
    order.display_fulfillment_status = status
