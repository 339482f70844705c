"""Read an order in Shopify that could not be read, because a person asks for it. Changes nothing
there.
"""

from collections.abc import Callable

from desktop.catalogue import shipment_failure
from desktop.clock import now as real_now
from desktop.models.task import DueTask
from desktop.sync.back.reading import read_now
from desktop.sync.back.unreadable import READ, READABLE
from desktop.sync.connection import Connection
from desktop.sync.tasks.outcome import Outcome, Settled
from desktop.sync.tasks.verb import PlainVerb


def send(connection: Connection, task: DueTask, leaving: Callable[[], None]) -> Outcome:
    """Raises TryLater, AccountProblem (Misshapen where it still cannot be read), Cancelled."""
    read_now(connection, task.order_id, real_now)
    return Settled(READABLE)


def find(connection: Connection, task: DueTask) -> Outcome:
    """Once more."""
    return send(connection, task, lambda: None)


READ_IN_SHOPIFY = PlainVerb(READ, "shopify", shipment_failure, send, find)
