"""Facts learnt about a profile's server, and which questions its user has answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.confirmation_rules import daily_choices
from desktop_app.core.mailbox.mailbox import Draft, KeepBehaviour
from desktop_app.services.background import Failure, Success

if TYPE_CHECKING:
    from desktop_app.core.profiles.server_info import ServerVersion
    from desktop_app.services.session.session import Session
    from desktop_app.services.store.store_service import StoreService


def today() -> str:
    """Return the local date as an ISO date."""
    return datetime.now().astimezone().date().isoformat()


class ServerFacts(QObject):
    """Facts of one profile, loaded once the sign-in is known to work. GUI thread.

    Without a store (``store`` is None) nothing is loaded or stored.
    """

    loaded = Signal()
    """The result of any earlier test of saves without a password is known."""

    keep_behaviour_changed = Signal()
    """A test, or a loss that was seen, has shown what a save without a password does."""

    def __init__(
        self,
        profile_id: str,
        store: StoreService | None,
        session: Session,
        parent: QObject,
        *,
        is_demo: bool = False,
    ) -> None:
        super().__init__(parent)
        self._profile_id = profile_id
        self._store = store
        self._session = session
        self._is_closed = False
        self._is_keep_tested = False
        """Whether ``keep_behaviour`` was found in this run, so that a stored one is outdated."""
        self.keep_behaviour = KeepBehaviour.PROVED if is_demo else KeepBehaviour.UNPROVED
        """What a save without a password does to the stored password, as far as it was tested."""
        self.is_loaded = False
        """Whether ``loaded`` was emitted."""
        self.server_version = ""
        self.is_first_save = not is_demo
        """Whether the next save is the first, after which the user checks folder and interval."""
        self._confirmed: set[tuple[str, str]] = set()
        """Choices that a person confirmed, each with its day as an ISO date."""

    def load(self) -> None:
        """Load what earlier runs learnt about the server in its current version."""
        if self._store is not None:
            profile_id = self._profile_id
            self._store.read(
                lambda store: store.server_facts.has_saved(profile_id),
                False,
                self._on_first_save_loaded,
            )
            day = today()
            self._store.read(
                lambda store: {(c, day) for c in store.server_facts.choices_on(profile_id, day)},
                set[tuple[str, str]](),
                self._confirmed.update,
            )
            self._session.fetch_version(self._on_version)

    def set_keep_behaviour(self, behaviour: KeepBehaviour) -> None:
        """Store what a guided test of saves without a password, or a loss, has shown."""
        self.keep_behaviour = behaviour
        self._is_keep_tested = True
        self._store_keep_behaviour()
        self.keep_behaviour_changed.emit()

    def _store_keep_behaviour(self) -> None:
        behaviour = self.keep_behaviour
        if self._store is not None and self.server_version:
            key = (self._profile_id, self.server_version)
            self._store.run(lambda store: store.server_facts.set_keep_behaviour(*key, behaviour))

    def is_confirmed_today(self, choice: str) -> bool:
        """Return whether a save with a choice of ``daily_choices`` was made today, local time."""
        return (choice, today()) in self._confirmed

    def remember_choices(self, draft: Draft) -> None:
        """Do not ask again today about the choices that the save of ``draft`` has made."""
        day = today()
        for choice in daily_choices(draft, self.keep_behaviour):
            self._confirmed.add((choice, day))
            self._store_choice(choice, day)

    def _store_choice(self, choice: str, day: str) -> None:
        if self._store is not None:
            key = (self._profile_id, choice, day)
            self._store.run(lambda store: store.server_facts.set_choice(*key))

    def mark_saved(self) -> None:
        """Record that a save succeeded."""
        if self.is_first_save and self._store is not None:
            profile_id = self._profile_id
            self._store.run(lambda store: store.server_facts.mark_saved(profile_id))
        self.is_first_save = False

    def close(self) -> None:
        """Ignore results from now on: the store may deliver some after the session has ended."""
        self._is_closed = True

    def _on_first_save_loaded(self, done: bool) -> None:
        self.is_first_save = self.is_first_save and not done

    def _on_version(self, outcome: Success[ServerVersion] | Failure) -> None:
        if isinstance(outcome, Failure):
            self._on_keep_behaviour(self.keep_behaviour)
        elif self._store is not None:
            self.server_version = outcome.value.version
            key = (self._profile_id, self.server_version)
            self._store.read(
                lambda store: store.server_facts.keep_behaviour(*key),
                KeepBehaviour.UNPROVED,
                self._on_keep_behaviour,
            )

    def _on_keep_behaviour(self, behaviour: KeepBehaviour) -> None:
        if not self._is_closed:
            if self._is_keep_tested:
                self._store_keep_behaviour()  # the version was not known when it was found
            else:
                self.keep_behaviour = behaviour
            self.is_loaded = True
            self.loaded.emit()
