"""The last step of a connection: a name, how far back to import, FBA, other currencies."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QSpinBox, QVBoxLayout, QWidget

from desktop.ui.accounts.field import Field
from desktop.ui.pieces import SPIN_PX

_CURRENCIES = (
    ("hold", "Hold them, and tell me"),
    ("ecb", "Convert at the European Central Bank's daily reference rate"),
    ("fixed", "Convert at a rate of mine (Settings → Orders)"),
)
_DAYS, _MOST_DAYS = 30, 730


class OptionsStep(QWidget):
    """Gives what stands beside the two sides of a connection."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._more: dict[str, Any] = {}
        self._name = Field(
            "connectName", self.tr("Name of the account"), self.tr("Empty: the store's own name.")
        )
        self._days = QSpinBox()
        self._days.lineEdit().setTextMargins(SPIN_PX, 0, 0, 0)
        self._days.setObjectName("connectDays")
        self._days.setRange(1, _MOST_DAYS)
        self._days.setValue(_DAYS)
        self._days.setSuffix(self.tr(" days"))
        self._fba = QCheckBox(self.tr("Import orders fulfilled by Amazon (FBA)"))
        self._fba.setObjectName("connectFba")
        self._fba.setChecked(True)
        self._currency = QComboBox()
        self._currency.setObjectName("connectCurrency")
        for value, words in _CURRENCIES:
            self._currency.addItem(words, value)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._name)
        self._add(layout, self.tr("The first import reaches back"), self._days, "")
        self._add(
            layout,
            self.tr("Orders in another currency than the store's"),
            self._currency,
            self.tr("Never converted in silence: rate and date are noted on the order."),
        )
        layout.addWidget(self._fba)
        why = QLabel(self.tr("They are created already fulfilled, and take no stock."))
        why.setProperty("role", "secondary")
        layout.addWidget(why)
        layout.addStretch(1)

    def _add(self, layout: QVBoxLayout, label: str, widget: QWidget, why: str) -> None:
        head = QLabel(label)
        head.setProperty("role", "heading")
        head.setBuddy(widget)
        widget.setAccessibleName(label)
        layout.addWidget(head)
        layout.addWidget(widget)
        if why:
            words = QLabel(why)
            words.setProperty("role", "secondary")
            layout.addWidget(words)

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return self._name.edit

    @property
    def is_filled(self) -> bool:
        """Nothing here is needed."""
        return True

    def values(self) -> dict[str, Any]:
        """The fields of the connect object beside the two sides."""
        settings = {
            **self._more.get("settings", {}),
            "order.import_fba": self._fba.isChecked(),
            "order.currency_policy": self._currency.currentData(),
        }
        return {
            **self._more,
            "name": self._name.value,
            "reach_back_days": self._days.value(),
            "settings": settings,
        }

    def put(self, values: Mapping[str, Any]) -> None:
        """Fill in from a connect object; what has no field here is kept with it."""
        self._name.put(values.get("name"))
        self._days.setValue(int(values.get("reach_back_days") or _DAYS))
        settings = values.get("settings") or {}
        self._fba.setChecked(bool(settings.get("order.import_fba", True)))
        chosen = self._currency.findData(settings.get("order.currency_policy", "hold"))
        self._currency.setCurrentIndex(max(0, chosen))
        self._more = {
            name: value
            for name, value in values.items()
            if name not in ("amazon", "shopify", "name", "reach_back_days", "start")
        }
