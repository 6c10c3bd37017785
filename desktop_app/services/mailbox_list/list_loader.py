"""Loads the list of a profile, from the cache and from the server."""

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
"""Milliseconds to paint a cached list before a connection is made."""


class ListLoader(QObject):
    """The rows of the list and their state; the cached list comes first. GUI thread."""

    state_changed = Signal()
    list_changed = Signal()
    """``rows`` is a new list, from the cache or the server."""
    list_fetched = Signal()
    """``rows`` was just read from the server; emitted after ``list_changed``."""

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
        self.language: str | None = None
        """The language of the list's categories and priorities; None if it is not known."""
        self.changes = ListChanges()
        """What is new, removed or changed since changes were last marked as seen."""
        self._session = session
        self._connection = connection
        self._details = details
        self._cache = cache
        self._job: Job | None = None
        self._started_at = 0.0
        self._is_closed = False
        details.arrived.connect(self.changes.add_details)
        details.suspend()  # until the list arrives: on a dead network only one request fails

    @property
    def is_current(self) -> bool:
        """Whether the rows were read from the server in this run of the program."""
        return self.state.loaded_at is not None and not self.state.is_from_cache

    @property
    def was_requested(self) -> bool:
        """Whether a load of the list was ever started."""
        return self.state.phase is not ListPhase.NOT_REQUESTED

    @property
    def is_busy(self) -> bool:
        """Whether a request for the list or for details is under way."""
        return self._job is not None or self._details.is_busy

    def owns_retry(self, notice: RetryNotice) -> bool:
        """Return whether a retry notice is about the request for the list."""
        return self._job is not None and self._job.owns_retry(notice)

    def row(self, mailbox_id: int) -> ListedMailbox | None:
        """Return the row of a mailbox; None if the list has no such mailbox."""
        return next((row for row in self.rows if row.id == mailbox_id), None)

    def load(self) -> None:
        """Load the list; the rows stay until the new ones have arrived."""
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
        self.state_changed.emit()  # after the request, which takes less time than showing the state

    def stop(self) -> None:
        """Cancel the current requests; the rows stay."""
        self._details.stop()
        if self._job is not None:
            self._job.cancel()
        else:
            self.state_changed.emit()

    def fail(self, error: AppError) -> None:
        """Show that loading failed with ``error``, or with the error that halted the session."""
        why = self._session.circuit_breaker.reason or error
        self._connection.list_failed(why)
        if self._connection.is_offline:
            self._details.suspend()
        self._set_state(replace(self.state, phase=ListPhase.FAILED, error=why))

    def set_principal(self, principal: Principal) -> None:
        """Show who is signed in, as the server says."""
        self._set_state(
            replace(self.state, signed_in_as=principal.full_name, is_anonymous=principal.anonymous)
        )

    def mark_seen(self) -> None:
        """Mark the changes of the list as seen."""
        self.changes.mark_seen(self.rows, self._details.known, self.state.loaded_at, self.language)
        self.state_changed.emit()

    def close(self) -> None:
        """Start no more requests for the list."""
        self._is_closed = True

    def _request(self) -> None:
        if self._is_closed or self._job is not None or self.state.phase is not ListPhase.LOADING:
            return  # the user has refreshed or stopped meanwhile
        self._job = self._session.list_mailboxes(
            self._on_listing, emit_rows=self.state.loaded_at is None
        )

    def _on_cached(self, cached: CachedProfile | None) -> None:
        """Show the cached list, unless the server's list arrived earlier; then request the list.

        The cached list is painted first, because connecting takes as long as several frames.
        """
        if cached is None or self._is_closed or self.state.loaded_at is not None:
            self._request()
            return
        QTimer.singleShot(PAINT_DELAY_MS, self, self._request)
        self._details.restore_cached(cached.details)
        loaded_at = datetime.fromtimestamp(cached.listing.loaded_at).astimezone()
        state = replace(self.state, loaded_at=loaded_at, is_from_cache=True)
        self._show(cached.listing, state, cached.listing.language)

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
        self._show(outcome.value, state, self._cache.language)
        self._details.resume()
        self.list_fetched.emit()

    def _show(self, listing: Listing | CachedList, state: ListState, language: str | None) -> None:
        self.rows = listing.rows
        self._set_state(replace(state, unreadable_count=listing.unreadable))
        self.language = language
        self.changes.update(self.rows, self._details.known, self.state.loaded_at, self.language)
        self.list_changed.emit()

    def _set_state(self, state: ListState) -> None:
        self.state = state
        self.state_changed.emit()
