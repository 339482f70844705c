"""The window: its tabs in every size, filters, and what it says where there is nothing."""

from dataclasses import replace

from PySide6.QtCore import QPoint

from desktop import clock
from desktop.app.own_connection import ends_connection
from desktop.app.pictures.director import Script, now
from desktop.app.pictures.shoot import LARGE, SMALL, USUAL, Shoot, button, close_all, front, shown
from desktop.app.where import MadeShop, Where
from desktop.catalogue import account_problem, profile_problem
from desktop.models import setting
from desktop.rows import AccountState, OrderFilter, OrderRow, Problem, SyncState, Tab
from desktop.ui.archive_dialog import ArchiveDialog
from desktop.ui.crash_dialog import CrashDialog, report_of
from desktop.ui.error_words import words_of
from desktop.ui.shortcuts_dialog import ShortcutsDialog

CALM = MadeShop(orders=160, arrivals_per_minute=0, speed=100)
PLAN_LIMIT = 200


def opened(shoot: Shoot, shop: MadeShop) -> Script:
    """The made-up shop, until its sync has nothing more to do."""
    studio = shoot.studio
    yield lambda: studio.session is not None  # one profile at a time
    if studio.where != Where(demo=True, shop=shop):
        studio.go_to(Where(demo=True, shop=shop))
    yield (
        lambda: (
            studio.where.shop == shop and studio.is_quiet and studio.page.total >= shop.orders * 0.9
        )
    )
    yield lambda: studio.is_quiet
    keep_plan_limit()
    studio.work.signals.counts_changed.emit()  # type: ignore[union-attr]
    yield now


@ends_connection
def keep_plan_limit() -> None:
    """A plan, so that its use is shown."""
    setting.set_setting("plan.limit", PLAN_LIMIT)


def tabs(shoot: Shoot) -> Script:
    """All Orders, Errors as a list and by cause, Archive."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    grid = studio.page.tab.grid
    yield from shoot.every_size("all")
    grid.view.setFocus()
    grid.view.selection.only(filter(None, map(grid.table.id_at, (3, 12))))
    yield from shoot.both("all-selected")
    shoot.size((1024, 600))
    yield from shoot.both("all-smallest")
    shoot.size(USUAL)
    yield from shoot.tab(Tab.ERRORS)
    yield from shoot.every_size("errors-list")
    studio.page.tabs[Tab.ERRORS].grouped.setChecked(True)
    yield now
    yield from shoot.every_size("errors-grouped")
    yield from shoot.tab(Tab.ALL)
    ids = [grid.table.id_at(number) for number in (5, 6, 7, 9, 12)]
    studio.page.deeds.archive([one for one in ids if one is not None])
    yield lambda: any(isinstance(one, ArchiveDialog) for one in shown())
    yield from shoot.both("archive-question")
    button(front(ArchiveDialog), "archiveAnyway").click()
    yield lambda: studio.page.snackbar.isVisible()
    grid.view.selection.clear()
    yield from shoot.both("archived-undo")
    yield from shoot.tab(Tab.ARCHIVE)
    yield from shoot.every_size("archive")
    yield from shoot.tab(Tab.ALL)


def filters(shoot: Shoot) -> Script:
    """Each filter open, several set, nothing found, dense rows, the columns menu."""
    yield from opened(shoot, CALM)
    bar = shoot.studio.page.tab.filters
    shoot.size(SMALL)
    for name, chip in bar._chips.items():
        chip.open_wanted.emit()
        yield now
        yield from shoot.both(f"filter-{name}")
        close_all()
    bar.set_filter(OrderFilter(tab=Tab.ALL, tags=("FBM",), text="mug"))
    yield from shoot.both("filtered")
    bar.set_filter(OrderFilter(tab=Tab.ALL, text="no such thing anywhere"))
    yield now
    yield from shoot.both("nothing-matches")
    bar.clear_all()
    shoot.studio.page.tab.set_compact(True)
    yield from shoot.both("compact")
    shoot.studio.page.tab.set_compact(False)
    shoot.studio.page.tab.columns.click()
    yield from shoot.both("columns-menu")
    close_all()
    menu = shoot.studio.tray.menu
    menu.popup(shoot.studio.window.mapToGlobal(QPoint(900, 400)))
    yield from shoot.both("tray-menu", lambda: menu)
    menu.close()
    shoot.size(USUAL)


def amounts(shoot: Shoot) -> Script:
    """No orders, twelve, long names, other currencies."""
    studio = shoot.studio
    yield from opened(shoot, MadeShop(orders=0, arrivals_per_minute=0, speed=600))
    yield from shoot.both("no-orders-yet")
    yield from opened(shoot, MadeShop(orders=12, arrivals_per_minute=0, speed=600))
    yield from shoot.every_size("twelve")
    studio.retouch.row = _long
    studio.page.tab.reload()
    shoot.size(SMALL)
    yield from shoot.both("long-names")
    yield from opened(shoot, replace(CALM, is_foreign=True))
    studio.retouch.row = _abroad
    studio.page.tab.reload()
    yield from shoot.both("currencies")
    shoot.size(LARGE)
    yield from shoot.both("currencies-large")
    shoot.size(USUAL)


def bars(shoot: Shoot) -> Script:
    """What goes wrong with the program itself."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    shoot.size(SMALL)
    signals = studio.work.signals  # type: ignore[union-attr]
    studio.retouch.account = _with_problem
    signals.accounts_changed.emit()
    yield lambda: studio.page.errors.isVisible()
    yield from shoot.both("error-bar")
    studio.retouch.account = lambda account: account
    signals.accounts_changed.emit()
    studio.session.syncing.pause(int(clock.now()) + 3600)  # type: ignore[union-attr]
    yield lambda: studio.session.syncing.state.kind == "paused"  # type: ignore[union-attr]
    yield from shoot.both("paused")
    words = "The window of another Crossdock works on this profile."
    signals.sync_state.emit(SyncState("elsewhere", words))
    yield from shoot.both("in-use")
    studio.session.syncing.pause(None)  # type: ignore[union-attr]
    yield from shoot.dialog("shortcuts", studio.window.show_keys, ShortcutsDialog)
    yield from shoot.dialog("crash", lambda: studio.window.show_crash(_report()), CrashDialog)
    studio.go_to(Where(session_only=True))
    yield lambda: studio.where.session_only and studio.is_quiet
    yield from shoot.both("empty-session-only")
    for code in ("keyring_locked", "key_wrong"):
        studio.window.show_problem(words_of(profile_problem(code, profile="~/Crossdock")))
        yield from shoot.both(f"profile-{code}")
    studio.window.show_opening()
    yield from shoot.both("opening")
    studio.go_to(Where(demo=True, shop=CALM))
    shoot.size(USUAL)


def _with_problem(account: AccountState) -> AccountState:
    problem = account_problem("amazon", "token_revoked")
    told = Problem(account.name, "amazon", problem.code, problem.title, problem.cause, problem.cure)
    return replace(account, amazon_problem=told)


def _report() -> str:
    try:
        raise KeyError("variant")
    except KeyError as error:
        return report_of(error)


def _long(row: OrderRow) -> OrderRow:
    return replace(
        row,
        account="Northern Harbor & Pine Household Goods Trading Company (Seattle)",
        first_sku="ENAMEL-MUG-COBALT-BLUE-11OZ-SET-OF-FOUR-GIFT-BOXED-2026",
        shopify_order_name="AMZ-" + row.amazon_order_id + "-WHOLESALE",
        tags=("FBM", "Prime", "Business"),
    )


_PLACES = {
    "JPY": ("Amazon.co.jp", 1),
    "EUR": ("Amazon.de", 1),
    "GBP": ("Amazon.co.uk", 1),
    "CAD": ("Amazon.ca", 1),
    "USD": ("Amazon.com", 100),
}


def _abroad(row: OrderRow) -> OrderRow:
    currency = list(_PLACES)[row.id % len(_PLACES)]
    place, times = _PLACES[currency]
    total = None if row.total is None else replace(row.total, currency=currency)
    if total is not None and row.id % 7 == 0:
        total = replace(total, minor=total.minor * times)
    return replace(row, total=total, marketplace=place)
