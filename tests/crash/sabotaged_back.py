"""The real command with the protection of the way back taken out: what is not known goes again.

Every look-up says that nothing is there, and a repeat goes out under another key or reference.
Only there to show that the crash test can fail. Run as `python -m tests.crash.sabotaged_back`.
"""

from dataclasses import replace
from types import ModuleType
from typing import Any
from uuid import uuid4

from desktop.channels.shopify.refunds import create_refund
from desktop.cli import main
from desktop.models import feeds, order_store
from desktop.models import task as tasks
from desktop.models.task import DueTask
from desktop.rows import TaskState
from desktop.sync import feed_check
from desktop.sync.back.mirrored import Claim
from desktop.sync.connection import Connection
from desktop.sync.feed_check import Fit
from desktop.sync.feed_kinds import Kind
from desktop.sync.tasks import (
    cancel_in_shopify,
    confirm_shipment,
    fulfil_in_shopify,
    record_refund,
    refund_in_shopify,
)
from desktop.sync.tasks.shop_order import shop_order
from desktop.trade.returns import PackageToConfirm, ShopRefund, ShopState
from tests.crash.sabotaged import sent_again, without_looking

_package_of = confirm_shipment.package_of


def _feed_again(row_id: int, *, due_at: int | None = None) -> None:
    """A feed that may have been submitted goes again, whatever Amazon lists."""
    feeds.abandon(row_id, "sent again", due_at=0)


def _fits(_: Connection, kind: Kind, task: DueTask, now: float) -> Fit:
    """Whatever stands there already: it may leave."""
    return Fit(kind.message(task, order_store.order(task.order_id), now))


def _another_package(*given: Any) -> PackageToConfirm:
    """A reference that belongs to the attempt, and not to the fulfilment."""
    return replace(_package_of(*given), reference=str(uuid4().int % 10**12))


def _another_refund(client: Any, draft: dict[str, object], key: str) -> ShopRefund:
    """A key that belongs to the attempt, and not to the refund."""
    return create_refund(client, draft, str(uuid4()))


def _not_cancelled(connection: Connection, task: DueTask, *given: Any) -> ShopState:
    """What Shopify says of the order, but before it is asked no cancellation."""
    state = shop_order(connection, task, *given)
    return state if task.state is TaskState.SUBMITTED else replace(state, cancelled_at=None)


def _take_out(module: ModuleType, **instead: object) -> None:
    """Other functions in a module; AttributeError where one is no longer there to be replaced."""
    for name, other in instead.items():
        getattr(module, name)
        setattr(module, name, other)


def sabotage() -> None:
    """Take out the looks of every verb of the way back."""
    _take_out(tasks, orphans=sent_again)
    _take_out(feeds, unknown=_feed_again)
    _take_out(feed_check, look=_fits)
    _take_out(confirm_shipment, package_of=_another_package, _looks_first=without_looking)
    _take_out(fulfil_in_shopify, _claim=lambda *_: Claim())
    _take_out(cancel_in_shopify, shop_order=_not_cancelled)
    _take_out(record_refund, create_refund=_another_refund, _there=without_looking)
    _take_out(refund_in_shopify, create_refund=_another_refund, _made=without_looking)


if __name__ == "__main__":
    sabotage()
    main()
