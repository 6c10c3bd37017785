"""Saves the drafts of one profile, and tells what a save did beyond them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import ProfileLocked
from desktop_app.core.mailbox.mailbox import Draft, MailLogin
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.list_state import Way
from desktop_app.services.saving.save import Saved, SaveRequest
from desktop_app.services.snapshots.snapshot_rows import seen_of

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.services.mailbox_list.detail_loader import Details
    from desktop_app.services.mailbox_list.list_loader import MailboxList
    from desktop_app.services.saving.save_journal import Records
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords
    from desktop_app.services.session.session import Session
    from desktop_app.services.session.write_lock import WriteLock


class Saver(QObject):
    """Afterwards the list is read too, because a save may touch more than its mailbox."""

    saved = Signal(object)
    """A Saved."""
    card_changed = Signal(object, object, object)
    """After a save, category or priority of its mailbox is another: id, before, now."""

    def __init__(
        self,
        session: Session,
        lock: WriteLock,
        mailboxes: MailboxList,
        details: Details,
        records: Records,
        passwords: MailboxPasswords | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._lock = lock
        self._list = mailboxes
        self._details = details
        self._records = records
        self._passwords = passwords
        self._row_before: ListedMailbox | None = None
        mailboxes.read.connect(self._compare_card)

    def save(
        self, draft: Draft, deliver: Callable[[Done[Saved] | Failed], None], way: Way
    ) -> Ticket:
        """Save one draft. Of a read-only profile nothing is sent: the outcome is ProfileLocked."""
        if not (self._lock.may_create if draft.creates else self._lock.may_write):
            return self._session.refuse(ProfileLocked(), deliver)
        rows, listed = self._list.rows, self._list.is_as_of_now
        known = frozenset(row.id for row in rows) if listed else None

        def finish(outcome: Done[Saved] | Failed) -> None:
            if isinstance(outcome, Done):
                self._take(outcome.value, way)
            deliver(outcome)

        request = SaveRequest(draft, known, self._reader(draft, way), way.relies_on)
        first = partial(seen_of, rows, dict(self._details.known)) if listed else None
        return self._session.save(request, finish, self._records.of(way, first))

    def _reader(self, draft: Draft, way: Way) -> Callable[[MailLogin], str] | None:
        """What gives the worker a password that is kept on this computer."""
        if self._passwords is None:
            return None
        profile = self._records.profile
        if way.pending:
            return self._passwords.reader(profile, way.pending, SecretName.PENDING_PASSWORD)
        return self._passwords.reader(profile, draft.original.id)

    def _take(self, saved: Saved, way: Way) -> None:
        self._details.put(saved.mailbox)
        self._row_before = self._list.row(saved.mailbox.id)
        self.saved.emit(saved)
        if not way.batch:
            self._list.load()

    def _compare_card(self) -> None:
        before, self._row_before = self._row_before, None
        now = self._list.row(before.id) if before else None
        if before and now:
            old, new = (before.category, before.priority), (now.category, now.priority)
            if old != new:
                self.card_changed.emit(now.id, old, new)
