"""A text that may leave this computer, shown as a whole before it is written or copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.background import Done, Failed
from desktop_app.services.support.support import Support
from desktop_app.ui.dialogs.save_file import ask_where, saved_words
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.window_size import resize_to_fit


class Preview(QDialog):
    """Shows the text; the user saves it, copies it, or closes it. Nothing is ever sent."""

    def __init__(self, support: Support, title: str, note: str, file_name: str, parent: QWidget):
        super().__init__(parent)
        self._support = support
        self._file_name = file_name
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.text = QPlainTextEdit(self.tr("One moment …"))
        self.said = QLabel()
        self.save = QPushButton(self.tr("&Save as …"))
        self.copy = QPushButton(self.tr("&Copy"))
        self._arrange(note)
        self.save.clicked.connect(self._choose)
        self.copy.clicked.connect(self._copy)

    def _arrange(self, note: str) -> None:
        what = QLabel(note)
        for label in (what, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.said.hide()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setAccessibleName(self.windowTitle())
        self.text.setTabChangesFocus(True)
        buttons = button_box(Standard.Close)
        buttons.rejected.connect(self.reject)
        for button in (self.save, self.copy):
            button.setEnabled(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        for widget in (what, self.text, self.said, buttons):
            layout.addWidget(widget)
        resize_to_fit(self, 760, 560)

    def show_text(self, text: str) -> None:
        """The text is there."""
        self.text.setPlainText(text)
        for button in (self.save, self.copy):
            button.setEnabled(True)

    def save_to(self, path: Path) -> None:
        """Write exactly what is shown."""

        def saved(outcome: Done[None] | Failed) -> None:
            self._saved(path, outcome)

        self._support.write(path, self.text.toPlainText(), while_open(self, saved))

    def _choose(self) -> None:
        kinds = [self.tr("Text files (*.txt)")]
        ask_where(self, kinds, "txt", self._file_name, self.save_to)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self._say(self.tr("Copied."))

    def _saved(self, path: Path, outcome: Done[None] | Failed) -> None:
        self._say(saved_words(path, outcome))

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.show()
