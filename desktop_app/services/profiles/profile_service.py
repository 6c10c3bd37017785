"""The profiles of the user, and where their secrets are: read and written in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.policy import ALLOWS_ALL
from desktop_app.services.background import Courier, Done, Failed, Lane
from desktop_app.services.profiles.profile_repository import (
    Kept,
    LoadedProfiles,
    Profiles,
    Secrets,
    Shelf,
    arrange,
    export_to,
    note,
    put,
    remove,
)
from desktop_app.services.profiles.secret_settings import SecretPlaces

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.errors import Trouble
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.secrets.secret import SecretName
    from desktop_app.core.settings import Settings
    from desktop_app.net.cancel_token import Cancel
    from desktop_app.services.profiles.connection_test import ConnectionTest
    from desktop_app.services.profiles.profile_import import Imported
    from desktop_app.services.secrets.lazy_secrets import LateSecrets

__all__ = ["Kept", "LoadedProfiles", "ProfileBook", "Secrets", "Shelf"]

Result = TypeVar("Result")


class ProfileBook(QObject):
    """The profiles. Its methods return at once; what they did is delivered and signalled."""

    changed = Signal()
    told = Signal(object)
    """A LoadedProfiles with something to tell."""
    failed = Signal(object)
    """A Trouble: the profiles could not be read at all."""
    imported = Signal()
    """Profiles were taken over from a file: some may lead elsewhere now."""

    def __init__(
        self,
        open_shelf: Callable[[], Shelf],
        courier: Courier,
        secrets: LateSecrets,
        make_test: Callable[[], ConnectionTest],
    ) -> None:
        super().__init__()
        self.make_test = make_test
        self.profiles: Profiles = ()
        self.why_read_only: Trouble | None = None
        self.loaded = False
        self.policy = ALLOWS_ALL
        self._lane = Lane("profiles", 1, open_shelf, courier)
        self.secrets = SecretPlaces(secrets, self._lane)

    @property
    def read_only(self) -> bool:
        """Whether the file is not written, because of ``why_read_only``."""
        return self.why_read_only is not None

    def load(self) -> None:
        """Read the file."""
        self._lane.submit(lambda shelf, _stop: shelf.load(), self._take)

    def put(
        self,
        profile: Profile,
        typed: Mapping[SecretName, str],
        deliver: Callable[[Done[Kept] | Failed], None],
    ) -> None:
        """Add or replace a profile, its secrets first. One that is new, or that reaches another
        server or user than before, is read-only until it was tested and unlocked.
        """
        self._change(lambda shelf: put(shelf, profile, typed), deliver)

    def remove(self, profile: Profile, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Delete a profile, then its secrets."""
        self._change(lambda shelf: remove(shelf, profile), deliver)

    def note(
        self, profile_id: str, deliver: Callable[[Done[None] | Failed], None], **values: bool
    ) -> None:
        """Note that a profile was tested, unlocked or locked (``tested``, ``read_only``)."""
        self._change(lambda shelf: note(shelf, profile_id, values), deliver)

    def arrange(self, ids: Sequence[str], deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Put the profiles into this order; those that are not named come last."""
        self._change(lambda shelf: arrange(shelf, ids), deliver)

    def export_to(
        self, path: Path, ids: Sequence[str], deliver: Callable[[Done[int] | Failed], None]
    ) -> None:
        """Write these profiles, without secrets, to a file for others; gives how many."""
        self._change(lambda shelf: export_to(shelf, path, ids), deliver)

    def import_from(self, path: Path, deliver: Callable[[Done[Imported] | Failed], None]) -> None:
        """Take over the profiles of a file: merged by id, never twice."""

        def finish(outcome: Done[Imported] | Failed) -> None:
            if isinstance(outcome, Done):
                self.imported.emit()
            deliver(outcome)

        self._change(lambda shelf: _import(shelf, path), finish)

    def _change(
        self, work: Callable[[Shelf], Result], deliver: Callable[[Done[Result] | Failed], None]
    ) -> None:
        """Do some work on what is in the file by then; an earlier change may still be queued."""
        after: list[Profiles] = []

        def change(shelf: Shelf, _stop: Cancel) -> Result:
            try:
                return work(shelf)
            finally:
                after.append(shelf.profiles)

        def finish(outcome: Done[Result] | Failed) -> None:
            if after and after[0] != self.profiles:
                self._set(after[0])
            deliver(outcome)

        self._lane.submit(change, finish)

    def use_backup(
        self, profiles: Sequence[Profile], deliver: Callable[[Done[None] | Failed], None]
    ) -> None:
        """Take the last good profiles into use, as the user chose."""

        def finish(outcome: Done[None] | Failed) -> None:
            if isinstance(outcome, Done):
                self.load()
            deliver(outcome)

        self._lane.submit(lambda shelf, _stop: shelf.save(tuple(profiles)), finish)

    def close(self) -> None:
        """Stop."""
        self._lane.close()

    def _take(self, outcome: Done[tuple[LoadedProfiles, Settings]] | Failed) -> None:
        self.loaded = True
        if isinstance(outcome, Failed):
            self.why_read_only = outcome.trouble
            self._set(())
            self.failed.emit(outcome.trouble)
            return
        loaded, settings = outcome.value
        self.secrets.take(settings)
        self.why_read_only = loaded.trouble if loaded.read_only else None
        self.policy = loaded.policy
        self._set(shown_of(loaded))
        if loaded.trouble is not None or loaded.backup is not None:
            self.told.emit(loaded)

    def _set(self, profiles: Profiles) -> None:
        self.profiles = profiles
        self.changed.emit()


def shown_of(loaded: LoadedProfiles) -> Profiles:
    """What can be used: where the file cannot be read, those of the last good one."""
    if not loaded.read_only or not may_use_backup(loaded):
        return loaded.profiles
    return (*loaded.profiles, *(loaded.backup or ()))


def may_use_backup(loaded: LoadedProfiles) -> bool:
    """Whether the last good profiles are there, and nothing of the user's own is."""
    own = [profile for profile in loaded.profiles if not profile.deployed]
    return bool(loaded.backup) and not own and loaded.policy.own_profiles


def _import(shelf: Shelf, path: Path) -> Imported:
    from desktop_app.services.profiles.profile_import import import_from  # no start needs it

    return import_from(shelf, path)
