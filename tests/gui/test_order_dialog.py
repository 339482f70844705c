"""The order dialog with real clicks and keys: both sides, what is hidden, what can be done."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.rows import Decision, HistoryRow, OrderRow, Status, SyncStatus
from desktop.trade import Money
from desktop.ui.order import sides
from desktop.ui.order_dialog import OrderDialog, open_order
from desktop.ui.resolve import ResolveDialog
from tests.gui.failed_desk import Bench, bench, child
from tests.gui.failed_orders import detail_of, failed_row, shop_side
from tests.gui.fake_rows import NOW


def created_row(number: int = 12, **changes: object) -> OrderRow:
    row = failed_row(
        "sku_unknown",
        number,
        failures=(),
        shopify_order_id="5001058",
        shopify_order_name="#1058",
        sync_status=SyncStatus.ORDER_CREATED,
        stage="in Shopify",
        total=Money(8599, "CAD"),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def texts(of: QWidget) -> list[str]:
    return [one.text() for one in of.findChildren(QLabel) if one.isVisibleTo(of)]


def opened(one: Bench, row: OrderRow, **given: object) -> OrderDialog:
    dialog = OrderDialog(one.work, row.id, **given)  # type: ignore[arg-type]
    one.qtbot.addWidget(dialog)
    dialog.show()
    one.until(lambda: row.amazon_order_id in texts(dialog))
    one.until(lambda: child(dialog, QPushButton, "fetchAgain").isEnabled())
    return dialog


def test_both_sides_stand_beside_each_other(qtbot: QtBot) -> None:
    row = created_row()
    with bench(qtbot, row, shop_side=shop_side()) as one:
        history = (HistoryRow(NOW, "created in Shopify", "#1058", "app", "90ab12", 412),)
        packages = (("P1", "UPS", "1Z999AA10123456784"),)
        one.questions.details[row.id] = detail_of(row, history=history, packages=packages)
        dialog = opened(one, row)
        one.until(lambda: "✓ equal on both sides" in texts(dialog))
        shown = texts(dialog)
        for text in ("Unshipped", "Order Created", "FBM", "Prime", "MUG-BLU-11", "Paid"):
            assert text in shown
        assert "Total CA$85.99" in shown
        assert "Address line 2: Amazon Apt 4, Shopify –" in shown
        assert "Correct the address in Shopify." in shown
        assert "1Z999AA10123456784" in shown
        assert any("0.4 s" in text and "90ab12" in text for text in shown)
        marked = [w.text() for w in dialog.findChildren(QLabel) if w.property("role") == "mark"]
        assert "Apt 4" in marked


def test_a_total_that_differs_is_shown(qtbot: QtBot) -> None:
    row = created_row()
    side = shop_side(total=Money(8500, "CAD"), total_is_equal=False)
    with bench(qtbot, row, shop_side=side) as one:
        dialog = opened(one, row)
        one.until(lambda: "Shopify: CA$85.00" in texts(dialog))


def test_what_shopify_hides_is_not_visible_rather_than_empty(qtbot: QtBot) -> None:
    row = created_row()
    side = shop_side(address=("Portland, ME, US",), phone="", address_visible=False, differences=())
    with bench(qtbot, row, shop_side=side) as one:
        dialog = opened(one, row)
        one.until(lambda: "Name and street are not visible to this app." in texts(dialog))


def test_scrubbed_buyers_are_said_so(qtbot: QtBot) -> None:
    row = created_row()
    with bench(qtbot, row, shop_side=shop_side()) as one:
        bare = {"buyer_name": "", "address": (), "phone": "", "address_parts": ()}
        one.questions.details[row.id] = detail_of(row, is_scrubbed=True, **bare)
        dialog = opened(one, row)
        one.until(lambda: texts(dialog).count("taken out, as the privacy setting says") == 2)


def test_shopifys_side_fails_by_itself_and_is_tried_again(qtbot: QtBot) -> None:
    row = created_row()
    with bench(qtbot, row, shop_side=TryLater(5, "offline", "No connection to Shopify.")) as one:
        dialog = opened(one, row)
        one.until(lambda: any("No connection" in text for text in texts(dialog)))
        assert "MUG-BLU-11" in texts(dialog)
        assert dialog.error_text == ""
        one.errands.answers["shop_side"] = shop_side()
        one.press(dialog, "shopAgain")
        one.until(lambda: "✓ equal on both sides" in texts(dialog))


def test_a_shopify_order_that_is_gone_is_said_so(qtbot: QtBot) -> None:
    row = created_row()
    with bench(qtbot, row, shop_side=None) as one:
        dialog = opened(one, row)
        one.until(lambda: any("does not show this order" in text for text in texts(dialog)))


def test_an_order_not_in_shopify_asks_nothing_there(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        assert "The order is not in Shopify." in texts(dialog)
        assert "Failed Order: A product is not linked." in texts(dialog)
        assert [call for call in one.errands.run if call[0] == "shop_side"] == []


def test_resolve_opens_on_top(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        one.press(dialog, "resolve")
        one.until(lambda: dialog.findChildren(ResolveDialog))
        (resolve,) = dialog.findChildren(ResolveDialog)
        one.until(lambda: resolve.fix is not None)
        resolve.reject()


def test_import_only_is_created_now(qtbot: QtBot) -> None:
    row = failed_row("stock", failures=(), stage="import only")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        one.press(dialog, "createNow")
        one.until(lambda: one.done("decide"))
        assert one.done("decide")[0][1] == Decision(row.id, beyond_visible=True)


def test_what_is_not_shipped_is_archived_at_the_second_press(qtbot: QtBot) -> None:
    row = created_row(status=Status.UNSHIPPED)
    with bench(qtbot, row, shop_side=shop_side()) as one:
        dialog = opened(one, row)
        one.press(dialog, "archive")
        assert one.done("archive") == []
        assert any("Press again" in text for text in texts(dialog))
        one.press(dialog, "archive")
        one.until(lambda: one.done("archive") == [("archive", (row.id,))])


def test_a_shipped_order_is_archived_and_restored(qtbot: QtBot) -> None:
    row = created_row(status=Status.SHIPPED)
    with bench(qtbot, row, shop_side=shop_side()) as one:
        dialog = opened(one, row)
        hidden = replace(row, archived_at=NOW)
        one.questions.details[row.id] = detail_of(hidden)
        one.press(dialog, "archive")
        one.until(lambda: "Archived" in texts(dialog))
        button = child(dialog, QPushButton, "archive")
        one.until(button.isEnabled)
        assert button.accessibleName() == "Restore"
        one.press(dialog, "archive")
        one.until(lambda: one.done("restore") == [("restore", (row.id,))])


def test_a_deed_that_fails_is_told_inside(qtbot: QtBot) -> None:
    row = created_row(status=Status.SHIPPED)
    with bench(qtbot, row, shop_side=shop_side()) as one:
        one.deeds.failing = ValueError("The database is busy.")
        dialog = opened(one, row)
        one.press(dialog, "archive")
        one.until(lambda: "busy" in dialog.error_text)
        assert child(dialog, QPushButton, "archive").isEnabled()


def test_fetch_again_reads_the_order_anew(qtbot: QtBot) -> None:
    row = created_row()
    with bench(qtbot, row, shop_side=shop_side()) as one:
        dialog = opened(one, row)
        before = len([call for call in one.questions.asked if call[0] == "detail"])
        one.press(dialog, "fetchAgain")
        one.until(
            lambda: len([call for call in one.questions.asked if call[0] == "detail"]) > before
        )
        assert one.notices == ["refreshed"]


def test_the_neighbours_are_a_key_away(qtbot: QtBot) -> None:
    rows = [created_row(number) for number in (12, 13, 14)]
    ids = [row.id for row in rows]

    def neighbour(order_id: int, step: int) -> int | None:
        at = ids.index(order_id) + step
        return ids[at] if 0 <= at < len(ids) else None

    with bench(qtbot, *rows, shop_side=shop_side()) as one:
        dialog = opened(one, rows[1], neighbour=neighbour)
        dialog.activateWindow()
        one.until(dialog.isActiveWindow)
        qtbot.keyClick(dialog, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        one.until(lambda: rows[2].amazon_order_id in texts(dialog))
        assert not child(dialog, QWidget, "nextOrder").isEnabled()
        for _ in range(2):
            qtbot.keyClick(dialog, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        one.until(lambda: rows[0].amazon_order_id in texts(dialog))
        assert dialog.order_id == rows[0].id


def test_ctrl_c_copies_the_id_and_escape_closes(qtbot: QtBot) -> None:
    row = created_row()
    with bench(qtbot, row, shop_side=shop_side()) as one:
        dialog = opened(one, row)
        QGuiApplication.clipboard().clear()
        title = child(dialog, QLabel, "orderTitle")
        title.setFocus()
        qtbot.keyClick(title, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == row.amazon_order_id
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        one.until_closed(dialog)


def test_links_lead_to_both_services(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    row = created_row()
    pages: list[str] = []
    monkeypatch.setattr(sides, "open_page", pages.append)
    with bench(qtbot, row, shop_side=shop_side()) as one:
        dialog = opened(one, row)
        one.until(lambda: "✓ equal on both sides" in texts(dialog))
        one.press(dialog, "openAmazon")
        one.press(dialog, "openShopify")
    assert pages == [
        f"https://sellercentral.amazon.ca/orders-v3/order/{row.amazon_order_id}",
        "https://main.myshopify.com/admin/orders/5001058",
    ]


def test_one_dialog_an_order(qtbot: QtBot) -> None:
    rows = [created_row(number) for number in (12, 13)]
    parent = QWidget()
    qtbot.addWidget(parent)
    with bench(qtbot, *rows, shop_side=shop_side()) as one:
        first = open_order(parent, one.work, rows[0].id)
        second = open_order(parent, one.work, rows[1].id)
        assert first is not second
        assert not first.isModal()
        assert open_order(parent, one.work, rows[0].id) is first


def test_an_order_that_is_gone_is_said_so(qtbot: QtBot) -> None:
    with bench(qtbot) as one:
        dialog = OrderDialog(one.work, 99)
        qtbot.addWidget(dialog)
        dialog.show()
        one.until(lambda: "not here any more" in dialog.error_text)


def test_news_of_this_order_are_shown_at_once(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row, shop_side=shop_side()) as one:
        dialog = opened(one, row)
        one.questions.details[row.id] = detail_of(created_row())
        one.work.signals.orders_changed.emit([row.id])
        one.until(lambda: "✓ equal on both sides" in texts(dialog))
        assert "Failed Order: A product is not linked." not in texts(dialog)
