"""The list of one profile: as it was kept, as it comes in, and how it stands."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import Trouble
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.list_state import Phase, Standing
from desktop_app.services.mailbox_list.list_changes import News

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.cached_list import CachedList, CachedProfile
    from desktop_app.core.mailbox_list.listing import ListedMailbox, Listing
    from desktop_app.core.profiles.server_info import Principal
    from desktop_app.core.retry import Waiting
    from desktop_app.services.mailbox_list.detail_loader import Details
    from desktop_app.services.mailbox_list.list_cache import Cache
    from desktop_app.services.session.connection_state import Connection
    from desktop_app.services.session.session import Session

PAINT_MS = 60
"""What a kept list has for being painted, before a connection is made."""


class MailboxList(QObject):
    """The rows and how they stand. The first time, the last good list is brought back before."""

    standing_changed = Signal()
    listed = Signal()
    """``rows`` is a new list, kept or read."""
    read = Signal()
    """``rows`` was read from the server just now; ``listed`` told of it before."""

    def __init__(
        self,
        session: Session,
        connection: Connection,
        details: Details,
        cache: Cache,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.rows: Sequence[ListedMailbox] = ()
        self.standing = Standing()
        self.news = News()
        """What is new, gone or different since the last look."""
        self._session = session
        self._connection = connection
        self._details = details
        self._cache = cache
        self._ticket: Ticket | None = None
        self._started = 0.0
        self._closed = False
        details.arrived.connect(self.news.learn)
        details.hold()  # until the list has come: a dead network is asked once, not for each

    @property
    def is_as_of_now(self) -> bool:
        """Whether the rows are what this run of the program has read."""
        return self.standing.loaded_at is not None and not self.standing.recalled

    @property
    def was_asked(self) -> bool:
        """Whether the list was ever asked for."""
        return self.standing.phase is not Phase.NOT_ASKED

    @property
    def is_busy(self) -> bool:
        """Whether the list or details are being asked for."""
        return self._ticket is not None or self._details.busy

    def is_of(self, waiting: Waiting) -> bool:
        """Whether it is the list that waits."""
        return self._ticket is not None and self._ticket.is_of(waiting)

    def row(self, mailbox_id: int) -> ListedMailbox | None:
        """One mailbox as the list has it; None for one that is not there."""
        return next((row for row in self.rows if row.id == mailbox_id), None)

    def load(self) -> None:
        """Ask for the list; what is known stays until it has come."""
        first = not self.was_asked
        self._details.restart()
        self._ticket = None
        self._started = time.perf_counter()
        self._connection.begins()
        self.standing = replace(self.standing, phase=Phase.LOADING, trouble=None)
        if first:
            self._cache.find(self._recall)
        else:
            self._ask()
        self.standing_changed.emit()  # asked is first: to show this takes longer than to ask

    def stop(self) -> None:
        """Give up what is being asked for; the list before stays."""
        self._details.stop()
        if self._ticket is not None:
            self._ticket.cancel()
        else:
            self.standing_changed.emit()

    def fail(self, trouble: Trouble) -> None:
        """Nothing new comes: because of this, or of what halted everything before."""
        why = self._session.brake.why or trouble
        self._connection.fails(why)
        if self._connection.is_away:
            self._details.hold()
        self._stand(replace(self.standing, phase=Phase.FAILED, trouble=why))

    def tell_who(self, who: Principal) -> None:
        """The server has said who is signed in."""
        self._stand(replace(self.standing, signed_in_as=who.full_name, anonymous=who.anonymous))

    def note_look(self) -> None:
        """The user has seen what is new: from now on, newer things are."""
        self.news.look(self.rows, self._details.known, self.standing.loaded_at)
        self.standing_changed.emit()

    def close(self) -> None:
        """Ask for nothing more."""
        self._closed = True

    def _ask(self) -> None:
        if self._closed or self._ticket is not None or self.standing.phase is not Phase.LOADING:
            return  # the user was quicker, with a refresh or a stop
        self._ticket = self._session.list_mailboxes(
            self._take, tells_rows=self.standing.loaded_at is None
        )

    def _recall(self, kept: CachedProfile | None) -> None:
        """The last good list of an earlier run, unless a newer one was quicker; then ask for one.

        What is kept is painted first: what a connection needs takes the time of several frames.
        """
        if kept is None or self._closed or self.standing.loaded_at is not None:
            self._ask()
            return
        QTimer.singleShot(PAINT_MS, self, self._ask)
        self._details.recall(kept.details)
        loaded_at = datetime.fromtimestamp(kept.listing.loaded_at).astimezone()
        self._show(kept.listing, replace(self.standing, loaded_at=loaded_at, recalled=True))

    def _take(self, outcome: Done[Listing] | Failed) -> None:
        self._ticket = None
        if isinstance(outcome, Failed):
            self.fail(outcome.trouble)
            return
        self._connection.holds()
        self._cache.keep_list(outcome.value.rows, outcome.value.unreadable)
        standing = replace(
            self.standing,
            recalled=False,
            phase=Phase.READY,
            trouble=None,
            loaded_at=datetime.now().astimezone(),
            seconds=time.perf_counter() - self._started,
        )
        self._show(outcome.value, standing)
        self._details.release()
        self.read.emit()

    def _show(self, listing: Listing | CachedList, standing: Standing) -> None:
        self.rows = listing.rows
        self._stand(replace(standing, unreadable=listing.unreadable))
        self.news.take(self.rows, self._details.known, self.standing.loaded_at)
        self.listed.emit()

    def _stand(self, standing: Standing) -> None:
        self.standing = standing
        self.standing_changed.emit()
