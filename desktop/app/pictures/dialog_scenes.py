"""The dialogs: orders, import, export, accounts and the guided connection, start, settings."""

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

from PySide6.QtWidgets import QPlainTextEdit

from desktop.app.pictures.director import Script, now
from desktop.app.pictures.main_scenes import CALM, opened
from desktop.app.pictures.shoot import USUAL, Shoot, button, close_all, front
from desktop.app.pictures.trouble import KINDS, with_failure
from desktop.rows import OrderDetail, OrderFilter, OrderRow, SyncStatus, Tab
from desktop.sandbox.run import SandboxOptions, start_sandbox
from desktop.ui.accounts.connect_dialog import ConnectDialog
from desktop.ui.accounts.dialog import AccountsDialog
from desktop.ui.export_dialog import ExportDialog
from desktop.ui.import_dialog import ImportDialog
from desktop.ui.order_dialog import OrderDialog
from desktop.ui.resolve import ResolveDialog
from desktop.ui.start_dialog import StartDialog


def _first(rows: tuple[OrderRow, ...], fits: Callable[[OrderRow], bool]) -> OrderRow:
    for row in rows:
        if fits(row):
            return row
    raise LookupError("the made-up shop has no such order")


def orders(shoot: Shoot) -> Script:
    """An order in each of its states."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    rows = studio.find(OrderFilter(tab=Tab.ALL))
    kinds: dict[str, Callable[[OrderRow], bool]] = {
        "unshipped": lambda r: "FBM" in r.tags and r.stage == "in Shopify" and r.lines > 1,
        "fba": lambda r: "FBA" in r.tags and r.sync_status is SyncStatus.SHIPPED,
        "failed": lambda r: bool(r.failures),
        "waiting": lambda r: r.status.value == "Pending",
        "cancel-wish": lambda r: r.cancel_wish,
    }
    shoot.size(USUAL)
    for name, fits in kinds.items():
        row = _first(rows, fits)
        studio.dialogs.open_order(row.id)
        yield now
        yield now
        yield from shoot.both(f"order-{name}", lambda: front(OrderDialog))
        if name == "unshipped":
            yield from shoot.both("order-over-window")
        close_all()
        yield now
    studio.retouch.detail = _scrubbed
    row = _first(rows, kinds["fba"])
    yield from shoot.dialog(
        "order-scrubbed", lambda: studio.dialogs.open_order(row.id), OrderDialog
    )
    studio.retouch.detail = lambda detail: detail


def _scrubbed(detail: OrderDetail) -> OrderDetail:
    return replace(detail, buyer_name="", address=(), phone="", address_parts=(), is_scrubbed=True)


def resolve(shoot: Shoot) -> Script:
    """Each way of mending a failed order."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    shoot.size(USUAL)
    failed = studio.find(OrderFilter(tab=Tab.ERRORS))
    for code in dict.fromkeys(row.failures[0].code for row in failed):
        same = [row.id for row in failed if row.failures[0].code == code]
        studio.dialogs.open_resolve(same)
        yield from _ready(shoot, f"resolve-{code}")
    rows = studio.find(OrderFilter(tab=Tab.ALL))
    row = _first(rows, lambda r: r.stage == "in Shopify" and "FBM" in r.tags and r.lines == 1)
    for code in KINDS:
        studio.retouch.row = lambda one, code=code: (  # type: ignore[misc]
            with_failure(one, code) if one.id == row.id else one
        )
        studio.dialogs.open_resolve([row.id])
        yield from _ready(shoot, f"resolve-{code}")
    studio.retouch.row = lambda one: one


def _ready(shoot: Shoot, name: str) -> Script:
    yield lambda: front(ResolveDialog).fix is not None
    yield now
    yield now
    yield now
    yield from shoot.both(name, lambda: front(ResolveDialog))
    if name == "resolve-sku_unknown":
        yield from shoot.both("resolve-over-window")
    close_all()
    yield now


def imports(shoot: Shoot) -> Script:
    """Import by ID, and export."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    studio.dialogs.open_import()
    yield from shoot.both("import-empty", lambda: front(ImportDialog))
    known = studio.find(OrderFilter(tab=Tab.ALL))[:3]
    ids = "\n".join(row.amazon_order_id for row in known)
    text = front(ImportDialog).findChild(QPlainTextEdit, "importIds")
    if text is None:
        raise LookupError("the import dialog has no field")
    text.setPlainText(f"{ids}\nnot-an-id 12345\n114-3941689-877223\n{known[0].amazon_order_id}")
    yield from shoot.both("import-bad", lambda: front(ImportDialog))
    text.setPlainText(f"{ids}\n999-0000000-0000000")
    go = button(front(ImportDialog), "importGo")
    go.click()
    yield now
    yield lambda: go.isEnabled()
    yield from shoot.both("import-outcomes", lambda: front(ImportDialog))
    yield from shoot.both("import-over-window")
    close_all()
    yield now
    yield from shoot.dialog("export", studio.dialogs.open_export, ExportDialog)


def accounts(shoot: Shoot) -> Script:
    """The accounts, and starting one."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    yield from shoot.dialog("accounts", studio.dialogs.open_accounts, AccountsDialog)
    studio.dialogs.open_accounts()
    yield now
    button(front(AccountsDialog), "accountCheck").click()
    yield now
    yield now
    yield from shoot.both("accounts-checked", lambda: front(AccountsDialog))
    close_all()
    yield now
    yield from opened(shoot, replace(CALM, is_started=False))
    yield lambda: bool(studio.page.standing.accounts)
    yield from shoot.both("not-started")
    studio.dialogs.open_start(studio.page.standing.accounts[0])
    yield now
    yield now
    yield now
    yield from shoot.both("start", lambda: front(StartDialog))
    yield from shoot.both("start-over-window")
    close_all()
    yield now


def connect(shoot: Shoot) -> Script:
    """Each step of the guided connection, and a check that finds something wrong."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    with start_sandbox(SandboxOptions(seed=3, orders=5)) as sandbox:
        right = sandbox.connect
        wrong = deepcopy(right)
        wrong["amazon"]["client_secret"] = "wrong"  # noqa: S105 - to be refused
        studio.dialogs.open_connect()
        yield from shoot.both("connect-1", lambda: front(ConnectDialog))
        dialog = front(ConnectDialog)
        forward = button(dialog, "connectNext")
        dialog.read_text(json.dumps(wrong))
        forward.click()
        yield lambda: dialog._handle is None
        yield from shoot.both("connect-1-failed", lambda: front(ConnectDialog))
        dialog.read_text("{}")
        yield from shoot.both("connect-1-no-object", lambda: front(ConnectDialog))
        dialog.read_text(json.dumps(right))
        for step in (1, 2):
            forward.click()
            yield lambda step=step: dialog.step == step  # type: ignore[misc]
            yield from shoot.both(f"connect-{step + 1}", lambda: front(ConnectDialog))
        close_all()
        yield now
