"""The Shopify side of a connection: the store, and the credentials of the seller's own app."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.accounts.field import Field

_FIELDS = (
    (
        "shop",
        "Store",
        "The name that ends in .myshopify.com: Shopify admin → Settings → Domains.",
        False,
        "my-store.myshopify.com",
    ),
    (
        "client_id",
        "Client ID",
        "Shopify Dev Dashboard → your app → Settings → Credentials.",
        False,
        "",
    ),
    ("client_secret", "Client secret", "Beside the client ID.", True, ""),
    (
        "access_token",
        "Admin API access token",
        "Of an app made in the store itself: Settings → Apps → Develop apps → API credentials;"
        " begins with shpat_.",
        True,
        "",
    ),
)
_APP, _TOKEN = ("client_id", "client_secret"), ("access_token",)


class ShopifyStep(QWidget):
    """Gives the `shopify` object of a connection."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._more: dict[str, Any] = {}
        self._fields = {
            name: Field(f"shopify-{name}", label, where, secret=secret, placeholder=sample)
            for name, label, where, secret, sample in _FIELDS
        }
        self._by_app = QRadioButton(self.tr("An app of the Dev Dashboard (client ID and secret)"))
        self._by_app.setObjectName("shopifyByApp")
        self._by_token = QRadioButton(self.tr("An access token"))
        self._by_token.setObjectName("shopifyByToken")
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._fields["shop"])
        kinds = QHBoxLayout()
        for radio in (self._by_app, self._by_token):
            self._group.addButton(radio)
            kinds.addWidget(radio)
        kinds.addStretch(1)
        layout.addLayout(kinds)
        for name in (*_APP, *_TOKEN):
            layout.addWidget(self._fields[name])
        for field in self._fields.values():
            field.changed.connect(self.changed)
        self._by_app.setChecked(True)
        self._group.buttonToggled.connect(self._on_kind)
        self._on_kind()

    @Slot()
    def _on_kind(self) -> None:
        for name in _APP:
            self._fields[name].setVisible(self._by_app.isChecked())
        for name in _TOKEN:
            self._fields[name].setVisible(self._by_token.isChecked())
        self.changed.emit()

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return self._fields["shop"].edit

    @property
    def _used(self) -> tuple[str, ...]:
        return ("shop", *(_APP if self._by_app.isChecked() else _TOKEN))

    @property
    def is_filled(self) -> bool:
        """Whether every field has something in it."""
        return all(self._fields[name].value for name in self._used)

    def values(self) -> dict[str, Any]:
        """The `shopify` object."""
        return {**self._more, **{name: self._fields[name].value for name in self._used}}

    def put(self, values: Mapping[str, Any]) -> None:
        """Fill in from a connect object; what has no field here is kept with it."""
        (self._by_token if values.get("access_token") else self._by_app).setChecked(True)
        for name, field in self._fields.items():
            field.put(values.get(name))
        self._more = {name: value for name, value in values.items() if name not in self._fields}
