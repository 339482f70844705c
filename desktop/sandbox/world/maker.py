"""Makes the orders of the made-up shop: heads at once, bodies when one is looked at.

Which failure an order is made to meet follows from its number (modulo 100), so that every run of
a hundred orders holds the same documented share of each; see `TROUBLES`.
"""

from dataclasses import dataclass
from random import Random

from desktop.sandbox.amazon.store import Head, Order
from desktop.sandbox.dice import dice
from desktop.sandbox.seeds import CatalogueItem
from desktop.sandbox.world.body import BodyMaker
from desktop.sandbox.world.marks import MARKS, TROUBLES

DAY_MS = 86_400_000
MINUTE_MS = 60_000
FULL_SPAN_FROM = 2_001  # orders; fewer lie within the last 30 days
_STRIDE, _SHIFT, _SPACE = 61_803_398_874_989, 27_182_818_284_590, 10**14
_FBM = (("UNSHIPPED", 0.75), ("SHIPPED", 0.85), ("PARTIALLY_SHIPPED", 0.89), ("CANCELLED", 0.95))
_FBA = (("SHIPPED", 0.80), ("UNSHIPPED", 0.88), ("CANCELLED", 0.93))
MARKETPLACES = {"US": "ATVPDKIKX0DER", "CA": "A2EUQ1WTGCTBG2", "MX": "A1AM78C64UM0Y8"}
_PREFIXES = {"US": ("111", "112", "113", "114"), "CA": ("701", "702"), "MX": ("703", "704")}


@dataclass(frozen=True, slots=True)
class WorldMaker:
    """Orders by number for one seed. `base_ms` is the moment the world was made, in UTC ms."""

    seed: int
    count: int
    base_ms: int
    catalogue: tuple[CatalogueItem, ...]
    native_currency: bool = False

    def heads(self) -> list[Head]:
        """The orders that are there at the start."""
        return [self.head(index) for index in range(self.count)]

    def head(self, index: int, created: int | None = None) -> Head:
        """One order's head; `created` (UTC ms) for one that arrives later."""
        rng = dice(self.seed, index, 1)
        trouble, mark = TROUBLES.get(index % 100, ""), MARKS.get(index % 100, "")
        country = _country(rng.random(), trouble)
        prefix = rng.choice(_PREFIXES[country])
        by_amazon = rng.random() < 0.30 and not trouble
        if mark in ("non_amazon", "tip", "replacement", "cancel_wish"):
            by_amazon = mark == "non_amazon"
        age = self._age(rng)
        status = _status(rng.random(), by_amazon, age)
        if trouble or mark in ("tip", "cancel_wish", "replacement"):
            status = "UNSHIPPED" if age < 30 * DAY_MS else "SHIPPED"
        if status == "PENDING":
            age = 20 * MINUTE_MS + age % (2 * DAY_MS)
        if created is None:
            created, updated = self.base_ms - age, self.base_ms - age + _settled(rng, status, age)
        else:
            status, updated = "PENDING" if rng.random() < 0.3 else "UNSHIPPED", created
        return Head(
            self._order_id(index, prefix),
            created,
            updated,
            status,
            "AMAZON" if by_amazon else "MERCHANT",
            MARKETPLACES[country],
            index,
            trouble,
        )

    def body(self, head: Head) -> Order:
        """The whole order as Amazon would tell it."""
        original = self.head(head.index - 1).key if head.index else head.key
        maker = BodyMaker(self.seed, self.base_ms, self.catalogue, self.native_currency)
        return maker.order(head, original)

    def _order_id(self, index: int, prefix: str) -> str:
        number = (index * _STRIDE + self.seed * _SHIFT + 44_093_860_000_000) % _SPACE
        return f"{prefix}-{number // 10**7:07d}-{number % 10**7:07d}"

    def _age(self, rng: Random) -> int:
        days = 729 if self.count >= FULL_SPAN_FROM else 30
        return rng.randrange(20 * MINUTE_MS, days * DAY_MS)


def _country(drawn: float, trouble: str) -> str:
    if trouble or drawn < 0.86:
        return "US"
    return "CA" if drawn < 0.95 else "MX"


def _status(drawn: float, by_amazon: bool, age: int) -> str:
    for status, below in _FBA if by_amazon else _FBM:
        if drawn < below:
            return "SHIPPED" if age > 30 * DAY_MS and status != "CANCELLED" else status
    return "PENDING" if age <= 30 * DAY_MS else "SHIPPED"


def _settled(rng: Random, status: str, age: int) -> int:
    """Milliseconds from the creation to the last update; always ten minutes ago at the least."""
    hours = {"UNSHIPPED": 1, "PENDING": 0.1, "CANCELLED": 30, "PARTIALLY_SHIPPED": 60}
    usual = hours.get(status, 8 * 24) * 3_600_000
    return min(int(usual * (0.5 + rng.random() / 2)), age - 10 * MINUTE_MS)
