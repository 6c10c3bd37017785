"""Creating, changing and deleting profiles from the main window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.errors import ApiOutsideDomain, SecretStoreError
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.profile_service import may_use_backup
from desktop_app.ui.i18n import translate

if TYPE_CHECKING:  # dialogs and texts are imported at first use
    from desktop_app.core.errors import AppError
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.profiles.profile_service import (
        ProfileLoadResult,
        ProfileService,
        StoredProfile,
    )
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.profiles.profile_dialog import ProfileDialog


class ProfileFlows(QObject):
    """Opens the profile dialog, asks before work is lost, and reports results. GUI thread."""

    saved = Signal(object)
    """A StoredProfile."""
    removed = Signal(object)
    """The Profile that was deleted."""
    notice = Signal(str, str)
    """A translated sentence for the banner, and a technical detail."""
    store_failed = Signal(str, str)
    """A translated sentence and a technical detail: a secret could not be stored."""

    def __init__(self, profile_service: ProfileService, window: QWidget) -> None:
        super().__init__(window)
        self._profile_service = profile_service
        self._window = window
        self.has_unsaved_work: Callable[[str], bool] = lambda _profile_id: False
        """Whether mailboxes of the profile with this id have unsaved edits; set by the window."""
        self.interrupts_bulk_run: Callable[[str], bool] = lambda _profile_id: False
        """Whether the profile with this id has a bulk run or unsaved input for one."""
        self.ends_workspace: Callable[..., bool] = lambda _profile, *, new_secret: new_secret
        """Whether saving a profile, with ``new_secret`` or not, closes its open workspace."""
        profile_service.notice.connect(self._on_loaded)
        profile_service.failed.connect(self._show_error)

    def create(self) -> None:
        """Open the dialog for a new profile."""
        self._open(None)

    def change(self, profile: Profile) -> None:
        """Open the dialog to change a profile."""
        self._open(profile)

    def duplicate(self, profile: Profile) -> None:
        """Open the dialog for a copy of a profile, without the secrets."""
        self._open(
            None,
            template=profile.copy(translate("profiles", "{name} (copy)").format(name=profile.name)),
        )

    def change_connection(self, profile: Profile, error: AppError) -> None:
        """Open the dialog to change a profile, at the field that may have caused ``error``."""
        from desktop_app.ui.sign_in.sign_in_recovery import is_proxy_related  # lazy: start

        dialog = self._open(profile)
        if dialog is not None and is_proxy_related(error):
            dialog.form.focus_proxy()
        elif dialog is not None:
            dialog.form.focus_address()

    def ask_api_host(self, profile: Profile, error: ApiOutsideDomain) -> None:
        """Ask whether the server in ``error`` may get the sign-in; store a yes, and load again."""
        from desktop_app.ui.sign_in.api_host_question import may_accept_api_host  # lazy: start

        if may_accept_api_host(self._window, profile, error) and self._may_save(profile, True):
            self._profile_service.accept_api_host(profile, error.host, self._on_api_host_stored)

    def ask_api_host_if_needed(
        self, workspace: Workspace, find_shown: Callable[[], Profile | None]
    ) -> None:
        """Ask once, if the load that begins now is led to a server outside the tenant's domain.

        Later loads, which may run in the background, offer the question as a button. ``find_shown``
        returns the stored profile, or None if another profile is shown by then.
        """

        def on_state_changed() -> None:
            error = workspace.list_state.error
            if error is None and not workspace.is_ready:
                return
            workspace.state_changed.disconnect(on_state_changed)
            if isinstance(error, ApiOutsideDomain):
                QTimer.singleShot(0, self, partial(ask, error))  # the list shows the error first

        def ask(error: ApiOutsideDomain) -> None:
            profile = find_shown()
            if profile is not None and QApplication.activeModalWidget() is None:
                self.ask_api_host(profile, error)

        workspace.state_changed.connect(on_state_changed)

    def remove(self, profile: Profile) -> None:
        """Delete a profile and its secrets, after asking."""
        text = translate("profiles", "Delete the profile {name}?").format(name=profile.name)
        more = translate(
            "profiles",
            "Its password is deleted from this computer too. Nothing changes in SuperOffice.",
        )
        if self.has_unsaved_work(profile.id):
            more += " " + translate(
                "profiles", "Your unsaved changes to its mailboxes would be lost."
            )
        if self.interrupts_bulk_run(profile.id):
            more += " " + self._interruption_text()
        if self._confirm(
            text, more, translate("profiles", "&Delete"), translate("profiles", "&Keep")
        ):
            self._profile_service.remove(
                profile, lambda outcome: self._on_removed(profile, outcome)
            )

    def _open(
        self, profile: Profile | None, *, template: Profile | None = None
    ) -> ProfileDialog | None:
        if self._profile_service.read_only_reason is not None:
            self._show_error(self._profile_service.read_only_reason)
            return None
        if profile is None and not self._profile_service.policy.own_profiles:
            self._show_forbidden("own_profiles")
            return None
        from desktop_app.ui.profiles.profile_dialog import ProfileDialog  # lazy: start
        from desktop_app.ui.widgets.focus.type_ahead import expect_typing  # lazy: start

        dialog = ProfileDialog(self._profile_service, profile, self._window, template=template)
        dialog.may_save = self._may_save
        dialog.saved.connect(self._on_saved)
        dialog.open()
        expect_typing(dialog)
        return dialog

    def _may_save(self, edited: Profile, new_secret: bool) -> bool:
        """Ask before a change stops a bulk run or loses what was entered for that run."""
        if not self.interrupts_bulk_run(edited.id) or not self.ends_workspace(
            edited, new_secret=new_secret
        ):
            return True
        text = translate("profiles", "Change the profile {name} now?").format(name=edited.name)
        return self._confirm(
            text,
            self._interruption_text(),
            translate("profiles", "&Change"),
            translate("profiles", "&Not now"),
        )

    def may_import(self) -> bool:
        """Ask before an import that may stop a bulk run or lose what was entered for that run."""
        if not any(
            self.interrupts_bulk_run(profile.id) for profile in self._profile_service.profiles
        ):
            return True
        text = translate("profiles", "Import profiles now?")
        more = translate(
            "profiles",
            "If the import changes the server of a profile, a bulk run of its mailboxes is "
            "stopped, and what you entered or pasted for it is lost.",
        )
        return self._confirm(
            text, more, translate("profiles", "&Import"), translate("profiles", "&Not now")
        )

    def _interruption_text(self) -> str:
        return translate(
            "profiles",
            "A bulk run of its mailboxes would be stopped, "
            "and what you entered or pasted for it would be lost.",
        )

    def _on_saved(self, saved: StoredProfile) -> None:
        self.saved.emit(saved)
        if saved.secret_error is not None:
            self._show_error(saved.secret_error)

    def _on_api_host_stored(self, outcome: Success[StoredProfile | None] | Failure) -> None:
        if isinstance(outcome, Failure):
            self._show_error(outcome.error)
        elif outcome.value is not None:
            self._on_saved(outcome.value)

    def _on_removed(self, profile: Profile, outcome: Success[None] | Failure) -> None:
        if isinstance(outcome, Failure):
            self._show_error(outcome.error)
        if all(kept.id != profile.id for kept in self._profile_service.profiles):
            self.removed.emit(profile)

    def _on_loaded(self, loaded: ProfileLoadResult) -> None:
        if loaded.error is not None:
            self._show_error(loaded.error)
        if may_use_backup(loaded) and not loaded.read_only:
            self._offer_backup(loaded.backup or ())

    def _offer_backup(self, backup: tuple[Profile, ...], failure: str = "") -> None:
        """Ask whether to use the backup; ``failure`` says why the last attempt failed."""
        text = translate("profiles", "Restore the profiles of the last good file?")
        names = ", ".join(profile.name for profile in backup)
        more = "\n\n".join(filter(None, (failure, names)))

        def on_done(outcome: Success[None] | Failure) -> None:
            if isinstance(outcome, Failure):
                from desktop_app.ui.text.errors.explain import explain  # lazy: start

                self._show_error(outcome.error)
                self._offer_backup(backup, explain(outcome.error).full_text)

        if self._confirm(
            text, more, translate("profiles", "&Restore"), translate("profiles", "&Start empty")
        ):
            self._profile_service.use_backup(backup, on_done)

    def _show_forbidden(self, name: str) -> None:
        from desktop_app.ui.text.policy import forbidden_text  # lazy: start

        self.notice.emit(forbidden_text(name), "")

    def _show_error(self, error: AppError) -> None:
        from desktop_app.ui.text.errors.explain import explain  # lazy: start

        message = explain(error)
        of_store = isinstance(error, SecretStoreError)
        (self.store_failed if of_store else self.notice).emit(message.text, message.detail)

    def _confirm(self, text: str, details: str, accept_label: str, reject_label: str) -> bool:
        from desktop_app.ui.dialogs.message_boxes import confirm  # lazy: start

        return confirm(self._window, text, details, accept_label, reject_label)
