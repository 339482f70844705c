"""The Amazon side of a connection: region, marketplaces, seller and the app's credentials."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.rows import RegionChoice
from desktop.ui.accounts.field import Field

_COLUMNS = 4
_FIELDS = (
    (
        "seller_id",
        "Seller ID",
        "Seller Central → Settings → Account Info → Your Merchant Token.",
        False,
        "A1B2C3D4E5F6G7",
    ),
    (
        "client_id",
        "Client identifier of your app",
        "Developer console (Solution Provider Portal) → your app → LWA credentials → View.",
        False,
        "amzn1.application-oa2-client.…",
    ),
    (
        "client_secret",
        "Client secret",
        "Beside the identifier. It ends after 180 days; Crossdock warns 30 days before.",
        True,
        "",
    ),
    (
        "refresh_token",
        "Refresh token",
        "Developer console → your app → Authorize → Authorize app; begins with Atzr|.",
        True,
        "",
    ),
)


class AmazonStep(QWidget):
    """Gives the `amazon` object of a connection."""

    changed = Signal()

    def __init__(self, regions: tuple[RegionChoice, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._regions = regions
        self._more: dict[str, Any] = {}
        self._boxes: dict[str, QCheckBox] = {}
        self._region = QComboBox()
        self._region.setObjectName("amazonRegion")
        self._region.setAccessibleName(self.tr("Region"))
        for one in regions:
            self._region.addItem(one.name, one.code)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._fields = {
            name: Field(f"amazon-{name}", label, where, secret=secret, placeholder=sample)
            for name, label, where, secret, sample in _FIELDS
        }
        self._lay_out()
        self._region.currentIndexChanged.connect(self._on_region)
        self._on_region()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        head = QLabel(self.tr("Region and marketplaces"))
        head.setProperty("role", "heading")
        head.setBuddy(self._region)
        why = QLabel(self.tr("Tick none for all. An authorisation is valid in one region."))
        why.setProperty("role", "secondary")
        for widget in (head, self._region):
            layout.addWidget(widget)
        layout.addLayout(self._grid)
        layout.addWidget(why)
        for field in self._fields.values():
            field.changed.connect(self.changed)
            layout.addWidget(field)

    @Slot()
    def _on_region(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._boxes = {}
        at = self._region.currentIndex()
        places = self._regions[at].marketplaces if 0 <= at < len(self._regions) else ()
        for number, place in enumerate(places):
            box = QCheckBox(place.name)
            box.setObjectName(f"marketplace-{place.country}")
            box.toggled.connect(self.changed)
            self._grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
            self._boxes[place.id] = box
        self.changed.emit()

    @property
    def first(self) -> QWidget:
        """Where typing begins."""
        return self._fields["seller_id"].edit

    @property
    def is_filled(self) -> bool:
        """Whether every field has something in it."""
        return all(field.value for field in self._fields.values())

    def values(self) -> dict[str, Any]:
        """The `amazon` object."""
        chosen = [one for one, box in self._boxes.items() if box.isChecked()]
        typed = {name: field.value for name, field in self._fields.items()}
        return {
            **self._more,
            "region": self._region.currentData(),
            "marketplaces": chosen,
            **typed,
        }

    def put(self, values: Mapping[str, Any]) -> None:
        """Fill in from a connect object; what has no field here is kept with it."""
        self._region.setCurrentIndex(max(0, self._region.findData(values.get("region"))))
        for one in values.get("marketplaces") or ():
            if one in self._boxes:
                self._boxes[one].setChecked(True)
        for name, field in self._fields.items():
            field.put(values.get(name))
        shown = {"region", "marketplaces", *self._fields}
        self._more = {name: value for name, value in values.items() if name not in shown}
