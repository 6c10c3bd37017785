"""How an older profiles file becomes one of this program's version.

Each step is a pure function from the whole document of version N to the whole document of
version N + 1. It keeps keys that it does not know, and every step has a test of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

CURRENT_VERSION = 2
"""The version that this program reads and writes."""

Document = dict[str, object]
FormatMigration = Callable[[Document], Document]


def _migrate_to_2(document: Document) -> Document:
    """Every profile was an on-site one with a password. It was in use, so it stays unlocked, and
    may go on over plain http where it did.

    What it is for is not known: production is the one that is never taken for another.
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
"""From version N, the step to N + 1."""


def migrate(
    document: Document,
    version: int,
    *,
    migrations: Mapping[int, FormatMigration] = MIGRATIONS,
    target: int = CURRENT_VERSION,
) -> Document:
    """The document as version ``target``; the one given is not changed.

    Raises KeyError when the table has no step for a version on the way.
    """
    for number in range(version, target):
        document = {**migrations[number](dict(document)), "version": number + 1}
    return document
