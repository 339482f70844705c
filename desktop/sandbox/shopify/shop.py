"""The shop itself: what it holds, its numbers, its clock and what is visible to whom when."""

import random
from collections import deque
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from desktop.sandbox.seeds import CatalogueItem, ShopSeed
from desktop.sandbox.shopify.knobs import Knobs
from desktop.sandbox.shopify.order_index import OrderIndex
from desktop.sandbox.shopify.records import (
    Customer,
    Definition,
    Fulfillment,
    InventoryItem,
    Location,
    Metafield,
    Order,
    Product,
    Variant,
    gid,
)
from desktop.sandbox.shopify.records_back import FulfillmentOrder, Job, Refund, UsedKey
from desktop.sandbox.timing import SandboxTime

_SIXTY_DAYS = 60 * 86_400
_FIRST_ORDER_NUMBER = 1001


class Shop:
    """All state of one shop. Not safe for several threads: its part holds a lock."""

    def __init__(
        self,
        seed_shop: ShopSeed,
        catalogue: Sequence[CatalogueItem],
        timing: SandboxTime,
        seed: int,
    ) -> None:
        self.facts = seed_shop
        self.timing = timing
        self.random = random.Random(f"shopify {seed}")  # noqa: S311
        self.knobs = Knobs(
            trial=seed_shop.trial, static_token=f"shpat_{self.random.getrandbits(128):032x}"
        )
        self.life = random.Random(f"shopify life {seed}")  # noqa: S311
        self.lived_until: float | None = None
        self.created_at = timing.now() - 400 * 86_400
        self._numbers: dict[str, int] = {}
        self.locations: dict[int, Location] = {}
        self.products: dict[int, Product] = {}
        self._by_title: dict[str, Product] = {}
        self.catalogue_changes = 0
        self.variants: dict[int, Variant] = {}
        self.orders: dict[int, Order] = {}
        self.parts: dict[str, FulfillmentOrder | Fulfillment | Refund] = {}
        self.jobs: dict[int, Job] = {}
        self.keys: dict[str, UsedKey] = {}
        self.customers: dict[int, Customer] = {}
        self.definitions: dict[tuple[str, str, str], Definition] = {}
        self.metafields: dict[tuple[str, str, str], Metafield] = {}
        self.unique: dict[tuple[str, str, str, str], tuple[int, float]] = {}
        self.index = OrderIndex()
        self.created_times: deque[float] = deque()
        self.next_order_number = _FIRST_ORDER_NUMBER
        self._open_locations()
        for item in catalogue:
            self.add_variant(item)

    @property
    def id(self) -> str:
        """The shop's global ID."""
        return gid("Shop", 70_100_200_300)

    def now(self) -> float:
        """UTC seconds."""
        return self.timing.now()

    def number(self, kind: str) -> int:
        """The next number of a kind of record; the same run gives the same numbers."""
        start = 1_000_000 * (1 + len(self._numbers)) + 5_000_000_000_000
        self._numbers[kind] = self._numbers.setdefault(kind, start) + 1
        return self._numbers[kind]

    def _open_locations(self) -> None:
        address: dict[str, str | None] = {"countryCode": self.facts.country, "city": "Portside"}
        for name, active, online in (
            (f"{self.facts.name} warehouse", True, True),
            ("Amazon warehouses", True, False),
            ("Old storage", False, False),
        ):
            number = self.number("Location")
            self.locations[number] = Location(
                number, name, address, self.created_at, active, online, updated_at=self.created_at
            )

    def add_variant(self, item: CatalogueItem) -> Variant:
        """Put one more variant on sale, under the product of its title."""
        now = self.now()
        product = self._by_title.get(item.title)
        if product is None:
            handle = "-".join(item.title.lower().split())
            number = self.number("Product")
            product = Product(number, item.title, handle, self.facts.name, now, now)
            self.products[number] = self._by_title[item.title] = product
        sku = item.sku or None
        stock = InventoryItem(self.number("InventoryItem"), sku, now, now)
        product.forms += 1
        variant = Variant(
            self.number("ProductVariant"), product, stock,
            item.variant_title or "Default Title", Decimal(item.price), item.currency,
            item.inventory, now, now, sku, item.barcode or None, product.forms,
        )  # fmt: skip
        self.variants[variant.legacy_resource_id] = variant
        self.catalogue_changes += 1
        return variant

    def variant_of_sku(self, sku: str) -> Variant:
        """The first variant of exactly that SKU. Raises ValueError where there is none."""
        for variant in self.variants.values():
            if variant.sku == sku:
                return variant
        raise ValueError(f"no variant has SKU {sku!r}")

    def order_sees(self, order: Order) -> bool:
        """Whether an app with the granted scopes may see an order of that age."""
        return (
            "read_all_orders" not in self.knobs.texts("scopes_missing")
            or order.created_at >= self.now() - _SIXTY_DAYS
        )

    def find_order(self, number: int) -> Order | None:
        """An order by its number, where it is there and visible."""
        order = self.orders.get(number)
        return order if order is not None and self.order_sees(order) else None

    def changed(self, order: Order, at: float | None = None) -> None:
        """Mark an order as changed (UTC seconds, now); searches learn of it after the lag."""
        moment = self.now() if at is None else at
        order.updated_at = max(order.updated_at, moment)
        self.index.note(order, moment + self._lag())

    def register(self, record: FulfillmentOrder | Fulfillment | Refund) -> None:
        """Let a part of an order be found by its global ID."""
        self.parts[record.id] = record

    def find_part(self, global_id: str) -> tuple[Order, Any] | None:
        """A part of an order that is there and visible, with that order."""
        record = self.parts.get(global_id.partition("?")[0])
        order = self.find_order(record.order_number) if record is not None else None
        return (order, record) if order is not None else None

    def settle(self) -> None:
        """Do the work of jobs whose time has come, as of that time."""
        for job in [each for each in self.jobs.values() if not each.done]:
            if job.due <= self.now():
                job.done = True
                if job.order_number in self.orders:
                    job.finish(job.due)

    def keep(self, order: Order) -> None:
        """Take a new order in."""
        self.orders[order.legacy_resource_id] = order
        for shipment in order.shipments:
            self.register(shipment)
        self.index.note(order, self.now() + self._lag())

    def delete_order(self, order: Order) -> None:
        """Remove an order and the unique values it held."""
        number = order.legacy_resource_id
        del self.orders[number]
        self.index.forget(number, self.now() + self._lag())
        self.unique = {key: held for key, held in self.unique.items() if held[0] != number}

    def _lag(self) -> float:
        return self.timing.here(self.knobs.number("search_lag_s"))

    def may_create(self) -> bool:
        """Whether a trial shop takes one more order in this minute."""
        since = self.now() - self.timing.here(60)
        while self.created_times and self.created_times[0] <= since:
            self.created_times.popleft()
        if not self.knobs.flag("trial"):
            return True
        return len(self.created_times) < self.knobs.number("trial_orders_per_minute")

    def definition(self, owner_type: str, namespace: str, key: str) -> Definition | None:
        """The definition of a metafield, where there is one."""
        return self.definitions.get((owner_type, namespace, key))

    def put_metafield(
        self, owner: tuple[str, str], namespace: str, key: str, kind: str, value: str
    ) -> Metafield:
        """Write a metafield of an owner (type, global ID); its checks are done already."""
        owner_type, owner_id = owner
        now = self.now()
        place = (owner_id, namespace, key)
        old = self.metafields.get(place)
        definition = self.definition(owner_type, namespace, key)
        if old is not None and definition is not None and definition.unique:
            self.unique.pop((owner_type, namespace, key, old.value), None)
        if old is None:
            number = self.number("Metafield")
            old = Metafield(number, owner_id, owner_type, namespace, key, kind, value, now, now)
            self.metafields[place] = old
        old.type, old.value, old.updated_at = kind, value, now
        if definition is not None and definition.unique:
            holder = int(owner_id.rsplit("/", 1)[1])
            self.unique[owner_type, namespace, key, value] = (holder, now)
        return old

    def metafields_of(self, owner_id: str) -> list[Metafield]:
        """All metafields of an owner."""
        return [field for field in self.metafields.values() if field.owner_id == owner_id]

    def request_id(self) -> str:
        """A request ID in the service's form."""
        return f"{self.random.getrandbits(128):032x}-{int(self.now())}"

    def as_owner(self, owner_id: str) -> tuple[str, Any] | None:
        """Owner type and record behind a global ID that can have metafields."""
        if owner_id == self.id:
            return "SHOP", self
        kind, _, number = owner_id.removeprefix("gid://shopify/").partition("/")
        if kind == "Order" and number.isdecimal():
            order = self.find_order(int(number))
            return ("ORDER", order) if order else None
        return None
