"""One order on both sides at a quiet moment: the sandbox's ledger, and what the app holds of it."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from desktop.models import database
from desktop.sandbox.run import Sandbox

Entry = dict[str, Any]
Part = tuple[str, str, int]  # Amazon's item, the SKU in Shopify, its units in one of Amazon's
_ASKING = ("not_sent", "asks", "no_tracking")


@dataclass(frozen=True, slots=True)
class Task:
    """The last revision of a thing to do."""

    verb: str
    foreign_id: str
    state: str
    hold: str
    reason: str
    code: str
    reference: str = ""  # the package's, where it is not the fulfilment's own

    @property
    def is_seen(self) -> bool:
        """Whether a person sees that it failed, or that it waits for a decision."""
        return self.state == "FAILED" or (self.state == "WAITING" and self.hold in _ASKING)


@dataclass(frozen=True, slots=True)
class Row:
    """The order as the app shows it."""

    status: str
    gid: str
    wish: bool


@dataclass(slots=True)
class Case:
    """One order on both sides, and what the app holds of it."""

    amazon: Entry
    shop: Entry
    ordered: dict[str, int]
    fulfilled: Counter[str]
    wish: bool
    row: Row
    plus: bool  # Ship+: Amazon needs no word of it
    both: tuple[Decimal, ...]
    tasks: list[Task] = field(default_factory=list)
    refunds: list[tuple[str, str, str]] = field(default_factory=list)  # side, id, state

    def told(self, *verbs: str, foreign_id: str | None = None) -> list[Task]:
        return [
            one for one in self.tasks if one.verb in verbs and foreign_id in (None, one.foreign_id)
        ]

    def is_seen(self, *verbs: str, foreign_id: str | None = None) -> bool:
        """Whether a person sees one of these."""
        return any(one.is_seen for one in self.told(*verbs, foreign_id=foreign_id))

    @property
    def shipped(self) -> Counter[str]:
        """Units by Amazon item, whoever told of them; Amazon shows no packages of its own."""
        units = self.packed(lambda _: True)
        return units | self.fulfilled

    def packed(self, which: Callable[[Entry], bool]) -> Counter[str]:
        """Units by Amazon item in these packages."""
        units: Counter[str] = Counter()
        for package in self.amazon["packages"]:
            units.update(package["items"] if which(package) else {})
        return units

    @property
    def live(self) -> list[Entry]:
        """The fulfilments that stand."""
        return [one for one in self.shop["fulfillments"] if one["status"] == "SUCCESS"]


def cases(sandbox: Sandbox, both: Mapping[str, Sequence[Decimal]]) -> Iterator[Case]:
    """Every order that stands on both sides; `both` as for the judge."""
    ledger = sandbox.ledger()
    made = Counter(one["source_identifier"] for one in ledger["shopify"]["orders"])
    shop = {one["source_identifier"]: one for one in ledger["shopify"]["orders"]}
    assert max(made.values()) == 1
    tasks, refunds, rows = _held()
    for entry in ledger["amazon"]["orders"]:
        key = entry["amazon_order_id"]
        head = sandbox.amazon.store.head(key)
        if key not in shop or head is None:
            continue
        body = sandbox.amazon.store.body(head)
        items, plus = body["orderItems"], "FBM_SHIP_PLUS" in str(body.get("programs"))
        ordered = {str(one["orderItemId"]): int(one["quantityOrdered"]) for one in items}
        fulfilled = Counter(
            {str(one["orderItemId"]): int(one["fulfillment"]["quantityFulfilled"]) for one in items}
        )
        wish = any("cancellationRequest" in one.get("cancellation", {}) for one in items)
        given = tuple(both.get(key, ()))
        yield Case(
            entry,
            shop[key],
            ordered,
            fulfilled,
            wish,
            rows[key],
            plus,
            given,
            tasks[key],
            refunds[key],
        )


def _held() -> tuple[dict[str, list[Task]], dict[str, list[tuple[str, str, str]]], dict[str, Row]]:
    tasks: dict[str, list[Task]] = defaultdict(list)
    refunds: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with database.read() as connection:
        for key, *values in connection.execute(
            "SELECT amazon_order_id, verb, foreign_id, state, hold, reason, error_code,"
            " coalesce(json_extract(plan, '$.reference'), '') FROM task"
            " JOIN orders ON orders.id = order_id WHERE revision = (SELECT max(revision)"
            " FROM task AS other WHERE other.order_id = task.order_id AND other.verb = task.verb"
            " AND other.foreign_id = task.foreign_id)"
        ):
            tasks[key].append(Task(*values))
        for key, *told in connection.execute(
            "SELECT amazon_order_id, side, foreign_id, refund.state FROM refund"
            " JOIN orders ON orders.id = refund.order_id"
        ):
            refunds[key].append((told[0], told[1], told[2]))
        rows = {
            key: Row(status, gid, bool(wish))
            for key, status, gid, wish in connection.execute(
                "SELECT amazon_order_id, amazon_status, shopify_gid, cancel_wish FROM orders"
            )
        }
    return tasks, refunds, rows


def count(into: Counter[Part], lines: list[Entry], packs: Mapping[str, Part]) -> None:
    """Add the units of these lines to those of their parts."""
    for line in lines:
        if line["line_id"] in packs:
            into[packs[line["line_id"]]] += line["quantity"]


def packs_of(shop: Entry) -> dict[str, Part]:
    """Line → the part of an Amazon item that it is, or one price of it; charges are left out."""
    found = {}
    for line, given in zip(shop["lines"], shop["input"]["lineItems"], strict=True):
        said = {one["name"]: one["value"] for one in given.get("properties", ())}
        if line["item_id"] and "_amazon_charge" not in said:
            pack = int(said.get("_amazon_pack_quantity", 1))
            found[line["line_id"]] = (line["item_id"], str(line["sku"]), pack)
    return found


def items_of(parts: Mapping[Part, int], all_parts: Iterable[Part]) -> Counter[str]:
    """Units by Amazon item: a set, or a pack, counts once all of it is there."""
    units: dict[str, int] = {}
    for part in all_parts:
        whole = parts.get(part, 0) // part[2]
        units[part[0]] = min(units.get(part[0], whole), whole)
    return Counter(units)
