"""A preview of a text that may leave this computer, before the user saves or copies it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.background import Failure, Success
from desktop_app.services.support.support import Support
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.save_file import choose_save_path, file_saved_text
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import if_still_open, resize_to_fit


class TextPreviewDialog(QDialog):
    """Shows a text for the user to save or copy. Nothing is ever sent."""

    def __init__(self, support: Support, title: str, note: str, file_name: str, parent: QWidget):
        super().__init__(parent)
        self._support = support
        self._file_name = file_name
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.text_view = QPlainTextEdit(translate("dialogs", "Loading…"))
        self.message_label = ResultLabel()
        self.save_button = PushButton(translate("dialogs", "&Save as…"))
        self.copy_button = PushButton(translate("dialogs", "&Copy"))
        self._build_ui(note)
        self.save_button.clicked.connect(self._choose_file)
        self.copy_button.clicked.connect(self._copy)

    def _build_ui(self, note: str) -> None:
        what = QLabel(note)
        what.setTextFormat(Qt.TextFormat.PlainText)
        what.setWordWrap(True)
        self.message_label.hide()
        self.text_view.setReadOnly(True)
        self.text_view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text_view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text_view.setAccessibleName(self.windowTitle())
        self.text_view.setTabChangesFocus(True)
        buttons = button_box(StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for button in (self.save_button, self.copy_button):
            button.setEnabled(False)
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        for widget in (what, self.text_view, self.message_label, buttons):
            layout.addWidget(widget)
        resize_to_fit(self, 760, 560)

    def show_text(self, text: str) -> None:
        """Show the text, and enable saving and copying."""
        self.text_view.setPlainText(text)
        for button in (self.save_button, self.copy_button):
            button.setEnabled(True)

    def save_to(self, path: Path) -> None:
        """Write exactly the text that is shown."""

        def on_done(outcome: Success[None] | Failure) -> None:
            self._on_saved(path, outcome)

        self._support.write_file(path, self.text_view.toPlainText(), if_still_open(self, on_done))

    def _choose_file(self) -> None:
        kinds = [translate("dialogs", "Text files (*.txt)")]
        choose_save_path(self, kinds, "txt", self._file_name, self.save_to)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text_view.toPlainText())
        self._show_message(translate("dialogs", "Copied."))

    def _on_saved(self, path: Path, outcome: Success[None] | Failure) -> None:
        self._show_message(file_saved_text(path, outcome))

    def _show_message(self, text: str) -> None:
        self.message_label.show_result(text)
        self.message_label.show()
