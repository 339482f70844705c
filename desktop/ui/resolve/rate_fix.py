"""Failures that a setting cures: an exchange rate, or a country's tax rate."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.ui.desk import Deeds
from desktop.ui.pieces import Card, label
from desktop.ui.resolve.case import Case
from desktop.ui.resolve.choice_fix import ChoiceFix
from desktop.ui.resolve.fix import Deed, Fix
from desktop.ui.typed_number import typed_number
from desktop.ui.work import Work

_CURRENCIES = re.compile(r"is in ([A-Z]{3}) and the store in ([A-Z]{3})")
_COUNTRY = re.compile(r"tax rate of ([A-Z]{2})\b")
POLICY, RATES, TAXES = "order.currency_policy", "order.fixed_rates", "order.tax_rates"


def set_then_retry(
    deeds: Deeds, settings: Mapping[str, str], account_id: int, ids: tuple[int, ...]
) -> Deed:
    """Keep the settings for the account, then try the orders again."""

    def work() -> int:
        for key, value in settings.items():
            deeds.set_setting(key, value, account_id, "")
        return deeds.retry(ids)

    return work


def with_rate(held: str, name: str, rate: str) -> str:
    """Pairs of a setting with one of them set anew, as JSON."""
    try:
        rates = dict(json.loads(held or "{}"))
    except ValueError:
        rates = {}
    return json.dumps({**rates, name: rate}, sort_keys=True)


class CurrencyFix(ChoiceFix):
    """The order is in another currency than the store, and no rate is set."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        found = _CURRENCIES.search(case.failure.cause if case.failure else "")
        total = case.first.total
        self._source = found[1] if found else total.currency if total else ""
        self._target = found[2] if found else ""
        super().__init__(case, work, parent)
        row = QHBoxLayout()
        self._rate = QLineEdit()
        self._rate.setObjectName("rate")
        self._rate.setAccessibleName(self.tr("Rate"))
        self._rate.setMaxLength(20)
        self._rate.setPlaceholderText("0.73")
        self._rate.textChanged.connect(self._on_typed)
        row.addSpacing(24)
        row.addWidget(label(f"1 {self._source} =", wraps=False))
        row.addWidget(self._rate)
        row.addWidget(label(self._target or self.tr("of the store's currency"), wraps=False))
        row.addStretch(1)
        self._card.body.addLayout(row)
        words = self.tr("This changes the order rules of the account, for later orders too.")
        self._card.body.addWidget(label(words, "secondary"))
        self.changed.connect(self._on_way)
        self._on_way()

    def ways(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (
                "ecb",
                self.tr("Convert by the European Central Bank's &daily reference rate"),
                self.tr("Rate and date are noted on each order."),
            ),
            ("fixed", self.tr("Convert by a &fixed rate"), ""),
        )

    @Slot()
    def _on_way(self) -> None:
        self._rate.setEnabled(self.way == "fixed")

    @Slot()
    def _on_typed(self) -> None:
        self.changed.emit()

    def missing(self) -> str:
        if self.way == "ecb" or typed_number(self._rate.text()) is not None:
            return ""
        return self.tr("Enter the rate.")

    def button_words(self) -> str:
        return self.tr("Set the rate and create {}").format(self.case.count)

    def deed(self) -> Deed:
        settings = {POLICY: self.way}
        rate = typed_number(self._rate.text())
        if self.way == "fixed" and rate is not None:
            held = dict(self.case.settings).get(RATES, "")
            settings = {RATES: with_rate(held, self._source, f"{rate:f}"), **settings}
        first = self.case.first
        return set_then_retry(self.work.desk.deeds, settings, first.account_id, self.case.ids)


class TaxRateFix(Fix):
    """Shopify wants a tax rate, and Amazon gave none that it takes."""

    previews = False

    def __init__(self, case: Case, work: Work, parent: QWidget | None = None) -> None:
        super().__init__(case, work, parent)
        card = Card(name="taxCard")
        row = QHBoxLayout()
        self._country = QLineEdit(self._known_country())
        self._country.setMaxLength(2)
        self._rate = QLineEdit()
        self._rate.setMaxLength(10)
        self._rate.setPlaceholderText("19")
        for edit, name, words in (
            (self._country, "taxCountry", self.tr("Country, two letters")),
            (self._rate, "taxRate", self.tr("Tax rate in percent")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(words)
            edit.textChanged.connect(self._on_typed)
        row.addWidget(label(self.tr("Tax rate of"), wraps=False))
        row.addWidget(self._country)
        row.addWidget(self._rate)
        row.addWidget(label("%", wraps=False))
        row.addStretch(1)
        card.body.addLayout(row)
        words = self.tr("Kept in the order rules of the account, for later orders too.")
        card.body.addWidget(label(words, "secondary"))
        self.body.addWidget(card)
        self.setFocusProxy(self._rate if self._country.text() else self._country)

    def _known_country(self) -> str:
        found = _COUNTRY.search(self.case.failure.cure if self.case.failure else "")
        return found[1] if found else dict(self.case.detail.address_parts).get("country", "")

    @Slot()
    def _on_typed(self) -> None:
        self.changed.emit()

    def missing(self) -> str:
        rate = typed_number(self._rate.text())
        if len(self._country.text().strip()) != 2:
            return self.tr("Enter the country's two letters.")
        if rate is None or rate > 100:
            return self.tr("Enter the tax rate in percent.")
        return ""

    def button_words(self) -> str:
        return self.tr("Set the tax rate and retry {}").format(self.case.count)

    def deed(self) -> Deed:
        share = (typed_number(self._rate.text()) or Decimal(0)) / 100
        held = dict(self.case.settings).get(TAXES, "")
        country = self._country.text().strip().upper()
        settings = {TAXES: with_rate(held, country, f"{share.normalize():f}")}
        first = self.case.first
        return set_then_retry(self.work.desk.deeds, settings, first.account_id, self.case.ids)
