"""Ship, Cancel, Refund and the wish from the order dialog, and what was sent and given back."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.rows import HistoryRow, OrderDetail, OrderRow, ShopSide, Status, TaskRow, TaskState
from desktop.ui.order.begin_dialog import BeginDialog
from desktop.ui.order_dialog import OrderDialog
from tests.gui.failed_back import REFUND, REFUNDS, SHIPMENT, SHIPMENTS, back_detail, back_row
from tests.gui.failed_desk import Bench, bench, child, primary
from tests.gui.failed_orders import shop_side
from tests.gui.fake_rows import NOW
from tests.gui.workplace import press_key


def standing(kind: Status, **changes: object) -> OrderRow:
    """An order in Shopify, without a failure."""
    row = back_row(SHIPMENT, "refused")
    return replace(row, status=kind, failures=(), **changes)  # type: ignore[arg-type]


def opened(one: Bench, row: OrderRow, detail: OrderDetail | None = None) -> OrderDialog:
    one.questions.details[row.id] = detail or back_detail(row)
    dialog = OrderDialog(one.work, row.id)
    one.qtbot.addWidget(dialog)
    dialog.show()
    one.until(lambda: dialog.findChildren(QWidget, "timelineCard"))
    return dialog


_held: list[OrderDialog] = []  # nothing else keeps the order dialog while its child is looked at


def begun(one: Bench, dialog: OrderDialog, name: str) -> BeginDialog:
    _held[:] = [dialog]
    one.press(dialog, name)
    one.until(lambda: dialog.findChildren(BeginDialog))
    return dialog.findChildren(BeginDialog)[0]


def offered(dialog: OrderDialog) -> set[str]:
    names = ("ship", "refund", "cancelOrder")
    return {name for name in names if child_or_none(dialog, name)}


def child_or_none(dialog: QWidget, name: str) -> bool:
    return any(one.isVisibleTo(dialog) for one in dialog.findChildren(QPushButton, name))


def test_what_fits_the_order_is_offered(qtbot: QtBot) -> None:
    cases: tuple[tuple[OrderRow, set[str]], ...] = (
        (standing(Status.UNSHIPPED), {"ship", "cancelOrder"}),
        (standing(Status.PARTIALLY_SHIPPED), {"ship", "refund"}),
        (standing(Status.SHIPPED), {"refund"}),
        (standing(Status.REFUNDED), set()),
        (standing(Status.UNSHIPPED, tags=("FBA",)), set()),
        (standing(Status.UNSHIPPED, shopify_order_id=""), {"cancelOrder"}),
        (standing(Status.CANCELLED), set()),
        (standing(Status.PARTIALLY_REFUNDED, shipping=Status.SHIPPED), {"refund"}),
        (standing(Status.PARTIALLY_REFUNDED, shipping=Status.UNSHIPPED), {"ship", "cancelOrder"}),
    )
    for row, wanted in cases:
        with bench(qtbot, row) as one:
            assert offered(opened(one, row)) == wanted, row.status


def test_what_cannot_be_now_says_why(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    under_way = TaskRow(8, "cancel_in_shopify", TaskState.READY, "", 0, None, "")
    there = shop_side()
    cases: tuple[tuple[OrderRow, dict[str, Any], ShopSide | None, str, str], ...] = (
        (replace(row, cancel_wish=True), {}, None, "ship", "buyer asks to cancel"),
        (row, {"tasks": (under_way,)}, None, "cancelOrder", "being cancelled"),
        (row, {}, replace(there, cancelled=True), "ship", "cancelled in Shopify"),
        (row, {}, replace(there, fulfillment="FULFILLED"), "cancelOrder", "fulfilled in Shopify"),
    )
    for shown, changes, side, name, words in cases:
        with bench(qtbot, shown, shop_side=side) as one:
            dialog = opened(one, shown, replace(back_detail(shown), **changes))
            button = child(dialog, QPushButton, name)
            one.until(lambda: words in button.toolTip())  # noqa: B023
            assert not button.isEnabled()


def test_shopify_is_asked_at_opening_and_again_in_place(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    away = TryLater(60, "offline", "There is no network.")
    with bench(qtbot, row, ask_shop=away) as one:
        dialog = begun(one, opened(one, row), "ship")
        one.until(lambda: "cannot be asked how this order stands" in dialog.error_text)
        assert "no network" in dialog.error_text
        assert not primary(dialog).isEnabled()
        assert not dialog.findChildren(QLineEdit, "number")
        one.errands.answers["ask_shop"] = None
        one.press(dialog, "inlineErrorAgain")
        one.until(lambda: dialog.findChildren(QLineEdit, "number"))
        assert dialog.error_text == ""
        assert [name for name, *_ in one.errands.run].count("ask_shop") == 2


def test_what_cannot_be_shipped_is_said_at_opening(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    with bench(qtbot, row) as one:
        refused = ValueError("Shopify does not show it any more.")
        one.questions.shipment_case = raising(refused)  # type: ignore[method-assign]
        dialog = begun(one, opened(one, row), "ship")
        one.until(lambda: "does not show it" in dialog.error_text)
        assert not primary(dialog).isEnabled()


def raising(error: Exception) -> Any:
    def asked(*_: object) -> None:
        raise error

    return asked


def test_an_order_is_shipped_with_the_carrier_that_the_number_tells(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    with bench(qtbot, row) as one:
        dialog = begun(one, opened(one, row), "ship")
        one.until(
            lambda: any(edit.isVisible() for edit in dialog.findChildren(QLineEdit, "number"))
        )
        assert child(dialog, QLabel, "startsOn").text() == "This starts in Shopify."
        qtbot.keyClicks(child(dialog, QLineEdit, "number"), "1Z999AA10123456784")
        one.until(lambda: child(dialog, QComboBox, "carrier").currentText() == "UPS")
        child(dialog, QSpinBox, "units_1").setValue(0)
        one.press(dialog, "primary")
        one.until_closed(dialog)
        told = ("ship", row.id, "UPS", "1Z999AA10123456784", (("2", 2),), False)
        assert one.deeds.done == [told]
        assert one.notices == ["Begun in Shopify at the next sync."]


def test_what_is_refused_stays_open_with_its_reason(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    with bench(qtbot, row) as one:
        dialog = begun(one, opened(one, row), "ship")
        one.until(
            lambda: any(edit.isVisible() for edit in dialog.findChildren(QLineEdit, "number"))
        )
        one.deeds.failing = ValueError("it is on hold")
        one.press(dialog, "primary")
        one.until(lambda: "on hold" in dialog.error_text)
        assert primary(dialog).isEnabled()


def test_an_order_is_cancelled_and_told_what_it_costs(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    with bench(qtbot, row) as one:
        dialog = begun(one, opened(one, row), "cancelOrder")
        one.until(lambda: primary(dialog).isEnabled())
        assert "cancellation rate" in child(dialog, QLabel, "counts").text()
        box = child(dialog, QComboBox, "reason")
        box.setCurrentIndex(box.findData("BuyerCanceled"))
        assert not dialog.findChildren(QLabel, "counts")[0].isVisibleTo(dialog)
        one.press(dialog, "primary")
        one.until_closed(dialog)
        assert one.deeds.done == [("cancel", row.id, "BuyerCanceled")]


def test_an_order_is_cancelled_while_shopify_is_away(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    with bench(qtbot, row, ask_shop=TryLater(60, "offline", "No network")) as one:
        dialog = begun(one, opened(one, row), "cancelOrder")
        one.until(lambda: primary(dialog).isEnabled())
        assert child(dialog, QLabel, "startsOn").text() == "This starts in Shopify."


def test_what_is_cancelled_in_shopify_is_cancelled_on_amazon(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    with bench(qtbot, row) as one:
        one.questions.cancel_side = "amazon"
        dialog = begun(one, opened(one, row), "cancelOrder")
        one.until(lambda: primary(dialog).isEnabled())
        assert child(dialog, QLabel, "startsOn").text() == "This starts on Amazon."
        assert "cancelled already" in child(dialog, QLabel, "startsWords").text()


def test_a_cancellation_of_an_order_not_in_shopify_starts_on_amazon(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED, shopify_order_id="", shopify_order_name="")
    with bench(qtbot, row) as one:
        dialog = begun(one, opened(one, row), "cancelOrder")
        assert child(dialog, QLabel, "startsOn").text() == "This starts on Amazon."


def test_items_are_refunded_with_a_note(qtbot: QtBot) -> None:
    row = standing(Status.SHIPPED)
    with bench(qtbot, row) as one:
        dialog = begun(one, opened(one, row), "refund")
        one.until(lambda: dialog.findChildren(QWidget, "refundTable"))
        assert not primary(dialog).isEnabled()
        one.press(dialog, "refundAll")
        assert primary(dialog).text() == "Refund CA$85.99"
        child(dialog, QWidget, "tick_2").setFocus()
        qtbot.keyClicks(child(dialog, QLineEdit, "note"), "came back")
        one.press(dialog, "primary")
        one.until_closed(dialog)
        ((name, order_id, given, note),) = one.deeds.done
        assert (name, order_id, note) == ("refund", row.id, "came back")
        assert [each.total for each in given] == [3999, 4600]


def test_a_wish_is_accepted_after_a_second_press_or_declined(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED, cancel_wish=True)
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        one.press(dialog, "acceptWish")
        assert one.deeds.done == []
        one.press(dialog, "acceptWish")
        one.until(lambda: one.deeds.done == [("accept_wish", row.id)])
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        one.deeds.failing = ValueError("the wish is gone")
        one.press(dialog, "declineWish")
        one.until(lambda: "wish is gone" in dialog.error_text)
        one.deeds.failing = None
        one.press(dialog, "declineWish")
        one.until(lambda: one.deeds.done == [("decline_wish", row.id)])


@pytest.mark.parametrize(
    ("done", "held"),
    [
        ((), False),
        ((("hold_in_shopify", TaskState.DONE),), True),
        ((("hold_in_shopify", TaskState.DONE), ("release_in_shopify", TaskState.DONE)), False),
        ((("hold_in_shopify", TaskState.FAILED),), False),
    ],
)
def test_the_wish_names_a_hold_only_where_there_is_one(
    qtbot: QtBot, done: tuple[tuple[str, TaskState], ...], held: bool
) -> None:
    row = standing(Status.UNSHIPPED, cancel_wish=True)
    tasks = tuple(
        TaskRow(n, verb, state, "", 1, None, "") for n, (verb, state) in enumerate(done, 1)
    )
    with bench(qtbot, row) as one:
        dialog = opened(one, row, replace(back_detail(row), tasks=tasks))
        words = child(dialog, QLabel, "wishWords").text()
    assert ("the hold in Shopify is released" in words) is held
    assert ("nothing is on hold" in words) is not held


def test_what_says_that_it_was_delivered_stands_in_the_head(qtbot: QtBot) -> None:
    row = standing(Status.FULFILLED)
    with bench(qtbot, row) as one:
        told = replace(back_detail(row), facts=(("delivered", "by Amazon's promise"),))
        dialog = opened(one, row, told)
        assert "delivered: by Amazon's promise" in child(dialog, QLabel, "orderFacts").text()


def test_shipments_and_refunds_tell_where_they_stand(qtbot: QtBot) -> None:
    row = back_row(REFUND, "not_allocated")
    with bench(qtbot, row) as one:
        whole = back_detail(row, shipments=SHIPMENTS, refunds=REFUNDS)
        dialog = opened(one, row, whole)
        cards = [child(dialog, QWidget, name) for name in ("shipmentsCard", "refundsCard")]
        sent, returned = ([one.text() for one in card.findChildren(QLabel)] for card in cards)
        assert {"confirmed on Amazon", "not told to Amazon yet", "1 × TRAY-OAK-M"} <= set(sent)
        assert {"CA$20.00", "accepted by Amazon", "not sent to Amazon"} <= set(returned)


def test_the_timeline_shows_what_was_sent(qtbot: QtBot) -> None:
    row = standing(Status.SHIPPED)
    sent = HistoryRow(NOW, "shipment sent to Amazon", "", "app", "7f3c-22e4", 412, '{"a": 1}')
    seen = HistoryRow(NOW, "fulfilled in Shopify", "UPS 1Z9", "shopify")
    with bench(qtbot, row) as one:
        dialog = opened(one, row, replace(back_detail(row), history=(seen, sent)))
        card = child(dialog, QWidget, "timelineCard")

        def texts() -> set[str]:
            return {each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(dialog)}

        one.until(lambda: {"0.4 s · request 7f3c-22e4", "UPS 1Z9 · by Shopify"} <= texts())
        assert '{"a": 1}' not in texts()
        one.press(dialog, "whatWasSent")
        one.until(lambda: child(dialog, QLabel, "sentText").text() == '{"a": 1}')


def test_an_order_is_shipped_by_keys_alone(qtbot: QtBot) -> None:
    row = standing(Status.UNSHIPPED)
    with bench(qtbot, row) as one:
        order = opened(one, row)
        one.until(child(order, QPushButton, "ship").isEnabled)
        press_key(qtbot, order, Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
        one.until(lambda: order.findChildren(BeginDialog))
        dialog = order.findChildren(BeginDialog)[0]
        one.until(lambda: QApplication.focusWidget() is not None)
        one.until(lambda: QApplication.focusWidget().objectName() == "number")  # type: ignore[union-attr]
        qtbot.keyClicks(QApplication.focusWidget(), "1Z999AA10123456784")
        one.until(lambda: child(dialog, QComboBox, "carrier").currentText() == "UPS")
        one.until(primary(dialog).isEnabled)
        press_key(qtbot, dialog, Qt.Key.Key_Return)
        one.until(lambda: one.deeds.done)
        assert one.deeds.done[0][:4] == ("ship", row.id, "UPS", "1Z999AA10123456784")
