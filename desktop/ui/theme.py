"""The look: design tokens for light and dark, the palette, the style sheet and coloured icons.

tokens()   the colours in use          apply(app)   dress the whole app, and follow the system
icon(…)    an SVG in a token's colour  changed()    the signal to repaint what is painted by hand
"""

import re
from dataclasses import dataclass, fields
from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.paths import resource
from desktop.rows import Status, SyncStatus

BODY_PX, SECONDARY_PX, TITLE_PX = 13, 12, 20
ROW_PX, COMPACT_ROW_PX = 48, 32
RADIUS = 8
_ICON_PX = (16, 20, 24, 32, 40, 48, 64)
_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of the design, as #RRGGBB; `…_soft` is the ground its colour stands on."""

    is_dark: bool
    background: str
    surface: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    accent_hover: str
    on_accent: str
    header: str
    hover: str
    good: str
    good_soft: str
    info: str
    info_soft: str
    waiting: str
    waiting_soft: str
    bad: str
    bad_soft: str
    money: str
    money_soft: str
    neutral: str
    neutral_soft: str


LIGHT = Tokens(
    is_dark=False,
    background="#F6F7F9",
    surface="#FFFFFF",
    border="#E3E6EA",
    text="#16191D",
    muted="#667085",
    accent="#3457D5",
    accent_soft="#EEF2FF",
    accent_hover="#2A48B8",
    on_accent="#FFFFFF",
    header="#F9FAFB",
    hover="#F6F8FC",
    good="#146C43",
    good_soft="#E7F6EC",
    info="#1D4ED8",
    info_soft="#E8F1FE",
    waiting="#8A5A00",
    waiting_soft="#FFF4DE",
    bad="#B42318",
    bad_soft="#FDECEC",
    money="#5B21B6",
    money_soft="#F1EBFE",
    neutral="#475467",
    neutral_soft="#EEF0F3",
)
DARK = Tokens(
    is_dark=True,
    background="#14161A",
    surface="#1B1E24",
    border="#2B2F37",
    text="#E8EAED",
    muted="#98A2B3",
    accent="#7C9BFF",
    accent_soft="#232B45",
    accent_hover="#97B0FF",
    on_accent="#14161A",
    header="#20242B",
    hover="#20242C",
    good="#7BD8A2",
    good_soft="#12301F",
    info="#93B7FF",
    info_soft="#14264A",
    waiting="#F3C766",
    waiting_soft="#3A2B0A",
    bad="#FF9C92",
    bad_soft="#3D1717",
    money="#C4AEFF",
    money_soft="#2B1F49",
    neutral="#B6BECB",
    neutral_soft="#2A2E36",
)

# What each word on screen means, in the colours of its pill.
STATUS_KIND = {
    Status.PENDING: "neutral",
    Status.UNSHIPPED: "waiting",
    Status.PARTIALLY_SHIPPED: "waiting",
    Status.SHIPPED: "info",
    Status.FULFILLED: "good",
    Status.CANCELLED: "neutral",
    Status.PARTIALLY_REFUNDED: "money",
    Status.REFUNDED: "money",
}
SYNC_KIND = {
    SyncStatus.ORDER_CREATED: "info",
    SyncStatus.SHIPPED: "good",
    SyncStatus.FAILED_ORDER: "bad",
    SyncStatus.FAILED_SHIPMENT: "bad",
    SyncStatus.FAILED_REFUND: "bad",
    SyncStatus.FAILED_CANCELLATION: "bad",
}
TAG_KIND = {"FBA": "neutral", "FBM": "neutral", "Prime": "info", "Business": "money"}


class _Theme(QObject):
    """Which tokens are in use, and whether the system or the person chose them."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = "system"
        self.tokens = LIGHT

    @Slot()
    def follow(self) -> None:
        """Take the system's colours, or those chosen; tell when they are others."""
        wanted = _wanted(self.choice)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            _dress(app, wanted)
        if wanted is not self.tokens:
            self.tokens = wanted
            icon.cache_clear()
            self.changed.emit()


_THEME: list[_Theme] = []


def _theme() -> _Theme:
    if not _THEME:
        _THEME.append(_Theme())
    return _THEME[0]


def _wanted(choice: str) -> Tokens:
    if choice != "system":
        return DARK if choice == "dark" else LIGHT
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme == Qt.ColorScheme.Dark else LIGHT


def tokens() -> Tokens:
    """The colours in use now."""
    return _theme().tokens


def notifier() -> QObject:
    """The object whose signal `changed` tells that `tokens()` are others."""
    return _theme()


def on_change(slot: object) -> None:
    """Call a bound slot of a QObject whenever the colours change."""
    _theme().changed.connect(slot)


def choose(choice: str) -> None:
    """Light, dark, or as the system has it. Raises ValueError for another word."""
    if choice not in ("system", "light", "dark"):
        raise ValueError(f"{choice}: choose system, light or dark")
    _theme().choice = choice
    _theme().follow()


def apply(app: QApplication) -> None:
    """Dress the app, and follow the system from now on."""
    theme = _theme()
    app.setStyle("Fusion")
    app.styleHints().colorSchemeChanged.connect(theme.follow)
    theme.follow()


def pill_colors(kind: str) -> tuple[QColor, QColor]:
    """Ground and text of a pill: good, info, waiting, bad, money, neutral."""
    return _pill(tokens(), kind)


@lru_cache(maxsize=32)
def _pill(used: Tokens, kind: str) -> tuple[QColor, QColor]:
    return QColor(getattr(used, f"{kind}_soft")), QColor(getattr(used, kind))


def font(px: int = BODY_PX, *, bold: bool = False) -> QFont:
    """The system's UI font in a size of the design; figures are of equal width."""
    made = QFont(QApplication.font())
    made.setPixelSize(px)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


@lru_cache(maxsize=128)
def icon(name: str, colour: str = "text") -> QIcon:
    """An icon of resources/icons in the colour of a token, sharp at every size.

    Raises FileNotFoundError for an unknown name.
    """
    shade = str(getattr(tokens(), colour))
    svg = resource(f"icons/{name}.svg").read_text(encoding="utf-8").replace("currentColor", shade)
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    made = QIcon()
    for px in _ICON_PX:
        pixmap = QPixmap(px, px)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        made.addPixmap(pixmap)
    return made


def style_sheet(used: Tokens) -> str:
    """resources/style.qss with the tokens in their places. Raises KeyError for an unknown one."""
    values = {one.name: str(getattr(used, one.name)) for one in fields(used)}
    values |= {"radius": f"{RADIUS}px", "secondary": f"{SECONDARY_PX}px", "title": f"{TITLE_PX}px"}
    values["icons"] = resource("icons").as_posix()
    values["tone"] = "dark" if used.is_dark else "light"
    text = resource("style.qss").read_text(encoding="utf-8")
    return _PLACE.sub(lambda found: values[found[1]], text)


def _dress(app: QApplication, used: Tokens) -> None:
    body = QFont(app.font())
    if body.pixelSize() != BODY_PX:
        body.setPixelSize(BODY_PX)
        app.setFont(body)
    app.setPalette(_palette(used))
    sheet = style_sheet(used)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)


def _palette(used: Tokens) -> QPalette:
    role, made = QPalette.ColorRole, QPalette()
    for names, colour in (
        ((role.Window,), used.background),
        ((role.Base, role.Button, role.ToolTipBase), used.surface),
        ((role.AlternateBase,), used.header),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), used.text),
        ((role.PlaceholderText,), used.muted),
        ((role.Highlight, role.Link, role.Accent), used.accent),
        ((role.HighlightedText,), used.on_accent),
        ((role.Mid, role.Dark), used.border),
    ):
        for name in names:
            made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(used.muted))
    return made
