"""Reads, purges and exports the journal for the windows; worker threads write the entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import JournalExportFailed
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import (
    Failure,
    MainThreadDispatcher,
    Success,
    WorkQueue,
    no_resource,
)
from desktop_app.services.journal.journal_writer import JournalWriter
from desktop_app.services.store.lazy_store import LazyStore

if TYPE_CHECKING:
    from desktop_app.core.journal import JournalEntry, JournalQuery, SaveOutcome
    from desktop_app.core.profiles.policy import JournalPolicy
    from desktop_app.services.store.local_store import LocalStore
    from desktop_app.services.store.store_service import StoreService

KEEP_DAYS_SETTING = "journal days"
"""The setting of how many days the user keeps the journal; 0 means for ever."""


class JournalService(QObject):
    """Reads, purges and exports the journal as the policy says. GUI thread.

    The export has a worker of its own: a folder that does not respond delays no save, and gets the
    missing entries when it is available again.
    """

    changed = Signal()
    """An entry was added or deleted, or has a new outcome."""
    export_failed = Signal(object)
    """The AppError of a failed export; not repeated until an export succeeds."""

    def __init__(
        self, store: StoreService, dispatcher: MainThreadDispatcher, policy: JournalPolicy
    ) -> None:
        super().__init__(store)
        self._store = store
        self._dispatcher = dispatcher
        self._policy = policy
        self._maintains = False
        self._failure_reported = False
        self._is_exporting = False
        self._export_again = False
        self._export_queue = WorkQueue("journal copies", 1, no_resource, dispatcher)

    def writer(self, before_save: Callable[[LocalStore], None] | None = None) -> JournalWriter:
        """Return a writer for any thread; ``before_save`` runs just before a save's entry."""
        on_written = self._dispatcher.weak(self._on_written)
        return JournalWriter(self._store.lazy_store, on_written, before_save)

    def update_policy(self, policy: JournalPolicy) -> None:
        """Apply a policy; before ``start_maintenance`` nothing is read."""
        self._policy = policy
        if self._maintains:
            self.delete_expired()
            self._export()

    def start_maintenance(self) -> None:
        """Delete expired entries and export missing ones, on the first call only."""
        if not self._maintains:
            self._maintains = True
            self.update_policy(self._policy)

    @property
    def policy(self) -> JournalPolicy:
        """The administrator's rules for the journal."""
        return self._policy

    def load(
        self,
        query: JournalQuery,
        on_done: Callable[[list[JournalEntry]], None],
        text_of: Callable[[JournalEntry], str] | None = None,
    ) -> None:
        """Load the entries of a search, newest first; none if the store cannot be read.

        ``text_of`` returns the text of an entry that is searched, and runs in the worker; None
        searches the words that are stored.
        """

        def finish(outcome: Success[list[JournalEntry]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.journal.find(query, text_of=text_of), finish)

    def load_bulk_run(
        self, bulk_run_key: str, on_done: Callable[[list[JournalEntry]], None]
    ) -> None:
        """Load the entries of a bulk run, oldest first; none if the store cannot be read."""

        def finish(outcome: Success[list[JournalEntry]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.journal.of_bulk_run(bulk_run_key), finish)

    def load_unknown(self, profile_id: str, on_done: Callable[[list[JournalEntry]], None]) -> None:
        """Load a profile's saves with unknown outcome; none if the store cannot be read."""

        def finish(outcome: Success[list[JournalEntry]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.journal.with_unknown_outcome(profile_id), finish)

    def set_outcome(
        self, entry_id: int, outcome: SaveOutcome, reason: str, mailbox_id: int = 0
    ) -> None:
        """Store the outcome of a save that a lookup found."""

        def finish(_outcome: Success[None] | Failure) -> None:
            self._on_written()

        self._store.submit(
            lambda store: store.journal.finish(entry_id, outcome, reason, mailbox_id), finish
        )

    def load_keep_days(self, on_done: Callable[[int], None]) -> None:
        """Load the user's number of days to keep, 0 for ever; the policy may require more."""

        def finish(outcome: Success[str] | Failure) -> None:
            text = outcome.value if isinstance(outcome, Success) else ""
            on_done(int(text) if text.isdecimal() else 0)

        self._store.submit(lambda store: store.journal.setting(KEEP_DAYS_SETTING), finish)

    def set_keep_days(self, days: int) -> None:
        """Store how many days to keep entries, 0 for ever; the policy's minimum still applies."""
        self._store.submit(
            lambda store: store.journal.set_setting(KEEP_DAYS_SETTING, str(max(0, days))),
            lambda _done: None,
        )
        self.delete_expired()

    def delete_expired(self) -> None:
        """Delete entries older than both the user's setting and the policy's minimum."""
        least = self._policy.keep_days

        def work(store: LocalStore) -> int:
            text = store.journal.setting(KEEP_DAYS_SETTING)
            days = int(text) if text.isdecimal() else 0
            return store.journal.purge(max(days, least) if days else 0)

        def finish(outcome: Success[int] | Failure) -> None:
            if isinstance(outcome, Success) and outcome.value:
                self.changed.emit()

        self._store.submit(work, finish)

    def close(self) -> None:
        """Stop exporting; the next run of the program exports the missing entries."""
        self._export_queue.close()

    def _on_written(self) -> None:
        self.changed.emit()
        self._export()

    def _export(self) -> None:
        """Start an export, or another one after the current export."""
        rules = self._policy
        if not (rules.folder or rules.system_log):
            return
        if self._is_exporting:
            self._export_again = True
            return
        self._is_exporting, self._export_again = True, False
        store = self._store.lazy_store
        self._export_queue.submit(
            lambda _none, stop: _export_entries(store, rules, stop), self._on_exported
        )

    def _on_exported(self, outcome: Success[None] | Failure) -> None:
        self._is_exporting = False
        failed = isinstance(outcome, Failure)
        if isinstance(outcome, Failure) and not self._failure_reported:
            self.export_failed.emit(outcome.error)
        self._failure_reported = failed
        if self._export_again:
            self._export()


def _export_entries(store: LazyStore, policy: JournalPolicy, stop: CancelToken) -> None:
    """Export each missing entry. Raises JournalExportFailed, StoreUnavailable, Cancelled."""
    from desktop_app.storage.journal_export import export_entry  # lazy: start

    for entry in store.run(lambda opened: opened.journal.not_exported()):
        stop.check()
        try:
            export_entry(entry, policy)
        except OSError as error:
            raise JournalExportFailed(error.strerror or type(error).__name__) from None
        _mark_exported(store, entry)


def _mark_exported(store: LazyStore, entry: JournalEntry) -> None:
    store.run(lambda opened: opened.journal.mark_exported(entry))
