"""The window's own places, by their names: tabs, counts, rows, search."""

import re
from dataclasses import dataclass

from tests.e2e.program import Program, Thing
from tests.e2e.waiting import until

ORDER_ID = re.compile(r"^Order ID: (\d{3}-\d{7}-\d{7})")
TABS = {"all": "^All Orders$", "errors": "^Errors$", "archive": "^Archive$"}


@dataclass(frozen=True, slots=True)
class Row:
    """One order as the grid shows it."""

    order_id: str
    text: str
    cell: Thing


def rows(program: Program) -> list[Row]:
    """The orders on the screen, from top to bottom."""
    lines: dict[int, list[Thing]] = {}
    for thing in program.seen(name="^qt_scrollarea_viewport$", part=True):
        if thing.height > 0:
            lines.setdefault(thing.y, []).append(thing)
    found = []
    for _, cells in sorted(lines.items()):
        text = " | ".join(cell.text for cell in sorted(cells, key=lambda each: each.x))
        named = [cell for cell in cells if ORDER_ID.match(cell.text)]
        if named:
            match = ORDER_ID.match(named[0].text)
            assert match is not None
            found.append(Row(match[1], text, named[0]))
    return found


def row(program: Program, words: str) -> Row:
    """The first order whose row matches, once it is there."""

    def found() -> list[Row]:
        program.check_alive()
        return [one for one in rows(program) if re.search(words, one.text)]

    return until(found, f"a row with {words}")[0]


def count(program: Program, tab: str) -> int:
    """What the badge of a tab says; -1 while it cannot be read."""
    badges = program.seen(name=f"^count-{tab}$")
    digits = re.sub(r"\D", "", badges[0].text) if badges else ""
    return int(digits) if digits else -1


def wait_count(program: Program, tab: str, wanted: int) -> None:
    """Wait until the badge of a tab says so."""
    what = f"{wanted} in {tab}"
    try:
        until(lambda: count(program, tab) == wanted, what)
    except AssertionError:
        raise AssertionError(f"{what}: there are {count(program, tab)}") from None


def choose_tab(program: Program, tab: str) -> None:
    """Click a tab."""
    program.click(TABS[tab], name="^tabs$", part=True)


def search(program: Program, text: str) -> None:
    """Replace what is searched for; "" shows everything again."""
    program.click(name="^search$")
    program.press("ctrl+a", "Delete")
    if text:
        program.type(text)


def menu(program: Program, order: Row, entry: str) -> None:
    """Choose from the context menu of a row."""
    program.click_at(*order.cell.middle, button=3)
    program.click(entry, name="^orderMenu$", part=True)
