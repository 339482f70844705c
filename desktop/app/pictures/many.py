"""A hundred thousand orders: those of the made-up shop over and over, each older than the last."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from threading import Event

from desktop import clock
from desktop.app.own_connection import ends_connection
from desktop.app.pictures.director import Script, now
from desktop.app.pictures.main_scenes import CALM, opened
from desktop.app.pictures.shoot import Shoot
from desktop.models.incoming import Incoming, store_orders
from desktop.models.order_store import order
from desktop.models.task_plan import TaskPlan
from desktop.rows import OrderFilter, Tab, TaskState
from desktop.trade import Order

MANY = 100_000
_APART_S = 540
_BATCH = 1000
_LEFT_OUT = TaskPlan(TaskState.SKIPPED, reason="older than the start")


def many(shoot: Shoot) -> Script:
    """The window over them, at the newest and in the middle. Takes about a minute."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    studio.session.syncing.pause(int(clock.now()) + 86_400)  # type: ignore[union-attr]
    ids = [row.id for row in studio.find(OrderFilter(tab=Tab.ALL))]
    account_id = studio.page.standing.accounts[0].id
    work = studio.work
    if work is None:
        raise LookupError("no profile is open")
    work.errands.run(lambda cancel: _multiply(ids, account_id, cancel))
    yield lambda: _told(shoot) >= MANY
    yield now
    yield from shoot.every_size("many")
    grid = studio.page.tab.grid.view
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    yield now
    yield from shoot.both("many-middle")


def _told(shoot: Shoot) -> int:
    work = shoot.studio.work
    if work is not None:
        work.signals.orders_changed.emit(())
        work.signals.counts_changed.emit()
    return shoot.studio.page.total


@ends_connection
def _multiply(ids: list[int], account_id: int, cancel: Event) -> None:
    patterns = [order(one) for one in ids]
    made = _made(patterns, MANY)
    while not cancel.is_set() and (batch := list(islice(made, _BATCH))):
        at = int(clock.now())
        store_orders(account_id, batch, lambda _order, _rejected: _LEFT_OUT, cursor=None, at=at)


def _made(patterns: list[Order], count: int) -> Iterator[Incoming]:
    start = int(clock.now())
    for number in range(count):
        pattern = patterns[number * 7 % len(patterns)]
        at = start - number * _APART_S
        name = f"{111 + number % 4}-{number * 7919 % 10**7:07d}-{number * 104729 % 10**7:07d}"
        yield Incoming(replace(pattern, amazon_order_id=name, created_at=at, updated_at=at), b"{}")
