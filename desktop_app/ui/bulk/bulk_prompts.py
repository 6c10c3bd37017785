"""What the windows for many mailboxes ask before they close, or the program ends."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import ask


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("several_questions", text)


def may_lose_passwords(parent: QWidget, count: int) -> bool:
    """Ask before passwords go that were typed or pasted, and not saved."""
    return ask(
        parent,
        tr("Close without saving the passwords?"),
        tr("Passwords that are not saved: %d. They are not kept anywhere.") % count,
        tr("&Close without saving"),
        tr("&Keep them here"),
    )


def may_forget_passwords(parent: QWidget, count: int) -> bool:
    """Ask before passwords go that a run could not save, and could still be tried again."""
    if count == 1:
        more = tr("1 mailbox is not saved. Its new password is forgotten when you close.")
    else:
        more = tr("%d mailboxes are not saved. Their new passwords are forgotten when you close.")
        more %= count
    leave = tr("&Keep them here")
    return ask(parent, tr("Close and forget the passwords?"), more, tr("&Close"), leave)


def may_stop_run(parent: QWidget, left: int, *, goes_on: bool, passwords: bool) -> bool:
    """Ask before a run is cut by the closing of its window."""
    return ask(
        parent,
        tr("Many mailboxes are being saved. Stop?"),
        _what_happens(
            tr("The one that is under way is finished; the rest stays as it is."),
            left,
            goes_on=goes_on,
            passwords=passwords,
        ),
        tr("S&top and close"),
        tr("&Go on saving"),
    )


def may_quit_run(parent: QWidget, left: int, *, goes_on: bool, passwords: bool) -> bool:
    """Ask before a run is cut by the end of the program."""
    return ask(
        parent,
        tr("Many mailboxes are being saved. Quit all the same?"),
        _what_happens(
            tr("Of the one that is under way it may not be known whether it was saved."),
            left,
            goes_on=goes_on,
            passwords=passwords,
        ),
        tr("&Quit"),
        tr("&Go on saving"),
    )


def _what_happens(first: str, left: int, *, goes_on: bool, passwords: bool) -> str:
    sentences = [first, tr("Mailboxes that are not saved yet: %d.") % left]
    if goes_on:
        sentences.append(tr("You can go on later: History, Runs of many mailboxes."))
    if passwords:
        sentences.append(tr("Passwords are not kept: paste or type them again then."))
    return "\n".join(sentences)
