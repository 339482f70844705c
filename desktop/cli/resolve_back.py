"""What `crossdock resolve` decides about shipments, refunds and cancellations."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from desktop.cli.options import Decorated
from desktop.profile import Profile

if TYPE_CHECKING:
    from desktop.actions.back_words import RefundWords
    from desktop.rows import OrderRow

Settled = tuple[int, str]

WAYS = (
    "map_carrier",
    "tracking",
    "without_tracking",
    "take_again",
    "items",
    "everything",
    "proposal",
    "reason",
    "accept_wish",
    "decline_wish",
)
_OPTIONS = (
    click.option(
        "--map-carrier",
        metavar="COMPANY[@COUNTRY]=CODE",
        default="",
        help="What a carrier of Shopify is on Amazon, for all orders; * fits anything;"
        " CODE may be Other:NAME.",
    ),
    click.option("--tracking", default="", metavar="NUMBER", help="The shipment's number."),
    click.option("--carrier", default="", metavar="NAME", help="With --tracking: its carrier."),
    click.option("--as-it-stands", is_flag=True, help="Even if the number looks wrong."),
    click.option("--without-tracking", is_flag=True, help="Send the shipment without a number."),
    click.option("--take-again", is_flag=True, help="Read the Shopify order again, then retry."),
    click.option(
        "--item",
        "items",
        multiple=True,
        metavar="SKU[*N][=AMOUNT]",
        help="What a refund is for, with tax.",
    ),
    click.option("--shipping", default="", metavar="AMOUNT", help="Shipping of the refund."),
    click.option("--all", "everything", is_flag=True, help="The refund is for all that is left."),
    click.option("--proposal", is_flag=True, help="Spread the refund over the items by worth."),
    click.option("--reason", default="", metavar="REASON", help="Amazon's reason."),
    click.option(
        "--remember", default="", metavar="WORDS", help="This reason for these words from now on."
    ),
    click.option("--accept-wish", is_flag=True, help="Cancel, as the buyer asked."),
    click.option("--decline-wish", is_flag=True, help="Let it be packed; the hold is released."),
    click.option("--task", type=int, default=0, metavar="N", help="Which, where several wait."),
)


def with_back_options(command: Decorated) -> Decorated:
    """Adds them."""
    for add in reversed(_OPTIONS):
        command = add(command)
    return command


def chosen_way(asked: Mapping[str, object]) -> str:
    """The one way that was chosen, empty for none. Raises UsageError for several."""
    chosen = [way for way in WAYS if asked[way]]
    if chosen and chosen[-1] == "reason":  # goes with the items of a refund
        chosen = [way for way in chosen if way != "reason"] or ["reason"]
    if asked["shipping"] and not chosen:
        chosen = ["items"]
    if len(chosen) > 1:
        raise click.UsageError("Give one decision at a time.")
    return chosen[0] if chosen else ""


def settle_back(
    way: str, row: "OrderRow", asked: Mapping[str, object], profile: Profile
) -> Settled:
    """Carry the decision out: how many orders it moved, and words."""
    if way in ("items", "everything", "proposal", "reason"):
        return _refund(way, row, asked)
    if way in ("accept_wish", "decline_wish"):
        from desktop.actions import cancel_wish

        answer = cancel_wish.accept_wish if way == "accept_wish" else cancel_wish.decline_wish
        return 1, answer(row.id).words
    if way == "take_again":
        from desktop.actions.take_again import take_again

        return 1, f"Read again; {take_again(row.id, profile)} failures are tried again."
    return _shipment(way, row, asked)


def refund_words(asked: Mapping[str, object]) -> "RefundWords":
    """The refund as it was typed."""
    from desktop.actions.back_words import RefundWords

    items = asked["items"]
    return RefundWords(
        tuple(str(one) for one in items) if isinstance(items, tuple) else (),
        str(asked["shipping"]),
        bool(asked["everything"]),
        str(asked["reason"]),
    )


def _shipment(way: str, row: "OrderRow", asked: Mapping[str, object]) -> Settled:
    task = int(str(asked["task"]))
    if way == "map_carrier":
        from desktop.actions.back_words import read_carrier
        from desktop.actions.map_carrier import map_carrier

        words = read_carrier(str(asked["map_carrier"]))
        healed = map_carrier(
            row.account_id, words.company, words.amazon_code, words.name, words.country
        )
        return max(1, len(healed)), f"Mapped; {len(healed)} orders are tried again."
    from desktop.actions import mend_shipment

    if way == "without_tracking":
        mend_shipment.send_without_tracking(row.id, task_id=task)
        return 1, "Sent without a number at the next sync."
    mend_shipment.type_tracking(
        row.id,
        str(asked["tracking"]),
        str(asked["carrier"]),
        as_it_stands=bool(asked["as_it_stands"]),
        task_id=task,
    )
    return 1, "Sent with this number at the next sync."


def _refund(way: str, row: "OrderRow", asked: Mapping[str, object]) -> Settled:
    from desktop.actions import allocate_refund
    from desktop.actions.back_words import read_reason, read_refund
    from desktop.actions.choose_reason import choose_reason
    from desktop.cli.order_text import moment

    task = int(str(asked["task"]))
    if way == "reason":
        words, reason = str(asked["remember"]), str(asked["reason"])
        chosen = choose_reason(row.id, reason, words=words, task_id=task)
        leaves, count = chosen.leaves_at, len(chosen.order_ids)
    else:
        number = allocate_refund.number_of(row.id, task)
        if way == "proposal":
            _, items = allocate_refund.proposed(row.id, number)
            if asked["reason"]:
                items = allocate_refund.with_reason(items, read_reason(str(asked["reason"])))
        else:
            items = read_refund(row.id, refund_words(asked), besides=number)
        leaves, count = allocate_refund.allocate(row.id, items, number), 1
    more = "" if count == 1 else f" {count - 1} more that waited for the same go with it."
    return count, f"In the outbox; it leaves at {moment(leaves)}.{more}"
