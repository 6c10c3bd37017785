"""Secrets that nobody needs before the first paint."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.core.errors import SecretStoreTrouble
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.secrets.secret import PlaceKind, SecretName
    from desktop_app.services.secrets.mailbox_password_store import MailboxSecrets
    from desktop_app.services.secrets.secret_manager import SecretKeeper


class LateSecrets:
    """The keeper that ``find`` gives, called by the first who asks for a secret."""

    def __init__(self, find: Callable[[], SecretKeeper]) -> None:
        self._find = find
        self._found: SecretKeeper | None = None
        self._chosen: tuple[PlaceKind | None, bool] = (None, True)
        self._lock = threading.Lock()

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told. Raises SecretElsewhere, SecretStoreTrouble."""
        return self.keeper().get(profile, name)

    def put(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreTrouble | None:
        """Keep a secret; what is returned says why it is kept for this session only."""
        return self.keeper().put(profile, secret, name)

    def forget(self, profile: Profile) -> None:
        """Delete all secrets. Raises SecretStoreTrouble."""
        self.keeper().forget(profile)

    def copy_to(self, kind: PlaceKind, profiles: Iterable[Profile]) -> list[Profile]:
        """Keep in another place too what is kept now. Raises SecretStoreTrouble of that place."""
        return self.keeper().copy_to(kind, profiles)

    def empty(self, kind: PlaceKind, profiles: Iterable[Profile]) -> None:
        """Delete what was kept in a place; one that fails keeps it."""
        self.keeper().empty(kind, profiles)

    def drop_elsewhere(self, profile: Profile) -> None:
        """Delete what was entered for another server. Raises SecretStoreTrouble."""
        self.keeper().drop_elsewhere(profile)

    def go_by(self, wanted: PlaceKind, *, may_store: bool) -> None:
        """Keep secrets where the user wants them, if the administrator allows it."""
        with self._lock:
            self._chosen = (wanted, may_store)
            self._apply()

    @property
    def may_keep(self) -> bool:
        """Whether a secret outlives the session. It never waits."""
        from desktop_app.core.secrets.secret import PlaceKind

        wanted, may_store = self._chosen
        return may_store and wanted is not PlaceKind.SESSION

    def mailboxes(self) -> MailboxSecrets | None:
        """Passwords of mailboxes; None where nothing is kept."""
        return self.keeper().mailboxes

    def keeper(self) -> SecretKeeper:
        """The keeper itself, made at the first call."""
        with self._lock:
            if self._found is None:
                self._found = self._find()
                self._apply()
            return self._found

    def _apply(self) -> None:
        wanted, may_store = self._chosen
        if self._found is not None and wanted is not None:
            self._found.wanted, self._found.may_store = wanted, may_store
