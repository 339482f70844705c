"""Judges a quiet moment: do Amazon, the shop and the app agree, and is all there exactly once?

What happened is taken from the sandbox's ledger; the app's own records only excuse what a person
sees: a failure, or something that waits for a decision.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from desktop.sandbox.run import Sandbox
from tests.sync.case import Case, Entry, Part, cases, count, items_of, packs_of

_OURS = ("api", "feed")
_LEFT = ("READY", "SENDING", "CHECK", "SUBMITTED")
_TELLING = (
    "confirm_shipment", "ship_by_feed", "fulfil_in_shopify", "cancel_in_shopify", "cancel_on_amazon"
)  # fmt: skip


def disagreements(
    sandbox: Sandbox, both: Mapping[str, Sequence[Decimal]], *, books_are_late: bool = False
) -> list[str]:
    """All that is wrong, in words; empty where both ledgers and the app agree.

    `both` are amounts that both sides gave back at once, by order; while the books are late, what
    the app knows of Amazon's refunds is not judged.
    """
    rules = [_left, _app, _packages, _confirmations, _mirrors, _feed_refunds, _money]
    rules += [_cancellations, _holds, _to_pack, _every_unit]
    rules += [] if books_are_late else [_books]
    found: list[str] = []
    for case in cases(sandbox, both):
        key = case.amazon["amazon_order_id"]
        found += [f"{key}: {words}" for rule in rules for words in rule(case)]
    return found


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
        if case.is_seen(*verbs, foreign_id=made["id"]) or _is_told_with_another(case, made):
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


def _is_told_with_another(case: Case, made: Entry) -> bool:
    """A part of a set, of which the rest left later: that fulfilment tells of the units."""
    packs, before, after = packs_of(case.shop), Counter[Part](), Counter[Part]()
    live = case.live
    for one in live[: live.index(made)]:
        count(before, one["lines"], packs)
    after.update(before)
    count(after, made["lines"], packs)
    parts, mine = (
        set(packs.values()),
        {packs[line["line_id"]][0] for line in made["lines"] if line["line_id"] in packs},
    )
    so_far = items_of(after, parts)
    if so_far != items_of(before, parts):
        return False
    for one in live[live.index(made) + 1 :]:
        count(after, one["lines"], packs)
    in_the_end = items_of(after, parts)
    return bool(mine) and all(in_the_end[item] > so_far[item] for item in mine)


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
    mirrored, packs = Counter[Part](), packs_of(case.shop)
    for one in ours:
        if one["status"] == "SUCCESS":
            count(mirrored, one["lines"], packs)
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
    packs = packs_of(case.shop)
    for packing in case.shop["fulfillment_orders"]:
        if packing["status"] != "CLOSED":
            count(to_pack, packing["lines"], packs)
    for one in case.live:
        count(sent, one["lines"], packs)
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


def _every_unit(case: Case) -> Iterator[str]:
    """Of each item: ordered = shipped on Amazon + cancelled + still to pack in Shopify.

    Amazon takes what is cancelled off what is ordered. Else the seller sees why not.
    """
    if case.plus:  # its label is bought on Amazon's side: Shopify may say so before Amazon does
        return
    packs, parts = packs_of(case.shop), Counter[Part]()
    for packing in case.shop["fulfillment_orders"]:
        count(parts, packing["lines"] if packing["status"] != "CLOSED" else [], packs)
    to_pack = items_of(parts, set(packs.values()))
    wrong = []
    for item, units in case.ordered.items():
        left = 0 if case.amazon["cancelled"] else units
        if item in to_pack and left != case.shipped[item] + to_pack[item]:
            shipped = f"{case.shipped[item]} shipped, {to_pack[item]} to pack"
            wrong.append(f"{left} of {item} ordered, {shipped}")
    if wrong and not case.is_seen(*_TELLING):
        yield f"{'; '.join(wrong)}, and nobody is told: {case.tasks}"
