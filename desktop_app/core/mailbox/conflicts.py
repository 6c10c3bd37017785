"""Finds what someone else has changed in a mailbox since an edit of the mailbox began."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import (
    LOGIN_FIELDS,
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    Value,
)


@dataclass(frozen=True, slots=True)
class MergedChange:
    """A value that someone else changed, and that a save left as it is."""

    field: Field
    before: Value
    now: Value


def conflicting_fields(draft: Draft, current: Mailbox) -> tuple[Field, ...]:
    """Return the fields on which a person must decide before the draft is saved.

    These are the fields that both changed, to different values. If the draft sends a password, they
    are also the fields of the login that only someone else changed: the password was entered for
    the login as it was, and SuperOffice would sign in with it elsewhere.
    """
    relied = () if isinstance(draft.password, KeepPassword) else LOGIN_FIELDS
    before, mine, now = draft.original.values, draft.result, current.values
    return tuple(
        field
        for field in Field
        if (field in draft.changes or field in relied)
        and now.get(field) not in (before.get(field), mine.get(field))
    )


def merged_changes(draft: Draft, current: Mailbox) -> tuple[MergedChange, ...]:
    """Return what someone else has changed since the draft began, conflicts apart.

    These are the fields that the draft leaves alone, and those that it changes to the same value.
    """
    before, now = draft.original.values, current.values
    return tuple(
        MergedChange(field, before[field], now[field])
        for field in Field
        if field in before
        and field in now
        and now[field] != before[field]
        and draft.changes.get(field, now[field]) == now[field]
    )
