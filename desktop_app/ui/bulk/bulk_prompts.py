"""Confirmations before a bulk window closes or the program quits."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate


def confirm_losing_passwords(parent: QWidget, count: int) -> bool:
    """Ask before ``count`` typed or pasted passwords are lost unsaved; return whether to close."""
    return confirm(
        parent,
        translate("bulk", "Close without saving the passwords?"),
        translate(
            "bulk", "%n password(s) have not been saved. They are kept nowhere else.", None, count
        ),
        translate("bulk", "&Close without saving"),
        translate("bulk", "&Keep them here"),
    )


def confirm_forgetting_passwords(parent: QWidget, count: int) -> bool:
    """Ask before losing ``count`` passwords that a retry could use; return whether to close."""
    more = translate(
        "bulk",
        "%n mailbox(es) have not been saved. Their new passwords are discarded when you close.",
        None,
        count,
    )
    leave = translate("bulk", "&Keep them here")
    return confirm(
        parent,
        translate("bulk", "Close and discard the passwords?"),
        more,
        translate("bulk", "&Close"),
        leave,
    )


def confirm_stopping_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before closing a window stops its bulk run; return whether to stop."""
    return confirm(
        parent,
        translate("bulk", "A bulk run is saving mailboxes. Stop it?"),
        _consequences_text(
            translate(
                "bulk", "The mailbox being saved now is finished. The rest stay as they are."
            ),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        translate("bulk", "S&top and close"),
        translate("bulk", "Keep savin&g"),
    )


def confirm_quitting_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before quitting the program stops a bulk run; return whether to quit."""
    return confirm(
        parent,
        translate("bulk", "A bulk run is saving mailboxes. Quit anyway?"),
        _consequences_text(
            translate("bulk", "For the mailbox being saved now, the result may remain unknown."),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        translate("bulk", "&Quit"),
        translate("bulk", "Keep savin&g"),
    )


def _consequences_text(first: str, unsaved: int, *, can_resume: bool, passwords: bool) -> str:
    sentences = [
        first,
        translate("bulk", "%n mailbox(es) have not been saved yet.", None, unsaved),
    ]
    if can_resume:
        sentences.append(translate("bulk", "You can continue later: History > Bulk runs."))
    if passwords:
        sentences.append(
            translate("bulk", "Passwords are not kept: you will have to paste or enter them again.")
        )
    return "\n".join(sentences)
