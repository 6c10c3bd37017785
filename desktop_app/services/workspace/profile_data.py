"""The local store and the services of all profiles, each created when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.profiles.policy import JournalPolicy
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.store.store_service import SHUTDOWN_SECONDS, StoreService

if TYPE_CHECKING:  # lazy: start
    from desktop_app.services.bulk.run_history import BulkRunHistory
    from desktop_app.services.journal.journal_service import JournalService
    from desktop_app.services.mailbox_list.column_layouts import ColumnLayoutService
    from desktop_app.services.snapshots.snapshot_service import SnapshotService


class ProfileData(StoreService):
    """The store, and the services built on it that are shared by all profiles. GUI thread."""

    def __init__(self, folder: Callable[[], Path], dispatcher: MainThreadDispatcher) -> None:
        super().__init__(folder, dispatcher)
        self._journal_policy = JournalPolicy()

    @cached_property
    def journal(self) -> JournalService:
        """The journal of saves and their outcomes."""
        from desktop_app.services.journal.journal_service import JournalService  # lazy: start

        return JournalService(self, self._dispatcher, self._journal_policy)

    @cached_property
    def snapshots(self) -> SnapshotService:
        """The snapshots of mailbox lists."""
        from desktop_app.services.snapshots.snapshot_service import SnapshotService  # lazy: start

        return SnapshotService(self)

    @cached_property
    def run_history(self) -> BulkRunHistory:
        """The bulk runs of all profiles."""
        from desktop_app.services.bulk.run_history import BulkRunHistory  # lazy: start

        return BulkRunHistory(self)

    @cached_property
    def column_layouts(self) -> ColumnLayoutService:
        """The column layouts of the lists."""
        from desktop_app.services.mailbox_list.column_layouts import (  # lazy: start
            ColumnLayoutService,
        )

        return ColumnLayoutService(self._folder, self._dispatcher)

    def update_settings(self, journal_policy: JournalPolicy) -> None:
        """Apply the administrator's rules for the journal."""
        self._journal_policy = journal_policy
        if "journal" in vars(self):
            self.journal.update_policy(journal_policy)

    def close(self) -> None:
        """Finish the queued work, then stop the workers."""
        if "journal" in vars(self):
            self.journal.close()
        if "column_layouts" in vars(self):
            self.column_layouts.finish(SHUTDOWN_SECONDS)
        super().close()
