"""What the edit dialog has to do with edits that wait to be sent."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import Draft, KeepPassword, ReplacePassword
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.services.list_state import INTERACTIVE, SaveOptions
from desktop_app.services.workspace.workspace import Workspace


def add_pending_change(workspace: Workspace, draft: Draft, replaced: PendingChange | None) -> str:
    """Let an edit wait to be sent; what is returned says why it cannot."""
    changes = workspace.change_set
    if changes is None:
        return QCoreApplication.translate("collecting", "Nothing can be kept on this computer.")
    if isinstance(draft.password, ReplacePassword) and not changes.can_save_passwords:
        return QCoreApplication.translate(
            "collecting",
            "A password can wait only in the keyring or in the encrypted file, and neither is in "
            "use. Undo the password here, and type it again before you send the changes.",
        )
    changes.add(workspace.profile, draft, replaced.id if replaced else 0)
    return ""


def to_saved_draft(pending: PendingChange) -> SavedDraft:
    """An edit that waits, to be laid on the mailbox as it is now."""
    draft = pending.draft
    original = {field: draft.original.values.get(field) for field in draft.changes}
    made_at, waits = pending.made_at, DraftOrigin.PENDING
    return SavedDraft(pending.mailbox_id, pending.name, original, draft.changes, made_at, waits)


def prepare_save(draft: Draft, pending: PendingChange | None) -> tuple[Draft, SaveOptions]:
    """A draft as it is saved by hand: under the errand of the edit that waited, which is sent once,

    and with the password that was typed for it.
    """
    if pending is None:
        return draft, INTERACTIVE
    if isinstance(draft.password, KeepPassword) and pending.has_password:
        kept = replace(draft, password=pending.draft.password)
        return kept, SaveOptions(pending.operation_id, pending_change_id=pending.id)
    return draft, SaveOptions(pending.operation_id)
