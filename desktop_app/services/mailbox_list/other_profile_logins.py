"""Finds mail server logins that several profiles use, from the data on this computer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mailbox_list.risks import Login, SharedMailbox
from desktop_app.services.background import Failure, Success

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService


@dataclass(frozen=True, slots=True)
class Exclusions:
    """Profiles to leave out: by id, and all of one SuperOffice installation."""

    profiles: Collection[str]
    installation_id: str


class OtherProfileLogins(QObject):
    """The mail server logins in the cached details of each profile, open or not. GUI thread.

    Nothing is read before ``ensure_loaded``. The logins of an open profile are as old as its
    opening: ask its workspace instead, and call ``reload`` when the workspace is closed.
    """

    changed = Signal()
    """The known logins or the names of profiles changed."""

    def __init__(self, store: StoreService, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._profiles: dict[str, Profile] = {}
        self._is_requested = False
        self._keys: dict[str, str] = {}
        """The ``list_key`` for which logins were requested, by profile id."""
        self._logins: dict[str, Mapping[Login, str]] = {}

    def update_profiles(self, profiles: Sequence[Profile]) -> None:
        """Use this list of profiles from now on."""
        self._profiles = {profile.id: profile for profile in profiles}
        for gone in self._keys.keys() - self._profiles.keys():
            self._remove(gone)
        self._load_missing()
        self.changed.emit()

    def reload(self, profile_id: str) -> None:
        """Read the logins of a profile again, because its cache may have changed."""
        self._remove(profile_id)
        self._load_missing()

    def ensure_loaded(self) -> None:
        """Read the logins on the first call; ``changed`` is emitted when they arrive."""
        if not self._is_requested:
            self._is_requested = True
            self._load_missing()

    def shared(self, logins: Collection[Login], exclusions: Exclusions) -> set[Login]:
        """Return those of ``logins`` that another profile has too."""
        elsewhere = self._other_profiles(exclusions)
        return {login for _, known in elsewhere for login in known.keys() & logins}

    def others_with(self, login: Login, exclusions: Exclusions) -> list[SharedMailbox]:
        """Return the mailboxes of other profiles with this login."""
        elsewhere = self._other_profiles(exclusions)
        return [
            SharedMailbox(profile.name, known[login])
            for profile, known in elsewhere
            if login in known
        ]

    def _other_profiles(
        self, exclusions: Exclusions
    ) -> Iterator[tuple[Profile, Mapping[Login, str]]]:
        for profile_id, known in self._logins.items():
            profile = self._profiles[profile_id]
            if (
                profile_id not in exclusions.profiles
                and profile.installation_id != exclusions.installation_id
            ):
                yield profile, known

    def _load_missing(self) -> None:
        if not self._is_requested:
            return
        for profile in self._profiles.values():
            key = profile.list_key
            if self._keys.get(profile.id) != key:
                self._remove(profile.id)
                self._keys[profile.id] = key
                # one job per profile, so that writes to the store can run in between
                self._store.submit(
                    partial(_read_logins, key), partial(self._on_logins, profile.id, key)
                )

    def _remove(self, profile_id: str) -> None:
        self._keys.pop(profile_id, None)
        self._logins.pop(profile_id, None)

    def _on_logins(
        self, profile_id: str, key: str, outcome: Success[dict[Login, str]] | Failure
    ) -> None:
        if self._keys.get(profile_id) == key and isinstance(outcome, Success):
            self._logins[profile_id] = outcome.value
            self.changed.emit()


def _read_logins(key: str, store: LocalStore) -> dict[Login, str]:
    return store.cached_details.logins(key)
