"""Making, changing and deleting profiles from the main window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import SecretStoreTrouble
from desktop_app.services.background import Done, Failed
from desktop_app.services.profiles.profile_service import may_use_backup

if TYPE_CHECKING:  # the dialogs and their words are imported when they are needed
    from desktop_app.core.errors import Trouble
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.profiles.profile_service import Kept, LoadedProfiles, ProfileBook
    from desktop_app.ui.profiles.profile_dialog import ProfileDialog


class ProfilesFlow(QObject):
    """Opens the profile dialog and says how it went."""

    kept = Signal(object)
    """A Kept, after it was written."""
    removed = Signal(object)
    """A Profile that was deleted."""
    told = Signal(str, str)
    """A sentence for the banner, and its technical detail."""
    store_failed = Signal(str, str)
    """The same, where secrets cannot be kept."""

    def __init__(self, book: ProfileBook, window: QWidget) -> None:
        super().__init__(window)
        self._book = book
        self._window = window
        self.has_unsaved_work: Callable[[str], bool] = lambda _profile_id: False
        """Whether mailboxes of a profile are being edited; the window knows."""
        self.cuts_many: Callable[[str], bool] = lambda _profile_id: False
        """Whether a run of many is under way on it, or typed passwords are not saved yet."""
        self.ends_work: Callable[..., bool] = lambda _profile, *, new_secret: new_secret
        """Whether what is open of a profile ends when it becomes this one."""
        book.told.connect(self._tell_loaded)
        book.failed.connect(self._tell)

    def make(self) -> None:
        """A new profile."""
        self._open(None)

    def change(self, profile: Profile) -> None:
        """Another name, address, user name or password."""
        self._open(profile)

    def duplicate(self, profile: Profile) -> None:
        """A profile like this one, with secrets of its own."""
        self._open(None, like=profile.copy(self.tr("%s, copy") % profile.name))

    def change_password(self, profile: Profile) -> None:
        """The same, beginning at the password."""
        dialog = self._open(profile)
        if dialog is not None:
            dialog.who.main_line.setFocus()

    def change_way(self, profile: Profile, trouble: Trouble) -> None:
        """The same, beginning at what may be the reason of a trouble."""
        from desktop_app.ui.sign_in.sign_in_recovery import is_about_the_proxy

        dialog = self._open(profile)
        if dialog is not None and is_about_the_proxy(trouble):
            dialog.show_proxy()
        elif dialog is not None:
            dialog.show_where()

    def remove(self, profile: Profile) -> None:
        """Delete a profile and its password, after asking."""
        text = self._window.tr("Delete the profile %s?") % profile.name
        more = self._window.tr(
            "Its password is deleted from this computer too. Nothing changes in SuperOffice."
        )
        if self.has_unsaved_work(profile.id):
            more += " " + self._window.tr("What you changed in its mailboxes would be lost.")
        if self.cuts_many(profile.id):
            more += " " + self._what_is_cut()
        if self._ask(text, more, self.tr("&Delete"), self.tr("&Keep it")):
            self._book.remove(profile, lambda outcome: self._removed(profile, outcome))

    def _open(
        self, profile: Profile | None, *, like: Profile | None = None
    ) -> ProfileDialog | None:
        if self._book.why_read_only is not None:
            self._tell(self._book.why_read_only)
            return None
        if profile is None and not self._book.policy.own_profiles:
            self._tell_forbidden("own_profiles")
            return None
        from desktop_app.ui.profiles.profile_dialog import ProfileDialog

        dialog = ProfileDialog(self._book, profile, self._window, like=like)
        dialog.may_keep = self._may_keep
        dialog.kept.connect(self._kept)
        dialog.open()
        return dialog

    def _may_keep(self, made: Profile, new_secret: bool) -> bool:
        """Ask before a change ends a run of many, or loses passwords that were typed for it."""
        if not self.cuts_many(made.id) or not self.ends_work(made, new_secret=new_secret):
            return True
        text = self.tr("Change the profile %s now?") % made.name
        return self._ask(text, self._what_is_cut(), self.tr("&Change it"), self.tr("&Not now"))

    def may_import(self) -> bool:
        """Ask before profiles come that may lead elsewhere, where something would be lost by it."""
        if not any(self.cuts_many(profile.id) for profile in self._book.profiles):
            return True
        text = self.tr("Import profiles now?")
        more = self.tr(
            "If a profile leads elsewhere afterwards, a run of many of its mailboxes is stopped, "
            "and passwords that were typed or pasted for them are lost."
        )
        return self._ask(text, more, self.tr("&Import"), self.tr("&Not now"))

    def _what_is_cut(self) -> str:
        return self.tr(
            "A run of many of its mailboxes would be stopped, "
            "and passwords that were typed or pasted for them would be lost."
        )

    def _kept(self, kept: Kept) -> None:
        self.kept.emit(kept)
        if kept.secret_trouble is not None:
            self._tell(kept.secret_trouble)

    def _removed(self, profile: Profile, outcome: Done[None] | Failed) -> None:
        if isinstance(outcome, Failed):
            self._tell(outcome.trouble)
        if all(kept.id != profile.id for kept in self._book.profiles):
            self.removed.emit(profile)

    def _tell_loaded(self, loaded: LoadedProfiles) -> None:
        if loaded.trouble is not None:
            self._tell(loaded.trouble)
        if may_use_backup(loaded) and not loaded.read_only:
            self._offer_backup(loaded.backup or ())

    def _offer_backup(self, backup: tuple[Profile, ...], failed: str = "") -> None:
        """``failed`` says why they could not be taken into use the last time."""
        text = self.tr("Use the profiles of the last good file?")
        names = ", ".join(profile.name for profile in backup)
        more = "\n\n".join(filter(None, (failed, names)))

        def taken(outcome: Done[None] | Failed) -> None:
            if isinstance(outcome, Failed):
                from desktop_app.ui.text.errors.explain import explain

                self._tell(outcome.trouble)
                self._offer_backup(backup, explain(outcome.trouble).text)

        if self._ask(text, more, self.tr("&Use them"), self.tr("&Start empty")):
            self._book.use_backup(backup, taken)

    def _tell_forbidden(self, name: str) -> None:
        from desktop_app.ui.text.policy import forbidden_words

        self.told.emit(forbidden_words(name), "")

    def _tell(self, trouble: Trouble) -> None:
        from desktop_app.ui.text.errors.explain import explain

        said = explain(trouble)
        of_store = isinstance(trouble, SecretStoreTrouble)
        (self.store_failed if of_store else self.told).emit(said.text, said.detail)

    def _ask(self, text: str, more: str, do: str, leave: str) -> bool:
        from desktop_app.ui.dialogs.message_boxes import ask

        return ask(self._window, text, more, do, leave)
