"""Linking products in Resolve, with real keys and clicks."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QListWidget, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from desktop.errors import TryLater
from desktop.rows import Decision
from desktop.ui.resolve import ResolveDialog
from tests.gui.failed_desk import Bench, bench, child, primary
from tests.gui.failed_orders import MUG, SKU, TRAY, failed_row


def found_list(dialog: ResolveDialog) -> QListWidget:
    """What a search has found."""
    return dialog.findChildren(QListWidget, "variantList")[0]


def typed(one: Bench, dialog: ResolveDialog, text: str) -> QLineEdit:
    edit = child(dialog, QLineEdit, "variantSearch")
    one.qtbot.keyClicks(edit, text)
    one.until(lambda: found_list(dialog).isVisible())
    return edit


def decided(one: Bench) -> Decision:
    one.until(lambda: one.done("decide"))
    decision: Decision = one.done("decide")[0][1]
    return decision


def test_search_choose_and_link_with_the_keyboard_alone(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        one.questions.waiting_by_sku = {SKU: 14}
        dialog = one.resolve(row.id)
        assert not primary(dialog).isEnabled()
        assert "Choose a variant" in primary(dialog).toolTip()
        edit = typed(one, dialog, "oak")
        one.qtbot.keyClick(edit, Qt.Key.Key_Down)
        one.qtbot.keyClick(edit, Qt.Key.Key_Return)
        assert not one.done("decide"), "Return chose the variant, it did not press the button"
        assert primary(dialog).text() == "Link and create 1 (+13 waiting)"
        one.qtbot.keyClick(edit, Qt.Key.Key_Return)
        assert decided(one) == Decision(row.id, links=((SKU, TRAY.gid, 1),), remember=True)
        one.until_closed(dialog)
        assert one.notices
        assert ("search_variants", 1, "oak") in one.errands.run


def test_escape_closes_the_list_first_and_the_dialog_then(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        edit = typed(one, dialog, "oak")
        one.qtbot.keyClick(edit, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        assert edit.text() == "oak"
        one.qtbot.keyClick(edit, Qt.Key.Key_Escape)
        one.until_closed(dialog)
        assert one.deeds.done == []


def test_offers_are_only_chosen_by_a_person(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        one.until(lambda: dialog.findChild(QToolButton, "more") and _offers(dialog))
        assert not primary(dialog).isEnabled()
        one.press(dialog, "offer0")
        assert primary(dialog).isEnabled()
        one.press(dialog, "primary")
        assert decided(one).links == ((SKU, MUG.gid, 1),)


def _offers(dialog: ResolveDialog) -> bool:
    return any(label.text() == "Could be:" for label in dialog.findChildren(QLabel))


@pytest.mark.parametrize(("exact", "is_chosen"), [(1, True), (2, False), (0, False)])
def test_only_a_single_exact_match_is_preselected(
    qtbot: QtBot, exact: int, is_chosen: bool
) -> None:
    row = failed_row("sku_ambiguous")
    found = tuple(
        replace(MUG, gid=f"gid://shopify/ProductVariant/{n}", sku=SKU, is_exact=n < exact)
        for n in range(3)
    )
    with bench(qtbot, row, candidates=found) as one:
        dialog = one.resolve(row.id)
        one.until(lambda: primary(dialog).isEnabled() if is_chosen else _offers(dialog))
        assert primary(dialog).isEnabled() is is_chosen


def test_packs_sets_and_only_for_this_order(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        one.questions.waiting_by_sku = {SKU: 14}
        dialog = one.resolve(row.id)
        one.qtbot.keyClick(typed(one, dialog, "mug"), Qt.Key.Key_Return)
        child(dialog, QSpinBox, "times").setValue(2)
        one.press(dialog, "addTarget")
        assert not primary(dialog).isEnabled()
        second = dialog.findChildren(QLineEdit, "variantSearch")[1]
        one.qtbot.keyClicks(second, "oak")
        lists = dialog.findChildren(QListWidget, "variantList")
        one.until(lambda: lists[1].isVisible())
        one.qtbot.keyClick(second, Qt.Key.Key_Down)
        one.qtbot.keyClick(second, Qt.Key.Key_Return)
        one.qtbot.mouseClick(child(dialog, QCheckBox, "remember"), Qt.MouseButton.LeftButton)
        assert primary(dialog).text() == "Link and create 1"
        one.press(dialog, "primary")
        links = ((SKU, MUG.gid, 2), (SKU, TRAY.gid, 1))
        assert decided(one) == Decision(row.id, links=links, remember=False)


def test_a_custom_line_needs_no_variant(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        child(dialog, QCheckBox, "customLine").click()
        assert primary(dialog).text() == "Send as custom line, create 1"
        assert not child(dialog, QCheckBox, "remember").isEnabled()
        one.press(dialog, "primary")
        assert decided(one).links == ((SKU, "", 1),)


def test_an_item_without_a_sku_can_only_be_a_custom_line(qtbot: QtBot) -> None:
    row = failed_row("sku_missing")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert dialog.findChildren(QLineEdit, "variantSearch") == []
        assert primary(dialog).isEnabled()
        one.press(dialog, "primary")
        assert decided(one).links == (("", "", 1),)


def test_what_shopify_will_get_follows_the_choice(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        summary = dialog.findChildren(QLabel, "previewSummary")[0]
        assert "Choose a variant" in summary.text()
        edit = typed(one, dialog, "mug")
        one.qtbot.keyClick(edit, Qt.Key.Key_Return)
        one.until(lambda: "CA$39.99" in summary.text())
        assert summary.text().startswith("1 line · CA$39.99 incl. CA$4.60 tax · paid")
        asked = [args for name, *args in one.errands.run if name == "preview"]
        assert asked == [[Decision(row.id, links=((SKU, MUG.gid, 1),))]]
        one.press(dialog, "previewAll")
        shown = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert "Enamel Mug – Blue / 11 oz · MUG-BLUE-11" in shown
        one.qtbot.keyClick(edit, Qt.Key.Key_Backspace)
        assert "Choose a variant" in summary.text(), "another text is no choice any more"


def test_troubles_stand_where_they_arise_and_nothing_typed_is_lost(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    lost = TryLater(5, "offline", "No connection to Shopify.")
    with bench(qtbot, row, search_variants=lost, candidates=lost) as one:
        dialog = one.resolve(row.id)
        said = dialog.findChildren(QLabel, "variantSaid")[0]
        one.until(lambda: "No connection" in said.text())
        edit = child(dialog, QLineEdit, "variantSearch")
        one.qtbot.keyClicks(edit, "mug")
        one.until(lambda: ("search_variants", 1, "mug") in one.errands.run)
        one.until(lambda: "No connection" in said.text())
        assert edit.text() == "mug"
        one.errands.answers["search_variants"] = (MUG,)
        one.qtbot.keyClicks(edit, " b")
        one.until(lambda: found_list(dialog).isVisible())
        one.qtbot.keyClick(edit, Qt.Key.Key_Return)
        one.deeds.failing = ValueError("The database is busy.")
        one.press(dialog, "primary")
        one.until(lambda: "busy" in dialog.error_text)
        assert dialog.isVisible()
        assert "Enamel Mug" in edit.text()
        one.deeds.failing = None
        one.press(dialog, "primary")
        assert decided(one).links == ((SKU, MUG.gid, 1),)
        assert one.notices


def test_one_dialog_for_all_of_one_cause(qtbot: QtBot) -> None:
    rows = [failed_row("sku_unknown", number) for number in (12, 13, 14)]
    other = failed_row("stock", 15)
    with bench(qtbot, *rows, other) as one:
        one.questions.waiting_by_sku = {SKU: 5}
        dialog = one.resolve(*(row.id for row in rows), other.id)
        titles = [label.text() for label in dialog.findChildren(QLabel)]
        assert "Resolve 3 orders" in titles
        assert any("1 more failed for other reasons" in text for text in titles)
        one.qtbot.keyClick(typed(one, dialog, "mug"), Qt.Key.Key_Return)
        assert primary(dialog).text() == "Link and create 3 (+2 waiting)"
        one.press(dialog, "primary")
        one.until(lambda: len(one.done("decide")) == 3)
        decisions = [found[1] for found in one.done("decide")]
        assert [each.order_id for each in decisions] == [row.id for row in rows]
        assert [each.remember for each in decisions] == [True, False, False]


def test_an_answer_to_an_older_search_is_dropped(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")

    def find(_: int, text: str) -> tuple[object, ...]:
        return (MUG,) if text == "mug" else (TRAY,)

    answers: dict[str, Callable[..., object]] = {"search_variants": find}
    with bench(qtbot, row, **answers) as one:
        dialog = one.resolve(row.id)
        edit = typed(one, dialog, "mug")
        one.qtbot.keyClicks(edit, "x")
        found = found_list(dialog)
        one.until(lambda: found.count() == 1 and "Oak" in found.item(0).text())
