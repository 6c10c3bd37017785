"""The user's profiles and the store of their secrets, read and written in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.policy import UNRESTRICTED
from desktop_app.core.settings import StartSettings
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue
from desktop_app.services.profiles.profile_repository import (
    ProfileLoadResult,
    ProfileRepository,
    Profiles,
    StoredProfile,
    accept_api_host,
    export_to,
    remove_profile,
    reorder,
    save_profile,
    set_flags,
    sign_in,
)
from desktop_app.services.profiles.secret_settings import SecretSettings
from desktop_app.services.secrets.profile_secrets import Secrets

if TYPE_CHECKING:
    from pathlib import Path

    from desktop_app.core.errors import AppError
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.secrets.secret import SecretName
    from desktop_app.core.settings import Settings
    from desktop_app.net.cancel_token import CancelToken
    from desktop_app.services.profiles.connection_test import ConnectionTest
    from desktop_app.services.profiles.profile_import import Imported
    from desktop_app.services.secrets.secret_manager import SecretManager

__all__ = ["ProfileLoadResult", "ProfileRepository", "ProfileService", "Secrets", "StoredProfile"]

Result = TypeVar("Result")


class ProfileService(QObject):
    """The profiles. GUI thread: methods return at once, and ``on_done`` gets the outcome."""

    changed = Signal()
    """``profiles`` has changed."""
    notice = Signal(object)
    """A ProfileLoadResult with an error or a backup to offer."""
    failed = Signal(object)
    """An AppError: the profiles could not be read at all."""
    imported = Signal()
    """Profiles were imported from a file: some may have a different server now."""
    start_changed = Signal()
    """``start`` has changed."""

    def __init__(
        self,
        open_repository: Callable[[], ProfileRepository],
        dispatcher: MainThreadDispatcher,
        secrets: SecretManager,
        make_test: Callable[[], ConnectionTest],
    ) -> None:
        super().__init__()
        self.make_test = make_test
        self.profiles: Profiles = ()
        self.read_only_reason: AppError | None = None
        self.is_loaded = False
        self.policy = UNRESTRICTED
        self.start = StartSettings()
        """What to open at the start of the program."""
        self._queue = WorkQueue("profiles", 1, open_repository, dispatcher)
        self.secrets = SecretSettings(secrets, self._queue, dispatcher)

    @property
    def read_only(self) -> bool:
        """Whether the file must not be written, because of ``read_only_reason``."""
        return self.read_only_reason is not None

    def load(self) -> None:
        """Read profiles and settings."""
        self._queue.submit(lambda store, _stop: (*store.load(), store.start), self._on_loaded)

    def save(
        self,
        profile: Profile,
        typed: Mapping[SecretName, str],
        on_done: Callable[[Success[StoredProfile] | Failure], None],
    ) -> None:
        """Add or replace a profile, saving its secrets first.

        A profile that is new, or whose server or user changed, is read-only until tested and
        unlocked.
        """
        self._change(lambda store: save_profile(store, profile, typed), on_done)

    def sign_in(
        self,
        profile: Profile,
        secret: str,
        on_done: Callable[[Success[StoredProfile] | Failure], None],
        *,
        keep: bool,
    ) -> None:
        """Use a newly entered password, ticket, token or cookies; nothing is sent yet.

        Without ``keep`` the secret lasts for this session, and a stored one is deleted: it would be
        refused at the next start.
        """

        def finish(outcome: Success[StoredProfile] | Failure) -> None:
            on_done(outcome)
            if isinstance(outcome, Success) and not keep:
                # after the sign-in, which need not wait for a slow keyring
                self._queue.submit(
                    lambda store, _stop: store.secrets.forget(profile), lambda _outcome: None
                )

        self._queue.submit(lambda store, _stop: sign_in(store, profile, secret, keep=keep), finish)

    def open_last_at_start(
        self,
        opens_last: bool,
        profile_id: str,
        on_done: Callable[[Success[None] | Failure], None],
    ) -> None:
        """Choose whether the last profile is opened at the start; ``profile_id`` is the last."""
        self._save_start(StartSettings(opens_last, profile_id if opens_last else ""), on_done)

    def record_opened(self, profile_id: str) -> None:
        """Remember a profile that was opened, if the last one is to be opened at the start."""
        if self.start.opens_last and profile_id != self.start.last_profile:
            self._save_start(StartSettings(True, profile_id), lambda _outcome: None)

    def _save_start(
        self, start: StartSettings, on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        self.start = start
        self.start_changed.emit()
        self._queue.submit(lambda store, _stop: store.settings.save_start(start), on_done)

    def remove(self, profile: Profile, on_done: Callable[[Success[None] | Failure], None]) -> None:
        """Delete a profile, then its secrets."""
        self._change(lambda store: remove_profile(store, profile), on_done)

    def set_flags(
        self, profile_id: str, on_done: Callable[[Success[None] | Failure], None], **values: bool
    ) -> None:
        """Record that a profile was tested, unlocked or locked (``tested``, ``read_only``)."""
        self._change(lambda store: set_flags(store, profile_id, values), on_done)

    def accept_api_host(
        self,
        profile: Profile,
        host: str,
        on_done: Callable[[Success[StoredProfile | None] | Failure], None],
    ) -> None:
        """Record that the user lets this host get the profile's sign-in.

        Delivers None if the profile was deleted or has another address by now.
        """
        self._change(lambda store: accept_api_host(store, profile, host), on_done)

    def reorder(
        self, ids: Sequence[str], on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        """Put the profiles in this order; those not named come last."""
        self._change(lambda store: reorder(store, ids), on_done)

    def export_to(
        self, path: Path, ids: Sequence[str], on_done: Callable[[Success[int] | Failure], None]
    ) -> None:
        """Write these profiles, without secrets, to a file for others; deliver their number."""
        self._change(lambda store: export_to(store, path, ids), on_done)

    def import_from(
        self, path: Path, on_done: Callable[[Success[Imported] | Failure], None]
    ) -> None:
        """Import the profiles of a file, merged by id."""

        def finish(outcome: Success[Imported] | Failure) -> None:
            if isinstance(outcome, Success):
                self.imported.emit()
            on_done(outcome)

        self._change(lambda store: _import(store, path), finish)

    def _change(
        self,
        work: Callable[[ProfileRepository], Result],
        on_done: Callable[[Success[Result] | Failure], None],
    ) -> None:
        """Run ``work`` in the worker, after any queued change, then take over its profiles."""
        after: list[Profiles] = []

        def change(store: ProfileRepository, _stop: CancelToken) -> Result:
            try:
                return work(store)
            finally:
                after.append(store.profiles)

        def finish(outcome: Success[Result] | Failure) -> None:
            if after and after[0] != self.profiles:
                self._set_profiles(after[0])
            on_done(outcome)

        self._queue.submit(change, finish)

    def use_backup(
        self, profiles: Sequence[Profile], on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        """Save the profiles of the last good file, as the user chose, and load them."""

        def finish(outcome: Success[None] | Failure) -> None:
            if isinstance(outcome, Success):
                self.load()
            on_done(outcome)

        self._queue.submit(lambda store, _stop: store.save(tuple(profiles)), finish)

    def close(self) -> None:
        """Discard all queued work and stop the worker."""
        self._queue.close()

    def _on_loaded(
        self, outcome: Success[tuple[ProfileLoadResult, Settings, StartSettings]] | Failure
    ) -> None:
        self.is_loaded = True
        if isinstance(outcome, Failure):
            self.read_only_reason = outcome.error
            self._set_profiles(())
            self.failed.emit(outcome.error)
            return
        loaded, settings, self.start = outcome.value
        self.secrets.apply(settings)
        self.read_only_reason = loaded.error if loaded.read_only else None
        self.policy = loaded.policy
        self._set_profiles(usable_profiles(loaded))
        if loaded.error is not None or loaded.backup is not None:
            self.notice.emit(loaded)

    def _set_profiles(self, profiles: Profiles) -> None:
        self.profiles = profiles
        self.changed.emit()


def usable_profiles(loaded: ProfileLoadResult) -> Profiles:
    """Return the profiles to show; the backup's if the file cannot be read or written."""
    if not loaded.read_only or not may_use_backup(loaded):
        return loaded.profiles
    return (*loaded.profiles, *(loaded.backup or ()))


def may_use_backup(loaded: ProfileLoadResult) -> bool:
    """Return whether a backup may stand in for the user's own profiles.

    There must be one, the user must have no own profiles, and the policy must allow them.
    """
    own = [profile for profile in loaded.profiles if not profile.is_machine_wide]
    return bool(loaded.backup) and not own and loaded.policy.own_profiles


def _import(repository: ProfileRepository, path: Path) -> Imported:
    from desktop_app.services.profiles.profile_import import import_from  # lazy: start

    return import_from(repository, path)
