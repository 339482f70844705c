"""The program as it stands for its pictures: any shop can be opened, and rows be retouched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desktop.app.controller import Controller
from desktop.app.desk import AllQuestions
from desktop.app.own_connection import ends_connection
from desktop.app.where import Where
from desktop.rows import AccountState, OrderDetail, OrderFilter, OrderRow, OutboxContent, SortKey
from desktop.ui.desk import GridQuery
from desktop.ui.dialogs import Dialogs
from desktop.ui.orders_page import OrdersPage

if TYPE_CHECKING:
    from desktop.app.session import Session


@dataclass
class Retouch:
    """What the made-up shop cannot show by itself."""

    row: Callable[[OrderRow], OrderRow] = lambda row: row
    detail: Callable[[OrderDetail], OrderDetail] = lambda detail: detail
    account: Callable[[AccountState], AccountState] = lambda account: account
    outbox: Callable[[OutboxContent], OutboxContent] = lambda content: content


@dataclass
class RetouchedQuestions(AllQuestions):
    """The real answers, retouched."""

    retouch: Retouch = field(default_factory=Retouch)

    def __post_init__(self) -> None:
        super().__init__()

    def rows(self, query: GridQuery, offset: int, limit: int) -> tuple[OrderRow, ...]:
        """Rows from `offset` on."""
        return tuple(map(self.retouch.row, super().rows(query, offset, limit)))

    def rows_by_id(self, order_ids: Sequence[int]) -> tuple[OrderRow, ...]:
        """These rows as they stand now."""
        return tuple(map(self.retouch.row, super().rows_by_id(order_ids)))

    def detail(self, order_id: int) -> OrderDetail | None:
        """Everything about one order."""
        found = super().detail(order_id)
        if found is None:
            return None
        return self.retouch.detail(replace(found, row=self.retouch.row(found.row)))

    def accounts(self) -> tuple[AccountState, ...]:
        """How every account stands."""
        return tuple(map(self.retouch.account, super().accounts()))

    def outbox(self, account_id: int | None) -> OutboxContent:
        """What is about to leave."""
        return self.retouch.outbox(super().outbox(account_id))


class Studio(Controller):
    """A controller that a script can lead."""

    def __init__(self, where: Where) -> None:
        super().__init__(where)
        self.retouch = Retouch()

    @Slot(object)
    def _on_opened(self, session: "Session") -> None:
        questions = RetouchedQuestions(self.retouch)
        notices = () if session.desk.is_demo else session.desk.notices
        desk = replace(session.desk, questions=questions, notices=notices, is_demo=False)
        super()._on_opened(replace(session, desk=desk))

    def go_to(self, where: Where) -> None:
        """Open another shop, with nothing retouched."""
        self.retouch.row = Retouch().row
        self.retouch.detail = Retouch().detail
        self.retouch.account = Retouch().account
        self.retouch.outbox = Retouch().outbox
        self._change_to(where)

    @property
    def page(self) -> OrdersPage:
        """The orders. Raises LookupError while no profile is open."""
        if self.window.orders is None:
            raise LookupError("no profile is open")
        return self.window.orders

    @property
    def dialogs(self) -> Dialogs:
        """The dialogs over the orders. Raises LookupError while no profile is open."""
        if self.window.dialogs is None:
            raise LookupError("no profile is open")
        return self.window.dialogs

    @property
    def is_quiet(self) -> bool:
        """Whether a profile is open and its sync has nothing to do."""
        if self.session is None or self.window.orders is None:
            return False
        return self.session.syncing.state.kind in ("idle", "off")

    def look_now(self) -> None:
        """Have both sides read, unless that is under way."""
        if self.session is not None and self.is_quiet:
            self.session.syncing.sync_now()

    @ends_connection
    def rows(self, order_ids: Sequence[int]) -> tuple[OrderRow, ...]:
        """These orders as they stand, not retouched."""
        return AllQuestions().rows_by_id(order_ids)

    @ends_connection
    def items_of(self, order_id: int) -> tuple[str, ...]:
        """The SKUs of an order."""
        found = AllQuestions().detail(order_id)
        return () if found is None else tuple(one.sku for one in found.items)

    @ends_connection
    def find(self, asked: OrderFilter) -> tuple[OrderRow, ...]:
        """The newest 100 orders of a filter, not retouched."""
        return AllQuestions().rows(GridQuery(asked, SortKey.CREATED, True), 0, 100)
