"""What a check found on one side: each thing that is right, each that is missing with its cure."""

from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desktop.rows import SideReport


class ReportView(QWidget):
    """The reports of one or both sides; hidden until there are some."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideReports")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._said: list[str] = []
        self.hide()

    def show_reports(self, reports: tuple[SideReport, ...]) -> None:
        """Show them in place of older ones."""
        self.clear()
        for report in reports:
            self._layout.addWidget(self._card(report))
        self.setVisible(bool(reports))

    def clear(self) -> None:
        """Show nothing."""
        self._said = []
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.hide()

    @property
    def text(self) -> str:
        """All that is said, for tests."""
        return "\n".join(self._said)

    def _card(self, report: SideReport) -> QFrame:
        card = QFrame()
        card.setProperty("role", "problem" if report.problems else "success")
        lines = QVBoxLayout(card)
        lines.setContentsMargins(12, 9, 12, 9)
        lines.setSpacing(3)
        state = "something is missing" if report.problems else "everything is right"
        self._say(lines, f"{report.side.capitalize()}: {state}", "heading")
        for words in report.right:
            self._say(lines, f"✓ {words}")
        for problem in report.problems:
            self._say(lines, f"✗ {problem.title} {problem.cause}")
            self._say(lines, f"→ {problem.cure}")
        return card

    def _say(self, lines: QVBoxLayout, text: str, role: str = "") -> None:
        label = QLabel(text)
        label.setWordWrap(True)
        if role:
            label.setProperty("role", role)
        lines.addWidget(label)
        self._said.append(text)
