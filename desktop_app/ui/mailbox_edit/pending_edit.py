"""The edit dialog's conversions between drafts and pending changes."""

from __future__ import annotations

from desktop_app.core.mailbox.mailbox import (
    LOGIN_FIELDS,
    Draft,
    KeepPassword,
    PasswordChoice,
    ReplacePassword,
)
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.services.list_state import INTERACTIVE, SaveOptions
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate


def pending_refusal(workspace: Workspace, draft: Draft) -> str:
    """Return why a draft cannot be a pending change, translated; empty if it can."""
    changes = workspace.change_set
    if changes is None:
        return translate("mailbox_edit", "Nothing can be stored on this computer.")
    if isinstance(draft.password, ReplacePassword) and not changes.can_save_passwords:
        return translate(
            "mailbox_edit",
            "A password can wait only in the keyring or in the password vault, and neither is "
            "in use. Undo the password here, and enter it again before you send the changes.",
        )
    return ""


def to_saved_draft(pending: PendingChange) -> SavedDraft:
    """Return a pending change as a draft to apply to the current mailbox."""
    draft = pending.draft
    fields = (*draft.changes, *(LOGIN_FIELDS if pending.has_password else ()))
    original = {field: draft.original.values.get(field) for field in fields}
    return SavedDraft(
        pending.mailbox_id,
        pending.name,
        original,
        draft.changes,
        pending.made_at,
        DraftOrigin.PENDING,
        waiting_password(pending),
    )


def waiting_password(pending: PendingChange | None) -> PasswordChoice:
    """Return the choice to send the password that waits with a change; keep if there is none."""
    return (
        pending.draft.password if pending is not None and pending.has_password else KeepPassword()
    )


def save_options(pending: PendingChange | None, *, sends_waiting_password: bool) -> SaveOptions:
    """Return the options for a save by the user.

    A pending change keeps its operation id, so that it is sent once.
    """
    if pending is None:
        return INTERACTIVE
    stored_under = pending.id if sends_waiting_password else 0
    return SaveOptions(pending.operation_id, pending_change_id=stored_under)
