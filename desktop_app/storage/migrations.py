"""The schema of the database, migration by migration. A released migration never changes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

SchemaMigration = Callable[[sqlite3.Connection], None]


def _drafts_and_server_facts(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE draft (profile TEXT, mailbox INTEGER, body TEXT NOT NULL,"
        " kept_at REAL NOT NULL, PRIMARY KEY (profile, mailbox))"
    )
    connection.execute(
        "CREATE TABLE verdict (profile TEXT, server_version TEXT, verdict TEXT NOT NULL,"
        " PRIMARY KEY (profile, server_version))"
    )


def _first_saves(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE noted (profile TEXT PRIMARY KEY)")


def _saved_passwords(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE kept_password (profile TEXT, secret TEXT, mailbox INTEGER,"
        " place TEXT NOT NULL, origin TEXT NOT NULL, server TEXT NOT NULL,"
        " user_name TEXT NOT NULL, written INTEGER NOT NULL, kept_at REAL NOT NULL,"
        " PRIMARY KEY (profile, secret, mailbox))"
    )


def _cached_lists(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE listing (profile TEXT PRIMARY KEY, loaded_at REAL NOT NULL,"
        " pages INTEGER NOT NULL, unreadable INTEGER NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE list_page (profile TEXT, page INTEGER, body BLOB NOT NULL,"
        " PRIMARY KEY (profile, page)) WITHOUT ROWID"
    )
    connection.execute("CREATE TABLE rights (id INTEGER PRIMARY KEY, body TEXT UNIQUE NOT NULL)")
    connection.execute(
        "CREATE TABLE detail (profile TEXT, mailbox INTEGER, read_at REAL NOT NULL,"
        " body TEXT NOT NULL, rights INTEGER NOT NULL, PRIMARY KEY (profile, mailbox))"
        " WITHOUT ROWID"
    )


def _journal(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE journal (id INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL,"
        " profile TEXT NOT NULL, profile_name TEXT NOT NULL, mailbox INTEGER NOT NULL,"
        " address TEXT NOT NULL, signed_in_as TEXT NOT NULL, account TEXT NOT NULL,"
        " computer TEXT NOT NULL, body TEXT NOT NULL, errand TEXT NOT NULL,"
        " batch TEXT NOT NULL, outcome TEXT NOT NULL, why TEXT NOT NULL, ended_at REAL,"
        " copied TEXT NOT NULL DEFAULT '')"
    )
    connection.execute("CREATE INDEX journal_of_profile ON journal (profile, mailbox)")
    connection.execute("CREATE INDEX journal_of_errand ON journal (errand) WHERE errand <> ''")
    connection.execute("CREATE INDEX journal_open ON journal (outcome) WHERE outcome <> 'DONE'")
    connection.execute("CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)")


def _pending_changes_and_snapshots(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE pending (number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL,"
        " profile TEXT NOT NULL, mailbox INTEGER NOT NULL, made_at REAL NOT NULL,"
        " original TEXT NOT NULL, rights TEXT NOT NULL, body TEXT NOT NULL)"
    )
    connection.execute(
        "CREATE TABLE snapshot (id INTEGER PRIMARY KEY AUTOINCREMENT, profile TEXT NOT NULL,"
        " profile_name TEXT NOT NULL, name TEXT NOT NULL, taken_at REAL NOT NULL,"
        " automatic INTEGER NOT NULL, mailboxes INTEGER NOT NULL, body BLOB NOT NULL)"
    )


def _mail_checks(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE mail_check (profile TEXT, mailbox INTEGER, at TEXT NOT NULL,"
        " outcome TEXT NOT NULL, good TEXT, PRIMARY KEY (profile, mailbox)) WITHOUT ROWID"
    )


def _bulk_runs(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE batch (key TEXT PRIMARY KEY, profile TEXT NOT NULL, kind TEXT NOT NULL,"
        " made_at REAL NOT NULL, body TEXT NOT NULL)"
    )
    connection.execute("CREATE INDEX journal_of_batch ON journal (batch) WHERE batch <> ''")


def _login_attempts(connection: sqlite3.Connection) -> None:
    connection.execute(
        "CREATE TABLE login_attempt (number INTEGER PRIMARY KEY AUTOINCREMENT,"
        " program TEXT NOT NULL, run TEXT NOT NULL, host TEXT NOT NULL, user_name TEXT NOT NULL,"
        " at REAL NOT NULL, in_a_row INTEGER NOT NULL, failed INTEGER NOT NULL)"
    )


def _list_language(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE listing ADD COLUMN language TEXT")


def _whole_login_of_passwords(connection: sqlite3.Connection) -> None:
    """NULL in both columns is a password that an older version stored."""
    connection.execute("ALTER TABLE kept_password ADD COLUMN server_type TEXT")
    connection.execute("ALTER TABLE kept_password ADD COLUMN port TEXT")


MIGRATIONS: tuple[SchemaMigration, ...] = (
    _drafts_and_server_facts,
    _first_saves,
    _saved_passwords,
    _cached_lists,
    _journal,
    _pending_changes_and_snapshots,
    _mail_checks,
    _bulk_runs,
    _login_attempts,
    _list_language,
    _whole_login_of_passwords,
)
"""The migrations in order; number N (from 1) creates version N."""
