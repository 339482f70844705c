"""The one bridge from the other threads to the window: small frozen values and ids."""

from PySide6.QtCore import QObject, Signal


class AppSignals(QObject):
    """Made on the GUI thread; any thread may emit, receivers are slots of QObjects."""

    orders_changed = Signal(object)  # row ids of orders; empty: unknown which
    counts_changed = Signal()
    progress = Signal(object)  # account, phase, words, done, of, wait_s
    summary = Signal(object)  # rows.RunSummary
    problem = Signal(object)  # rows.Problem
    sync_state = Signal(object)  # rows.SyncState
    accounts_changed = Signal()  # connected, started, checked, or set otherwise
    trouble = Signal(object)  # an Exception that nobody else took
    show_order = Signal(int)
    notice = Signal(str)
