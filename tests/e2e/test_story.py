"""A seller's first days with the window, on a real X server with a real keyring, from outside.

The program is worked with mouse and keys only, and asked nothing but what its screen shows; what
truly happened in Shopify is read from the sandbox.
"""

import pytest

from tests.e2e.conftest import PICTURES
from tests.e2e.desktop_session import DesktopSession
from tests.e2e.program import Program
from tests.e2e.shop import Shop
from tests.e2e.waiting import until
from tests.e2e.window import choose_tab, count, menu, row, rows, search, wait_count

pytestmark = pytest.mark.screen

ORDERS = 40


@pytest.fixture
def screen(session: DesktopSession) -> DesktopSession:
    """The whole desktop: bus, keyring, X server, tray."""
    session.start_bus()
    session.start_keyring()
    session.start_screen()
    return session


def test_the_first_days(screen: DesktopSession) -> None:
    shop = Shop(screen, ORDERS)
    program = Program(screen, "gui")
    look_around(program)
    connect(program, shop)
    filter_orders(program)
    resolve(program)
    import_by_id(program, shop)
    archive_and_bring_back(program)
    close_to_tray(program)
    start_twice(program)
    program = crash_and_start_again(program, shop)
    quit_and_start_again(program)
    assert set(shop.created().values()) == {1}, "an order was created twice"


def picture(program: Program, name: str) -> None:
    program.session.picture(PICTURES / f"story-{name}.png")


def look_around(program: Program) -> None:
    """From the empty window into the made-up shop of the program itself, and back."""
    program.wait("^Connect Amazon and Shopify$")
    picture(program, "01-empty")
    program.click("^Try the sandbox$")
    until(lambda: len(rows(program)) > 5, "orders of the made-up shop")
    picture(program, "02-sandbox")
    program.click("^Leave the made-up shop$")
    program.wait("^Connect Amazon and Shopify$")


def connect(program: Program, shop: Shop) -> None:
    """The guided connection, filled in from the sandbox's file; then the start, and a message."""
    program.click("^Connect an account")
    program.click(name="^connectFile$")
    program.wait("^Connect file$")
    program.click(f"^{shop.connect_file.name}$", part=True, times=2)
    program.gone("^Connect file$", kind="QFileDialog")
    for step in ("^Test and continue$", "^Test and continue$", "^Connect$"):
        program.click(step, name="^connectNext$")
    program.gone(name="^connectDialog$")
    wait_count(program, "all", ORDERS)
    picture(program, "03-imported")
    program.click("^Start…$")
    program.click(name="^start-all$")
    program.click(name="^startGo$")
    program.gone(name="^startDialog$")
    program.wait("new failure", kind="QBalloonTip|QLabel")
    picture(program, "04-message")
    program.click("new failure", kind="QBalloonTip|QLabel")
    until(lambda: rows(program) and all("Failed" in one.text for one in rows(program)), "Errors")
    picture(program, "05-errors")
    choose_tab(program, "all")


def filter_orders(program: Program) -> None:
    """A tag by mouse, a search by keys, and everything again."""
    until(lambda: count(program, "errors") > 0, "failures")
    program.click(name="^tagOpen$")
    program.click("^FBA$", name="^tag-")
    program.press("Escape")
    until(lambda: rows(program) and all("FBA" in one.text for one in rows(program)), "only FBA")
    picture(program, "06-filtered")
    program.click("^Clear all$")
    until(lambda: any("FBM" in one.text for one in rows(program)), "FBM again")
    wanted = rows(program)[2].order_id
    search(program, wanted[4:])
    until(lambda: [one.order_id for one in rows(program)] == [wanted], f"only {wanted}")
    search(program, "")
    until(lambda: len(rows(program)) > 3, "everything again")


def resolve(program: Program) -> None:
    """An order whose product is not linked: link it, and see it leave Errors."""
    choose_tab(program, "errors")
    order = row(program, "not linked|no Shopify|unknown")
    before = count(program, "errors")
    menu(program, order, "^Resolve")
    program.wait("^Resolve ", name="^resolveTitle$")
    program.click(name="^variantSearch$")
    program.type("mug")
    program.click(name="^qt_scrollarea_viewport$", part=True, text="in stock")
    picture(program, "07-resolve")
    program.click(name="^primary$")
    program.gone(name="^resolveDialog$")
    until(lambda: count(program, "errors") < before, "one failure less")
    choose_tab(program, "all")


def import_by_id(program: Program, shop: Shop) -> None:
    """While the sync is paused from the tray, a new order comes by its typed ID."""
    tray(program, "^Pause for 1 hour$")
    program.wait("[Pp]aused")
    order_id = shop.new_order()
    program.press("ctrl+i")
    program.wait(name="^importDialog$")
    program.click(name="^importIds$")
    program.type(order_id)
    program.click(name="^importGo$")
    program.wait(name=f"^view-{order_id}$")
    picture(program, "08-import")
    program.click(name="^importClose$")
    wait_count(program, "all", ORDERS + 1)
    tray(program, "^Resume$")


def tray(program: Program, entry: str) -> None:
    """Choose from the tray's menu."""
    program.click(kind="QSystemTrayIconSys", button=3)
    program.click(entry, name="^trayMenu$", part=True)


def archive_and_bring_back(program: Program) -> None:
    """Archive with a key, undo by mouse; archive again, restore in the Archive."""
    order = row(program, "Status: (Shipped|Fulfilled|Cancelled)")
    everything = count(program, "all")
    for undo in (True, False):
        program.click_at(*row(program, order.order_id).cell.middle)
        program.press("a")
        wait_count(program, "archive", 1)
        wait_count(program, "all", everything - 1)
        if undo:
            picture(program, "09-undo")
            program.click(name="^undo$")
            wait_count(program, "archive", 0)
            wait_count(program, "all", everything)
    choose_tab(program, "archive")
    menu(program, row(program, order.order_id), "^Restore$")
    wait_count(program, "archive", 0)
    choose_tab(program, "all")
    wait_count(program, "all", everything)


def close_to_tray(program: Program) -> None:
    """Closing asks, the tray keeps it; a click on the icon shows the window again."""
    program.close_window()
    program.wait(name="^closeDialog$")
    picture(program, "10-close")
    program.click(name="^closeKeep$")
    program.click(name="^closeStay$")
    program.gone(name="^mainWindow$")
    program.click(kind="QSystemTrayIconSys")
    program.wait(name="^mainWindow$")


def start_twice(program: Program) -> None:
    """A second start shows the first window, and ends."""
    program.close_window()
    program.gone(name="^mainWindow$")
    second = Program(program.session, "gui", file="second.json")
    assert second.wait_end() == 0
    program.wait(name="^mainWindow$")


def crash_and_start_again(program: Program, shop: Shop) -> Program:
    """Killed while a creation is under way; at the next start each order is created once."""
    everything, asked = count(program, "all"), shop.creations()
    shop.hold_creations(3)
    new = {shop.new_order() for _ in range(12)}
    until(lambda: shop.creations() > asked, "a creation under way")
    program.kill()
    shop.hold_creations(0)
    again = Program(program.session, "gui")
    wait_count(again, "all", everything + len(new))
    until(lambda: rows(again)[0].order_id in new, "the newest on top")
    until(lambda: len(new & set(shop.created())) > 3, "created in Shopify")
    until(lambda: again.seen("^To send 0$", name="^counter-to_send$"), "nothing left to send")
    picture(again, "11-after-the-crash")
    return again


def quit_and_start_again(program: Program) -> None:
    """Quit in good order; everything is there at the next start."""
    before = {tab: count(program, tab) for tab in ("all", "errors", "archive")}
    program.press("ctrl+q")
    assert program.wait_end() == 0
    again = Program(program.session, "gui")
    for tab, wanted in before.items():
        wait_count(again, tab, wanted)
    picture(again, "12-again")
    tray(again, "^Quit$")
    assert again.wait_end() == 0
