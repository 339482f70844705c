"""The frame of a short question: its title, what follows from each answer, and the answers."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.pieces import label


class QuestionDialog(QDialog):
    """Base of what is asked before something is done; a question of its own calls `pose`."""

    def pose(
        self,
        title: str,
        texts: Sequence[str],
        answers: Sequence[QWidget],
        *,
        aside: QWidget | None = None,
        width: int,
    ) -> None:
        """Lay it out once: the answers at the right, the advised one last, `aside` at the left.

        `width` is the least room for a line of text, pixels.
        """
        foot = QHBoxLayout()
        if aside is not None:
            foot.addWidget(aside)
        foot.addStretch(1)
        for answer in answers:
            foot.addWidget(answer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(12)
        layout.addWidget(label(title, "title"))
        for text in texts:
            said = label(text)
            said.setMinimumWidth(width)  # else it is laid out, and the window sized, narrower
            layout.addWidget(said)
        layout.addSpacing(4)
        layout.addLayout(foot)
