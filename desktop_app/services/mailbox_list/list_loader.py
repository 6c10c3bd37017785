"""The list of one profile: as it was kept, as it comes in, and how it stands."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.errors import AppError
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.list_state import ListPhase, ListState
from desktop_app.services.mailbox_list.list_changes import ListChanges

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import (
        CachedList,
        CachedProfile,
        ListedMailbox,
        Listing,
    )
    from desktop_app.core.profiles.server_info import Principal
    from desktop_app.core.retry import RetryNotice
    from desktop_app.services.mailbox_list.detail_loader import DetailLoader
    from desktop_app.services.mailbox_list.list_cache import ListCache
    from desktop_app.services.session.connection_state import ConnectionState
    from desktop_app.services.session.session import Session

PAINT_DELAY_MS = 60
"""What a kept list has for being painted, before a connection is made."""


class ListLoader(QObject):
    """The rows and how they stand. The first time, the last good list is brought back before."""

    state_changed = Signal()
    list_changed = Signal()
    """``rows`` is a new list, kept or read."""
    list_fetched = Signal()
    """``rows`` was read from the server just now; ``list_changed`` told of it before."""

    def __init__(
        self,
        session: Session,
        connection: ConnectionState,
        details: DetailLoader,
        cache: ListCache,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.rows: Sequence[ListedMailbox] = ()
        self.state = ListState()
        self.changes = ListChanges()
        """What is new, gone or different since the last look."""
        self._session = session
        self._connection = connection
        self._details = details
        self._cache = cache
        self._job: Job | None = None
        self._started_at = 0.0
        self._is_closed = False
        details.arrived.connect(self.changes.add_details)
        details.suspend()  # until the list has come: a dead network is asked once, not for each

    @property
    def is_current(self) -> bool:
        """Whether the rows are what this run of the program has read."""
        return self.state.loaded_at is not None and not self.state.is_from_cache

    @property
    def was_requested(self) -> bool:
        """Whether the list was ever asked for."""
        return self.state.phase is not ListPhase.NOT_REQUESTED

    @property
    def is_busy(self) -> bool:
        """Whether the list or details are being asked for."""
        return self._job is not None or self._details.is_busy

    def owns_retry(self, notice: RetryNotice) -> bool:
        """Whether it is the list that waits."""
        return self._job is not None and self._job.owns_retry(notice)

    def row(self, mailbox_id: int) -> ListedMailbox | None:
        """One mailbox as the list has it; None for one that is not there."""
        return next((row for row in self.rows if row.id == mailbox_id), None)

    def load(self) -> None:
        """Ask for the list; what is known stays until it has come."""
        first = not self.was_requested
        self._details.restart()
        self._job = None
        self._started_at = time.perf_counter()
        self._connection.list_started()
        self.state = replace(self.state, phase=ListPhase.LOADING, error=None)
        if first:
            self._cache.load(self._on_cached)
        else:
            self._request()
        self.state_changed.emit()  # asked is first: to show this takes longer than to ask

    def stop(self) -> None:
        """Give up what is being asked for; the list before stays."""
        self._details.stop()
        if self._job is not None:
            self._job.cancel()
        else:
            self.state_changed.emit()

    def fail(self, error: AppError) -> None:
        """Nothing new comes: because of this, or of what halted everything before."""
        why = self._session.circuit_breaker.reason or error
        self._connection.list_failed(why)
        if self._connection.is_offline:
            self._details.suspend()
        self._set_state(replace(self.state, phase=ListPhase.FAILED, error=why))

    def set_principal(self, principal: Principal) -> None:
        """The server has said who is signed in."""
        self._set_state(
            replace(self.state, signed_in_as=principal.full_name, is_anonymous=principal.anonymous)
        )

    def mark_seen(self) -> None:
        """The user has seen what is new: from now on, newer things are."""
        self.changes.mark_seen(self.rows, self._details.known, self.state.loaded_at)
        self.state_changed.emit()

    def close(self) -> None:
        """Ask for nothing more."""
        self._is_closed = True

    def _request(self) -> None:
        if self._is_closed or self._job is not None or self.state.phase is not ListPhase.LOADING:
            return  # the user was quicker, with a refresh or a stop
        self._job = self._session.list_mailboxes(
            self._on_listing, emit_rows=self.state.loaded_at is None
        )

    def _on_cached(self, cached: CachedProfile | None) -> None:
        """The last good list of an earlier run, unless a newer one was quicker; then ask for one.

        What is kept is painted first: what a connection needs takes the time of several frames.
        """
        if cached is None or self._is_closed or self.state.loaded_at is not None:
            self._request()
            return
        QTimer.singleShot(PAINT_DELAY_MS, self, self._request)
        self._details.restore_cached(cached.details)
        loaded_at = datetime.fromtimestamp(cached.listing.loaded_at).astimezone()
        self._show(cached.listing, replace(self.state, loaded_at=loaded_at, is_from_cache=True))

    def _on_listing(self, outcome: Success[Listing] | Failure) -> None:
        self._job = None
        if isinstance(outcome, Failure):
            self.fail(outcome.error)
            return
        self._connection.list_succeeded()
        self._cache.save_list(outcome.value.rows, outcome.value.unreadable)
        state = replace(
            self.state,
            is_from_cache=False,
            phase=ListPhase.READY,
            error=None,
            loaded_at=datetime.now().astimezone(),
            load_seconds=time.perf_counter() - self._started_at,
        )
        self._show(outcome.value, state)
        self._details.resume()
        self.list_fetched.emit()

    def _show(self, listing: Listing | CachedList, state: ListState) -> None:
        self.rows = listing.rows
        self._set_state(replace(state, unreadable_count=listing.unreadable))
        self.changes.update(self.rows, self._details.known, self.state.loaded_at)
        self.list_changed.emit()

    def _set_state(self, state: ListState) -> None:
        self.state = state
        self.state_changed.emit()
