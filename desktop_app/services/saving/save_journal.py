"""Records the saves of a profile in the journal, and settles unknown outcomes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.journal import JournalContext
from desktop_app.core.profiles.profile import Profile
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, Success
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.list_state import SaveOptions
from desktop_app.services.saving.outcome_lookup import LookupResult, can_settle, look_up_outcome
from desktop_app.services.session.session import Session
from desktop_app.services.snapshots.snapshot_rows import new_snapshot, save_first_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.core.journal import JournalEntry
    from desktop_app.core.profiles.server_info import Principal
    from desktop_app.core.snapshot import SnapshotRow
    from desktop_app.services.journal.journal_service import JournalService
    from desktop_app.services.journal.journal_writer import JournalTarget


class SaveJournal(QObject):
    """The journal of one profile's saves. GUI thread; without a journal it does nothing.

    ``principal`` is the signed-in user as the server says; None until known.
    """

    mailbox_found = Signal(object)
    """A Mailbox that was read to settle the outcome of a save."""

    def __init__(
        self, profile: Profile, journal: JournalService | None, session: Session, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.profile = profile
        self.principal: Principal | None = None
        self.is_closed = False
        self._journal = journal
        self._session = session

    @property
    def signed_in_as(self) -> str:
        """The signed-in user's name from the server, or else the profile's user name."""
        if self.principal is None:
            return self.profile.user_name
        names = (
            self.principal.full_name,
            f"({self.principal.user_name})" if self.principal.user_name else "",
        )
        return " ".join(filter(None, names))

    def target_for(
        self, options: SaveOptions, build_rows: Callable[[], Sequence[SnapshotRow]] | None = None
    ) -> JournalTarget | None:
        """Return the writer and the context for the entries of a save; None without a journal.

        ``build_rows`` runs in the worker, and returns the rows of the snapshot that is stored
        before the first save to a profile.
        """
        if self._journal is None:
            return None
        profile = self.profile
        case = JournalContext(
            profile.id, profile.name, self.signed_in_as, options.operation_id, options.bulk_run_id
        )
        if build_rows is None:
            return self._journal.writer(), case
        about = new_snapshot(profile, "", automatic=True)
        return self._journal.writer(
            lambda store: save_first_snapshot(store, about, build_rows)
        ), case

    def settle_unknown(self) -> None:
        """Look up the profile's saves with unknown outcome; none is sent again."""
        if self._journal is not None:
            self._journal.start_maintenance()
            self._journal.load_unknown(self.profile.id, self._look_up_outcomes)

    def _look_up_outcomes(self, entries: list[JournalEntry]) -> None:
        for entry in () if self.is_closed else filter(can_settle, entries):
            self._look_up_outcome(entry)

    def _look_up_outcome(self, entry: JournalEntry) -> None:
        def work(client: MailboxClient, stop: CancelToken) -> LookupResult:
            return look_up_outcome(client, entry, stop)

        self._session.run_read(work, partial(self._on_outcome, entry))

    def _on_outcome(self, entry: JournalEntry, outcome: Success[LookupResult] | Failure) -> None:
        if isinstance(outcome, Failure) or self._journal is None:
            return  # looked up again after the next list
        found = outcome.value
        number = found.mailbox.id if found.mailbox is not None else 0
        self._journal.set_outcome(entry.id, found.outcome, found.reason, number)
        if found.mailbox is not None:
            self.mailbox_found.emit(found.mailbox)
