"""The way back: an order's parcels and refunds, what is started from it and what is mended, the
outbox, and another computer that syncs."""

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit

from desktop import clock
from desktop.app.pictures.director import Script, now
from desktop.app.pictures.doings import Doings
from desktop.app.pictures.main_scenes import opened
from desktop.app.pictures.shoot import SMALL, USUAL, Shoot, button, close_all, front, shown
from desktop.app.where import MadeShop
from desktop.rows import AccountState, LeaseState, OrderRow, OutboxContent
from desktop.ui.order.begin_dialog import BeginDialog
from desktop.ui.order_dialog import OrderDialog
from desktop.ui.outbox_dialog import OutboxDialog
from desktop.ui.resolve import ResolveDialog
from desktop.ui.take_over_dialog import TakeOverDialog

BUSY = MadeShop(orders=120, arrivals_per_minute=0, speed=100, seed=4)
_SHIPPED = ("SHIPPED", "PARTIALLY_SHIPPED")
_MANY = 200


def back(shoot: Shoot) -> Script:
    """All of it, in one shop that goes on from picture to picture."""
    yield from opened(shoot, BUSY)
    doings = Doings(shoot.studio)
    shoot.size(USUAL)
    yield from _empty_outbox(shoot)
    yield from _begun(shoot, doings)
    yield from _lived(doings)
    yield from _order(shoot, doings.cast.whole, "order-back")
    yield from _mended(shoot, doings)
    yield from _outbox(shoot)
    yield from _elsewhere(shoot)


def _lived(doings: Doings) -> Script:
    """Everything happens, and is seen."""
    cast = doings.cast
    doings.ship_all()
    shipped = (cast.whole, cast.flat, *cast.reasons, *cast.to_record)
    yield lambda: doings.is_seen(*shipped, by=lambda row: row.amazon_status in _SHIPPED)
    doings.ship_the_rest()
    yield lambda: doings.is_seen(cast.whole, by=lambda row: row.amazon_status == "SHIPPED")
    failing = (*cast.carriers, cast.number)
    yield lambda: doings.is_seen(*failing, by=lambda row: row.failures)
    doings.give_back()
    doings.fail_reasons()
    yield lambda: doings.is_seen(cast.flat, *cast.reasons, by=lambda row: row.failures)
    yield lambda: doings.is_seen(cast.whole, by=lambda row: row.refunded)


def _order(shoot: Shoot, row: OrderRow, name: str) -> Script:
    """An order whose life is behind it: the top, and the story below."""
    shoot.studio.dialogs.open_order(row.id)
    yield now
    yield now
    yield now
    yield from shoot.both(name, lambda: front(OrderDialog))
    yield from shoot.both(f"{name}-over-window")
    bar = front(OrderDialog)._area.verticalScrollBar()
    bar.setValue(bar.maximum())
    yield now
    yield from shoot.both(f"{name}-story", lambda: front(OrderDialog))
    close_all()
    yield now


def _begun(shoot: Shoot, doings: Doings) -> Script:
    """Ship, Cancel and Refund from an order, and Shopify away."""
    row = doings.cast.to_ship
    shoot.studio.dialogs.open_order(row.id)
    yield now
    for name in ("ship", "cancelOrder"):
        button(front(OrderDialog), name).click()
        yield lambda: _begin() is not None and not _begin().waits_for
        _type(_begin(), "number", "1Z999AA10123456784")
        yield now
        yield now
        yield from shoot.both(f"begin-{name}", _begin)
        if name == "ship":
            yield from shoot.both("ship-over-window")
        _begin().close()
        yield now
    close_all()
    yield now


def _begin() -> BeginDialog:
    return front(BeginDialog)


def _type(dialog: BeginDialog, name: str, text: str) -> None:
    field = dialog.findChild(QLineEdit, name)
    if field is not None:
        field.setText(text)


def _mended(shoot: Shoot, doings: Doings) -> Script:
    """A carrier, a number, an allocation, a reason; and a refund from the order."""
    cast = doings.cast
    kinds = {
        "carrier": cast.carriers[0],
        "tracking": cast.number,
        "allocate": cast.flat,
        "reason": cast.reasons[0],
    }
    for name, row in kinds.items():
        shoot.studio.dialogs.open_resolve([row.id])
        yield lambda: front(ResolveDialog).fix is not None
        yield now
        yield now
        heals = front(ResolveDialog)._heals.fold.button
        if heals.isVisible():
            heals.click()
            yield now
            yield now
        yield from shoot.both(f"resolve-back-{name}", lambda: front(ResolveDialog))
        yield from shoot.both(f"resolve-back-{name}-over-window")
        close_all()
        yield now
    shoot.studio.dialogs.open_order(cast.whole.id)
    yield now
    yield now
    button(front(OrderDialog), "refund").click()
    yield lambda: not _begin().waits_for
    yield now
    yield from shoot.both("begin-refund", _begin)
    yield from shoot.both("refund-over-window")
    close_all()
    yield now


def _empty_outbox(shoot: Shoot) -> Script:
    yield from shoot.dialog("outbox-empty", shoot.studio.dialogs.open_outbox, OutboxDialog)


def _outbox(shoot: Shoot) -> Script:
    """As it stands, and with two hundred lines."""
    studio = shoot.studio
    shoot.size(SMALL)
    studio.dialogs.open_outbox()
    yield lambda: front(OutboxDialog).content is not None
    yield now
    yield from shoot.both("outbox", lambda: front(OutboxDialog))
    yield from shoot.both("outbox-over-window")
    close_all()
    yield now
    studio.retouch.outbox = _many
    studio.dialogs.open_outbox()
    yield lambda: front(OutboxDialog).content is not None
    yield now
    yield from shoot.both("outbox-many", lambda: front(OutboxDialog))
    close_all()
    yield now
    studio.retouch.outbox = lambda content: content


def _many(content: OutboxContent) -> OutboxContent:
    """The same things over and over, with long names."""
    shop = "AMZ-114-3941689-8772232-WHOLESALE-NORTHERN-HARBOR"
    rows = [replace(one, shopify_order_name=shop) for one in content.waiting]
    waiting = tuple(
        replace(rows[number % len(rows)], task_id=number, leaves_at=int(clock.now()) + number * 61)
        for number in range(_MANY if rows else 0)
    )
    return replace(content, waiting=waiting)


def _elsewhere(shoot: Shoot) -> Script:
    """Another computer syncs the account."""
    studio = shoot.studio
    work = studio.work
    if work is None:
        raise LookupError("no profile is open")
    studio.retouch.account = _leased
    work.signals.accounts_changed.emit()
    yield lambda: studio.page.notices.lease.isVisible()
    yield from shoot.both("elsewhere")
    studio.page.notices.lease.acted.emit()
    yield lambda: any(isinstance(one, TakeOverDialog) for one in shown())
    yield from shoot.both("take-over-over-window")
    close_all()
    studio.retouch.account = lambda account: account
    work.signals.accounts_changed.emit()
    shoot.size(USUAL)
    yield now


def _leased(account: AccountState) -> AccountState:
    return replace(account, lease=LeaseState("HARBOR-OFFICE-PC", int(clock.now()) - 90))
