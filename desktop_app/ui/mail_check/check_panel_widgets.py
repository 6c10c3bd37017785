"""The look of a check in the edit dialog: its buttons, its result, and who hears it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.mail_check.check_verdicts import Standing
from desktop_app.ui.widgets.colors import error_color, muted_text
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it


class CheckFace(QWidget):
    """Buttons, and a result below them that is plain text and can be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.button = QPushButton(self.tr("Check ser&ver now"))
        self.stop = QPushButton(self.tr("Sto&p"))
        self.clear = QPushButton(self.tr("Try it without T&LS"))
        self.copy = QPushButton(self.tr("Cop&y report"))
        self.look = QPushButton(self.tr("Settings &by address …"))
        self.result = _label()
        self._arrange()

    @property
    def is_busy(self) -> bool:
        """Whether a check is under way."""
        return not self.stop.isHidden()

    def say(self, text: str, standing: Standing) -> None:
        """Show a text in the colour of how things stand; the button tells it to screen readers."""
        palette = QPalette(self.palette())
        plain = palette.color(QPalette.ColorRole.WindowText)
        color = {
            Standing.BROKEN: error_color(palette),
            Standing.UNREACHED: muted_text(palette),
        }.get(standing, plain)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.result.setPalette(palette)
        self.result.setText(text)
        self.result.setVisible(bool(text))
        self.button.setAccessibleDescription(text)

    def forget(self) -> None:
        """Take away what belongs to one result only."""
        self.copy.hide()
        self.clear.hide()

    def _arrange(self) -> None:
        self.setAccessibleName(self.tr("Check of the mail server"))
        line = QHBoxLayout()
        for button in (self.button, self.stop, self.clear, self.copy):
            only_when_on_it(button)
            line.addWidget(button)
        line.addStretch(1)
        only_when_on_it(self.look)
        line.addWidget(self.look)
        for button in (self.stop, self.clear, self.copy):
            button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.addLayout(line)
        column.addWidget(self.result)
        self.result.hide()


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
