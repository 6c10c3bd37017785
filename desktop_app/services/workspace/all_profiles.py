"""Refresh all profiles one after another, and search their stored lists without a connection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.snapshot import SnapshotRow, search
from desktop_app.services.background import Failure, Success
from desktop_app.services.snapshots.snapshot_rows import last_list_rows
from desktop_app.services.workspace.workspace import ListPhase, Workspace

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService

MAX_DETAILS = 500
"""How many mailboxes of each profile have their details loaded, for use without a connection."""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A mailbox that matches a search, and its profile."""

    profile: Profile
    row: SnapshotRow


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The mailboxes that match a search, and what the search could not look at.

    ``unread_count`` are mailboxes that do not match by what the list says, and whose details are
    not on this computer; ``unlisted_count`` are profiles without a list on this computer.
    """

    hits: list[SearchHit]
    unread_count: int = 0
    unlisted_count: int = 0


class RefreshAll(QObject):
    """Refreshes the profiles one after another, on the GUI thread; the network runs in workers.

    The user has asked for it, so each profile signs in once. A profile whose session is halted,
    because its sign-in was refused before, is skipped.
    """

    progressed = Signal()
    """Another profile is finished, or details of another mailbox arrived."""
    ended = Signal()

    def __init__(
        self,
        profiles: Sequence[Profile],
        workspace_for: Callable[[Profile], Workspace],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.total = len(profiles)
        self.done_count = 0
        self.errors: dict[str, AppError] = {}
        """Why a profile could not be refreshed, by profile id."""
        self.current: Profile | None = None
        self._queue = list(profiles)
        self._workspace_for = workspace_for
        self._workspace: Workspace | None = None
        self._list_loaded = False
        self._is_stopped = False

    def start(self) -> None:
        """Start with the first profile."""
        self._advance()

    def stop(self) -> None:
        """Start no other profile and emit ``ended``; a refresh under way continues."""
        self._is_stopped = True
        self._queue.clear()
        self._detach()
        self.ended.emit()

    def _advance(self) -> None:
        self._detach()
        if self._is_stopped:
            return
        if not self._queue:
            self.current = None
            self.ended.emit()
            return
        self.current = self._queue.pop(0)
        workspace = self._workspace = self._workspace_for(self.current)
        self._list_loaded = False
        workspace.state_changed.connect(self._on_progress)
        workspace.details.progressed.connect(self._on_progress)
        if workspace.is_halted:
            self._on_progress()
        else:
            workspace.refresh()

    def _detach(self) -> None:
        if self._workspace is not None:
            self._workspace.state_changed.disconnect(self._on_progress)
            self._workspace.details.progressed.disconnect(self._on_progress)
            self._workspace = None

    def _on_progress(self) -> None:
        workspace = self._workspace
        if workspace is None or self.current is None:
            return
        state = workspace.list_state
        if state.phase is ListPhase.FAILED and state.error is not None:
            self.errors[self.current.id] = state.error
            self._finish_profile()
        elif state.phase is ListPhase.READY and not self._list_loaded:
            self._list_loaded = True
            workspace.details.load_all([row.id for row in workspace.rows][:MAX_DETAILS])
            self._finish_when_read(workspace)
        elif self._list_loaded:
            self._finish_when_read(workspace)

    def _finish_when_read(self, workspace: Workspace) -> None:
        if workspace.details.progress is not None:
            self.progressed.emit()
        else:
            self._finish_profile()

    def _finish_profile(self) -> None:
        self.done_count += 1
        self.progressed.emit()
        self._advance()


def search_all(
    store: StoreService,
    profiles: Sequence[Profile],
    query: str,
    on_done: Callable[[SearchResult], None],
) -> None:
    """Search the stored lists of all profiles for mailboxes that match ``query``.

    ``on_done`` gets the result on the GUI thread; one without hits if the store cannot be read.
    """

    def work(shelf: LocalStore) -> SearchResult:
        hits: list[SearchHit] = []
        unread = unlisted = 0
        for profile in profiles:
            rows = last_list_rows(shelf, profile.list_key)
            found = search(rows or [], query)
            hits += [SearchHit(profile, seen) for seen in found]
            unread += _unread_count(rows or []) - _unread_count(found)
            unlisted += rows is None
        return SearchResult(hits, unread, unlisted)

    def finish(outcome: Success[SearchResult] | Failure) -> None:
        on_done(outcome.value if isinstance(outcome, Success) else SearchResult([]))

    store.submit(work, finish)


def _unread_count(rows: Sequence[SnapshotRow]) -> int:
    return sum(row.values is None for row in rows)
