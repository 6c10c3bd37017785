"""Who else empties a mailbox: the logins of all profiles that are kept on this computer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mailbox_list.risks import Login, Other
from desktop_app.services.background import Done, Failed
from desktop_app.services.mailbox_list.list_cache import cache_key

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.store.store_service import Keeping


@dataclass(frozen=True, slots=True)
class Besides:
    """Who is not asked for: profiles by their ids, and all that lead to a system."""

    profiles: Collection[str]
    system: str


class KeptLogins(QObject):
    """What was last read of each profile, open or not; nothing is read before it is asked for.

    A profile that is open keeps what it reads, so what is here of it is as old as its opening:
    ask it itself, and ``reread`` when it has ended.
    """

    changed = Signal()
    """Other logins are known, or profiles have other names."""

    def __init__(self, keeping: Keeping, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeping = keeping
        self._profiles: dict[str, Profile] = {}
        self._wanted = False
        self._read: dict[str, str] = {}
        """The key of what was read of a profile, or is being read, by its id."""
        self._logins: dict[str, Mapping[Login, str]] = {}

    def follow(self, profiles: Sequence[Profile]) -> None:
        """The profiles are these now."""
        self._profiles = {profile.id: profile for profile in profiles}
        for gone in self._read.keys() - self._profiles.keys():
            self._forget(gone)
        self._look()
        self.changed.emit()

    def reread(self, profile_id: str) -> None:
        """What is kept of a profile may be another by now."""
        self._forget(profile_id)
        self._look()

    def want(self) -> None:
        """Read what is kept, if that was not done; ``changed`` tells when there is something."""
        if not self._wanted:
            self._wanted = True
            self._look()

    def shared(self, logins: Collection[Login], besides: Besides) -> set[Login]:
        """Those of the logins that some other profile has."""
        elsewhere = self._elsewhere(besides)
        return {login for _, known in elsewhere for login in known.keys() & logins}

    def others(self, login: Login, besides: Besides) -> list[Other]:
        """The mailboxes of other profiles that have a login."""
        elsewhere = self._elsewhere(besides)
        return [Other(profile.name, known[login]) for profile, known in elsewhere if login in known]

    def _elsewhere(self, besides: Besides) -> Iterator[tuple[Profile, Mapping[Login, str]]]:
        for profile_id, known in self._logins.items():
            profile = self._profiles[profile_id]
            if profile_id not in besides.profiles and profile.system != besides.system:
                yield profile, known

    def _look(self) -> None:
        if not self._wanted:
            return
        for profile in self._profiles.values():
            key = cache_key(profile)
            if self._read.get(profile.id) != key:
                self._forget(profile.id)
                self._read[profile.id] = key
                # one job for each: what else is to be kept is written between two of them
                self._keeping.submit(partial(_logins, key), partial(self._take, profile.id, key))

    def _forget(self, profile_id: str) -> None:
        self._read.pop(profile_id, None)
        self._logins.pop(profile_id, None)

    def _take(self, profile_id: str, key: str, outcome: Done[dict[Login, str]] | Failed) -> None:
        if self._read.get(profile_id) == key and isinstance(outcome, Done):
            self._logins[profile_id] = outcome.value
            self.changed.emit()


def _logins(key: str, shelf: OfflineShelf) -> dict[Login, str]:
    return shelf.details.logins(key)
