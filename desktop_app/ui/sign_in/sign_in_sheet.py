"""The sheet over the list of a profile that asks for its password, without hiding the list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from desktop_app.core.errors import AppError
from desktop_app.core.profiles.profile import Profile
from desktop_app.ui.sign_in.sign_in_form import SignInForm
from desktop_app.ui.widgets.icons import icon_pixmap

ICON_SIZE = 24
"""Logical pixels."""


class SignInSheet(QFrame):
    """Holds a `SignInForm`; hidden until a sign-in fails. Never takes the focus by itself."""

    left = Signal()
    """The person goes back to the list (Esc)."""

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.form = SignInForm(profile)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.form.secret_field.line_edit.returnPressed.connect(self.form.submit)
        self._icon_label = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(12)
        layout.addWidget(self._icon_label, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.form, 1)
        self._draw_icon()
        self.hide()

    def ask(self, error: AppError, list_age: str) -> None:
        """Show why the user has to sign in, and how old the list below is. Translated."""
        self.form.show_reason(error, list_age)
        self.show()

    def request(self) -> None:
        """Show the sheet because the person wants to sign in, and put the cursor into its field."""
        if self.isHidden():
            self.form.show_reason(None)
            self.show()
        self.form.setFocus()

    def dismiss(self) -> None:
        """Hide the sheet and forget what was entered; the focus, if inside, goes to the list."""
        if self.isHidden():
            return
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.left.emit()
        self.hide()
        self.form.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list on Esc; the sheet stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        color = self.palette().color(self.foregroundRole())
        self._icon_label.setPixmap(
            icon_pixmap("key-round", ICON_SIZE, color, self.devicePixelRatioF())
        )
