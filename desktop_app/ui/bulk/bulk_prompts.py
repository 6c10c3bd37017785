"""What the windows for many mailboxes ask before they close, or the program ends."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate


def confirm_losing_passwords(parent: QWidget, count: int) -> bool:
    """Ask before passwords go that were typed or pasted, and not saved."""
    return confirm(
        parent,
        translate("bulk", "Close without saving the passwords?"),
        translate("bulk", "%n password(s) are not saved. They are not kept anywhere.", None, count),
        translate("bulk", "&Close without saving"),
        translate("bulk", "&Keep them here"),
    )


def confirm_forgetting_passwords(parent: QWidget, count: int) -> bool:
    """Ask before passwords go that a run could not save, and could still be tried again."""
    more = translate(
        "bulk",
        "%n mailbox(es) are not saved. Their new passwords are forgotten when you close.",
        None,
        count,
    )
    leave = translate("bulk", "&Keep them here")
    return confirm(
        parent,
        translate("bulk", "Close and forget the passwords?"),
        more,
        translate("bulk", "&Close"),
        leave,
    )


def confirm_stopping_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before a run is cut by the closing of its window."""
    return confirm(
        parent,
        translate("bulk", "Many mailboxes are being saved. Stop?"),
        _consequences_text(
            translate("bulk", "The one that is under way is finished; the rest stays as it is."),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        translate("bulk", "S&top and close"),
        translate("bulk", "&Go on saving"),
    )


def confirm_quitting_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before a run is cut by the end of the program."""
    return confirm(
        parent,
        translate("bulk", "Many mailboxes are being saved. Quit all the same?"),
        _consequences_text(
            translate(
                "bulk", "Of the one that is under way it may not be known whether it was saved."
            ),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        translate("bulk", "&Quit"),
        translate("bulk", "&Go on saving"),
    )


def _consequences_text(first: str, unsaved: int, *, can_resume: bool, passwords: bool) -> str:
    sentences = [
        first,
        translate("bulk", "%n mailbox(es) are not saved yet.", None, unsaved),
    ]
    if can_resume:
        sentences.append(translate("bulk", "You can go on later: History, Bulk runs."))
    if passwords:
        sentences.append(
            translate("bulk", "Passwords are not kept: paste or type them again then.")
        )
    return "\n".join(sentences)
