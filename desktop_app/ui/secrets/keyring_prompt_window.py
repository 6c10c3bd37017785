"""The small window that says that the keyring waits for an answer, and where to give it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.plain_label import plain_label


class KeyringPromptWindow(QDialog):
    """Shown while the keyring asks, beside its own window, which keeps the keyboard."""

    cancelled = Signal()
    """The keyring is not to ask any more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("secrets", "Waiting for the keyring"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.message_label = plain_label()
        self.message_label.setText(
            translate(
                "secrets",
                "The keyring is asking you for something, most likely its password.\n"
                "Answer in the keyring’s own window, which may be behind other windows. There is "
                "no time limit. If you cancel, a password that you entered is used for this "
                "session only.",
            )
        )
        self.buttons = button_box(StandardButton.Cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(self.message_label)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.buttons.rejected.connect(self.reject)
        self.rejected.connect(self.cancelled)
        self.resize(420, self.sizeHint().height())
