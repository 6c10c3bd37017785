"""The database of version 0.1.0 gives back every value that was put into it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from desktop_app.core.journal import PROGRAM_ENDED, JournalQuery, SaveOutcome
from desktop_app.core.mailbox_list.listing import CachedList
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.journal.journal_service import KEEP_DAYS_SETTING
from desktop_app.services.store.local_store import LocalStore
from desktop_app.storage.bulk_runs import BulkRunStore
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.cached_lists import CachedListStore
from desktop_app.storage.drafts import DraftStore
from desktop_app.storage.journal import JournalStore
from desktop_app.storage.mail_checks import MailCheckStore
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.saved_passwords import SavedPasswordStore
from desktop_app.storage.server_facts import ServerFactStore
from desktop_app.storage.snapshots import SnapshotStore
from tests.unit.older_data.edits import (
    DRAFT_TIMES,
    DRAFTS,
    PENDING,
    RUN_KEYS,
    RUNS,
    SENT_KEY,
    saved_draft,
)
from tests.unit.older_data.journal import ENTRIES, EXPORTED, STORED_SETTING
from tests.unit.older_data.mailboxes import (
    ACME_DETAILS,
    ACME_LIST,
    BETA_DETAILS,
    BETA_LIST,
    EMPTY_LIST,
)
from tests.unit.older_data.others import (
    CHECKS,
    KEEP_BEHAVIOURS,
    PASSWORDS,
    SAVED_BEFORE,
    SNAPSHOTS,
    UNCONFIRMED,
)
from tests.unit.older_data.profiles import ACME, BETA, BETA_STAGE, GAMMA


def list_of(connection: sqlite3.Connection, profile: Profile) -> CachedList | None:
    """The last list of a profile, its rows as a tuple."""
    found = CachedListStore(connection).of_profile(profile.list_key)
    return found and CachedList(tuple(found.rows), found.loaded_at, found.unreadable)


def test_the_last_lists(old: sqlite3.Connection) -> None:
    assert list_of(old, ACME) == ACME_LIST
    assert list_of(old, BETA) == BETA_LIST
    assert list_of(old, BETA_STAGE) == EMPTY_LIST
    assert list_of(old, GAMMA) is None


def test_details(old: sqlite3.Connection) -> None:
    assert CachedDetailStore(old).of_profile(ACME.list_key) == ACME_DETAILS
    assert CachedDetailStore(old).of_profile(BETA.list_key) == BETA_DETAILS


def test_drafts(old: sqlite3.Connection) -> None:
    for profile_id, drafts in DRAFTS.items():
        expected = map(saved_draft, drafts, DRAFT_TIMES[profile_id])
        assert DraftStore(old).of_profile(profile_id) == list(expected)


def test_pending_changes(old: sqlite3.Connection) -> None:
    assert PendingChangeStore(old).all() == list(PENDING)


def test_bulk_runs(old: sqlite3.Connection) -> None:
    assert BulkRunStore(old).of_profile(ACME.id) == list(reversed(RUNS))


def test_the_journal(old: sqlite3.Connection) -> None:
    journal = JournalStore(old)
    assert journal.find(JournalQuery()) == list(reversed(ENTRIES))
    assert {entry.id for entry in journal.not_exported()} == {e.id for e in ENTRIES} - set(EXPORTED)
    assert journal.setting(KEEP_DAYS_SETTING) == STORED_SETTING[1]
    for outcome in SaveOutcome:
        wanted = [entry for entry in reversed(ENTRIES) if entry.outcome is outcome]
        assert journal.find(JournalQuery(outcomes=frozenset({outcome}))) == wanted


def test_the_journal_finds_what_belongs_together(old: sqlite3.Connection) -> None:
    journal = JournalStore(old)
    assert [entry.outcome for entry in journal.of_operation(SENT_KEY)] == [SaveOutcome.DONE]
    (run,) = (run for run in RUNS if run.key in {entry.context.bulk_run_key for entry in ENTRIES})
    entries = journal.of_bulk_run(RUN_KEYS[run.kind])
    assert [entry.context.operation_id for entry in entries] == [
        run.operation_id(8),
        run.operation_id(9),
    ]


def test_snapshots(old: sqlite3.Connection) -> None:
    snapshots = SnapshotStore(old)
    assert snapshots.of_profile() == [snapshot for snapshot, _ in reversed(SNAPSHOTS)]
    for snapshot, rows in SNAPSHOTS:
        assert snapshots.load_rows(snapshot.id) == list(rows)


def test_mail_checks(old: sqlite3.Connection) -> None:
    for profile_id, checks in CHECKS.items():
        assert MailCheckStore(old).of_profile(profile_id) == list(checks)


def test_server_facts(old: sqlite3.Connection) -> None:
    facts = ServerFactStore(old)
    assert {key: facts.keep_behaviour(*key) for key in KEEP_BEHAVIOURS} == KEEP_BEHAVIOURS
    assert [p.id for p in (ACME, BETA) if facts.has_saved(p.id)] == list(SAVED_BEFORE)


def test_saved_passwords(old: sqlite3.Connection) -> None:
    passwords = SavedPasswordStore(old)
    assert passwords.confirmed() == list(PASSWORDS)
    assert set(passwords.all_including_unconfirmed()) == {*PASSWORDS, UNCONFIRMED}


def test_the_store_finds_what_was_under_way_when_the_program_was_killed(folder: Path) -> None:
    store = LocalStore(folder, lambda _replaced: None)
    (begun,) = (entry for entry in ENTRIES if entry.outcome is SaveOutcome.UNDER_WAY)
    found = store.run(lambda opened: opened.journal.with_unknown_outcome(begun.context.profile_id))
    assert [(e.id, e.reason) for e in found] == [(18, PROGRAM_ENDED), (begun.id, PROGRAM_ENDED)]
    cached = store.run(lambda opened: opened.cached_profile(ACME.list_key))
    assert cached is not None
    assert cached.details == ACME_DETAILS
    store.close()
