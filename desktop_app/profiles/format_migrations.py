"""Migrations of older profiles files to the version of this program.

Each migration is a pure function from the whole document of version N to that of version N + 1. It
keeps unknown keys and has a test of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

CURRENT_VERSION = 2
"""The version that this program reads and writes."""

Document = dict[str, object]
FormatMigration = Callable[[Document], Document]


def _migrate_to_2(document: Document) -> Document:
    """Add the fields of version 2 to the profiles, all of which were on-site with a password.

    They were in use, so they stay unlocked, and may use plain http if they did. Their environment
    is unknown: production is the one never mistaken for another.
    """
    entries = document.get("profiles")
    if not isinstance(entries, list):
        return document
    added = {"sign_in": "basic", "environment": "production", "tested": True, "read_only": False}

    def step(entry: object) -> object:
        if not isinstance(entry, dict):
            return entry
        plain = str(entry.get("address", "")).lower().startswith("http:")
        return {**entry, **added, "plain_http": plain}

    return {**document, "profiles": [step(entry) for entry in entries]}


MIGRATIONS: dict[int, FormatMigration] = {1: _migrate_to_2}
"""By version N, the migration to N + 1."""


def migrate(
    document: Document,
    version: int,
    *,
    migrations: Mapping[int, FormatMigration] = MIGRATIONS,
    target: int = CURRENT_VERSION,
) -> Document:
    """Return the document migrated to version ``target``; the argument is not changed.

    Raises KeyError if a migration is missing.
    """
    for number in range(version, target):
        document = {**migrations[number](dict(document)), "version": number + 1}
    return document
