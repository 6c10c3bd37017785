"""What has to be confirmed before a save: the question, and the words on its box."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication

from desktop_app.core.twins import Twin


class Confirm(Enum):
    """What nobody can know or undo, and so a person has to say."""

    KEEP = auto()
    NOTES = auto()
    OLD_MAIL = auto()
    AT_HAND = auto()
    AUTO_REPLY = auto()
    TWIN = auto()


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("confirmations", text)


def question(confirm: Confirm, twins: Sequence[Twin]) -> str:
    """What is to be considered; empty where the box says it all."""
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
        Confirm.AT_HAND: "",
        Confirm.AUTO_REPLY: "",
        Confirm.TWIN: twin_words(twins),
    }[confirm]


def box_words(confirm: Confirm) -> str:
    """The words on the box, with a mnemonic that no field has."""
    return {
        Confirm.KEEP: tr("Save wit&hout the password"),
        Confirm.NOTES: tr("&Folder and interval are noted"),
        Confirm.OLD_MAIL: tr("The &mailbox is emptied, or its old mail is wanted"),
        Confirm.AT_HAND: tr("Someone with SuperOffice's mailbox screen is at hand"),
        Confirm.AUTO_REPLY: tr("Whether to auto-reply is decided"),
        Confirm.TWIN: tr("Make it all the same"),
    }[confirm]


def twin_words(twins: Sequence[Twin]) -> str:
    """Which mailboxes are like the one that is to be made."""
    lines = []
    for twin in twins:
        same = tr("the same user on the same server") if twin.same_login else tr("the same address")
        lines.append(tr("%s (%s) has %s.") % (twin.address, twin.place, same))
    return "\n".join(lines)
