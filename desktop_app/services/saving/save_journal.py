"""What the journal is told by the saves of one profile, and what it still has to be told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Done, Failed
from desktop_app.services.list_state import Way
from desktop_app.services.session.session import Session
from desktop_app.services.snapshots.snapshot_rows import about_now, keep_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.core.journal import Case, Entry
    from desktop_app.core.profiles.server_info import Principal
    from desktop_app.core.snapshot import Seen
    from desktop_app.services.journal.journal_service import JournalKeeper
    from desktop_app.services.saving.journaled_save import JournalWriter
    from desktop_app.services.saving.outcome_lookup import Found


class Records(QObject):
    """Without a journal it does nothing. ``who`` is the server's word about who is signed in."""

    found = Signal(object)
    """A Mailbox that was read to settle what became of a save."""

    def __init__(
        self, profile: Profile, journal: JournalKeeper | None, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.profile = profile
        self.who: Principal | None = None
        self.closed = False
        self._journal = journal
        self._session = session

    @property
    def signed_in_as(self) -> str:
        """Who saves: the server's word, or else the profile's user name."""
        if self.who is None:
            return self.profile.user_name
        names = (self.who.full_name, f"({self.who.user_name})" if self.who.user_name else "")
        return " ".join(filter(None, names))

    def of(
        self, way: Way, first: Callable[[], Sequence[Seen]] | None = None
    ) -> tuple[JournalWriter, Case] | None:
        """What writes the lines of a save, and whose it is.

        ``first`` makes the snapshot that is kept before the first save to a profile, in the worker.
        """
        from desktop_app.core.journal import Case

        if self._journal is None:
            return None
        profile = self.profile
        case = Case(profile.id, profile.name, self.signed_in_as, way.errand, way.batch)
        if first is None:
            return self._journal.writer(), case
        about = about_now(profile, "", automatic=True)
        return self._journal.writer(lambda shelf: keep_first(shelf, about, first)), case

    def settle(self) -> None:
        """There is a connection: look up the saves whose end nobody saw. None is sent again."""
        if self._journal is not None:
            self._journal.wake()
            self._journal.find_unknown(self.profile.id, self._look_up)

    def _look_up(self, entries: list[Entry]) -> None:
        for entry in () if self.closed else entries:
            self._session.look_up(entry, partial(self._take, entry))

    def _take(self, entry: Entry, outcome: Done[Found] | Failed) -> None:
        if isinstance(outcome, Failed) or self._journal is None:
            return  # the next list looks again
        found = outcome.value
        number = found.mailbox.id if found.mailbox is not None else 0
        self._journal.settle(entry.id, found.outcome, found.why, number)
        if found.mailbox is not None:
            self.found.emit(found.mailbox)
