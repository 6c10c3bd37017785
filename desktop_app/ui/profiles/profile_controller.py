"""What holds for the profile that is shown: tested, locked or unlocked, and its secrets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.core.errors import SecretStoreFault, SecretStoreTrouble
from desktop_app.services.background import Failed

if TYPE_CHECKING:
    from desktop_app.core.errors import Trouble
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.background import Done
    from desktop_app.services.profiles.profile_service import ProfileBook
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.services.workspace.workspaces import Workplaces
    from desktop_app.ui.widgets.idle_timer import Idle


class ProfileDesk(QObject):
    """Unlocks and locks, and notes that a connection works."""

    told = Signal(str, str)
    """A sentence for the banner, and its technical detail."""
    store_failed = Signal(str, str)
    """The same, where secrets cannot be kept."""
    succeeded = Signal(str)
    """A sentence for the status bar."""
    locked = Signal()
    """The desk is left: who holds what was typed as a secret lets go of it."""

    def __init__(self, book: ProfileBook, workplaces: Workplaces, window: QWidget) -> None:
        super().__init__(window)
        self._book = book
        self._workplaces = workplaces
        self._window = window
        self._noted: set[str] = set()
        self._idle: Idle | None = None
        book.secrets.changed.connect(self._take_settings)
        if workplaces.passwords is not None:
            workplaces.passwords.failed.connect(self._say_trouble)

    def own(self, profile: Profile) -> Profile | None:
        """The profile as the book has it, or None: the demo is in no book."""
        return next((p for p in self._book.profiles if p.id == profile.id), None)

    def look_at(self, workplace: Workplace) -> None:
        """Note it, once a profile's connection has worked: list, and who we are."""
        profile, standing = self.own(workplace.profile), workplace.standing
        proved = workplace.is_ready and standing.signed_in_as and not standing.anonymous
        if profile is None or profile.tested or not proved or profile.id in self._noted:
            return
        self._noted.add(profile.id)
        self._book.note(profile.id, partial(self._noted_now, profile.id), tested=True)

    def unlock(self, workplace: Workplace) -> None:
        """Let the user write: for a time, or until the profile is locked by hand."""
        if workplace.lock.is_timed:
            workplace.lock.unlock_for_a_time()
            minutes = workplace.profile.lock_after
            self.succeeded.emit(self.tr("Unlocked for %d minutes.") % minutes)
        elif workplace.lock.can_unlock:
            self._book.note(workplace.profile.id, self._say_failure, read_only=False)

    def lock(self) -> None:
        """The desk is left: nothing readable, no secret in memory, production locked."""
        from desktop_app.ui.widgets.secret_clipboard import clear_secret_clipboard
        from desktop_app.ui.widgets.secret_field import SecretLine

        for widget in QApplication.allWidgets():
            if isinstance(widget, SecretLine):
                widget.hide_text()
        clear_secret_clipboard()
        self.locked.emit()
        self._workplaces.lock()
        self._book.secrets.lock()
        self.succeeded.emit(self.tr("Locked. Secrets are fetched again when they are needed."))

    def show_secrets(self, workplace: Workplace | None = None) -> None:
        """Where secrets live; afterwards what waited for one goes on."""
        from desktop_app.ui.secrets.secret_storage_dialog import SecretsDialog

        dialog = SecretsDialog(self._book.secrets, self._book.policy, self._window)
        if workplace is not None and vault_is_shut(workplace):
            dialog.opened.connect(workplace.refresh)
        dialog.open()

    def show_kept_passwords(self) -> None:
        """The passwords of mailboxes that are kept on this computer."""
        from desktop_app.ui.secrets.saved_passwords_dialog import KeptPasswordsDialog

        if self._workplaces.passwords is not None:
            names = {profile.id: profile.name for profile in self._book.profiles}
            KeptPasswordsDialog(self._workplaces.passwords, names, self._window).open()

    def end(self) -> None:
        """The program ends: nothing of ours stays on the clipboard."""
        from desktop_app.ui.widgets.secret_clipboard import clear_secret_clipboard

        if self._idle is not None:
            self._idle.watch(0)
        clear_secret_clipboard()

    def _take_settings(self) -> None:
        minutes = self._book.secrets.settings.idle_minutes
        if self._idle is None and minutes:
            from desktop_app.ui.widgets.idle_timer import Idle

            self._idle = Idle(self)
            self._idle.left.connect(self.lock)
        if self._idle is not None:
            self._idle.watch(minutes)

    def _noted_now(self, profile_id: str, outcome: Done[None] | Failed) -> None:
        self._noted.discard(profile_id)
        self._say_failure(outcome)

    def _say_failure(self, outcome: Done[None] | Failed) -> None:
        if isinstance(outcome, Failed):
            self._say_trouble(outcome.trouble)

    def _say_trouble(self, trouble: Trouble) -> None:
        from desktop_app.ui.text.errors.explain import explain

        said = explain(trouble)
        of_store = isinstance(trouble, SecretStoreTrouble)
        (self.store_failed if of_store else self.told).emit(said.text, said.detail)


def vault_is_shut(workplace: Workplace) -> bool:
    """Whether a profile waits for the encrypted file to be opened."""
    trouble = workplace.standing.trouble
    return isinstance(trouble, SecretStoreTrouble) and trouble.kind is SecretStoreFault.SHUT
