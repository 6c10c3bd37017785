"""What is read of the database of version 0.1.0 is written again in the same words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from desktop_app.core.journal import JournalEntry, JournalQuery, SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.services.journal.journal_service import KEEP_DAYS_SETTING
from desktop_app.storage.bulk_runs import BulkRunStore
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.cached_lists import CachedListStore
from desktop_app.storage.database import FILE_NAME
from desktop_app.storage.drafts import DraftStore
from desktop_app.storage.journal import JournalStore
from desktop_app.storage.mail_checks import MailCheckStore
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.saved_passwords import SavedPasswordStore
from desktop_app.storage.server_facts import ServerFactStore
from desktop_app.storage.snapshots import SnapshotStore
from tests.unit.older_data.files import ROOT
from tests.unit.older_data.others import KEEP_BEHAVIOURS
from tests.unit.older_data.profiles import PROFILES
from tests.unit.older_data.tables import columns_of, rows_of

IDS = [profile.id for profile in PROFILES]
KEYS = [profile.list_key for profile in PROFILES]


class Clock:
    """A clock that stands where it was put."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def write_lists(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    lists, details = CachedListStore(new), CachedDetailStore(new)
    for key in KEYS:
        found = CachedListStore(old).of_profile(key)
        if found is not None:
            lists.save(key, found.rows, found.loaded_at, found.unreadable)
        details.save(key, CachedDetailStore(old).of_profile(key).values())


def write_edits(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    clock = Clock()
    drafts = DraftStore(new, clock)
    for profile_id in IDS:
        for saved in DraftStore(old).of_profile(profile_id):
            clock.seconds = saved.saved_at
            drafts.save(profile_id, draft_of(saved))
        for run in BulkRunStore(old).of_profile(profile_id):
            BulkRunStore(new).save(run)
    for change in PendingChangeStore(old).all():
        PendingChangeStore(new).save(change)


def draft_of(saved: SavedDraft) -> Draft:
    """The draft that was saved, on what is known of its mailbox."""
    loaded = Mailbox(saved.mailbox_id, {Field.ADDRESS: saved.name, **saved.original})
    return Draft(loaded, saved.changes)


def write_journal(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    before, clock = JournalStore(old), Clock()
    journal = JournalStore(new, clock)
    exported = {e.id for e in before.find(JournalQuery())} - {e.id for e in before.not_exported()}
    for entry in reversed(before.find(JournalQuery())):
        write_entry(journal, clock, entry)
        if entry.id in exported:
            journal.mark_exported(entry)
    journal.set_setting(KEEP_DAYS_SETTING, before.setting(KEEP_DAYS_SETTING))


def write_entry(journal: JournalStore, clock: Clock, entry: JournalEntry) -> None:
    """Write an entry in the same steps as a save: begun, then ended, if it ever ended."""
    clock.seconds = entry.ended_at or 0.0
    if entry.outcome is SaveOutcome.NOT_SENT:
        number = journal.add(entry)
    else:
        begun = 0 if entry.is_new else entry.mailbox_id
        number = journal.start(replace(entry, mailbox_id=begun, ended_at=None))
        if entry.ended_at is not None:
            journal.finish(number, entry.outcome, entry.reason, entry.mailbox_id)
        elif entry.outcome is SaveOutcome.UNKNOWN:
            assert journal.close_unfinished(entry.reason) == 1
    assert number == entry.id


def write_the_rest(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    for snapshot in reversed(SnapshotStore(old).of_profile()):
        SnapshotStore(new).save(snapshot, SnapshotStore(old).load_rows(snapshot.id) or ())
    for profile_id in IDS:
        for check in MailCheckStore(old).of_profile(profile_id):
            MailCheckStore(new).save(profile_id, check)
        if ServerFactStore(old).has_saved(profile_id):
            ServerFactStore(new).mark_saved(profile_id)
    for key in KEEP_BEHAVIOURS:
        ServerFactStore(new).set_keep_behaviour(*key, ServerFactStore(old).keep_behaviour(*key))
    clock = Clock()
    passwords, usable = SavedPasswordStore(new, clock), SavedPasswordStore(old).confirmed()
    for password in SavedPasswordStore(old).all_including_unconfirmed():
        clock.seconds = password.saved_at
        passwords.reserve(password)
        if password in usable:
            passwords.confirm(password)


def differences(before: dict[str, list[str]], now: dict[str, list[str]]) -> Iterator[str]:
    """Each row that only one of the two has."""
    for table in before:
        yield from (f"- {table}: {row}" for row in before[table] if row not in now[table])
        yield from (f"+ {table}: {row}" for row in now[table] if row not in before[table])


def test_all_that_was_read_is_written_in_the_same_words(
    old: sqlite3.Connection, new: sqlite3.Connection, tmp_path: Path
) -> None:
    write_lists(old, new)
    write_edits(old, new)
    write_journal(old, new)
    write_the_rest(old, new)
    original = ROOT / "data_folder" / FILE_NAME
    columns = columns_of(original)
    before, now = rows_of(original, columns), rows_of(tmp_path / "new" / FILE_NAME, columns)
    assert all(before.values()), "a table of which nothing is stored proves nothing"
    assert list(differences(before, now)) == []
    assert before == now


def test_reading_changes_nothing(old: sqlite3.Connection, folder: Path) -> None:
    assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    original = ROOT / "data_folder" / FILE_NAME
    columns = columns_of(original)
    assert rows_of(folder / FILE_NAME, columns) == rows_of(original, columns)
