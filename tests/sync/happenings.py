"""What a seller, buyers and Amazon do with orders on both sides, drawn from one seed."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

from desktop.actions.bad_input import BadInput as NotNow
from desktop.actions.cancel_wish import accept_wish, decline_wish
from desktop.actions.retry import retry_rows
from desktop.models import order_list
from desktop.rows import OrderFilter, SortKey
from desktop.sandbox.faults import BadInput
from desktop.sandbox.run import Sandbox
from tests.sync.case import packs_of
from tests.sync.simulated import Fate

_REASONS = ("CUSTOMER", "INVENTORY", "FRAUD", "OTHER")


class Happenings:
    """Chooses an order and lets something happen to it; what cannot be does not."""

    def __init__(self, sandbox: Sandbox, fate: Fate) -> None:
        self._sandbox, self._fate, self._dice = sandbox, fate, fate.dice
        self._numbers = 0
        self.happened: list[tuple[str, str]] = []
        self.both: dict[str, list[Decimal]] = defaultdict(list)  # given back by hand on both sides
        self._kinds: tuple[tuple[int, Callable[[str], object]], ...] = (
            (8, self._fulfil),
            (4, self._correct),
            (3, self._take_back),
            (4, self._ship_on_amazon),
            (2, self._ship_a_part_on_amazon),
            (3, self._refund_lines),
            (2, self._refund_flat),
            (2, self._refund_whole),
            (3, self._refund_on_amazon),
            (1, self._refund_on_both),
            (2, self._cancel_in_shopify),
            (2, self._cancel_on_amazon),
            (2, self._cancel_a_part_on_amazon),
            (2, self._remove_line),
            (2, self._hold),
            (2, self._release),
            (3, self._wish),
            (1, self._withdraw_wish),
            (3, self._answer_wish),
            (2, self._deliver),
            (2, self._retry),
        )

    def one(self) -> None:
        """One thing happens, or cannot."""
        keys = [head.key for head in self._sandbox.amazon.store if head.status != "PENDING"]
        # a few orders live through most of it
        key = self._dice.choice(keys[: max(8, len(keys) // 2)])
        deeds = [deed for weight, deed in self._kinds for _ in range(weight)]
        deed = self._dice.choice(deeds)
        with suppress(BadInput, ValueError, NotNow, LookupError):
            deed(key)
            self.happened.append((deed.__name__.strip("_"), key))

    def _shop(self, kind: str, key: str, **body: Any) -> dict[str, Any]:
        return self._sandbox.shopify.event(f"shopify.{kind}", {"order": key, **body})

    def _amazon(self, kind: str, key: str, **body: Any) -> dict[str, Any]:
        return self._sandbox.events.happen(f"amazon.{kind}", {"order_id": key, **body})

    def _number(self) -> str:
        self._numbers += 1
        return f"1Z999AA1{self._numbers:010d}"

    def _tracking(self) -> dict[str, Any]:
        chance = self._dice.random()
        if chance < 0.1:
            return {"company": "UPS"}  # the number comes later, or never
        if chance < 0.2:
            return {"company": "Bike Riders", "number": self._number()}
        if chance < 0.35:
            return {"company": "UPS", "numbers": [self._number(), self._number()]}
        return {"company": "UPS", "number": self._number()}

    def _lines(self, key: str, left: str) -> dict[str, int]:
        """Some units of one line that has some left."""
        lines = [one for one in self._entry(key)["lines"] if one[left] > 0]
        line = self._dice.choice(lines or [{"line_id": "none", left: 1}])
        return {line["line_id"]: self._dice.randint(1, line[left])}

    def _entry(self, key: str) -> dict[str, Any]:
        for one in self._sandbox.shopify.ledger():
            if one["source_identifier"] == key:
                return one
        raise LookupError(key)

    def _made(self, key: str) -> list[str]:
        """The fulfilments that stand, the merchant's own and ours."""
        return [one["id"] for one in self._entry(key)["fulfillments"] if one["status"] == "SUCCESS"]

    def _fulfil(self, key: str) -> None:
        lines = {"lines": self._lines(key, "unfulfilled")} if self._dice.random() < 0.5 else {}
        self._shop("fulfil", key, **lines, **self._tracking())

    def _correct(self, key: str) -> None:
        made = self._made(key)
        if made:
            chosen = self._dice.choice(made)
            self._shop(
                "update_tracking", key, fulfillment=chosen, company="UPS", number=self._number()
            )

    def _take_back(self, key: str) -> None:
        made = self._made(key)
        if made:
            self._shop("cancel_fulfillment", key, fulfillment=self._dice.choice(made))

    def _ship_on_amazon(self, key: str) -> None:
        self._amazon("ship", key, carrier="UPS", tracking=self._number())

    def _ship_a_part_on_amazon(self, key: str) -> None:
        by = self._dice.choice(("seller_central", "buy_shipping"))
        some = dict.fromkeys(self._open_items(key)[:1], 1)
        self._amazon("ship", key, carrier="UPS", tracking=self._number(), items=some, by=by)

    def _open_items(self, key: str) -> list[str]:
        """Amazon's items of which something is to ship, in some order."""
        head = self._sandbox.amazon.store.head(key)
        assert head is not None
        items = self._sandbox.amazon.store.body(head)["orderItems"]
        found = [str(one["orderItemId"]) for one in items
                 if one.get("fulfillment", {}).get("quantityUnfulfilled")]  # fmt: skip
        self._dice.shuffle(found)
        return found

    def _refund_lines(self, key: str) -> None:
        shipping = {"shipping": True} if self._dice.random() < 0.3 else {}
        self._shop("refund", key, lines=self._lines(key, "refundable"), **shipping)

    def _refund_flat(self, key: str) -> None:
        self._shop("refund", key, amount=self._dice.choice(("1.00", "3.50")))

    def _refund_whole(self, key: str) -> None:
        self._shop("refund", key)

    def _refund_on_amazon(self, key: str) -> None:
        some = self._dice.choice(({}, {"amount": "2.00"}))
        self._amazon("refund", key, lag_h=self._dice.choice((0, 0.05, 3)), **some)

    def _refund_on_both(self, key: str) -> None:
        """The seller gives the same units back on both sides by hand, Amazon's books say so at
        once. Another item of the same price would not be the same."""
        made = self._shop("refund", key, lines=self._lines(key, "refundable"))["refunds"][-1]
        (line,) = made["lines"]
        item, _, pack = packs_of(self._entry(key))[line["line_id"]]
        same = {"item_id": item, "quantity": line["quantity"] // pack}
        parts = {"principal": line["subtotal"], "tax": line["tax"]}
        try:
            self._amazon("refund", key, lag_h=0, items=[{**same, **parts}])
        except BadInput:  # where prices hold the tax, Amazon knows of none
            self._amazon("refund", key, lag_h=0, items=[{**same, "principal": made["total"]}])
        self.both[key].append(Decimal(made["total"]))

    def _cancel_in_shopify(self, key: str) -> None:
        self._shop("cancel", key, reason=self._dice.choice(_REASONS))

    def _cancel_on_amazon(self, key: str) -> None:
        self._amazon("cancel", key, by=self._dice.choice(("BUYER", "SELLER", "AMAZON")))

    def _cancel_a_part_on_amazon(self, key: str) -> None:
        some = dict.fromkeys(self._open_items(key)[:1], 1)
        self._amazon("cancel", key, by="SELLER", items=some)

    def _remove_line(self, key: str) -> None:
        self._shop("remove_line", key, lines=self._lines(key, "unfulfilled"))

    def _hold(self, key: str) -> None:
        self._shop("hold", key)

    def _release(self, key: str) -> None:
        """The merchant releases what the merchant holds, and leaves the app's hold."""
        mine = all(
            hold["made_by"] != "app"
            for packing in self._entry(key)["fulfillment_orders"]
            for hold in packing["holds"]
        )
        if mine:
            self._shop("release_hold", key)

    def _wish(self, key: str) -> None:
        if self._sandbox.amazon.store.head(key).status != "UNSHIPPED":  # type: ignore[union-attr]
            raise LookupError(key)
        self._amazon("cancel_wish", key)

    def _withdraw_wish(self, key: str) -> None:
        self._amazon("cancel_wish", key, withdraw=True)

    def _answer_wish(self, key: str) -> None:
        rows = order_list.page(OrderFilter(), SortKey.CREATED, True, None, 500).rows
        wishing = [row.id for row in rows if row.cancel_wish and row.shopify_order_id]
        if wishing:
            self._dice.choice((accept_wish, decline_wish))(self._dice.choice(wishing))

    def _deliver(self, key: str) -> None:
        self._dice.choice((self._shop, self._amazon))("deliver", key)

    def _retry(self, key: str) -> None:
        """The seller tries all that failed of an order again, whatever it is."""
        rows = order_list.page(OrderFilter(), SortKey.CREATED, True, None, 500).rows
        retry_rows([row for row in rows if row.amazon_order_id == key])
