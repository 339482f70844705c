"""What can be made to happen on the Amazon side, by a test, a trainer or the clock."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

from desktop.sandbox.amazon.cancelling import cancel
from desktop.sandbox.amazon.ground import items_of, shipped_units
from desktop.sandbox.amazon.heads import head_of
from desktop.sandbox.amazon.params import STATUSES
from desktop.sandbox.amazon.part import AmazonPart
from desktop.sandbox.amazon.store import Head, Order
from desktop.sandbox.amazon.totals import dig
from desktop.sandbox.dice import dice
from desktop.sandbox.events_back import BackEvents
from desktop.sandbox.faults import BadInput, Faults
from desktop.sandbox.timing import iso_ms
from desktop.sandbox.world.maker import WorldMaker
from desktop.sandbox.world.parcels import fulfilled_quantities, package_list

Body = dict[str, Any]


class AmazonEvents:
    """Changes orders in the store; each change counts as an update made now."""

    def __init__(
        self, part: AmazonPart, maker: WorldMaker | None, faults: Faults | None = None
    ) -> None:
        """Without a `maker` (a loaded world) new orders must be given whole."""
        self.part = part
        self._maker = maker
        self._next = maker.count if maker is not None else 0
        self._back = BackEvents(part, faults)
        self._looked_back = 0
        self._kinds: dict[str, Callable[[Body], Body]] = {
            "amazon.new_order": self._new_order,
            "amazon.status": self._status,
            "amazon.cancel_wish": self._cancel_wish,
            "amazon.cancel": self._cancel,
            "amazon.set_field": self._set_field,
            "amazon.remove_field": self._remove_field,
            "amazon.expire_tokens": self._expire_tokens,
            "amazon.use_up_quota": self._use_up_quota,
            **self._back.kinds,
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """All that can happen."""
        return tuple(self._kinds)

    def happen(self, kind: str, body: Body) -> Body:
        """Do it. Raises BadInput naming the field that is wrong."""
        self.part.ground.settle()
        return self._kinds[kind](body)

    def arrive(self) -> Head | None:
        """The next order of the world's making; None where the world was loaded."""
        if self._maker is None:
            return None
        at = max(self._now_ms(), self.part.store.next_update)  # two in one millisecond differ
        head = self._maker.head(self._next, created=at)
        self._next += 1
        return self._keep(head, self._maker.body(head))

    def move_on(self) -> Head | None:
        """The oldest pending order is paid, or the oldest open FBA order leaves."""
        for head in self.part.store:
            if head.status == "PENDING" and self._maker is not None and head.index >= 0:
                paid = replace(head, status="UNSHIPPED")
                return self._keep(paid, self._maker.body(paid))
        for head in self.part.store:
            if head.status == "UNSHIPPED" and head.fulfilled_by == "AMAZON":
                return self._change_status(head, "SHIPPED")
        return None

    def look_back(self) -> Head | None:
        """The oldest parcel under way arrives; with every second one its buyer gets money back."""
        head = self._back.under_way()
        if head is None:
            return None
        self.part.ground.settle()
        self._looked_back += 1
        self._kinds["amazon.deliver"]({"order_id": head.key})
        if self._looked_back % 2 == 0:
            self._back.give_back_some(head)
        return self.part.store.head(head.key)

    def _new_order(self, body: Body) -> Body:
        order = body.get("order")
        if order is None:
            arrived = self.arrive()
            if arrived is None:
                raise BadInput("order: give the whole order, this world was loaded from a file")
            return _told(arrived)
        if not isinstance(order, dict) or not isinstance(order.get("orderId"), str):
            raise BadInput("order.orderId: give an Order object with its ID")
        head = head_of(order, order["orderId"], self._now_ms())
        return _told(self._keep(head, {"createdTime": iso_ms(self._now_ms()), **order}))

    def _status(self, body: Body) -> Body:
        head, status = self._head(body), body.get("status")
        if status not in STATUSES:
            raise BadInput(f"status: give one of {', '.join(STATUSES)}")
        return _told(self._change_status(head, str(status)))

    def _change_status(self, head: Head, status: str) -> Head:
        changed = replace(head, status=status)
        if head.status == "PENDING" and self._maker is not None and head.index >= 0:
            order = deepcopy(self._maker.body(changed))
        else:
            order = deepcopy(self.part.store.body(head))
        fulfillment = order.setdefault("fulfillment", {})
        fulfillment["fulfillmentStatus"] = status
        _book_quantities(order, changed)
        return self._keep(changed, order)

    def _cancel_wish(self, body: Body) -> Body:
        head = self._head(body)
        order = deepcopy(self.part.store.body(head))
        reason = str(body.get("reason", "Ordered by mistake"))
        for item in order.get("orderItems", []):
            if body.get("withdraw") is True:
                item.get("cancellation", {}).pop("cancellationRequest", None)
                continue
            wish = {"requester": "BUYER", "cancelReason": reason}
            item.setdefault("cancellation", {})["cancellationRequest"] = wish
        return _told(self._keep(head, order))

    def _cancel(self, body: Body) -> Body:
        head, by = self._head(body), str(body.get("by", "BUYER"))
        reason = str(body.get("reason", "Cancelled"))
        order = self.part.store.body(head)
        deeds = self.part.ground.deeds.of(head.key, order)
        if any(not package.shown for package in deeds.packages.values()):
            raise BadInput("order_id: the order was shipped, which it does not show yet")
        items = body.get("items")
        if items is None and any(shipped_units(order, deeds).values()):
            items = self._open_units(order)  # what left stays; only the rest is cancelled
        if items is not None:
            return _told(self._cancel_part(head, items, by, reason))
        now = self.part.now()
        cancel(self.part.ground, head.key, by=by, reason=reason, via="event", at=now)
        return _told(self._head(body))

    def _open_units(self, order: Order) -> dict[str, int]:
        left = {key: int(dig(item, "fulfillment", "quantityUnfulfilled") or 0)
                for key, item in items_of(order).items()}  # fmt: skip
        if not any(left.values()):
            raise BadInput("order_id: the whole order was shipped")
        return {key: units for key, units in left.items() if units}

    def _cancel_part(self, head: Head, units: Any, by: str, reason: str) -> Head:
        """Fewer units than ordered; an item of which none is left says that it was cancelled."""
        order = deepcopy(self.part.store.body(head))
        items = items_of(order)
        good = isinstance(units, dict) and all(isinstance(one, int) for one in units.values())
        if not good or not units or units.keys() - items.keys():
            raise BadInput('items: give {"<order item ID>": units to cancel}')
        for item_id, gone in units.items():
            item, fields = items[item_id], items[item_id].setdefault("fulfillment", {})
            still_open = int(fields.get("quantityUnfulfilled") or 0)
            if not 0 < gone <= still_open:
                raise BadInput(f"items: {item_id} has {still_open} units open")
            item["quantityOrdered"] -= gone
            fields["quantityUnfulfilled"] = still_open - gone
            if not item["quantityOrdered"]:
                done = {"cancelledBy": by, "cancelReason": reason}
                item.setdefault("cancellation", {})["cancellationExecution"] = done
        if not any(int(item.get("quantityOrdered") or 0) for item in items.values()):
            raise BadInput("items: that is the whole order; leave items out")
        if head.status == "PARTIALLY_SHIPPED" and not _is_open(order):
            order.setdefault("fulfillment", {})["fulfillmentStatus"] = "SHIPPED"
            head = replace(head, status="SHIPPED")
        return self._keep(head, order)

    def _set_field(self, body: Body) -> Body:
        if "value" not in body:
            raise BadInput("value: give the new value")
        return self._at_path(body, lambda parent, name: _assign(parent, name, body["value"]))

    def _remove_field(self, body: Body) -> Body:
        return self._at_path(body, _delete)

    def _at_path(self, body: Body, change: Callable[[Any, Any], None]) -> Body:
        head, path = self._head(body), body.get("path")
        if not isinstance(path, str) or not path:
            raise BadInput('path: give one such as "recipient.deliveryAddress.phone"')
        order = deepcopy(self.part.store.body(head))
        *way, last = (int(name) if name.isdigit() else name for name in path.split("."))
        parent: Any = order
        try:
            for name in way:
                parent = parent[name]
            change(parent, last)
        except (KeyError, IndexError, TypeError):
            raise BadInput(f"path: {path} leads nowhere in this order") from None
        return _told(self._keep(_indexed_anew(head, order), order))

    def _expire_tokens(self, _body: Body) -> Body:
        self.part.lwa.expire_all()
        return {}

    def _use_up_quota(self, _body: Body) -> Body:
        self.part.quota.empty()
        return {}

    def _head(self, body: Body) -> Head:
        order_id = body.get("order_id")
        head = self.part.store.head(order_id) if isinstance(order_id, str) else None
        if head is None:
            raise BadInput(f"order_id: no order {order_id!r} here")
        return head

    def _keep(self, head: Head, order: Order) -> Head:
        return self.part.ground.keep(head, order)

    def _now_ms(self) -> int:
        return int(self.part.now() * 1000)


def _is_open(order: Order) -> bool:
    return any(dig(item, "fulfillment", "quantityUnfulfilled") for item in items_of(order).values())


def _book_quantities(order: Order, head: Head) -> None:
    """What is shipped follows from the status, and a shipped FBM order has a package."""
    items = [item for item in order.get("orderItems", []) if isinstance(item, dict)]
    ordered = [int(item.get("quantityOrdered") or 0) for item in items]
    shipped = fulfilled_quantities(ordered, head.status) if items else []
    for item, units, gone in zip(items, ordered, shipped, strict=True):
        fields = item.setdefault("fulfillment", {})
        fields["quantityFulfilled"] = gone
        fields["quantityUnfulfilled"] = 0 if head.status == "CANCELLED" else units - gone
    if head.fulfilled_by != "AMAZON" and any(shipped) and not order.get("packages"):
        ids = [str(item.get("orderItemId", "")) for item in items]
        order["packages"] = package_list(dice(7, len(head.key), sum(ordered)), head, shipped, ids)


def _indexed_anew(head: Head, order: Order) -> Head:
    now = head_of(order, head.key, head.updated)
    return replace(
        head, status=now.status, fulfilled_by=now.fulfilled_by, marketplace=now.marketplace
    )


def _assign(parent: Any, name: Any, value: Any) -> None:
    parent[name] = value


def _delete(parent: Any, name: Any) -> None:
    del parent[name]


def _told(head: Head) -> Body:
    return {"amazon_order_id": head.key, "status": head.status, "updated": iso_ms(head.updated)}
