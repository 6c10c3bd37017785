"""What has to be confirmed before a save: the question, and the words on its box."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.mailbox_list.duplicates import Duplicate


class Confirmation(Enum):
    """What nobody can know or undo, and so a person has to say."""

    KEEP_PASSWORD = auto()
    SETTINGS_NOTED = auto()
    OLD_MAIL_WANTED = auto()
    ADMINISTRATOR_PRESENT = auto()
    AUTO_REPLY_DECIDED = auto()
    DUPLICATE = auto()
    OTHER_LOGIN = auto()
    UNSUPPORTED_TYPE = auto()


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("confirmations", text)


def question_text(confirmation: Confirmation) -> str:
    """What is to be considered; empty where the box says it all, or it depends on the mailbox."""
    return {
        Confirmation.KEEP_PASSWORD: tr(
            "No password is sent. Whether this SuperOffice then keeps the stored one is not "
            "proved: if mail stops after the save, come back and type the password."
        ),
        Confirmation.SETTINGS_NOTED: tr(
            "First save on this profile: SuperOffice has a folder and an interval that this "
            "program cannot see. Note them there, and compare after the save."
        ),
        Confirmation.OLD_MAIL_WANTED: tr(
            "A mailbox that was made cannot be deleted from here. SuperOffice imports all mail "
            "that is in it, however old, and may answer each sender by itself."
        ),
        Confirmation.UNSUPPORTED_TYPE: tr(
            "What a save does to a mailbox of this type is not known: its sign-in or its route may "
            "have to be set up again in SuperOffice."
        ),
    }.get(confirmation, "")


def checkbox_text(confirmation: Confirmation) -> str:
    """The words on the box, with a mnemonic that no field has."""
    return {
        Confirmation.KEEP_PASSWORD: tr("Save wit&hout the password"),
        Confirmation.SETTINGS_NOTED: tr("&Folder and interval are noted"),
        Confirmation.OLD_MAIL_WANTED: tr("The &mailbox is emptied, or its old mail is wanted"),
        Confirmation.ADMINISTRATOR_PRESENT: tr(
            "Someone with SuperOffice's mailbox screen is at hand"
        ),
        Confirmation.AUTO_REPLY_DECIDED: tr("Whether to auto-reply is decided"),
        Confirmation.DUPLICATE: tr("Make it all the same"),
        Confirmation.OTHER_LOGIN: tr("Send &it there all the same"),
        Confirmation.UNSUPPORTED_TYPE: tr("Save it all the same"),
    }[confirmation]


def duplicate_warning_text(duplicates: Sequence[Duplicate]) -> str:
    """Which mailboxes are like the one that is to be made."""
    lines = []
    for twin in duplicates:
        same = tr("the same user on the same server") if twin.same_login else tr("the same address")
        lines.append(tr("%s (%s) has %s.") % (twin.address, twin.source, same))
    return "\n".join(lines)


def other_login_text(before: MailLogin, now: MailLogin) -> str:
    """That the kept password is about to go elsewhere."""
    return tr(
        "The kept password was typed for %s on %s. With this save SuperOffice uses it for %s on %s."
    ) % (*_login_parts(before), *_login_parts(now))


def _login_parts(login: MailLogin) -> tuple[str, str]:
    nothing = tr("(empty)")
    return (login.user_name or nothing, login.server or nothing)
