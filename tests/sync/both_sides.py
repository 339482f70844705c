"""Judges a quiet moment: do Amazon, the shop and the app agree, and is all there exactly once?

What happened is taken from the sandbox's ledger; the app's own records only excuse what a person
sees: a failure, or something that waits for a decision.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from desktop.models import database
from desktop.sandbox.run import Sandbox

Entry = dict[str, Any]
Part = tuple[str, str, int]  # Amazon's item, the SKU in Shopify, its units in one of Amazon's
_OURS = ("api", "feed")
_LEFT = ("READY", "SENDING", "CHECK", "SUBMITTED")
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


def disagreements(
    sandbox: Sandbox, both: Mapping[str, Sequence[Decimal]], *, books_are_late: bool = False
) -> list[str]:
    """All that is wrong, in words; empty where both ledgers and the app agree.

    `both` are amounts that both sides gave back at once, by order; while the books are late, what
    the app knows of Amazon's refunds is not judged.
    """
    rules = [_left, _app, _packages, _confirmations, _mirrors, _feed_refunds, _money]
    rules += [_cancellations, _holds, _to_pack]
    rules += [] if books_are_late else [_books]
    found: list[str] = []
    for case in _cases(sandbox, both):
        key = case.amazon["amazon_order_id"]
        found += [f"{key}: {words}" for rule in rules for words in rule(case)]
    return found


def _cases(sandbox: Sandbox, both: Mapping[str, Sequence[Decimal]]) -> Iterator[Case]:
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


def _left(case: Case) -> Iterator[str]:
    """Nothing is on its way any more."""
    yield from (
        f"{one.verb} is {one.state}: {one.reason}" for one in case.tasks if one.state in _LEFT
    )


def _app(case: Case) -> Iterator[str]:
    """The app shows what is."""
    if case.row.status != case.amazon["status"]:
        yield f"Amazon is {case.amazon['status']}, the app shows {case.row.status}"
    if case.row.gid != case.shop["id"]:
        yield f"the app shows {case.row.gid} for {case.shop['id']}"
    if case.row.wish and not case.wish:
        yield "the app shows a wish that is none"


def _packages(case: Case) -> Iterator[str]:
    """Each package that we told of stands for one fulfilment of the merchant's; no unit twice."""
    merchant = {_number(one) for one in case.shop["fulfillments"] if one["made_by"] != "app"}
    for package in case.amazon["packages"]:
        if package["by"] in _OURS and package["reference"] not in merchant:
            told = case.told("fulfil_in_shopify", "confirm_shipment")
            yield f"package {package['reference']} stands for no fulfilment: {told}"
    for item, units in case.shipped.items():
        if units > case.ordered[item]:
            yield f"{units} of {item} shipped"


def _number(fulfillment: Entry) -> str:
    return str(fulfillment["id"]).rsplit("/", 1)[-1]


def _confirmations(case: Case) -> Iterator[str]:
    """Each fulfilment of the merchant's is its package, or a person sees why not."""
    verbs = ("confirm_shipment", "ship_by_feed")
    packages = {one["reference"]: one for one in case.amazon["packages"] if one["by"] in _OURS}
    anew = {_known_as(case, one) for one in case.live if _known_as(case, one) != _number(one)}
    for made in case.shop["fulfillments"]:
        if made["made_by"] == "app":
            continue
        package = packages.get(_known_as(case, made))
        if made["status"] != "SUCCESS":
            if (
                package
                and package["reference"] not in anew
                and not case.is_seen(*verbs, foreign_id=f"{made['id']}#cancelled")
            ):
                yield f"{made['name']} was taken back, Amazon counts it, and nobody is told"
            continue
        if case.is_seen(*verbs, foreign_id=made["id"]):
            continue
        number = next((one.get("number") for one in made["tracking"] if one.get("number")), "")
        if package is None and not _needs_no_word(case):
            yield f"{made['name']} was never told: {case.told(*verbs, foreign_id=made['id'])}"
        if package is not None and number and package["tracking"] != number:
            words = f"{made['name']} has {number}, Amazon {package['tracking']}"
            yield f"{words} after {package['edits']} edits"


def _known_as(case: Case, made: Entry) -> str:
    """A label that was voided and made anew goes on as the first one's package."""
    told = case.told("confirm_shipment", foreign_id=made["id"])
    return (told[0].reference or _number(made)) if told else _number(made)


def _needs_no_word(case: Case) -> bool:
    """Amazon ships it itself, has cancelled it, or counts all of it as shipped already."""
    if case.amazon["status"] in ("CANCELLED", "UNFULFILLABLE") or case.plus:
        return True
    whole = all(case.shipped[item] >= units for item, units in case.ordered.items())
    return whole or case.amazon["fulfilled_by"] == "AMAZON"


def _mirrors(case: Case) -> Iterator[str]:
    """What was shipped on Amazon's side is fulfilled once, without mail to the buyer."""
    ours = [one for one in case.shop["fulfillments"] if one["made_by"] == "app"]
    yield from (f"mail was sent for {one['name']}" for one in ours if one["notify_customer"])
    elsewhere = case.shipped - case.packed(lambda one: one["by"] in _OURS)
    mirrored, packs = Counter[Part](), _packs(case.shop)
    for one in ours:
        if one["status"] == "SUCCESS":
            _count(mirrored, one["lines"], packs)
    for part, units in mirrored.items():
        if units > elsewhere[part[0]] * part[2]:
            yield f"{units} of {part[1]} fulfilled by us, of {elsewhere}"


def _feed_refunds(case: Case) -> Iterator[str]:
    """Each refund of the merchant's stands once on Amazon, or a person decides about it."""
    merchant = [
        one for one in case.shop["refunds"] if one["made_by"] != "app" and Decimal(one["total"]) > 0
    ]
    by_feed = Counter(
        Decimal(one["total"]) for one in case.amazon["refunds"] if one["by"] == "feed"
    )
    by_amazon = Counter(
        Decimal(one["total"]) for one in case.amazon["refunds"] if one["by"] != "feed"
    )
    made = Counter(Decimal(one["total"]) for one in merchant)
    if extra := by_feed - made:
        yield f"sent to Amazon, and nobody's: {dict(extra)}"
    for amount in case.both:
        if by_feed[amount] > max(made[amount] - by_amazon[amount], 0):
            yield f"{amount} given back twice: by the seller on both sides, and by us"
    if case.shop["cancelled_at"] or case.amazon["cancelled"]:
        return  # the one gave all back, the other never charged
    held = {gid: state for side, gid, state in case.refunds if side == "shopify"}
    lost = (made - by_feed - by_amazon).total()
    early = [one.foreign_id for one in case.told("send_refund") if one.hold == "unshipped"]
    early = early if case.amazon["status"] == "UNSHIPPED" else []  # waits for the shipment
    seen = sum(
        case.is_seen("send_refund", foreign_id=one["id"])
        or one["id"] in early
        or held.get(one["id"]) == "not_sent"
        for one in merchant
    )
    if lost > seen:
        yield f"{lost} refunds stand in Shopify only, {seen} are seen: {case.told('send_refund')}"


def _books(case: Case) -> Iterator[str]:
    """Each refund of Amazon's is shown, and stands in Shopify once at most."""
    recorded = [one for one in case.shop["refunds"] if one["note"].startswith("Refunded on")]
    notes = Counter(one["note"] for one in recorded)
    yield from (f"{n} records of {note}" for note, n in notes.items() if n > 1)
    by_amazon = Counter(
        Decimal(one["total"]) for one in case.amazon["refunds"] if one["by"] != "feed"
    )
    if extra := Counter(Decimal(one["total"]) for one in recorded) - by_amazon:
        yield f"recorded in Shopify, and not Amazon's: {dict(extra)}"
    shown = [gid for side, gid, _ in case.refunds if side == "amazon"]
    if len(shown) != len(case.amazon["refunds"]):
        yield f"Amazon has {len(case.amazon['refunds'])} refunds, the app shows {case.refunds}"


def _money(case: Case) -> Iterator[str]:
    """Nobody gets back more than was paid, and of a cancelled order everything."""
    back = sum((Decimal(one["total"]) for one in case.amazon["refunds"]), Decimal())
    if back > Decimal(case.amazon["total"]):
        yield f"{back} of {case.amazon['total']} given back on Amazon"
    if Decimal(case.shop["refunded"]) > Decimal(case.shop["received"]):
        yield f"{case.shop['refunded']} of {case.shop['received']} given back in Shopify"
    done = case.shop["cancellation"]
    if done and done["made_by"] == "app" and case.shop["refunded"] != case.shop["received"]:
        yield f"cancelled, and {case.shop['refunded']} of {case.shop['received']} reversed"


def _cancellations(case: Case) -> Iterator[str]:
    """What is cancelled on one side is on the other, or a person sees why not."""
    done = case.amazon["cancelled"]
    in_shop = case.shop["cancelled_at"] is not None
    if done and not in_shop and not case.is_seen("cancel_in_shopify", foreign_id=""):
        yield f"cancelled on Amazon only; {case.told('cancel_in_shopify')}"
    if done and str(done["via"]).startswith("feed") and not in_shop:
        yield "cancelled on Amazon by us, and nobody cancelled it in Shopify"
    by_rule = case.amazon["fulfilled_by"] == "AMAZON"
    if in_shop and not done and not by_rule and not case.is_seen("cancel_on_amazon"):
        told = case.told("cancel_on_amazon")
        yield f"cancelled in Shopify only, Amazon {case.amazon['status']}; {told}"
    if done and any(one.state == "FAILED" for one in case.told("cancel_on_amazon")):
        yield "a failure asks for what is done on Amazon already"


def _holds(case: Case) -> Iterator[str]:
    """Our hold stands while a wish is undecided, and no longer."""
    standing = [
        one
        for one in case.shop["fulfillment_orders"]
        if one["status"] != "CLOSED" and any(line["item_id"] for line in one["lines"])
    ]
    ours = [any(hold["made_by"] == "app" for hold in one["holds"]) for one in standing]
    is_over = case.shop["cancelled_at"] or case.amazon["status"] not in (
        "UNSHIPPED",
        "PARTIALLY_SHIPPED",
    )
    if case.is_seen("hold_in_shopify", "release_in_shopify", "cancel_in_shopify"):
        return
    if case.row.wish and not is_over and not all(ours):
        yield f"a wish is undecided, and a warehouse may pack: {case.shop['fulfillment_orders']}"
    if any(ours) and (not case.wish or not case.row.wish):
        yield f"our hold stands, and no wish does: {case.told('release_in_shopify')}"


def _to_pack(case: Case) -> Iterator[str]:
    """A warehouse sees what is neither cancelled nor shipped, and all of that.

    Else a failure stands that says so. What the merchant or a wish holds counts as to pack.
    """
    to_pack, sent, ordered, names = Counter[Part](), Counter[Part](), Counter[Part](), {}
    packs = _packs(case.shop)
    for packing in case.shop["fulfillment_orders"]:
        if packing["status"] != "CLOSED":
            _count(to_pack, packing["lines"], packs)
    for one in case.live:
        _count(sent, one["lines"], packs)
    for line in case.shop["lines"]:
        if line["line_id"] in packs:
            part = packs[line["line_id"]]
            names[part] = line["sku"]
            ordered[part] = 0 if case.amazon["cancelled"] else case.ordered[part[0]] * part[2]
    wrong = []
    for part, name in names.items():
        gone = max(sent[part], case.shipped[part[0]] * part[2])
        right = 0 if case.shop["cancelled_at"] else max(ordered[part] - gone, 0)
        if to_pack[part] != right:
            wrong.append(f"{to_pack[part]} of {name} to pack, {right} is right")
    if wrong and not case.is_seen("cancel_in_shopify", "fulfil_in_shopify", "confirm_shipment"):
        yield f"{'; '.join(wrong)}; {case.tasks}"


def _count(into: Counter[Part], lines: list[Entry], packs: Mapping[str, Part]) -> None:
    for line in lines:
        if line["line_id"] in packs:
            into[packs[line["line_id"]]] += line["quantity"]


def _packs(shop: Entry) -> dict[str, Part]:
    """Line → the part of an Amazon item that it is, or one price of it; charges are left out."""
    found = {}
    for line, given in zip(shop["lines"], shop["input"]["lineItems"], strict=True):
        said = {one["name"]: one["value"] for one in given.get("properties", ())}
        if line["item_id"] and "_amazon_charge" not in said:
            pack = int(said.get("_amazon_pack_quantity", 1))
            found[line["line_id"]] = (line["item_id"], str(line["sku"]), pack)
    return found
