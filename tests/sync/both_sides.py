"""Judges a quiet moment: do Amazon, the shop and the app agree, and is all there exactly once?"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from desktop.models import database
from desktop.sandbox.run import Sandbox

Entry = dict[str, Any]
_OURS = ("api", "feed")
_NOT_US = ("seller_central", "buy_shipping", "fba")
_LEFT = ("READY", "SENDING", "CHECK", "SUBMITTED")


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


@dataclass(slots=True)
class Case:
    """One order on both sides, and what the app holds of it."""

    amazon: Entry
    shop: Entry
    ordered: dict[str, int]
    wish: bool
    tasks: list[Task] = field(default_factory=list)
    refunds: list[tuple[str, str, str]] = field(default_factory=list)  # side, id, state

    def told(self, *verbs: str, foreign_id: str | None = None) -> list[Task]:
        return [
            one for one in self.tasks if one.verb in verbs and foreign_id in (None, one.foreign_id)
        ]

    def failed(self, *verbs: str) -> bool:
        """Whether a person sees a failure of these, or they wait for a person."""
        return any(
            one.state == "FAILED" or one.hold in ("not_sent", "asks", "no_tracking")
            for one in self.told(*verbs)
        )


def disagreements(sandbox: Sandbox) -> list[str]:
    """All that is wrong, in words; empty where both ledgers and the app agree."""
    found: list[str] = []
    for case in _cases(sandbox):
        for rule in (_shipments, _mirrors, _refunds, _money, _cancellations, _to_pack):
            key = case.amazon["amazon_order_id"]
            found += [f"{key}: {words}" for words in rule(case)]
    return found


def _cases(sandbox: Sandbox) -> Iterator[Case]:
    ledger = sandbox.ledger()
    shop = {one["source_identifier"]: one for one in ledger["shopify"]["orders"]}
    tasks, refunds = _held()
    for entry in ledger["amazon"]["orders"]:
        key = entry["amazon_order_id"]
        head = sandbox.amazon.store.head(key)
        if key not in shop or head is None:
            continue
        items = sandbox.amazon.store.body(head)["orderItems"]
        ordered = {str(one["orderItemId"]): int(one["quantityOrdered"]) for one in items}
        wish = any("cancellationRequest" in one.get("cancellation", {}) for one in items)
        yield Case(entry, shop[key], ordered, wish, tasks[key], refunds[key])


def _held() -> tuple[dict[str, list[Task]], dict[str, list[tuple[str, str, str]]]]:
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
    return tasks, refunds


def _shipments(case: Case) -> Iterator[str]:
    """Each fulfilment of the merchant's is one package, or a person knows why not."""
    yield from (f"{one.verb} is {one.state}" for one in case.tasks if one.state in _LEFT)
    merchant = [one for one in case.shop["fulfillments"] if one["made_by"] != "app"]
    references = {one["id"].rsplit("/", 1)[-1]: one for one in merchant}
    units: Counter[str] = Counter()
    for package in case.amazon["packages"]:
        units.update(package["items"])
        if package["by"] in _OURS and package["reference"] not in references:
            told = case.told("fulfil_in_shopify", "confirm_shipment")
            yield f"package {package['reference']} stands for no fulfilment: {told}"
    yield from (f"{n} of {item} shipped" for item, n in units.items() if n > case.ordered[item])
    packages = {one["reference"]: one for one in case.amazon["packages"]}
    for reference, made in references.items():
        if made["status"] == "SUCCESS":
            yield from _confirmed(case, made, packages.get(_known_as(case, made, reference)))


def _known_as(case: Case, made: Entry, reference: str) -> str:
    """A label that was voided and made anew goes on as the first one's package."""
    told = case.told("confirm_shipment", foreign_id=made["id"])
    return (told[0].reference or reference) if told else reference


def _confirmed(case: Case, made: Entry, package: Entry | None) -> Iterator[str]:
    told = case.told("confirm_shipment", "ship_by_feed", foreign_id=made["id"])
    if not told:
        elsewhere = any(one["by"] not in _OURS for one in case.amazon["packages"])
        by_rule = case.amazon["status"] in ("CANCELLED", "UNFULFILLABLE") or elsewhere
        by_rule = by_rule or case.amazon["fulfilled_by"] == "AMAZON"
        if not by_rule:
            yield f"fulfilment {made['name']} was never told"
        return
    (task,) = told
    if task.state == "DONE" and "counts the order" not in task.reason:
        number = next((one.get("number") for one in made["tracking"] if one.get("number")), "")
        if package is None:
            yield f"fulfilment {made['name']} is done, and Amazon has no package ({task.reason})"
        elif number and package["tracking"] != number:
            words = f"fulfilment {made['name']} has {number}, Amazon {package['tracking']}"
            yield f"{words} after {package['edits']} edits; {task.reason}"


def _mirrors(case: Case) -> Iterator[str]:
    """What was shipped on Amazon's side is one fulfilment, without mail to the buyer."""
    ours = [one for one in case.shop["fulfillments"] if one["made_by"] == "app"]
    yield from (f"mail was sent for {one['name']}" for one in ours if one["notify_customer"])
    live = [one for one in ours if one["status"] == "SUCCESS"]
    numbers = Counter(t.get("number") for one in live for t in one["tracking"])
    yield from (f"{n} fulfilments with {number}" for number, n in numbers.items() if n > 1)
    for package in case.amazon["packages"]:
        if package["by"] not in _NOT_US or numbers[package["tracking"]]:
            continue
        left = any(one["unfulfilled"] for one in case.shop["lines"])
        if left and not (case.told("fulfil_in_shopify") or case.shop["cancelled_at"]):
            yield f"Amazon's package {package['reference']} is not in Shopify"


def _refunds(case: Case) -> Iterator[str]:
    """Each refund of one side stands once on the other, or a person decides about it."""
    merchant = [
        one for one in case.shop["refunds"] if one["made_by"] != "app" and Decimal(one["total"]) > 0
    ]
    by_feed = [one for one in case.amazon["refunds"] if one["by"] == "feed"]
    told = case.told("send_refund")
    done = [one for one in told if one.state == "DONE" and "already" not in one.reason]
    failed = [one for one in told if one.state == "FAILED"]
    if not len(done) <= len(by_feed) <= len(done) + len(failed):
        yield f"{len(by_feed)} refunds by feed for {len(done)} sent, {len(failed)} failed"
    held = {(side, gid): state for side, gid, state in case.refunds}
    for one in merchant:
        known = any(task.foreign_id == one["id"] for task in told)
        if not (known or case.shop["cancelled_at"] or ("shopify", one["id"]) in held):
            yield f"the refund {one['id']} was never told"
    recorded = [one for one in case.shop["refunds"] if one["note"].startswith("Refunded on")]
    notes = Counter(one["note"] for one in recorded)
    yield from (f"{n} records of {note}" for note, n in notes.items() if n > 1)
    on_amazon = len(case.amazon["refunds"]) - len(by_feed)
    if len(recorded) > on_amazon:
        yield f"{len(recorded)} recorded in Shopify of {on_amazon} made on Amazon"
    if len([key for key in held if key[0] == "amazon"]) != len(case.amazon["refunds"]):
        yield f"Amazon has {len(case.amazon['refunds'])} refunds, the app sees {held}"


def _money(case: Case) -> Iterator[str]:
    """Nobody gets back more than was paid."""
    back = sum((Decimal(one["total"]) for one in case.amazon["refunds"]), Decimal())
    if back > Decimal(case.amazon["total"]):
        yield f"{back} of {case.amazon['total']} given back on Amazon"
    if Decimal(case.shop["refunded"]) > Decimal(case.shop["received"]):
        yield f"{case.shop['refunded']} of {case.shop['received']} given back in Shopify"


def _cancellations(case: Case) -> Iterator[str]:
    """What is cancelled on one side is on the other, or a person sees why not."""
    on_amazon = case.amazon["status"] == "CANCELLED"
    in_shop = case.shop["cancelled_at"] is not None
    if on_amazon and not in_shop and not case.failed("cancel_in_shopify"):
        yield f"cancelled on Amazon only; {case.told('cancel_in_shopify')}"
    told = case.told("cancel_on_amazon")
    by_rule = case.amazon["fulfilled_by"] == "AMAZON"
    if in_shop and not on_amazon and not by_rule and not case.failed("cancel_on_amazon"):
        yield f"cancelled in Shopify only, Amazon {case.amazon['status']}; {told}"
    if on_amazon and any(one.state == "FAILED" for one in told):
        yield "a failure asks for what is done on Amazon already"


def _to_pack(case: Case) -> Iterator[str]:
    """A warehouse sees what is neither cancelled nor shipped, and all of that."""
    to_pack: Counter[str] = Counter()
    for one in case.shop["to_pack"]:
        if one["requires_shipping"]:
            to_pack[one["item_id"]] += one["quantity"]
    if case.amazon["status"] == "CANCELLED" and to_pack:
        if not case.failed("cancel_in_shopify"):
            yield "cancelled, and still to pack"
        return
    if case.failed("cancel_in_shopify", "fulfil_in_shopify", "hold_in_shopify"):
        return
    left = Counter({one["item_id"]: 0 for one in case.shop["lines"]})
    ours: Counter[str] = Counter()
    for one in case.shop["lines"]:
        ours[one["item_id"]] += one["quantity"]
        left[one["item_id"]] += 0 if case.shop["cancelled_at"] else one["unfulfilled"]
    shipped: Counter[str] = Counter()
    for package in case.amazon["packages"]:
        shipped.update(package["items"])
    for item, units in shipped.items():
        pack = ours[item] // case.ordered[item] if case.ordered[item] else 1
        if to_pack[item] + units * pack > ours[item] and not _is_taken_back(case):
            yield f"{to_pack[item]} of {item} to pack, {units} shipped of {case.ordered[item]}"
    is_held = any(one["holds"] for one in case.shop["fulfillment_orders"])
    for item, units in left.items():
        if item and not is_held and to_pack[item] != units:
            yield f"{units} of {item} are to pack, a warehouse sees {to_pack[item]}"


def _is_taken_back(case: Case) -> bool:
    """A fulfilment was cancelled after Amazon was told: a person is told."""
    return any(one["status"] == "CANCELLED" for one in case.shop["fulfillments"])
