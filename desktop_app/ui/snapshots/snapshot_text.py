"""Translated texts of snapshots and differences."""

from __future__ import annotations

from datetime import datetime

from desktop_app.core.mailbox.characters import isolate_direction
from desktop_app.core.mailbox.mailbox import Field, Value
from desktop_app.core.snapshot import Difference, DifferenceKind, FieldChange, Snapshot, SnapshotRow
from desktop_app.services.mailbox_list.list_changes import ChangeCounts
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.dates import local_time, moment_text
from desktop_app.ui.text.mailbox import address_without_name, display_text, field_name
from desktop_app.ui.text.plain_text import one_line, shortened


def difference_kind_text(kind: DifferenceKind) -> str:
    """Return the name of a kind of difference."""
    return {
        DifferenceKind.NEW: translate("snapshots", "New"),
        DifferenceKind.GONE: translate("snapshots", "Gone"),
        DifferenceKind.DIFFERENT: translate("snapshots", "Different"),
    }[kind]


def value_change_text(change: FieldChange) -> str:
    """Return the old and new value of a field."""
    return (
        f"{_value_name(change.field)}: {_value_text(change.before)} → {_value_text(change.after)}"
    )


def difference_text(difference: Difference) -> str:
    """Return all differing values of a mailbox in one line."""
    return "; ".join(map(value_change_text, difference.changes))


def difference_sides(difference: Difference) -> list[tuple[str, str, str]]:
    """Return each differing field's name, its value in the first list, and that in the second."""
    return [
        (_value_name(change.field), display_text(change.before), display_text(change.after))
        for change in difference.changes
    ]


def difference_details_text(difference: Difference) -> str:
    """Return in which list a mailbox is, or that its values differ."""
    return {
        DifferenceKind.NEW: translate("snapshots", "New: this mailbox is only in the second list."),
        DifferenceKind.GONE: translate(
            "snapshots", "Gone: this mailbox is only in the first list."
        ),
        DifferenceKind.DIFFERENT: translate("snapshots", "These values differ:"),
    }[difference.kind]


def differences_count_text(count: int, unread: int) -> str:
    """Return how many mailboxes differ; of ``unread`` only the list columns were compared."""
    text = (
        translate("snapshots", "%Ln mailbox(es) differ.", None, count)
        if count
        else translate("snapshots", "No differences.")
    )
    if not unread:
        return text
    rest = translate(
        "snapshots",
        "For {mailboxes}, only address, category and priority were compared: their details are "
        "not loaded in both lists.",
    ).format(mailboxes=translate("mailbox_list", "%Ln mailbox(es)", None, unread))
    return f"{text} {rest}"


def snapshot_text(snapshot: Snapshot) -> str:
    """Return a snapshot's profile, what it preceded or its name, and its local time."""
    taken = moment_text(local_time(snapshot.taken_at))
    return f"{snapshot.profile_name}: {_name_text(snapshot)}, {taken}"


def _name_text(snapshot: Snapshot) -> str:
    """Return the name that the user gave, or what was saved right after the snapshot."""
    if snapshot.name:
        return snapshot.name
    if not snapshot.is_automatic:
        return translate("snapshots", "kept by hand")
    saves = snapshot.saves_after
    if saves is None:
        return translate("snapshots", "before a save")
    count = saves.mailbox_count
    if count:
        return translate("snapshots", "before the bulk run of %n mailbox(es)", None, count)
    return translate("snapshots", "before the save of {mailbox}").format(
        mailbox=one_line(shortened(address_without_name(saves.address)))
    )


DETAIL_FIELDS = (Field.SERVER_TYPE, Field.SERVER, Field.PORT, Field.USER_NAME)


def snapshot_row_header() -> tuple[str, ...]:
    """Return the translated column titles of an exported list."""
    listed = (
        translate("snapshots", "Id"),
        translate("snapshots", "Address"),
        translate("snapshots", "Category"),
        translate("snapshots", "Priority"),
    )
    return (*listed, *map(field_name, DETAIL_FIELDS))


def snapshot_row_cells(row: SnapshotRow) -> tuple[str | int, ...]:
    """Return the cells of one mailbox; details that were not read are empty."""
    values = row.values or {}
    read = (display_text(values.get(field)) for field in DETAIL_FIELDS)
    return (row.id, row.address, row.category, row.priority, *read)


def change_counts_text(counts: ChangeCounts, since: datetime | None) -> str:
    """Return the number of changes since the list was last seen; empty if there are none."""
    named = (
        (counts.new, translate("snapshots", "{count} new")),
        (counts.removed, translate("snapshots", "{count} gone")),
        (counts.changed, translate("snapshots", "{count} different")),
    )
    told = ", ".join(words.format(count=count) for count, words in named if count)
    if not told or since is None:
        return told
    return translate("snapshots", "{changes} since {moment}").format(
        changes=told, moment=moment_text(since)
    )


def _value_name(what: Field | str) -> str:
    if isinstance(what, Field):
        return field_name(what)
    return (
        translate("snapshots", "Category")
        if what == "category"
        else translate("snapshots", "Priority")
    )


def _value_text(value: Value) -> str:
    return f"“{isolate_direction(display_text(value))}”"
