"""The outbox: what is about to leave, what is not sent, what Shopify does not show yet."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.rows import OutboxContent
from desktop.ui.buttons import button
from desktop.ui.figures import time_text
from desktop.ui.inline_error import InlineError
from desktop.ui.outbox_cards import MOST_LINES, LinesCard, RecordCard, column
from desktop.ui.outbox_row import WaitingLine, left_line, record_line
from desktop.ui.pieces import label
from desktop.ui.throttle import Throttle
from desktop.ui.work import Work

_SECOND_MS = 1000


class OutboxDialog(QDialog):
    """Kept up to date while it is open; each act is done at once."""

    order_wanted = Signal(int)
    filter_wanted = Signal()
    settings_wanted = Signal(str)  # a page

    def __init__(
        self, work: Work, *, shows_account: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("outboxDialog")
        self.setWindowTitle(self.tr("Outbox"))
        self._work, self._shows_account = work, shows_account
        self.content: OutboxContent | None = None
        self._doing: list[str] = []
        self.error = InlineError()
        self.waiting = LinesCard(
            self.tr("About to leave"),
            self.tr("Each leaves by itself when its time is over; until then it can be withdrawn."),
            self.tr("Nothing is about to leave."),
            "waiting",
        )
        self.left = LinesCard(
            self.tr("Not sent"),
            self.tr("Made in Shopify, and not told to Amazon: it stays here until you decide."),
            self.tr("Nothing waits for you."),
            "notSent",
        )
        self.record = RecordCard()
        self._told = label("", "good", name="outboxTold")
        self._lay_out()
        for card in (self.waiting, self.left, self.record):
            card.wanted.connect(self._on_wanted)
            card.order_wanted.connect(self.order_wanted)
        self.record.all_wanted.connect(self._on_record)
        self._refresh = Throttle(parent=self)
        self._refresh.fired.connect(self.ask)
        work.signals.orders_changed.connect(self._refresh.ask)
        self._ticking = QTimer(self)
        self._ticking.setInterval(_SECOND_MS)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()
        self.finished.connect(self._on_finished)
        self.resize(900, 620)
        self.ask()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label(self.tr("Outbox"), "title", wraps=False))
        head.addStretch(1)
        for words, name, slot in (
            (self.tr("Show these orders"), "outboxFilter", self._on_filter),
            (self.tr("Settings…"), "outboxSettings", self._on_settings),
        ):
            link = button(words, name)
            link.setProperty("role", "link")
            link.clicked.connect(slot)
            head.addWidget(link)
        self.area = QScrollArea()
        self.area.setObjectName("outboxArea")
        self.area.setAccessibleName(self.tr("Outbox"))
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(column(self.waiting, self.left, self.record))
        close = button(self.tr("Close"), "outboxClose", primary=True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self._told, 1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 14, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.error)
        layout.addWidget(self.area, 1)
        layout.addLayout(foot)

    @Slot()
    def ask(self) -> None:
        """Read it anew."""
        questions = self._work.desk.questions
        self._work.reader.ask("outbox", lambda: questions.outbox(None), self._show)

    @Slot(object)
    def _show(self, content: OutboxContent) -> None:
        if content == self.content:
            return
        self.content = content
        many = self._shows_account
        waiting, left, lacking = content.waiting, content.not_sent, content.to_record
        lines = [WaitingLine(one, shows_account=many) for one in waiting[:MOST_LINES]]
        self.waiting.show_lines(lines, len(waiting))
        self.left.show_lines(
            [left_line(one, shows_account=many) for one in left[:MOST_LINES]], len(left)
        )
        self.record.show_refunds(
            lacking, [record_line(one, shows_account=many) for one in lacking[:MOST_LINES]]
        )

    @Slot()
    def _tick(self) -> None:
        for line in self.waiting.lines:
            if isinstance(line, WaitingLine):
                line.tick()

    @Slot(str, int)
    def _on_wanted(self, act: str, key: int) -> None:
        deeds = self._work.desk.deeds
        doing = {
            "withdraw": lambda: deeds.withdraw(key),
            "send_now": lambda: deeds.send_now(key),
            "send": lambda: deeds.send_after_all(key),
            "already": lambda: deeds.settle_not_sent(key, "already"),
            "ignored": lambda: deeds.settle_not_sent(key, "ignored"),
            "record": lambda: deeds.record_refunds((key,)),
        }
        self._doing.append(act)
        self.error.hide()
        self._work.writer.do(doing[act], self._on_done, self._on_wrong)

    @Slot(object)
    def _on_record(self, ids: tuple[int, ...]) -> None:
        deeds = self._work.desk.deeds
        self._doing.append("record")
        self.error.hide()
        self._work.writer.do(lambda: deeds.record_refunds(ids), self._on_done, self._on_wrong)

    @Slot(object)
    def _on_done(self, answer: int) -> None:
        words = {
            "withdraw": self.tr("Withdrawn. It stands under “Not sent”."),
            "send_now": self.tr("It leaves with the sync that begins now."),
            "already": self.tr("Settled: nothing is sent."),
            "ignored": self.tr("Ignored: nothing is sent."),
            "record": self.tr("{} recorded in Shopify with the sync that begins now."),
            "send": self.tr("In the outbox until {}."),
        }
        act = self._doing.pop(0)
        fact = time_text(answer) if act == "send" else str(answer)
        self._told.setText(words[act].format(fact))
        self.ask()

    @Slot(object)
    def _on_wrong(self, error: Exception) -> None:
        self._doing.pop(0)
        self._told.setText("")
        self.error.tell(error)
        self.ask()

    @Slot()
    def _on_filter(self) -> None:
        self.filter_wanted.emit()
        self.accept()

    @Slot()
    def _on_settings(self) -> None:
        self.settings_wanted.emit("outbox")

    @Slot()
    def _on_finished(self) -> None:
        self._ticking.stop()
        self._refresh.stop()
