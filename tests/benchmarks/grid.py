"""The grid until it is painted: filters, keystrokes, sorts, jumps, tabs, a row that arrives."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desktop.rows import OrderFilter, SortKey, Status, Tab
from desktop.ui.order_table import PAGE
from tests.benchmarks.canned_amazon import AT
from tests.benchmarks.grid_rivals import ProxyRival, SqlRival, plain_copy
from tests.benchmarks.grid_window import GridWindow, PagesWritten, until
from tests.benchmarks.made_database import made_database
from tests.benchmarks.measure import Figure, Run, Samples, figure, timed

GOAL_MS = 33  # a frame or two
SEARCHED = ("4", "45", "456", "4567")  # a person types an ID
MOST_PROXIED = 100_000  # more objects than that need half a gigabyte and minutes a filter
_PRICED = OrderFilter(currency="USD", price_from=2_000, price_to=6_000)
_SIX = replace(
    _PRICED,
    statuses=(Status.SHIPPED, Status.FULFILLED),
    tags=("FBM",),
    created_from=AT - 200 * 86_400,
    order_ids=("45",),
)
Act = Callable[[], float]


def run(asked: Run) -> list[Figure]:
    """Every size: quiet, while pages are written, and the rivals."""
    figures = []
    for size in asked.scale.list_sizes:
        path = made_database(asked, size)
        name, repeats = f"grid: {size:,} orders", asked.scale.grid_repeats
        asked.tell(f"  {size:,} orders …")
        ours = _ours(path, size, repeats, writing=False)
        busy = _ours(path, size, repeats, writing=True)
        rivals = _rivals(asked, path, size)
        figures += [_figure(name, what, taken, rivals) for what, taken in ours.items()]
        figures += [
            _figure(f"{name}, pages written", what, taken, {}) for what, taken in busy.items()
        ]
        figures += [
            figure(f"{name}, rivals", what, "ms", taken, with_p99=False)
            for what, taken in rivals.items()
        ]
    return figures


def _figure(name: str, what: str, taken: list[float], rivals: Samples) -> Figure:
    beside = next((one for one in rivals if one.endswith(what)), None)
    return figure(
        name,
        what,
        "ms",
        taken,
        beside=None if beside is None else (beside, rivals[beside]),
        goal=GOAL_MS,
        with_p99=True,
    )


def _ours(path: Path, size: int, repeats: int, *, writing: bool) -> Samples:
    window = GridWindow(path)
    samples: Samples = {"first rows after opening": [window.open() * 1000]}
    window.settle()
    pages: AbstractContextManager[object] = nullcontext()
    if writing:
        pages = PagesWritten(window.signals, size)
    try:
        with pages:
            for number in range(repeats + 1):
                for what, act in _acts(window):
                    if not writing:
                        window.settle()
                    took = act() * 1000
                    if number:  # the first round is cold
                        samples.setdefault(what, []).append(took)
    finally:
        window.close()
    return samples


def _acts(window: GridWindow) -> Iterator[tuple[str, Act]]:
    tab = window.tabs[Tab.ALL]
    show = tab.filters.set_filter

    def filtered(asked: OrderFilter) -> Act:
        return lambda: window.asked(lambda: show(asked))

    def sorted_by(sort: SortKey, down: bool) -> Act:
        return lambda: window.asked(lambda: tab.grid.view.header.sort_wanted.emit(sort, down))

    yield "filter: status", filtered(OrderFilter(statuses=(Status.UNSHIPPED,)))
    yield "filter: price", filtered(_PRICED)
    yield "filter: six", filtered(_SIX)
    yield "filter: none again", filtered(OrderFilter())
    for text in SEARCHED:
        yield f"search: {text}", filtered(OrderFilter(text=text))
    yield "search: müller", filtered(OrderFilter(text="müller"))
    yield "search: cleared", filtered(OrderFilter())
    yield "sort: price", sorted_by(SortKey.PRICE, True)
    yield "sort: ship by", sorted_by(SortKey.SHIP_BY, False)
    yield "sort: created", sorted_by(SortKey.CREATED, True)
    yield "counted and ready", lambda: _counted(window)
    yield "scroll: middle", lambda: window.scrolled(0.5)
    yield "scroll: end", lambda: window.scrolled(1.0)
    yield "scroll: start", lambda: window.scrolled(0.0)
    yield "tab: Errors", lambda: _changed(window, Tab.ERRORS)
    yield "tab: All Orders", lambda: _changed(window, Tab.ALL)
    yield "a row arrives", window.arrived


def _counted(window: GridWindow) -> float:
    """Until the scroll bar reaches the true end."""
    grid = window.tabs[Tab.ALL].grid
    return timed(lambda: until(window.app, lambda: grid.table.total() > PAGE or not grid.total))


def _changed(window: GridWindow, tab: Tab) -> float:
    return window.timed(tab, lambda: window.stack.setCurrentWidget(window.tabs[tab]))


def _rivals(asked: Run, path: Path, size: int) -> Samples:
    samples: Samples = {}
    repeats = max(1, asked.scale.grid_repeats // 5)
    if size <= MOST_PROXIED:
        proxy = ProxyRival(path)
        for what, act in _rival_acts(proxy):
            samples[f"proxy, {what}"] = [act() * 1000 for _ in range(repeats)]
        samples["proxy, a row arrives"] = [proxy.arrive() * 1000 for _ in range(repeats)]
        proxy.close()
    plain = asked.folder / f"plain-{size}.db"
    plain_copy(path, plain)
    sql = SqlRival(plain)
    for what, act in _rival_acts(sql):
        samples[f"QSqlTableModel, {what}"] = [act() * 1000 for _ in range(repeats)]
    sql.close()
    return samples


def _rival_acts(rival: ProxyRival | SqlRival) -> Iterator[tuple[str, Act]]:
    yield "filter: status", rival.status
    yield "search: 4567", lambda: rival.search("4567")
    yield "search: 45", lambda: rival.search("45")
    yield "filter: none again", rival.clear
    yield "sort: price", rival.sort
    yield "scroll: middle", lambda: rival.scrolled(0.5)
    yield "scroll: end", lambda: rival.scrolled(1.0)
