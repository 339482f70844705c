"""Resolve for failed shipments, refunds and cancellations: what is offered, and what it does."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.rows import GivenRow, MatchCase, OrderRow, SyncStatus
from desktop.trade import Money
from desktop.ui.carrier_guess import CarrierGuess
from desktop.ui.money_edit import typed_minor
from desktop.ui.resolve import ResolveDialog
from tests.gui.failed_back import CANCELLATION, EVERY, REFUND, SHIPMENT, back_detail, back_row
from tests.gui.failed_desk import Bench, bench, child, primary
from tests.gui.failed_orders import TRAY
from tests.gui.fake_back import REFUND as REFUND_CASE
from tests.gui.fake_back import SHIPMENT as SHIPMENT_CASE


def opened(one: Bench, row: OrderRow, verb: str = "", *others: OrderRow) -> ResolveDialog:
    for each in (row, *others):
        one.questions.details[each.id] = back_detail(each, verb)
    return one.resolve(row.id, *(each.id for each in others))


def pressed(one: Bench, dialog: ResolveDialog) -> tuple[Any, ...]:
    one.press(dialog, "primary")
    one.until(lambda: one.deeds.done)
    one.until_closed(dialog)
    return one.deeds.done[-1]


def choose(dialog: QWidget, name: str) -> None:
    child(dialog, QRadioButton, name).click()


def write(one: Bench, dialog: QWidget, name: str, text: str) -> None:
    edit = child(dialog, QLineEdit, name)
    edit.clear()
    one.qtbot.keyClicks(edit, text)


@pytest.mark.parametrize(("kind", "code"), EVERY)
def test_every_failure_has_its_words_and_a_way_out(
    qtbot: QtBot, kind: SyncStatus, code: str
) -> None:
    row = back_row(kind, code)
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        texts = [each.text() for each in dialog.findChildren(QLabel)]
        assert row.failures[0].title in texts
        assert "order is not in Shopify" not in " ".join(texts)
        assert primary(dialog).text()
        assert not dialog.findChildren(QWidget, "previewPanel")[0].isVisibleTo(dialog)
        dialog.findChildren(QAction, "skipInstead")[0].trigger()
        write(one, dialog, "note", "sold elsewhere")
        assert pressed(one, dialog) == ("skip_tasks", (row.id,), "sold elsewhere")


def test_a_carrier_is_mapped_for_all_or_for_one_country(qtbot: QtBot) -> None:
    row = back_row(SHIPMENT, "carrier_unknown")
    with bench(qtbot, row) as one:
        waiting = (row.id, 98, 99)
        one.questions.shipment = replace(SHIPMENT_CASE, waiting=waiting, waiting_here=(row.id, 98))
        dialog = opened(one, row)
        assert primary(dialog).text() == "Map and send 1 (+2 waiting)"
        assert child(dialog, CarrierGuess, "carrierGuess").codes == ("UPS",)
        one.press(dialog, "use_UPS")
        assert child(dialog, QComboBox, "carrier").currentText() == "UPS"
        one.until(lambda: "The number looks like UPS." in labels(dialog))
        child(dialog, QComboBox, "carrier").setEditText("Canada Post")
        choose(dialog, "hereOnly")
        assert primary(dialog).text() == "Map and send 1 (+1 waiting)"
        told = ("map_carrier", row.account_id, "Purolater", "Canada Post", "", "CA")
        assert pressed(one, dialog) == told
        words = "Carrier remembered; the shipments of 3 orders are on their way."
        assert one.notices == [words]


def test_what_a_decision_heals_is_listed_on_demand(qtbot: QtBot) -> None:
    row, other = back_row(SHIPMENT, "carrier_unknown"), back_row(SHIPMENT, "carrier_unknown", 13)
    with bench(qtbot, row, other) as one:
        waiting = (row.id, other.id, *range(900, 960))
        one.questions.shipment = replace(SHIPMENT_CASE, waiting=waiting, waiting_here=(row.id,))
        dialog = opened(one, row)
        fold = child(dialog, QToolButton, "healsFold")
        assert fold.text() == "61 more orders wait for the same, and go with this one"
        fold.click()
        one.until(lambda: other.amazon_order_id in labels(dialog))
        assert "and 60 more" in labels(dialog)
        choose(dialog, "hereOnly")
        assert not fold.isVisibleTo(dialog)


def labels(dialog: QWidget) -> set[str]:
    return {one.text() for one in dialog.findChildren(QLabel) if one.isVisibleTo(dialog)}


def test_a_carrier_that_amazon_does_not_list_is_told_by_name(qtbot: QtBot) -> None:
    row = back_row(SHIPMENT, "carrier_unknown")
    with bench(qtbot, row) as one:
        one.questions.shipment = replace(SHIPMENT_CASE, suggested=())
        dialog = opened(one, row)
        assert not primary(dialog).isEnabled()
        box = child(dialog, QComboBox, "carrier")
        box.setEditText("other")
        assert primary(dialog).isEnabled()
        write(one, dialog, "carrierName", "Purolator")
        assert pressed(one, dialog)[2:] == ("Purolater", "Other", "Purolator", "")


def test_a_number_is_corrected_sent_as_it_stands_or_left_out(qtbot: QtBot) -> None:
    row = back_row(SHIPMENT, "tracking_format")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        one.until(lambda: child(dialog, CarrierGuess, "carrierGuess").codes == ("UPS",))
        write(one, dialog, "number", "AB 12")
        child(dialog, QCheckBox, "asItStands").click()
        assert pressed(one, dialog) == ("type_tracking", row.id, row.id, "AB 12", "Purolater", True)
    row = back_row(SHIPMENT, "tracking_missing")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        child(dialog, QLineEdit, "number").clear()
        assert not primary(dialog).isEnabled()
        choose(dialog, "send_without_tracking")
        assert pressed(one, dialog) == ("send_without_tracking", row.id, row.id)


def test_another_way_is_a_click_away(qtbot: QtBot) -> None:
    row = back_row(SHIPMENT, "tracking_refused")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        one.press(dialog, "CarrierFix")
        assert primary(dialog).text().startswith("Map and send")
        one.press(dialog, "BackHandFix")
        choose(dialog, "retry")
        assert pressed(one, dialog) == ("retry_tasks", (row.id,))


def test_it_is_taken_again_from_shopify_by_an_errand(qtbot: QtBot) -> None:
    row, other = back_row(SHIPMENT, "set_incomplete"), back_row(SHIPMENT, "set_incomplete", 13)
    with bench(qtbot, row, other, take_again=TryLater(60, "offline", "No network")) as one:
        dialog = opened(one, row, "", other)
        assert primary(dialog).text() == "Take 2 again"
        one.press(dialog, "primary")
        one.until(lambda: "could not be done now" in dialog.error_text)
        one.errands.answers["take_again"] = 1
        one.press(dialog, "primary")
        one.until_closed(dialog)
        assert ("take_again", other.id) in one.errands.run
        assert one.deeds.done == []


def test_a_flat_refund_is_spread_over_the_items(qtbot: QtBot) -> None:
    row = back_row(REFUND, "not_allocated")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        assert child(dialog, QLabel, "refundApart").text() == "It adds up."
        child(dialog, QCheckBox, "tick_1").click()
        child(dialog, QSpinBox, "units_2").setValue(1)
        assert "too much" in child(dialog, QLabel, "refundApart").text()
        assert not primary(dialog).isEnabled()
        write(one, dialog, "goods_2", "15.01")
        write(one, dialog, "shipping_2", "4.99")
        box = child(dialog, QComboBox, "reason_2")
        box.setCurrentIndex(box.findData("DifferentItem"))
        given = (GivenRow("2", 1, "DifferentItem", 1501, 499),)
        assert pressed(one, dialog) == ("allocate", row.id, row.id, given)


def test_no_more_than_what_is_left_and_no_words_for_amounts(qtbot: QtBot) -> None:
    row = back_row(REFUND, "more_than_left")
    with bench(qtbot, row) as one:
        one.questions.refund = replace(REFUND_CASE, total=Money(99_999, "CAD"))
        dialog = opened(one, row)
        for text in ("40.00", "much", "1.999", "-1"):
            write(one, dialog, "goods_1", text)
            assert child(dialog, QLineEdit, "goods_1").property("invalid") is True
            assert not primary(dialog).isEnabled()
        write(one, dialog, "goods_1", "39.99")
        assert primary(dialog).isEnabled()
        for name in ("tick_1", "tick_2"):
            child(dialog, QCheckBox, name).click()
        assert primary(dialog).toolTip() == "Tick the items that are refunded."


def test_the_tax_is_put_into_the_price_where_amazon_wants_it(qtbot: QtBot) -> None:
    row = back_row(REFUND, "tax_not_eligible")
    with bench(qtbot, row) as one:
        done = pressed(one, opened(one, row))
        assert [given.tax_in_price for given in done[3]] == [True, True]


def test_a_refund_on_its_way_to_shopify_is_not_spread(qtbot: QtBot) -> None:
    row = back_row(REFUND, "shop_quantity")
    with bench(qtbot, row) as one:
        dialog = opened(one, row, "record_refund")
        assert not dialog.findChildren(QWidget, "refundTable")
        choose(dialog, "mark_done")
        write(one, dialog, "note", "entered by hand")
        assert pressed(one, dialog) == ("end_tasks", (row.id,), "entered by hand")


def test_a_reason_is_chosen_and_remembered(qtbot: QtBot) -> None:
    row = back_row(CANCELLATION, "reason_unmapped")
    with bench(qtbot, row) as one:
        dialog = opened(one, row, "cancel_on_amazon")
        box = child(dialog, QComboBox, "reason")
        box.setCurrentIndex(box.findData("NoInventory"))
        told = ("choose_reason", row.id, row.id, "NoInventory", "CUSTOMER")
        assert pressed(one, dialog) == told
        assert one.notices == ["It waits in the outbox."]


def test_a_remembered_reason_sends_what_waits_for_it(qtbot: QtBot) -> None:
    row = back_row(REFUND, "reason_unmapped")
    with bench(qtbot, row) as one:
        one.questions.same_reason = (900, 901, 902)
        one.deeds.chosen = 4
        dialog = opened(one, row)
        assert primary(dialog).text() == "Send with this reason (+3 waiting)"
        child(dialog, QCheckBox, "remember").click()
        assert primary(dialog).text() == "Send with this reason"
        assert not dialog.findChildren(QToolButton, "healsFold")[0].isVisibleTo(dialog)
        child(dialog, QCheckBox, "remember").click()
        assert pressed(one, dialog)[0] == "choose_reason"
        assert one.notices == ["Reason remembered; 4 orders wait in the outbox."]


def test_stock_is_put_back_by_hand(qtbot: QtBot) -> None:
    row = back_row(CANCELLATION, "shop_fulfilled")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        choose(dialog, "restock_by_hand")
        assert "1 × TRAY-OAK-M" in " ".join(one.text() for one in dialog.findChildren(QLabel))
        assert pressed(one, dialog) == ("end_tasks", (row.id,), "Stock put back by hand")


def test_what_cannot_be_done_is_said_in_place(qtbot: QtBot) -> None:
    row = back_row(SHIPMENT, "carrier_unknown")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        one.deeds.failing = ValueError("Amazon has no such carrier")
        qtbot.mouseClick(primary(dialog), Qt.MouseButton.LeftButton)
        one.until(lambda: "no such carrier" in dialog.error_text)
        assert primary(dialog).isEnabled()
        assert child(dialog, QPushButton, "cancel").isEnabled()


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        *(("", "CAD", 0), ("0.00", "CAD", 0), ("12.5", "CAD", 1250), ("12,50", "CAD", 1250)),
        *(("1,234", "CAD", None), ("1200", "JPY", 1200), ("12.5", "JPY", None)),
        *(("x", "CAD", None), ("-3", "CAD", None)),
    ],
)
def test_amounts_are_read_to_the_cent(text: str, currency: str, minor: int | None) -> None:
    assert typed_minor(text, currency) == minor


def test_the_products_of_an_adopted_order_are_linked_and_others_go_with_it(qtbot: QtBot) -> None:
    row = back_row(SHIPMENT, "items_unmatched")
    with bench(qtbot, row) as one:
        sku = back_detail(row).items[0].sku
        one.questions.match = MatchCase((sku,), (98, 99))
        dialog = opened(one, row)
        assert not primary(dialog).isEnabled()
        assert "Choose a variant" in primary(dialog).toolTip()
        assert primary(dialog).text() == "Link and try 1 again (+2 waiting)"
        assert not [
            w for w in dialog.findChildren(QCheckBox, "customLine") if w.isVisibleTo(dialog)
        ]
        edit = child(dialog, QLineEdit, "variantSearch")
        one.qtbot.keyClicks(edit, "oak")
        one.until(lambda: dialog.findChildren(QWidget, "variantList")[0].isVisible())
        one.qtbot.keyClick(edit, Qt.Key.Key_Down)
        one.qtbot.keyClick(edit, Qt.Key.Key_Return)
        one.press(dialog, "primary")
        asked = ("match_items", row.id, ((sku, TRAY.gid, 1),))
        one.until(lambda: asked in one.errands.run)
        one.until_closed(dialog)
        assert one.notices[-1] == "Linked; 3 order(s) tried again."


def test_where_nothing_can_be_linked_it_is_taken_again_or_done_by_hand(qtbot: QtBot) -> None:
    row = back_row(SHIPMENT, "items_unmatched")
    with bench(qtbot, row) as one:
        dialog = opened(one, row)
        assert primary(dialog).text() == "Take it again"
