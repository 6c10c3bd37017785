"""The dialog that asks for a profile's password where an edit waits for the sign-in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.i18n import translate
from desktop_app.ui.sign_in.sign_in_form import SignInForm
from desktop_app.ui.sign_in.sign_in_recovery import asks_for_secret
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box

WIDTH = 540
"""Logical pixels."""


class SignInDialog(GuardedDialog):
    """Holds a `SignInForm`; closes once the user is signed in. GUI thread."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.form = SignInForm(workspace.profile)
        self.buttons = button_box(StandardButton.Cancel)
        self.setWindowTitle(translate("sign_in", "Sign in"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.addWidget(self.form)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.form.sign_in_button.setDefault(True)  # Enter
        self.buttons.rejected.connect(self.reject)
        self.form.profile_change_requested.connect(self.close_unsaved)
        self.form.secret_field.edited.connect(self._fit)
        self.finished.connect(self.form.clear)
        workspace.state_changed.connect(self._on_state_changed)

    def ask(self) -> None:
        """Say why the user has to sign in, with the cursor in the field."""
        state = self._workspace.list_state
        self.form.show_reason(state.error)
        self._fit()
        self.remember_input()
        self.form.setFocus()

    def close_unsaved(self) -> None:
        """Close in favour of another dialog, without asking."""
        self.form.clear()
        self.done(self.DialogCode.Rejected)

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        return translate("sign_in", "The password you entered would be lost.")

    def _on_state_changed(self) -> None:
        state = self._workspace.list_state
        if not self.form.is_busy:
            return
        if state.phase is ListPhase.LOADING:
            self.form.show_progress()
            return
        if state.error is not None and asks_for_secret(state.error, self._workspace):
            self.form.show_reason(state.error)
            self._fit()
            return
        self.form.clear()
        self.accept()

    def _fit(self) -> None:
        """Become as high as the texts need, which wrap and would be cut off."""
        layout = self.layout()
        if layout is not None:
            width = max(self.width(), WIDTH)
            self.resize(width, layout.totalHeightForWidth(width))
