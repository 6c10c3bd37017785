"""Lock, unlock and secrets of the current profile, and the idle lock of the program."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from desktop_app.core.errors import SecretStoreError
from desktop_app.services.background import Failure
from desktop_app.ui.i18n import translate

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.background import Success
    from desktop_app.services.profiles.profile_service import ProfileService, StoredProfile
    from desktop_app.services.profiles.profile_summaries import Summaries
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from desktop_app.ui.profiles.idle_timer import IdleTimer
    from desktop_app.ui.profiles.profile_list_model import ProfileListModel
    from desktop_app.ui.secrets.keyring_prompt_window import KeyringPromptWindow
    from desktop_app.ui.secrets.vault_prompt import VaultPrompt


class ProfileController(QObject):
    """Locks and unlocks profiles, marks them as tested, opens the password storage. GUI thread."""

    notice = Signal(str, str)
    """A translated sentence for the banner, and a technical detail."""
    store_failed = Signal(str, str)
    """A translated sentence and a technical detail: a secret could not be stored."""
    succeeded = Signal(str)
    """A translated sentence for the status bar, on the whole program."""
    unlocked = Signal(str, object)
    """A translated sentence for the status bar, and the Workspace that was unlocked for a time."""
    signed_in = Signal(object)
    """A StoredProfile: a new password, ticket, token or cookies are to be used for it."""
    locked = Signal()
    """The program was locked: receivers clear the passwords that the user has typed."""

    def __init__(
        self, profile_service: ProfileService, workspaces: WorkspaceManager, window: QWidget
    ) -> None:
        super().__init__(window)
        self._profile_service = profile_service
        self._workspaces = workspaces
        self._window = window
        self._marking_tested: set[str] = set()
        self._idle_timer: IdleTimer | None = None
        self._keyring_prompt_window: KeyringPromptWindow | None = None
        self._keyring_asks = False
        profile_service.secrets.vault_converted.connect(self._on_vault_converted)
        profile_service.secrets.keyring_prompt_changed.connect(self._on_keyring_prompt)
        profile_service.secrets.changed.connect(self._on_settings_changed)
        if workspaces.passwords is not None:
            workspaces.passwords.failed.connect(self._show_error)

    def find_own(self, profile: Profile) -> Profile | None:
        """Return the stored version of a profile; None if not stored, as for the demo."""
        return next((p for p in self._profile_service.profiles if p.id == profile.id), None)

    def read_summaries(self, model: ProfileListModel) -> None:
        """Read what this computer knows of the profiles of a list, for that list."""
        from desktop_app.services.profiles.profile_summaries import read_summaries  # lazy: start

        if self._workspaces.store is not None:
            show = partial(_show_summaries, model)
            read_summaries(self._workspaces.store, model.profiles, show)

    def open_last_at_start(self, opens_last: bool, profile_id: str = "") -> None:
        """Choose whether the last profile is opened at the start; ``profile_id`` is shown now."""
        self._profile_service.open_last_at_start(opens_last, profile_id, self._show_failure)

    def sign_in(
        self,
        profile: Profile,
        secret: str,
        keep: bool,
        on_done: Callable[[Success[StoredProfile] | Failure], None],
    ) -> None:
        """Use a newly entered secret for a profile from now on; then call ``on_done``."""

        def finish(outcome: Success[StoredProfile] | Failure) -> None:
            if not isinstance(outcome, Failure):
                self.signed_in.emit(outcome.value)
                if outcome.value.secret_error is not None:
                    self._show_error(outcome.value.secret_error)
            on_done(outcome)

        self._profile_service.sign_in(profile, secret, finish, keep=keep)

    def mark_tested_if_connected(self, workspace: Workspace) -> None:
        """Mark the profile as tested once the list is loaded and the user is signed in."""
        profile, state = self.find_own(workspace.profile), workspace.list_state
        proved = workspace.is_ready and state.signed_in_as and not state.is_anonymous
        if profile is None or profile.tested or not proved or profile.id in self._marking_tested:
            return
        self._marking_tested.add(profile.id)
        self._profile_service.set_flags(
            profile.id, partial(self._on_marked_tested, profile.id), tested=True
        )

    def unlock(self, workspace: Workspace) -> None:
        """Allow writing: for the profile's ``lock_after`` minutes, or until locked by hand."""
        if workspace.write_lock.is_timed:
            workspace.write_lock.unlock_temporarily()
            minutes = workspace.profile.lock_after
            text = translate("profiles", "Unlocked for %n minute(s).", None, minutes)
            self.unlocked.emit(text, workspace)
        elif workspace.write_lock.can_unlock:
            self._profile_service.set_flags(
                workspace.profile.id, self._show_failure, read_only=False
            )

    def lock(self) -> None:
        """Hide and clear all secrets in memory and end timed unlocks."""
        from desktop_app.ui.widgets.secret_clipboard import clear_secret_clipboard  # lazy: start
        from desktop_app.ui.widgets.secret_field import SecretField  # lazy: start

        for widget in QApplication.allWidgets():
            if isinstance(widget, SecretField):
                widget.hide_text()
        clear_secret_clipboard()
        self.locked.emit()
        self._workspaces.lock()
        self._profile_service.secrets.lock()
        self.succeeded.emit(
            translate("profiles", "Locked. Passwords are loaded again when they are needed.")
        )

    def show_secret_storage(self, workspace: Workspace | None = None) -> None:
        """Open the password storage dialog; refresh ``workspace`` if that unlocks its vault."""
        from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog  # lazy: start
        from desktop_app.ui.sign_in.sign_in_recovery import is_vault_locked  # lazy: start
        from desktop_app.ui.widgets.focus.type_ahead import expect_typing  # lazy: start

        dialog = SecretStorageDialog(
            self._profile_service.secrets, self._profile_service.policy, self._window
        )
        if workspace is not None and is_vault_locked(workspace.list_state.error):
            dialog.vault_opened.connect(workspace.refresh)
        dialog.open()
        expect_typing(dialog)

    def open_vault(self, workspace: Workspace) -> None:
        """Ask for the passphrase of the password vault; then refresh ``workspace``."""
        from desktop_app.ui.widgets.focus.type_ahead import expect_typing  # lazy: start

        expect_typing(self._open_vault_prompt(workspace))

    def _open_vault_prompt(self, workspace: Workspace) -> VaultPrompt:
        from desktop_app.ui.secrets.vault_prompt import VaultPrompt  # lazy: start

        prompt = VaultPrompt(self._profile_service.secrets, self._window)
        prompt.opened.connect(workspace.refresh)
        prompt.storage_requested.connect(partial(self.show_secret_storage, workspace))
        prompt.open()
        return prompt

    def open_vault_if_needed(self, workspace: Workspace) -> None:
        """Ask for the passphrase once, if the load that begins now finds the vault locked.

        Later loads, which may run in the background, offer the prompt as a button.
        """
        from desktop_app.ui.sign_in.sign_in_recovery import is_vault_locked  # lazy: start

        def on_state_changed() -> None:
            if workspace.list_state.error is None and not workspace.is_ready:
                return
            workspace.state_changed.disconnect(on_state_changed)
            is_locked = is_vault_locked(workspace.list_state.error)
            if is_locked and QApplication.activeModalWidget() is None:
                self._open_vault_prompt(workspace)

        workspace.state_changed.connect(on_state_changed)

    def show_saved_passwords(self) -> None:
        """Open the list of mailbox passwords that are stored on this computer."""
        from desktop_app.ui.secrets.saved_passwords_dialog import (  # lazy: start
            SavedPasswordsDialog,
        )

        if self._workspaces.passwords is not None:
            names = {profile.id: profile.name for profile in self._profile_service.profiles}
            SavedPasswordsDialog(self._workspaces.passwords, names, self._window).open()

    def close(self) -> None:
        """Stop the idle timer and remove secrets from the clipboard, when the program quits."""
        from desktop_app.ui.widgets.secret_clipboard import clear_secret_clipboard  # lazy: start

        if self._idle_timer is not None:
            self._idle_timer.set_timeout(0)
        clear_secret_clipboard()

    def _on_settings_changed(self) -> None:
        minutes = self._profile_service.secrets.settings.idle_minutes
        if self._idle_timer is None and minutes:
            from desktop_app.ui.profiles.idle_timer import IdleTimer  # lazy: start

            self._idle_timer = IdleTimer(self)
            self._idle_timer.timed_out.connect(self.lock)
        if self._idle_timer is not None:
            self._idle_timer.set_timeout(minutes)

    def _on_vault_converted(self) -> None:
        text = translate(
            "secrets",
            "The password vault was converted to the format of this version. "
            "Version 0.1.0 can no longer open it.",
        )
        self.notice.emit(text, "")

    def _on_keyring_prompt(self, is_shown: bool) -> None:
        self._keyring_asks = is_shown
        self._show_keyring_prompt()

    def _show_keyring_prompt(self) -> None:
        """Show or close the window that says that the keyring waits.

        A modal dialog blocks all windows but its own, so the window belongs to that dialog.
        """
        from desktop_app.ui.secrets.keyring_prompt_window import KeyringPromptWindow  # lazy: start

        if self._keyring_prompt_window is not None and isValid(self._keyring_prompt_window):
            self._keyring_prompt_window.done(QDialog.DialogCode.Accepted)
        self._keyring_prompt_window = None
        if not self._keyring_asks:
            return
        parent = QApplication.activeModalWidget() or self._window
        if isinstance(parent, QDialog):
            parent.finished.connect(self._show_keyring_prompt)
        window = self._keyring_prompt_window = KeyringPromptWindow(parent)
        window.cancelled.connect(self._cancel_keyring_prompt)
        window.show()

    def _cancel_keyring_prompt(self) -> None:
        self._keyring_asks = False
        self._profile_service.secrets.cancel_keyring_prompt()

    def _on_marked_tested(self, profile_id: str, outcome: Success[None] | Failure) -> None:
        self._marking_tested.discard(profile_id)
        self._show_failure(outcome)

    def _show_failure(self, outcome: Success[None] | Failure) -> None:
        if isinstance(outcome, Failure):
            self._show_error(outcome.error)

    def _show_error(self, error: AppError) -> None:
        from desktop_app.ui.text.errors.explain import explain  # lazy: start

        message = explain(error)
        of_store = isinstance(error, SecretStoreError)
        (self.store_failed if of_store else self.notice).emit(message.text, message.detail)


def _show_summaries(model: ProfileListModel, summaries: Summaries) -> None:
    if isValid(model):
        model.set_summaries(summaries)
