"""What the edit dialog has to do with edits that wait to be sent."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import Draft, Keep, Replace
from desktop_app.core.pending_change import PendingEdit
from desktop_app.core.saved_draft import KeptDraft, Origin
from desktop_app.services.list_state import BY_HAND, Way
from desktop_app.services.workspace.workspace import Workplace


def collect(workplace: Workplace, draft: Draft, pending: PendingEdit | None) -> str:
    """Let an edit wait to be sent; what is returned says why it cannot."""
    changes = workplace.change_set
    if changes is None:
        return QCoreApplication.translate("collecting", "Nothing can be kept on this computer.")
    if isinstance(draft.password, Replace) and not changes.may_keep_passwords:
        return QCoreApplication.translate(
            "collecting",
            "A password can wait only in the keyring or in the encrypted file, and neither is in "
            "use. Undo the password here, and type it again before you send the changes.",
        )
    changes.add(workplace.profile, draft, pending.number if pending else 0)
    return ""


def as_kept(pending: PendingEdit) -> KeptDraft:
    """An edit that waits, to be laid on the mailbox as it is now."""
    draft = pending.draft
    original = {which: draft.original.values.get(which) for which in draft.changes}
    made_at, waits = pending.made_at, Origin.WAITING
    return KeptDraft(pending.mailbox_id, pending.name, original, draft.changes, made_at, waits)


def with_pending(draft: Draft, pending: PendingEdit | None) -> tuple[Draft, Way]:
    """A draft as it is saved by hand: under the errand of the edit that waited, which is sent once,

    and with the password that was typed for it.
    """
    if pending is None:
        return draft, BY_HAND
    if isinstance(draft.password, Keep) and pending.has_password:
        kept = replace(draft, password=pending.draft.password)
        return kept, Way(pending.key, pending=pending.number)
    return draft, Way(pending.key)
