"""The settings: every page, what an account has of its own, refusals, and waiting orders."""

from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QLineEdit, QScrollArea, QWidget

from desktop.app.pictures.director import Script, now
from desktop.app.pictures.main_scenes import CALM, opened
from desktop.app.pictures.shoot import SMALL, USUAL, Shoot, close_all, front
from desktop.ui.settings.apply_dialog import ApplyDialog
from desktop.ui.settings.carriers import CarriersCard
from desktop.ui.settings.dialog import SettingsDialog
from desktop.ui.settings.location_box import LocationBox
from desktop.ui.settings.page import SettingsPage
from desktop.ui.settings.pages import PAGES
from desktop.ui.settings.row import SettingLine
from desktop.ui.settings.word_reasons import WordReasons

Found = TypeVar("Found", bound=QWidget)

_LONG = "The warehouse behind the old dairy on the hill, second gate to the left"


def settings(shoot: Shoot) -> Script:
    """Each page of the settings, as it is at first."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    shoot.size(SMALL)
    studio.dialogs.open_settings()
    yield lambda: bool(front(SettingsDialog).findChildren(SettingLine))
    for spec in PAGES:
        front(SettingsDialog).open_page(spec.name)
        yield from shoot.both(f"settings-{spec.name}", lambda: front(SettingsDialog))
    front(SettingsDialog).open_page("orders")
    shoot.size(USUAL)
    yield from shoot.both("settings-over-window")
    close_all()
    yield now


def settings_back(shoot: Shoot) -> Script:
    """The way back in full: an account's own values, long names, refusals, waiting orders."""
    studio = shoot.studio
    yield from opened(shoot, CALM)
    shoot.size(SMALL)
    studio.dialogs.open_settings()
    yield lambda: bool(front(SettingsDialog).findChildren(SettingLine))
    _child(QComboBox, "settingsLevel").setCurrentIndex(1)
    yield lambda: bool(front(SettingsDialog).findChildren(CarriersCard))
    yield from _shipments(shoot)
    yield from _refunds(shoot)
    yield from _refusals(shoot)
    yield from _waiting(shoot)
    close_all()
    yield now


def _shipments(shoot: Shoot) -> Script:
    front(SettingsDialog).open_page("shipments")
    place = front(SettingsDialog).findChildren(LocationBox)[-1]
    yield lambda: place.box.count() > 1
    yield now
    yield from shoot.both("settings-shipments-account", lambda: front(SettingsDialog))
    place.show_gid(_LONG)
    place.say("Shopify cannot be asked now: the list may be old.")
    card = front(SettingsDialog).findChildren(CarriersCard)[0]
    yield lambda: card.table.rowCount() > 0
    card.company.setText("DHL Xpress from the warehouse behind the old dairy")
    card.code.setCurrentText("Other")
    card.name.setText("DHL Xpress")
    yield now
    yield now
    _scroll("shipments", card)
    yield from shoot.both("settings-shipments-carriers", lambda: front(SettingsDialog))


def _refunds(shoot: Shoot) -> Script:
    front(SettingsDialog).open_page("refunds")
    words = front(SettingsDialog).findChildren(WordReasons)[0]
    words.changed.emit(
        '{"damaged": "CustomerReturn", "never came": "CarrierCoverageFailure",'
        ' "wrong address": "CustomerAddressIncorrect"}'
    )
    yield lambda: bool(front(SettingsDialog).findChildren(QLineEdit, "words-2"))
    yield now
    yield from shoot.both("settings-refunds-account", lambda: front(SettingsDialog))


def _refusals(shoot: Shoot) -> Script:
    """An error beside a value on each page that has one to type."""
    for name, key, typed in (
        ("orders", "order.tax_rates", "Germany=19"),
        ("shipments", "shipment.location", "the shed"),
        ("notifications", "notify.quiet_hours", "at night"),
    ):
        dialog = front(SettingsDialog)
        dialog.open_page(name)
        at = 0 if name == "notifications" else 1  # messages are set for all of Crossdock
        _child(QComboBox, "settingsLevel").setCurrentIndex(at)
        yield now
        yield lambda key=key: _line(key).isVisible()  # type: ignore[misc]
        yield now
        _line(key).changed.emit(key, typed)
        yield lambda key=key: bool(_line(key).error)  # type: ignore[misc]
        _scroll(name, _line(key))
        yield from shoot.both(f"settings-{name}-refused", lambda: front(SettingsDialog))


def _waiting(shoot: Shoot) -> Script:
    """A changed setting, offered to the orders that were planned before."""
    _child(QComboBox, "settingsLevel").setCurrentIndex(0)
    front(SettingsDialog).open_page("orders")
    yield now
    yield lambda: _line("order.tags").isVisible()
    yield now
    _line("order.tags").changed.emit("order.tags", "amazon, {tag}, to be packed by the evening")
    yield lambda: _line("order.tags").offers > 0
    _scroll("orders", _line("order.tags"))
    yield from shoot.both("settings-offer", lambda: front(SettingsDialog))
    front(SettingsDialog).shown_page.open_apply("order.tags")
    yield lambda: front(ApplyDialog).apply.isEnabled()
    yield now
    yield from shoot.both("settings-apply", lambda: front(ApplyDialog))
    front(ApplyDialog).close()
    yield now


def _line(key: str) -> SettingLine:
    return _child(SettingLine, f"setting-{key}")


def _child(kind: type[Found], name: str) -> Found:
    found = front(SettingsDialog).findChild(kind, name)
    if found is None:
        raise LookupError(f"the settings have no {name}")
    return found


def _scroll(page: str, to: QWidget) -> None:
    area: QScrollArea = _child(SettingsPage, f"page-{page}")
    area.ensureWidgetVisible(to, 0, 40)
