"""The journal behind the windows: lines are written by workers, read and kept from here."""

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
"""The setting that says how many days the user keeps the journal; 0 is for ever."""


class JournalService(QObject):
    """Reads the journal, drops what is old, and copies lines where the administrator wants them.

    Copies are made beside all other work: a folder that does not answer holds up no save, and gets
    what it missed when it is back.
    """

    changed = Signal()
    """There is a new line, or a new outcome."""
    export_failed = Signal(object)
    """A JournalExportFailed, once until a copy works again."""

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
        """Writes lines from any worker; ``before_save`` is done just before the first one."""
        on_written = self._dispatcher.weak(self._on_written)
        return JournalWriter(self._store.lazy_store, on_written, before_save)

    def update_policy(self, policy: JournalPolicy) -> None:
        """What the administrator asks for now. At the start of the program nothing is read."""
        self._policy = policy
        if self._maintains:
            self.delete_expired()
            self._export()

    def start_maintenance(self) -> None:
        """There is time for what earlier runs left: old lines, and copies that are missing."""
        if not self._maintains:
            self._maintains = True
            self.update_policy(self._policy)

    @property
    def policy(self) -> JournalPolicy:
        """What the administrator asks for."""
        return self._policy

    def load(self, query: JournalQuery, on_done: Callable[[list[JournalEntry]], None]) -> None:
        """The lines of a search, the newest first; none if the store cannot be read."""

        def finish(outcome: Success[list[JournalEntry]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.journal.find(query), finish)

    def load_bulk_run(
        self, bulk_run_key: str, on_done: Callable[[list[JournalEntry]], None]
    ) -> None:
        """The lines of a run of many saves, the oldest first."""

        def finish(outcome: Success[list[JournalEntry]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.journal.of_bulk_run(bulk_run_key), finish)

    def load_unknown(self, profile_id: str, on_done: Callable[[list[JournalEntry]], None]) -> None:
        """Saves of a profile whose end nobody saw; none if the store cannot be read."""

        def finish(outcome: Success[list[JournalEntry]] | Failure) -> None:
            on_done(outcome.value if isinstance(outcome, Success) else [])

        self._store.submit(lambda store: store.journal.with_unknown_outcome(profile_id), finish)

    def set_outcome(
        self, entry_id: int, outcome: SaveOutcome, reason: str, mailbox_id: int = 0
    ) -> None:
        """A look showed what became of a save."""

        def finish(_outcome: Success[None] | Failure) -> None:
            self._on_written()

        self._store.submit(
            lambda store: store.journal.finish(entry_id, outcome, reason, mailbox_id), finish
        )

    def load_keep_days(self, on_done: Callable[[int], None]) -> None:
        """How many days the user keeps the journal, 0 for ever; the administrator's may be more."""

        def finish(outcome: Success[str] | Failure) -> None:
            text = outcome.value if isinstance(outcome, Success) else ""
            on_done(int(text) if text.isdecimal() else 0)

        self._store.submit(lambda store: store.journal.setting(KEEP_DAYS_SETTING), finish)

    def set_keep_days(self, days: int) -> None:
        """Keep lines so many days from now on, 0 for ever; never fewer than the administrator."""
        self._store.submit(
            lambda store: store.journal.set_setting(KEEP_DAYS_SETTING, str(max(0, days))),
            lambda _done: None,
        )
        self.delete_expired()

    def delete_expired(self) -> None:
        """Drop what is older than both user and administrator keep."""
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
        """Copy nothing more; what is missing is copied by the next run."""
        self._export_queue.close()

    def _on_written(self) -> None:
        self.changed.emit()
        self._export()

    def _export(self) -> None:
        """One run at a time; news that come meanwhile are for the next one."""
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
    """Copy each line that is missing. Raises JournalExportFailed, StoreUnavailable, Cancelled."""
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
