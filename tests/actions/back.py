"""An account on a sandbox whose orders were created; what happens to them then, on either side."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from desktop.actions.sync_once import sync_once
from desktop.models import order_list, order_store
from desktop.models.task_find import tasks_of
from desktop.models.task_moves import DueTask
from desktop.profile import Profile
from desktop.rows import OrderFilter, OrderRow, RunSummary, SortKey, TaskState
from desktop.sandbox.run import Sandbox
from desktop.sync.progress import silent
from tests.actions.stand import connect_with, running_sandbox

PATIENCE_S = 900.0  # of the services: a read-back, a feed, an undo time of ten minutes
UPS = "1Z999AA10123456784"


class World:
    """One sandbox, one profile, and everything that the tests ask of both."""

    def __init__(self, profile: Profile, sandbox: Sandbox) -> None:
        self.profile, self.sandbox = profile, sandbox

    def sync(self) -> RunSummary:
        """One sync that waits for what is due soon."""
        return sync_once(self.profile, Event(), silent, wait_s=PATIENCE_S)

    def until(self, there: Callable[[], Any], most: int = 16) -> None:
        """Sync until something is there, what a service shows late included; what it is not is
        shown."""
        for turn in range(most):
            self.sync()
            if there():
                return
            Event().wait(0.02 * turn)
        raise AssertionError([(one.verb, one.state, one.hold, one.error_code, one.reason)
                              for one in tasks_of([row.id for row in self.rows()])
                              if one.verb != "create_order"])  # fmt: skip

    def happen(self, kind: str, **body: Any) -> dict[str, Any]:
        """Something happens on a side."""
        return self._control("POST", "events", {"kind": kind, **body})

    def fault(self, operation: str, kind: str, *, times: int = 1) -> None:
        """The next requests of that operation go wrong."""
        rule = {"operation": operation, "kind": kind, "times": times}
        self._control("PUT", "faults", {"faults": [rule]})

    def _control(self, method: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        url = urlsplit(self.sandbox.urls["control"])
        with closing(HTTPConnection(str(url.hostname), url.port, timeout=20)) as wire:
            wire.request(method, f"{url.path}/{path}", json.dumps(body))
            answer = wire.getresponse()
            told: dict[str, Any] = json.loads(answer.read())
        assert answer.status == 200, told
        return told

    def knobs(self, side: str, **values: Any) -> None:
        """Turn some knobs of a side."""
        self.sandbox.control.set_knobs(side, values)

    def rows(self) -> list[OrderRow]:
        """All rows."""
        return list(order_list.page(OrderFilter(), SortKey.CREATED, True, None, 500).rows)

    def unshipped(self, n: int = 0, *, units: int = 1) -> OrderRow:
        """The n-th order that stands in Shopify and is to be shipped by the seller."""
        fits = [
            row
            for row in self.rows()
            if row.amazon_status == "UNSHIPPED" and "FBM" in row.tags and row.shopify_order_id
            and not row.cancel_wish and row.units >= units
            and not order_store.order(row.id).programs
        ]  # fmt: skip
        return fits[n]

    def wishing(self) -> OrderRow:
        """An order whose buyer asks to cancel."""
        return next(r for r in self.rows() if r.cancel_wish and r.shopify_order_id)

    def row(self, order_id: int) -> OrderRow:
        """The row as it is now."""
        (found,) = order_list.rows([order_id])
        return found

    def amazon(self, row: OrderRow) -> dict[str, Any]:
        """The order as it truly stands on Amazon."""
        found = self.sandbox.control.ledger({"side": ["amazon"]})["amazon"]["orders"]
        return next(one for one in found if one["amazon_order_id"] == row.amazon_order_id)

    def shopify(self, row: OrderRow) -> dict[str, Any]:
        """The order as it truly stands in Shopify; there is exactly one."""
        found = self.sandbox.control.ledger({"side": ["shopify"]})["shopify"]["orders"]
        (one,) = [one for one in found if one["source_identifier"] == row.amazon_order_id]
        return dict(one)

    def task(self, row: OrderRow, verb: str) -> DueTask:
        """The order's only task of that verb."""
        (found,) = tasks_of([row.id], verb)
        return found

    def stays(self) -> None:
        """Two more syncs change nothing on either side: nothing loops."""
        self.until(self._is_quiet, most=60)  # a lost answer is believed lost after some seconds
        before = self._both()
        for _ in range(2):
            self.sync()
            assert self._both() == before

    def _is_quiet(self) -> bool:
        """Nothing is on its way any more."""
        moves = (TaskState.READY, TaskState.SENDING, TaskState.SUBMITTED, TaskState.CHECK)
        found = {one.state for one in tasks_of([row.id for row in self.rows()])}
        if TaskState.CHECK in found:
            Event().wait(0.2)
        return not found & set(moves)

    def _both(self) -> tuple[Any, Any, Any]:
        """Both ledgers, but for what Amazon ships: its carrier and number come by a report, when
        that is ready."""
        ledger = self.sandbox.control.ledger()
        shipped = {row.amazon_order_id for row in self.rows() if "FBA" in row.tags}
        orders = ledger["shopify"]["orders"]
        ours = [one for one in orders if one["source_identifier"] not in shipped]
        return ledger["amazon"]["orders"], ledger["amazon"]["feeds"], ours


@contextmanager
def world(profile: Profile, **options: Any) -> Iterator[World]:
    """Connected, started, synced; Amazon's books lag by a minute only."""
    knobs = {"amazon": {"finances_lag_h": 0.02, "deferred_share": 0.0}}
    with running_sandbox(**{"orders": 40, "knobs": knobs, **options}) as sandbox:
        connect_with(profile, sandbox.connect)
        made = World(profile, sandbox)
        made.sync()
        yield made
