"""What is new, gone or different, in words."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import Field, Value
from desktop_app.core.snapshot import Change, Difference, Kind, Seen, Snapshot
from desktop_app.services.mailbox_list.list_changes import Counts
from desktop_app.ui.text.dates import local, moment_words
from desktop_app.ui.text.mailbox import field_name, shown


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("snapshots", text)


def kind_words(kind: Kind) -> str:
    """How a mailbox differs."""
    return {
        Kind.NEW: tr("new"),
        Kind.GONE: tr("gone"),
        Kind.DIFFERENT: tr("different"),
    }[kind]


def change_words(change: Change) -> str:
    """One value that differs."""
    return f"{_name(change.what)}: {_text(change.before)} → {_text(change.after)}"


def difference_words(difference: Difference) -> str:
    """All that differs, in one line."""
    return "; ".join(map(change_words, difference.changes))


def sides(difference: Difference) -> list[tuple[str, str, str]]:
    """Each value that differs: its name, and either side."""
    return [(_name(c.what), _text(c.before), _text(c.after)) for c in difference.changes]


def snapshot_words(snapshot: Snapshot) -> str:
    """What a snapshot is called."""
    name = snapshot.name or (tr("before the first save") if snapshot.automatic else tr("snapshot"))
    taken = moment_words(local(snapshot.taken_at))
    return f"{snapshot.profile_name}: {name}, {taken}"


SEEN = (Field.SERVER_TYPE, Field.SERVER, Field.PORT, Field.USER_NAME)


def seen_header() -> tuple[str, ...]:
    """The columns of a look that is exported."""
    listed = (tr("Id"), tr("Address"), tr("Category"), tr("Priority"))
    return (*listed, *map(field_name, SEEN))


def seen_cells(seen: Seen) -> tuple[str | int, ...]:
    """One mailbox of it; what was not read stays empty."""
    values = seen.values or {}
    read = (shown(values.get(which)) for which in SEEN)
    return (seen.id, seen.address, seen.category, seen.priority, *read)


def counts_words(counts: Counts, since: datetime | None) -> str:
    """What is new since the last look; empty for nothing."""
    named = (
        (counts.new, tr("%d new")),
        (counts.gone, tr("%d gone")),
        (counts.different, tr("%d different")),
    )
    told = ", ".join(words % count for count, words in named if count)
    if not told or since is None:
        return told
    return tr("%s since %s") % (told, moment_words(since))


def _name(what: Field | str) -> str:
    if isinstance(what, Field):
        return field_name(what)
    return tr("Category") if what == "category" else tr("Priority")


def _text(value: Value) -> str:
    return f"“{shown(value)}”"
