"""One page of settings: its lines, kept through the writer, read anew after each change."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.rows import LocationRow, SettingChoice, SettingOffer
from desktop.ui.background import Handle
from desktop.ui.error_words import words_of
from desktop.ui.settings.apply_dialog import ApplyDialog
from desktop.ui.settings.carriers import CarriersCard
from desktop.ui.settings.location_box import LocationBox
from desktop.ui.settings.pages import PageSpec, keys_of
from desktop.ui.settings.row import SettingLine
from desktop.ui.work import Work

Level = tuple[int | None, str]
_PLANNING = ("order.", "shipment.", "cancel.", "refund.", "outbox.")


class SettingsPage(QScrollArea):
    """Shows the settings of one level."""

    kept = Signal(str, object)  # key and new value as typed, after it was kept

    def __init__(
        self,
        work: Work,
        spec: PageSpec,
        countries: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(f"page-{spec.name}")
        self.setAccessibleName(spec.title)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._work, self._spec, self._countries = work, spec, countries
        self._level: Level = (None, "")
        self._lines: dict[str, SettingLine] = {}
        self.carriers: CarriersCard | None = None
        self._asked: list[tuple[str, object]] = []
        self._reading: Handle | None = None
        self._counting: Handle | None = None

    def show_level(
        self, level: Level, settings: tuple[SettingChoice, ...], *, anew: bool = True
    ) -> None:
        """Show the values of a level; `anew` builds the lines again."""
        self._level = level
        by_key = {one.key: one for one in settings}
        keys = keys_of(self._spec, by_key)
        if not anew and tuple(self._lines) == keys:
            for key, line in self._lines.items():
                line.show_setting(by_key[key])
            return
        content = QFrame()
        content.setObjectName("content")
        column = QVBoxLayout(content)
        column.setContentsMargins(4, 0, 14, 8)
        column.setSpacing(2)
        title, intro = QLabel(self._spec.title), QLabel(self._spec.intro)
        title.setProperty("role", "title")
        intro.setProperty("role", "muted")
        intro.setWordWrap(True)
        column.addWidget(title)
        column.addWidget(intro)
        column.addSpacing(8)
        self._lines = {}
        for key in keys:
            line = SettingLine(by_key[key], _name(level))
            line.changed.connect(self._on_changed)
            line.apply_wanted.connect(self.open_apply)
            rule = QFrame()
            rule.setProperty("role", "line")
            column.addWidget(rule)
            column.addWidget(line)
            self._lines[key] = line
        self._add_carriers(column)
        column.addStretch(1)
        self.setWidget(content)
        self._ask_offers()
        self._ask_locations()

    def _add_carriers(self, column: QVBoxLayout) -> None:
        """The carrier map, which each account has of its own."""
        self.carriers = None
        if self._spec.name != "shipments":
            return
        column.addSpacing(12)
        account_id = self._level[0]
        if account_id is None:
            hint = QLabel(self.tr("What carriers are called on Amazon is kept for each account."))
            hint.setProperty("role", "muted")
            hint.setWordWrap(True)
            column.addWidget(hint)
            return
        self.carriers = CarriersCard(self._work, account_id, self._countries)
        column.addWidget(self.carriers)

    def _ask_offers(self) -> None:
        """Which of the changed settings waiting orders do not follow yet."""
        if not any(key.startswith(_PLANNING) for key in self._lines):
            return
        errands, account_id = self._work.desk.errands, self._level[0]
        if self._counting is not None:
            self._counting.cancel()
        self._counting = self._work.errands.run(
            lambda cancel: errands.setting_offers(account_id, cancel), self._on_offers
        )

    @Slot(object)
    def _on_offers(self, offers: Sequence[SettingOffer]) -> None:
        by_key = {one.key: one.orders for one in offers}
        for key, line in self._lines.items():
            line.show_offer(by_key.get(key, 0))

    @Slot(str)
    def open_apply(self, key: str) -> None:
        """Show what would become of the waiting orders."""
        dialog = ApplyDialog(self._work, key, self._level[0], self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.applied.connect(self._on_applied)
        dialog.open()

    @Slot(str, int)
    def _on_applied(self, _: str, count: int) -> None:
        one = self.tr("1 waiting order was planned anew.")
        many = self.tr("{} waiting orders were planned anew.").format(count)
        self._work.signals.notice.emit(one if count == 1 else many)
        self._ask_offers()

    def _ask_locations(self) -> None:
        """The locations as they are known, and then as Shopify has them now."""
        if not self._places:
            return
        questions, account_id = self._work.desk.questions, self._level[0]
        self._work.reader.ask(
            f"locations {self._spec.name}",
            lambda: questions.locations(account_id),
            self._on_known_locations,
        )

    @Slot(object)
    def _on_known_locations(self, rows: Sequence[LocationRow]) -> None:
        self._on_locations(rows)
        errands, account_id = self._work.desk.errands, self._level[0]
        if self._reading is not None:
            self._reading.cancel()  # of another account
        self._reading = self._work.errands.run(
            lambda cancel: errands.read_locations(account_id, cancel),
            self._on_locations_read,
            self._on_no_locations,
        )

    @property
    def _places(self) -> list[LocationBox]:
        return [line.place for line in self._lines.values() if line.place is not None]

    def _on_locations(self, rows: Sequence[LocationRow]) -> None:
        for one in self._places:
            one.show_locations(rows)

    @Slot(object)
    def _on_locations_read(self, rows: Sequence[LocationRow]) -> None:
        self._on_locations(rows)
        for one in self._places:
            one.say("" if rows else self.tr("Shopify shows no locations; type the location's ID."))

    @Slot(object)
    def _on_no_locations(self, _: Exception) -> None:
        for one in self._places:
            one.say(self.tr("Shopify cannot be asked now: the list may be old."))

    @Slot(str, object)
    def _on_changed(self, key: str, typed: str | None) -> None:
        deeds, (account_id, place) = self._work.desk.deeds, self._level
        self._asked.append((key, typed))
        self._work.writer.do(
            lambda: deeds.set_setting(key, typed, account_id, place), self._on_kept, self._on_wrong
        )

    @Slot(object)
    def _on_kept(self, _: int) -> None:
        key, typed = self._asked.pop(0)
        self.refresh()
        self.kept.emit(key, typed)

    @Slot(object)
    def _on_wrong(self, error: Exception) -> None:
        key, _ = self._asked.pop(0)
        if key in self._lines:
            words = words_of(error).text or words_of(error).title
            if words.casefold().startswith(f"{key}: "):
                words = words[len(key) + 2 :]  # it stands beside what it is about
            self._lines[key].say_wrong(f"{words[:1].upper()}{words[1:]}")

    @Slot()
    def refresh(self) -> None:
        """Read the values of this level anew."""
        questions, (account_id, place) = self._work.desk.questions, self._level
        self._work.reader.ask(
            f"settings {self._spec.name}",
            lambda: questions.settings(account_id, place),
            self._on_read,
        )

    @Slot(object)
    def _on_read(self, settings: tuple[SettingChoice, ...]) -> None:
        self.show_level(self._level, settings, anew=False)
        self._ask_offers()


def _name(level: Level) -> str:
    if level[1]:
        return "marketplace"
    return "app" if level[0] is None else "account"
