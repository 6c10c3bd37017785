"""What has to be confirmed before a save: the question, and the words on its box."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.mailbox_list.duplicates import Twin


class Confirm(Enum):
    """What nobody can know or undo, and so a person has to say."""

    KEEP = auto()
    NOTES = auto()
    OLD_MAIL = auto()
    AT_HAND = auto()
    AUTO_REPLY = auto()
    TWIN = auto()
    OTHER_LOGIN = auto()
    TYPE = auto()


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("confirmations", text)


def question(confirm: Confirm) -> str:
    """What is to be considered; empty where the box says it all, or it depends on the mailbox."""
    return {
        Confirm.KEEP: tr(
            "No password is sent. Whether this SuperOffice then keeps the stored one is not "
            "proved: if mail stops after the save, come back and type the password."
        ),
        Confirm.NOTES: tr(
            "First save on this profile: SuperOffice has a folder and an interval that this "
            "program cannot see. Note them there, and compare after the save."
        ),
        Confirm.OLD_MAIL: tr(
            "A mailbox that was made cannot be deleted from here. SuperOffice imports all mail "
            "that is in it, however old, and may answer each sender by itself."
        ),
        Confirm.TYPE: tr(
            "What a save does to a mailbox of this type is not known: its sign-in or its route may "
            "have to be set up again in SuperOffice."
        ),
    }.get(confirm, "")


def box_words(confirm: Confirm) -> str:
    """The words on the box, with a mnemonic that no field has."""
    return {
        Confirm.KEEP: tr("Save wit&hout the password"),
        Confirm.NOTES: tr("&Folder and interval are noted"),
        Confirm.OLD_MAIL: tr("The &mailbox is emptied, or its old mail is wanted"),
        Confirm.AT_HAND: tr("Someone with SuperOffice's mailbox screen is at hand"),
        Confirm.AUTO_REPLY: tr("Whether to auto-reply is decided"),
        Confirm.TWIN: tr("Make it all the same"),
        Confirm.OTHER_LOGIN: tr("Send &it there all the same"),
        Confirm.TYPE: tr("Save it all the same"),
    }[confirm]


def twin_words(twins: Sequence[Twin]) -> str:
    """Which mailboxes are like the one that is to be made."""
    lines = []
    for twin in twins:
        same = tr("the same user on the same server") if twin.same_login else tr("the same address")
        lines.append(tr("%s (%s) has %s.") % (twin.address, twin.place, same))
    return "\n".join(lines)


def other_login_words(before: MailLogin, now: MailLogin) -> str:
    """That the kept password is about to go elsewhere."""
    return tr(
        "The kept password was typed for %s on %s. With this save SuperOffice uses it for %s on %s."
    ) % (*_login(before), *_login(now))


def _login(login: MailLogin) -> tuple[str, str]:
    nothing = tr("(empty)")
    return (login.user_name or nothing, login.server or nothing)
