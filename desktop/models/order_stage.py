"""The second line of the sync status: where an order's tasks are on their way, in words. Pure.

Times of day are this computer's, as the person who can still withdraw reads them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.rows import TaskState

CREATE = "create_order"
CREATE_AGAIN = "create_again"  # the Shopify order was deleted there

SHOWN_AGAIN = "Shopify shows it again"

# By hold or by reason of a skip.
HOLD_WORDS = {
    "": "waiting",
    "not_started": "held: account not started",
    "pending": "held: Pending on Amazon",
    "fba_unshipped": "held: not yet shipped by Amazon",
    "lease": "held: another computer syncs this account",
    "no_addresses": "held: Amazon gives no addresses",
    "unknown_status": "held: Amazon's status is not known",
    "no_tracking": "held: no tracking number",
    "books": "refund accepted by Amazon, not yet in its books",
    "unshipped": "refund waits until Amazon counts the order as shipped",
    "asks": "waited long in the outbox: asks before it leaves",
    "not_sent": "not sent",
    "no_create": "import only",
    "import_only": "import only",
    "not_amazon": "skipped: not sold on Amazon",
    "cancelled": "skipped: cancelled on Amazon",
    "unfulfillable": "skipped: unfulfillable on Amazon",
    "fba_off": "skipped: FBA is not imported",
    "too_old": "skipped: older than what the shop shows",
    "by_hand": "skipped: by a person",
    "withdrawn": "skipped: withdrawn from the outbox",
    "already": "skipped: stands on the other side already",
    "ignored": "skipped: ignored by a person",
    "by_setting": "left out by a setting",
    "reversal": "skipped: Amazon never charged it",
    "superseded": "skipped: a newer one takes its place",
}

# What a task of a verb carries, the one that is told first coming first.
NOUNS = {
    CREATE_AGAIN: "creation in Shopify anew",
    "confirm_shipment": "shipment",
    "ship_by_feed": "shipment",
    "cancel_on_amazon": "cancellation",
    "cancel_in_shopify": "cancellation in Shopify",
    "fulfil_in_shopify": "fulfilment in Shopify",
    "send_refund": "refund",
    "record_refund": "refund in Shopify",
    "refund_in_shopify": "refund in Shopify",
    "hold_in_shopify": "hold in Shopify",
    "release_in_shopify": "release in Shopify",
    "move_in_shopify": "move to the chosen location",
    "track_in_shopify": "Amazon's tracking number in Shopify",
    "read_in_shopify": "look at the order in Shopify",
    "confirm_by_feed": "shipment to be shown by Amazon",
    "confirm_cancel": "cancellation to be shown by Amazon",
    "confirm_refund": "look into Amazon's books",
}
# What the timeline says once it is done.
DONE_WORDS = {
    CREATE_AGAIN: "created in Shopify anew",
    "confirm_shipment": "shipment confirmed on Amazon",
    "ship_by_feed": "shipment confirmed on Amazon",
    "cancel_on_amazon": "cancelled on Amazon",
    "cancel_in_shopify": "cancelled in Shopify by Crossdock",
    "fulfil_in_shopify": "fulfilled in Shopify by Crossdock",
    "send_refund": "refund on Amazon",
    "record_refund": "refund recorded in Shopify",
    "refund_in_shopify": "refunded in Shopify by Crossdock",
    "hold_in_shopify": "put on hold in Shopify",
    "release_in_shopify": "released in Shopify",
    "move_in_shopify": "moved to the chosen location",
    "track_in_shopify": "Amazon's tracking number put into Shopify",
    "read_in_shopify": "looked at in Shopify",
    "confirm_by_feed": "shipment shown by Amazon",
    "confirm_cancel": "cancellation shown by Amazon",
    "confirm_refund": "refund stands in Amazon's books",
}
# And when a service took it, and tells later.
SENT_WORDS = {
    "confirm_shipment": "shipment sent to Amazon",
    "ship_by_feed": "shipment sent to Amazon",
    "send_refund": "refund sent to Amazon",
    "cancel_on_amazon": "cancellation sent to Amazon",
    "cancel_in_shopify": "cancellation sent to Shopify",
    "confirm_by_feed": "shipment not shown by Amazon yet",
    "confirm_cancel": "cancellation not shown by Amazon yet",
    "confirm_refund": "refund not in Amazon's books yet",
}
_TAKEN = {
    "confirm_shipment": "sent to Amazon, not yet shown there",
    "ship_by_feed": "sent to Amazon, not yet shown there",
    "send_refund": "refund sent to Amazon, not yet confirmed",
    "cancel_on_amazon": "cancellation sent to Amazon, not yet confirmed",
    "cancel_in_shopify": "Shopify is cancelling it",
}
_ENDED = (TaskState.DONE, TaskState.SKIPPED, TaskState.FAILED)
_WISH = "buyer asks to cancel"


@dataclass(frozen=True, slots=True)
class TaskFact:
    """What of a task matters for the order's sync status; `title` is that of its failure."""

    verb: str
    state: TaskState
    hold: str = ""
    reason: str = ""
    title: str = ""
    due_at: int = 0


def stage(creation: TaskFact, tasks: Sequence[TaskFact], *, cancel_wish: bool = False) -> str:
    """Where an order without failures stands: the wish, what is under way, else the creation."""
    if cancel_wish and (wish := _held_for_wish(tasks)):
        return wish
    under_way = [one for one in tasks if one.verb != CREATE and one.state not in _ENDED]
    if under_way:
        return back_words(min(under_way, key=_rank))
    if _is_left_deleted(tasks):
        return "deleted in Shopify"
    return creation_words(creation)


def _is_left_deleted(tasks: Sequence[TaskFact]) -> bool:
    """Whether the Shopify order is gone, and a person left it so."""
    last = next((one for one in reversed(tasks) if one.verb == CREATE_AGAIN), None)
    if last is None or last.state is TaskState.DONE:
        return last is not None and last.reason == "done by hand"
    return last.state is TaskState.SKIPPED and last.reason != SHOWN_AGAIN


def _held_for_wish(tasks: Sequence[TaskFact]) -> str:
    """In the words of the last hold or release; tasks come in the order they were planned."""
    moves = [one for one in tasks if one.verb in ("hold_in_shopify", "release_in_shopify")]
    if not moves or moves[-1].verb != "hold_in_shopify":
        return ""
    if moves[-1].state is TaskState.DONE:
        return f"{_WISH} · on hold in Shopify"
    return "" if moves[-1].state in _ENDED else f"{_WISH} · being put on hold in Shopify"


def _rank(task: TaskFact) -> tuple[bool, int]:
    """What waits for a decision stands behind what moves."""
    verbs = list(NOUNS)
    place = verbs.index(task.verb) if task.verb in NOUNS else len(verbs)
    return (task.state is TaskState.WAITING and task.hold == "not_sent", place)


def creation_words(task: TaskFact) -> str:
    """Where a creation, or a failure, is on its way."""
    if task.state is TaskState.DONE:
        return task.reason if task.reason == "done by hand" else "in Shopify"
    if task.state is TaskState.SKIPPED:
        words = HOLD_WORDS.get(task.hold or task.reason or "by_hand")
        return words or f"skipped: {task.reason}"
    if task.state is TaskState.WAITING:
        return HOLD_WORDS.get(task.hold, f"held: {task.hold}")
    return {
        TaskState.READY: "waiting",
        TaskState.CHECK: "checking",
        TaskState.FAILED: task.title.rstrip("."),
    }.get(task.state, "sending")


def back_words(task: TaskFact) -> str:
    """Where a task of the way back is."""
    noun = NOUNS.get(task.verb, task.verb.replace("_", " "))
    if task.state is TaskState.WAITING:
        return _waiting_words(task, noun)
    if task.state is TaskState.SUBMITTED:
        return task.reason or _TAKEN.get(task.verb, f"{noun} under way")
    return {
        TaskState.READY: f"{noun} waiting",
        TaskState.SENDING: f"sending {noun}",
        TaskState.CHECK: f"checking {noun}",
        TaskState.DONE: DONE_WORDS.get(task.verb, f"{noun} done"),
        TaskState.FAILED: task.title.rstrip("."),
    }.get(task.state, f"{noun} skipped")


def _waiting_words(task: TaskFact, noun: str) -> str:
    if task.hold == "outbox":
        return f"waits in the outbox until {time_of_day(task.due_at)}"
    if task.hold == "not_sent":
        return f"{noun} not sent"
    return HOLD_WORDS.get(task.hold, f"held: {task.hold}")


def time_of_day(at: int) -> str:
    """Hours and minutes of a UTC second, on this computer's clock."""
    return datetime.fromtimestamp(at, UTC).astimezone().strftime("%H:%M")
