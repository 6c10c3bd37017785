"""Saves the drafts of one profile, and reports side effects of a save."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import ProfileLocked
from desktop_app.core.errors.saving import (
    NewMailboxIncomplete,
    PasswordNotKept,
    SaveOutcomeUnknown,
)
from desktop_app.core.mailbox.mailbox import (
    Draft,
    KeepBehaviour,
    KeepPassword,
    MailLogin,
    SendSavedPassword,
)
from desktop_app.core.mailbox.validation import missing_fields
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.list_state import SaveOptions
from desktop_app.services.saving.journaled_save import journaled_save
from desktop_app.services.saving.save import SaveRequest, SaveResult
from desktop_app.services.snapshots.snapshot_rows import snapshot_rows

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.services.mailbox_list.detail_loader import DetailLoader
    from desktop_app.services.mailbox_list.list_loader import ListLoader
    from desktop_app.services.saving.save_journal import SaveJournal
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
    from desktop_app.services.session.server_facts import ServerFacts
    from desktop_app.services.session.session import Session
    from desktop_app.services.session.write_lock import WriteLock


class SaveService(QObject):
    """Saves drafts, then reloads the list: a save may change more than its mailbox. GUI thread."""

    saved = Signal(object)
    """A SaveResult."""
    list_values_changed = Signal(object, object, object)
    """A save changed the category or priority of its mailbox: id, old pair, new pair."""

    def __init__(
        self,
        session: Session,
        write_lock: WriteLock,
        list_loader: ListLoader,
        detail_loader: DetailLoader,
        save_journal: SaveJournal,
        server_facts: ServerFacts,
        passwords: MailboxPasswordService | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._write_lock = write_lock
        self._list_loader = list_loader
        self._detail_loader = detail_loader
        self._save_journal = save_journal
        self._server_facts = server_facts
        self._passwords = passwords
        self._row_before: ListedMailbox | None = None
        list_loader.list_fetched.connect(self._compare_list_values)

    def save(
        self,
        draft: Draft,
        on_done: Callable[[Success[SaveResult] | Failure], None],
        options: SaveOptions,
    ) -> Job:
        """Save one draft; ``on_done`` gets ProfileLocked if the profile is read-only.

        In a bulk run, a draft without a password gets PasswordNotKept on a server that clears the
        stored one: no run may clear the passwords of many mailboxes. A new mailbox that lacks what
        its type needs gets NewMailboxIncomplete, wherever its draft comes from.
        """
        if not (self._write_lock.may_create if draft.is_new else self._write_lock.may_write):
            return self._session.fail(ProfileLocked(), on_done)
        if missing := missing_fields(draft):
            return self._session.fail(NewMailboxIncomplete(missing), on_done)
        keeps = isinstance(draft.password, KeepPassword) and not draft.is_new
        clears = self._server_facts.keep_behaviour is KeepBehaviour.DESTROYS
        if keeps and clears and options.bulk_run_id:
            return self._session.fail(PasswordNotKept(), on_done)
        rows, listed = self._list_loader.rows, self._list_loader.is_current
        # what a bulk run creates was reviewed earlier, with a list that may have been older
        asks = draft.is_new and not options.bulk_run_id
        seen = frozenset(row.id for row in rows) if asks else frozenset[int]()

        def finish(outcome: Success[SaveResult] | Failure) -> None:
            if keeps and _has_lost_password(outcome):
                self._server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
            if isinstance(outcome, Success):
                first = self._server_facts.is_first_save and outcome.value.was_sent
                outcome = Success(replace(outcome.value, is_first=first))
                self._on_saved(outcome.value, options)
                self._record_login(draft, outcome.value, options)
                if not options.bulk_run_id:
                    self._server_facts.remember_choices(draft)
            on_done(outcome)

        request = SaveRequest(draft, seen, self._password_reader(draft, options))
        known, language = dict(self._detail_loader.known), self._list_loader.language
        first = partial(snapshot_rows, rows, known, language) if listed else None
        journal = self._save_journal.target_for(options, first)
        return self._session.run_save(
            lambda client, stop: journaled_save(client, request, stop, journal), finish
        )

    def _password_reader(
        self, draft: Draft, options: SaveOptions
    ) -> Callable[[MailLogin], str] | None:
        """Return a function that reads a saved password in the worker; None without a store."""
        if self._passwords is None:
            return None
        profile = self._save_journal.profile
        if options.pending_change_id:
            return self._passwords.reader(
                profile, options.pending_change_id, SecretName.PENDING_PASSWORD
            )
        return self._passwords.reader(profile, draft.original.id)

    def _record_login(self, draft: Draft, result: SaveResult, options: SaveOptions) -> None:
        """Bind the sent password to the whole login, if an older version stored it."""
        password, waits = draft.password, options.pending_change_id
        sent = isinstance(password, SendSavedPassword) and not password.login.is_whole
        if sent and not waits and self._passwords is not None:
            login = MailLogin.of(draft.result)
            self._passwords.record_login(self._save_journal.profile, result.mailbox.id, login)

    def _on_saved(self, result: SaveResult, options: SaveOptions) -> None:
        self._detail_loader.add(result.mailbox)
        self._row_before = self._list_loader.row(result.mailbox.id)
        self.saved.emit(result)
        if not options.bulk_run_id:
            self._list_loader.load()

    def _compare_list_values(self) -> None:
        before, self._row_before = self._row_before, None
        now = self._list_loader.row(before.id) if before else None
        if before and now:
            old, new = (before.category, before.priority), (now.category, now.priority)
            if old != new:
                self.list_values_changed.emit(now.id, old, new)


def _has_lost_password(outcome: Success[SaveResult] | Failure) -> bool:
    if isinstance(outcome, Success):
        return outcome.value.password_lost
    return isinstance(outcome.error, SaveOutcomeUnknown) and outcome.error.password_lost
