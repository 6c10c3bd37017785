"""Finds what someone else has changed in a mailbox since an edit of the mailbox began."""

from __future__ import annotations

from desktop_app.core.mailbox.mailbox import LOGIN_FIELDS, Draft, Field, KeepPassword, Mailbox


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
