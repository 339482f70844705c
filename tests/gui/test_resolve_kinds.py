"""Every other kind of failure in Resolve: what is offered, what the button says, what it does."""

import json
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.catalogue import ORDER_FAILURES
from desktop.errors import NeedsPerson
from desktop.rows import Decision, ImportOutcome
from desktop.ui.resolve import ResolveDialog
from desktop.ui.resolve import dialog as resolve_dialog
from desktop.ui.resolve.total_fix import reckoning
from desktop.ui.typed_number import typed_number
from tests.gui.failed_desk import Bench, bench, child, primary
from tests.gui.failed_orders import FACTS, detail_of, failed_row


def edit(dialog: QWidget, name: str) -> QLineEdit:
    return child(dialog, QLineEdit, name)


def act(dialog: QWidget, name: str) -> None:
    """Choose an entry of the menu."""
    dialog.findChildren(QAction, name)[0].trigger()


def pressed(one: Bench, dialog: ResolveDialog) -> tuple[Any, ...]:
    one.press(dialog, "primary")
    one.until(lambda: one.deeds.done)
    one.until_closed(dialog)
    return one.deeds.done[-1]


@pytest.mark.parametrize("code", sorted(ORDER_FAILURES))
def test_every_failure_opens_with_its_words_and_a_way_out(qtbot: QtBot, code: str) -> None:
    row = failed_row(code)
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert row.failures[0].title in [label.text() for label in dialog.findChildren(QLabel)]
        assert primary(dialog).text()
        assert dialog.findChild(QAction, "skipInstead") is not None
        for control in dialog.findChildren(QWidget):
            if isinstance(control, QPushButton | QLineEdit | QCheckBox | QRadioButton):
                assert control.accessibleName() or control.text(), control.objectName()


def test_an_address_is_corrected_where_shopify_refused_it(qtbot: QtBot) -> None:
    row = failed_row("address_refused")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        field = edit(dialog, "address_postal_code")
        assert field.property("invalid") is True
        one.until(lambda: dialog.focusWidget() is field)
        field.clear()
        one.qtbot.keyClicks(field, "04102")
        assert primary(dialog).text() == "Correct address and create 1"
        wanted = Decision(row.id, address=(("postal_code", "04102"),))
        one.until(lambda: ("preview", wanted) in one.errands.run)
        assert pressed(one, dialog) == ("decide", wanted)


def test_an_address_needs_a_street_and_a_country_or_is_left_out(qtbot: QtBot) -> None:
    row = failed_row("address_missing")
    with bench(qtbot, row) as one:
        one.questions.details[row.id] = detail_of(row, address=(), address_parts=())
        dialog = one.resolve(row.id)
        assert not primary(dialog).isEnabled()
        one.qtbot.keyClicks(edit(dialog, "address_line1"), "1 Pier")
        assert not primary(dialog).isEnabled()
        one.qtbot.keyClicks(edit(dialog, "address_country"), "us")
        assert primary(dialog).isEnabled()
        child(dialog, QCheckBox, "withoutAddress").click()
        assert primary(dialog).text() == "Create 1 without address"
        assert pressed(one, dialog) == ("decide", Decision(row.id, without_address=True))


def test_several_addresses_can_only_be_left_out_together(qtbot: QtBot) -> None:
    rows = [failed_row("address_missing", number) for number in (12, 13)]
    with bench(qtbot, *rows) as one:
        dialog = one.resolve(*(row.id for row in rows))
        assert primary(dialog).text() == "Create 2 without address"
        assert not dialog.findChildren(QLineEdit, "address_line1")[0].isVisible()


def test_stock_goes_below_zero_only_when_chosen(qtbot: QtBot) -> None:
    row = failed_row("stock")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert primary(dialog).text() == "Create 1 below zero stock"
        child(dialog, QRadioButton, "stockAdded").click()
        assert primary(dialog).text() == "Retry 1"
        assert pressed(one, dialog) == ("decide", Decision(row.id))


def test_a_fixed_rate_joins_those_that_are_set(qtbot: QtBot) -> None:
    row = failed_row("currency_no_rate")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert primary(dialog).isEnabled()
        child(dialog, QRadioButton, "fixed").click()
        assert not primary(dialog).isEnabled()
        one.qtbot.keyClicks(edit(dialog, "rate"), "0.73")
        assert pressed(one, dialog) == ("retry", (row.id,))
        rates, policy, _ = one.deeds.done
        assert rates[:2] == ("set_setting", "order.fixed_rates")
        assert json.loads(rates[2]) == {"EUR": "1.08", "CAD": "0.73"}
        assert policy == ("set_setting", "order.currency_policy", "fixed", 1, "")


def test_a_tax_rate_is_typed_in_percent(qtbot: QtBot) -> None:
    row = failed_row("tax_rate")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert edit(dialog, "taxCountry").text() == "DE"
        one.qtbot.keyClicks(edit(dialog, "taxRate"), "19")
        assert pressed(one, dialog) == ("retry", (row.id,))
        key, value = one.deeds.done[0][1:3]
        assert (key, json.loads(value)) == ("order.tax_rates", {"DE": "0.19"})


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.73", "0.73"), ("0,73", "0.73"), ("19 %", "19"), ("", None), ("x", None), ("-1", None)],
)
def test_numbers_as_people_type_them(text: str, number: str | None) -> None:
    found = typed_number(text)
    assert (None if found is None else str(found)) == number


def test_the_arithmetic_of_a_total(qtbot: QtBot) -> None:
    parts = (("items", 7739), ("discount", -446), ("tax", 807), ("total", 8101))
    rows = {what: (on_top, within) for what, on_top, within, _ in reckoning(parts)}
    assert rows["Adds up to"] == (8100, 7293)
    assert rows["Apart"] == (-1, -808)
    assert rows["Tax"] == (807, None)
    row = failed_row("total_mismatch")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert dialog.findChild(QWidget, "reckoning") is not None


@pytest.mark.parametrize("code", ["several_found", "twin", "undecided", "total_mismatch"])
def test_what_was_done_by_hand_needs_a_note(qtbot: QtBot, code: str) -> None:
    row = failed_row(code)
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert not primary(dialog).isEnabled()
        one.qtbot.keyClicks(edit(dialog, "note"), "entered as #77")
        assert primary(dialog).text() == "Mark 1 as done"
        assert pressed(one, dialog) == ("done_by_hand", (row.id,), "entered as #77")


def test_an_unknown_outcome_can_be_tried_again(qtbot: QtBot) -> None:
    row = failed_row("undecided")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        child(dialog, QRadioButton, "again").click()
        assert primary(dialog).text() == "Retry 1"
        assert pressed(one, dialog) == ("decide", Decision(row.id))


def test_any_failure_can_be_skipped_instead(qtbot: QtBot) -> None:
    row = failed_row("sku_unknown")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        act(dialog, "skipInstead")
        assert primary(dialog).text() == "Skip 1"
        assert not primary(dialog).isEnabled()
        one.qtbot.keyClicks(edit(dialog, "note"), "sold elsewhere")
        assert pressed(one, dialog) == ("skip", (row.id,), "sold elsewhere")


def test_an_order_that_the_rules_left_out_is_created_now(qtbot: QtBot) -> None:
    row = failed_row("stock", failures=(), stage="skipped: older than what the shop shows")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        assert any("60 days" in label.text() for label in dialog.findChildren(QLabel))
        assert pressed(one, dialog) == ("decide", Decision(row.id, beyond_visible=True))


def test_fetch_again_closes_or_says_why_it_did_not_help(qtbot: QtBot) -> None:
    row = failed_row("input_refused")
    gone = ImportOutcome(row.amazon_order_id, "not_found", "Amazon does not give this order.")
    with bench(qtbot, row, fetch_again=gone) as one:
        dialog = one.resolve(row.id)
        one.press(dialog, "fetchAgain")
        one.until(lambda: "does not give" in dialog.error_text)
        assert child(dialog, QPushButton, "fetchAgain").isEnabled()
        one.errands.answers["fetch_again"] = ImportOutcome("", "refreshed", "It is tried again.")
        one.press(dialog, "fetchAgain")
        one.until_closed(dialog)
        assert one.notices == ["It is tried again."]


def test_the_preview_says_what_would_fail_next(qtbot: QtBot) -> None:
    row = failed_row("input_refused")
    error = NeedsPerson("stock", "Not enough stock in Shopify.", "None is left.", "Add some.")
    with bench(qtbot, row, preview=error) as one:
        dialog = one.resolve(row.id)
        one.until(lambda: "None is left" in child(dialog, QLabel, "previewSummary").text())
        assert primary(dialog).isEnabled()
        assert pressed(one, dialog) == ("retry", (row.id,))


def test_an_order_that_has_moved_on_is_said_so(qtbot: QtBot) -> None:
    row = failed_row("input_refused")
    with bench(qtbot, row) as one:
        one.deeds.retry = lambda order_ids: 0  # type: ignore[method-assign]
        dialog = one.resolve(row.id)
        one.press(dialog, "primary")
        one.until(lambda: "moved on" in dialog.error_text)
        assert dialog.isVisible()


def test_an_order_that_is_gone_is_said_so(qtbot: QtBot) -> None:
    with bench(qtbot) as one:
        dialog = ResolveDialog(one.work, [99])
        qtbot.addWidget(dialog)
        dialog.open()
        one.until(lambda: "not here any more" in dialog.error_text)
        assert not primary(dialog).isEnabled()


def test_pages_and_ids_from_the_menu(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    row = failed_row("several_found")
    pages: list[str] = []
    monkeypatch.setattr(resolve_dialog, "open_page", pages.append)
    shown: list[int] = []
    with bench(qtbot, row) as one:
        one.work.signals.show_order.connect(shown.append)
        dialog = one.resolve(row.id)
        for name in ("openAmazon", "openShopify", "viewOrder"):
            act(dialog, name)
        assert pages[0].startswith("https://sellercentral.amazon.ca/")
        assert pages[1].endswith(f"/admin/orders?query={row.amazon_order_id}")
        assert shown == [row.id]


def test_escape_closes_without_a_deed(qtbot: QtBot) -> None:
    row = failed_row("stock")
    with bench(qtbot, row) as one:
        dialog = one.resolve(row.id)
        one.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        one.until_closed(dialog)
        assert one.deeds.done == []


def test_the_made_up_facts_name_only_known_failures() -> None:
    assert set(FACTS) <= set(ORDER_FAILURES)
