"""Ways to enter the password of a profile: over its list, or in a dialog where an edit waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop_app.ui.sign_in.sign_in_dialog import SignInDialog
from desktop_app.ui.sign_in.sign_in_recovery import asks_for_secret, is_vault_locked
from desktop_app.ui.widgets.focus.type_ahead import expect_typing

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.sign_in.sign_in_form import SignInForm


class SignIns(QObject):
    """Opens what a failed sign-in needs, and connects its form with the profiles. GUI thread."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        self._window = window

    def resolve(self, workspace: Workspace) -> None:
        """Ask for the passphrase or the password, or open the profile, as the failure needs it."""
        error = workspace.list_state.error
        if is_vault_locked(error):
            self._window.profile_controller.open_vault(workspace)
        elif error is not None and not asks_for_secret(error, workspace):
            self._change_profile(workspace)
        elif self._window.profile_controller.find_own(workspace.profile) is not None:
            self._open_dialog(workspace)

    def connect_form(self, form: SignInForm, workspace: Workspace) -> None:
        """Let a form sign in to the profile of ``workspace``."""
        controller, secrets = self._window.profile_controller, self._window.profile_service.secrets
        form.sign_in = partial(controller.sign_in, workspace.profile)
        form.storage = lambda: secrets.storage
        form.stop_requested.connect(workspace.list_loader.stop)
        form.retry_requested.connect(workspace.refresh)
        form.storage_requested.connect(partial(controller.show_secret_storage, workspace))
        form.profile_change_requested.connect(partial(self._change_profile, workspace))
        controller.locked.connect(form.clear)

    def _open_dialog(self, workspace: Workspace) -> None:
        """Ask in a dialog over the window in use, in which something waits for the sign-in."""
        dialog = SignInDialog(workspace, QApplication.activeWindow() or self._window)
        self.connect_form(dialog.form, workspace)
        dialog.ask()
        dialog.open()
        expect_typing(dialog)

    def _change_profile(self, workspace: Workspace) -> None:
        own = self._window.profile_controller.find_own(workspace.profile)
        if own is not None:
            self._window.profile_flows.change(own)
