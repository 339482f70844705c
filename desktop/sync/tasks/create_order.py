"""Create the Shopify order of an Amazon order: prepare · send · find.

Shopify takes no idempotency key here. What keeps an order single is the unique metafield that
travels with it, the exact look-up by that field before anything is sent again, and the look at
what other apps made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from desktop.catalogue import order_failure
from desktop.channels.shopify.draft_types import OrderDraft
from desktop.channels.shopify.orders import (
    KeyTaken,
    SendWithout,
    create_order,
    find_order,
    oversold_of,
    search_by_source,
    set_key,
)
from desktop.clock import Clock, Pace
from desktop.clock import now as real_now
from desktop.errors import (
    AccountProblem,
    Cancelled,
    NeedsPerson,
    OutcomeUnknown,
    Side,
    TryLater,
)
from desktop.models import order_store, seen_order
from desktop.models.setting import order_rules, rules_of_task
from desktop.models.task import DueTask
from desktop.sync import addresses, adopt, lease, retry, skus
from desktop.sync.connection import Connection
from desktop.sync.progress import Tell
from desktop.sync.tasks.draft_for import decided_gids, draft_for
from desktop.sync.tasks.outcome import Absent, Again, Done, Outcome
from desktop.trade import Order, OrderRules, SeenOrder, ShopFacts, ShopOrder

VERB = "create_order"
SIDE: Side = "shopify"


@dataclass(frozen=True, slots=True)
class Batch:
    """What the tasks of a batch share: their orders, what is known of SKUs and sightings."""

    orders: dict[int, Order]
    known: skus.KnownSkus
    seen: dict[str, tuple[SeenOrder, ...]]
    facts: ShopFacts
    looks_before: int = 0  # orders older than this may have been created by another computer


def prepare(
    connection: Connection, tasks: Sequence[DueTask], *, tell: Tell, clock: Clock = real_now
) -> Batch:
    """Look up together what the tasks need. Raises TryLater, AccountProblem, Cancelled."""
    account_id = connection.account.id
    facts = connection.account.facts
    if facts is None:
        raise RuntimeError("an account without shop facts was started")
    orders = {task.id: order_store.order(task.order_id) for task in tasks}
    oldest = min(order.created_at for order in orders.values())
    adopt.look(connection, order_rules(account_id), oldest, tell=tell, clock=clock)
    again = {task.id for task in tasks if task.attempt > 0}
    asked_again = frozenset(
        line.sku for task_id in again for line in orders[task_id].lines if line.sku
    )
    known = skus.look_up(
        connection,
        orders.values(),
        asked_again=asked_again,
        gids=decided_gids(task.plan for task in tasks),
        clock=clock,
    )
    seen = seen_order.seen(account_id, [order.amazon_order_id for order in orders.values()])
    return Batch(orders, known, seen, facts, lease.looks_before(connection.account))


def hold_back(connection: Connection, tasks: Sequence[DueTask], batch: Batch) -> Sequence[DueTask]:
    """Where Amazon hides all addresses, what needs one is held."""
    return addresses.hold_back(connection, tasks, batch.orders)


def settled_at(sent_at: float, pace: Pace) -> float:
    """A creation can no longer land, and the exact look-up knows of it."""
    return retry.settled_at(sent_at, pace)


def undecided(task: DueTask) -> NeedsPerson:
    """The shop could not say whether the order is there."""
    return order_failure("undecided", amazon_order_id=task.amazon_order_id)


def bug() -> NeedsPerson:
    """An error in the program, before anything left."""
    return order_failure("bug")


def send(
    connection: Connection, task: DueTask, batch: Batch, *, leaving: Callable[[], None]
) -> Outcome:
    """Adopt what is there, or create the order; `leaving` is called as the request leaves.

    Raises NeedsPerson, TryLater, OutcomeUnknown, AccountProblem, Cancelled.
    """
    order = batch.orders[task.id]
    sighted = adopt.distinct_orders(batch.seen.get(order.amazon_order_id, ()))
    if sighted:
        return _adopted(connection, task, order, sighted)
    if task.sent_at is not None or order.created_at < batch.looks_before:
        found = find_order(connection.shopify, order.amazon_order_id)
        if found is not None:
            note = "found in Shopify, made by an earlier attempt"
            ours = _is_ours(task, found) or (task.sent_at is None and _has_items(found))
            return Done(
                _with_stock(connection, task, found, ours=ours), adopted=not ours, note=note
            )
    rules = rules_of_task(connection.account.id, order.marketplace_id, task.id, task.plan)
    draft = _draft(connection, task, order, rules, batch)
    leaving()
    try:
        made = create_order(
            connection.shopify, draft, deadline_s=retry.create_deadline(connection.pace)
        )
    except KeyTaken as error:
        return _taken(connection, task, order, error)
    except SendWithout as refusal:
        return _without(task, refusal)
    looked_at = _refuse_twin(connection, order, made)
    _refuse_other_total(draft, made)
    oversold = made.oversold if draft.takes_stock else ()
    made = replace(looked_at, oversold=oversold)
    return Done(made, note=" · ".join(draft.notes), fulfilled=draft.fulfilled)


def find(connection: Connection, task: DueTask) -> Outcome:
    """Look an unknown outcome up: exactly, and by search, which can only say yes."""
    exact = find_order(connection.shopify, task.amazon_order_id)
    by_source = search_by_source(connection.shopify, task.amazon_order_id)
    found = {order.gid: order for order in (exact, *by_source) if order is not None}
    if len(found) > 1:
        raise _several(task.amazon_order_id, tuple(found.values()))
    if exact is not None:
        note, ours = "the answer was lost; found in Shopify", _is_ours(task, exact)
        return Done(_with_stock(connection, task, exact, ours=ours), adopted=not ours, note=note)
    if by_source:
        one = by_source[0]
        _give_key(connection, one, task.amazon_order_id)
        note, ours = "the answer was lost; found by its source identifier", _is_ours(task, one)
        return Done(_with_stock(connection, task, one, ours=ours), adopted=not ours, note=note)
    return Absent()


def _with_stock(
    connection: Connection, task: DueTask, found: ShopOrder, *, ours: bool
) -> ShopOrder:
    """What the lost answer would have told: of which SKUs it took more than there was."""
    if not ours or order_store.order(task.order_id).is_fba:
        return found
    return replace(found, oversold=oversold_of(connection.shopify, found.gid))


def _is_ours(task: DueTask, found: ShopOrder) -> bool:
    """Whether a request of this task may have made it: only our lines carry Amazon's item IDs.

    A program that died while it marked another app's order must not count that order as its own.
    """
    return task.sent_at is not None and _has_items(found)


def _has_items(found: ShopOrder) -> bool:
    return any(item_id for *_, item_id in found.lines)


def _draft(
    connection: Connection, task: DueTask, order: Order, rules: OrderRules, batch: Batch
) -> OrderDraft:
    return draft_for(connection, order, rules, batch.facts, batch.known, task.plan)


def _adopted(
    connection: Connection, task: DueTask, order: Order, sighted: tuple[ShopOrder, ...]
) -> Outcome:
    if len(sighted) > 1:
        raise _several(order.amazon_order_id, sighted)
    theirs = sighted[0]
    keyed = find_order(connection.shopify, order.amazon_order_id)
    if keyed is not None and keyed.gid != theirs.gid:
        raise _several(order.amazon_order_id, (keyed, theirs))
    if keyed is None:
        _give_key(connection, theirs, order.amazon_order_id)
    ours = keyed is not None and _is_ours(task, keyed)
    return Done(theirs, adopted=not ours, note=f"already in Shopify as {theirs.name}")


def _give_key(connection: Connection, theirs: ShopOrder, amazon_order_id: str) -> None:
    """Mark an order that is there already, so that it is found exactly from now on."""
    if theirs.unique_key == amazon_order_id:
        return  # it has the mark, and only the exact look-up lags behind
    try:
        set_key(connection.shopify, theirs.gid, amazon_order_id)
    except KeyTaken as error:
        holder = find_order(connection.shopify, amazon_order_id)
        both = (theirs,) if holder is None or holder.gid == theirs.gid else (holder, theirs)
        raise _several(amazon_order_id, both) from error


def _taken(connection: Connection, task: DueTask, order: Order, error: KeyTaken) -> Outcome:
    found = find_order(connection.shopify, order.amazon_order_id)
    if found is None:
        raise order_failure("undecided", amazon_order_id=order.amazon_order_id) from error
    note = f"Shopify already had it as {found.name}"
    return Done(found, adopted=not _is_ours(task, found), note=note)


def _without(task: DueTask, refusal: SendWithout) -> Outcome:
    left_out = list(task.plan.get("without", ()))
    if refusal.part in left_out:
        raise order_failure("address_refused", field=refusal.part) from refusal
    why = f"Shopify refused the {refusal.part}; it is left out"
    return Again(why, {"without": [*left_out, refusal.part]})


def _refuse_twin(connection: Connection, order: Order, made: ShopOrder) -> ShopOrder:
    """The unique field must name the order just made; else another one had it first. Returns it
    with its state, where that was shown.

    Where the question cannot be asked now, the field in the answer decides: Shopify keeps its
    values unique, so an order that carries it is the only one.
    """
    try:
        keyed = find_order(connection.shopify, order.amazon_order_id)
    except (TryLater, AccountProblem, Cancelled) as error:
        if made.unique_key == order.amazon_order_id:
            return made
        raise OutcomeUnknown("made, but not yet checked for a twin") from error
    if keyed is None:
        return made
    if keyed.gid != made.gid:
        raise order_failure("twin", name=made.name, other=keyed.name)
    return replace(made, state=keyed.state)


def _refuse_other_total(draft: OrderDraft, made: ShopOrder) -> None:
    if made.total and made.currency == draft.total.currency and made.total != draft.total.amount:
        raise ShopTotalDiffers(draft, made)


class ShopTotalDiffers(NeedsPerson):
    """The order was made, and Shopify's own sum is another one: kept, and shown."""

    def __init__(self, draft: OrderDraft, made: ShopOrder) -> None:
        error = order_failure(
            "shop_total_mismatch",
            name=made.name,
            shopify=f"{made.total} {made.currency}",
            amazon=str(draft.total),
        )
        super().__init__(error.code, error.title, error.cause, error.cure, fixes=error.fixes)
        self.made = made


def _several(amazon_order_id: str, orders: tuple[ShopOrder, ...]) -> NeedsPerson:
    names = ", ".join(order.name for order in orders[:5])
    return order_failure(
        "several_found", count=len(orders), amazon_order_id=amazon_order_id, names=names
    )
