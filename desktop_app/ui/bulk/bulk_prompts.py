"""What the windows for many mailboxes ask before they close, or the program ends."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import confirm


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("several_questions", text)


def confirm_losing_passwords(parent: QWidget, count: int) -> bool:
    """Ask before passwords go that were typed or pasted, and not saved."""
    return confirm(
        parent,
        tr("Close without saving the passwords?"),
        tr("Passwords that are not saved: %d. They are not kept anywhere.") % count,
        tr("&Close without saving"),
        tr("&Keep them here"),
    )


def confirm_forgetting_passwords(parent: QWidget, count: int) -> bool:
    """Ask before passwords go that a run could not save, and could still be tried again."""
    if count == 1:
        more = tr("1 mailbox is not saved. Its new password is forgotten when you close.")
    else:
        more = tr("%d mailboxes are not saved. Their new passwords are forgotten when you close.")
        more %= count
    leave = tr("&Keep them here")
    return confirm(parent, tr("Close and forget the passwords?"), more, tr("&Close"), leave)


def confirm_stopping_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before a run is cut by the closing of its window."""
    return confirm(
        parent,
        tr("Many mailboxes are being saved. Stop?"),
        _consequences_text(
            tr("The one that is under way is finished; the rest stays as it is."),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        tr("S&top and close"),
        tr("&Go on saving"),
    )


def confirm_quitting_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before a run is cut by the end of the program."""
    return confirm(
        parent,
        tr("Many mailboxes are being saved. Quit all the same?"),
        _consequences_text(
            tr("Of the one that is under way it may not be known whether it was saved."),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        tr("&Quit"),
        tr("&Go on saving"),
    )


def _consequences_text(first: str, unsaved: int, *, can_resume: bool, passwords: bool) -> str:
    sentences = [first, tr("Mailboxes that are not saved yet: %d.") % unsaved]
    if can_resume:
        sentences.append(tr("You can go on later: History, Runs of many mailboxes."))
    if passwords:
        sentences.append(tr("Passwords are not kept: paste or type them again then."))
    return "\n".join(sentences)
