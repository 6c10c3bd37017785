"""The confirmations before a save: question and checkbox text of each."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.mailbox_list.duplicates import Duplicate
from desktop_app.ui.i18n import translate
from desktop_app.ui.secrets.saved_password_text import password_login_text


class Confirmation(Enum):
    """Points that the program cannot know or undo, so that the user must confirm them."""

    KEEP_PASSWORD = auto()
    SETTINGS_NOTED = auto()
    OLD_MAIL_WANTED = auto()
    ADMINISTRATOR_PRESENT = auto()
    AUTO_REPLY_DECIDED = auto()
    DUPLICATE = auto()
    OTHER_LOGIN = auto()
    UNSUPPORTED_TYPE = auto()


def question_text(confirmation: Confirmation) -> str:
    """Return the question; empty if the checkbox says it all or the text needs a mailbox."""
    return {
        Confirmation.KEEP_PASSWORD: translate(
            "mailbox_edit",
            "No password is sent. Whether this SuperOffice then keeps the stored one is not "
            "proved: if mail stops after the save, come back and type the password.",
        ),
        Confirmation.SETTINGS_NOTED: translate(
            "mailbox_edit",
            "First save on this profile: SuperOffice has a folder and an interval that this "
            "program cannot see. Note them there, and compare after the save.",
        ),
        Confirmation.OLD_MAIL_WANTED: translate(
            "mailbox_edit",
            "A mailbox that was made cannot be deleted from here. SuperOffice imports all mail "
            "that is in it, however old, and may answer each sender by itself.",
        ),
        Confirmation.UNSUPPORTED_TYPE: translate(
            "mailbox_edit",
            "What a save does to a mailbox of this type is not known: its sign-in or its route may "
            "have to be set up again in SuperOffice.",
        ),
    }.get(confirmation, "")


def checkbox_text(confirmation: Confirmation) -> str:
    """Return the checkbox text, with a mnemonic that no field of the form uses."""
    return {
        Confirmation.KEEP_PASSWORD: translate("mailbox_edit", "Save wit&hout the password"),
        Confirmation.SETTINGS_NOTED: translate("mailbox_edit", "&Folder and interval are noted"),
        Confirmation.OLD_MAIL_WANTED: translate(
            "mailbox_edit", "The &mailbox is emptied, or its old mail is wanted"
        ),
        Confirmation.ADMINISTRATOR_PRESENT: translate(
            "mailbox_edit", "Someone with SuperOffice's mailbox screen is at hand"
        ),
        Confirmation.AUTO_REPLY_DECIDED: translate(
            "mailbox_edit", "Whether to auto-reply is decided"
        ),
        Confirmation.DUPLICATE: translate("mailbox_edit", "Make it all the same"),
        Confirmation.OTHER_LOGIN: translate("mailbox_edit", "Send &it there all the same"),
        Confirmation.UNSUPPORTED_TYPE: translate("mailbox_edit", "Save it all the same"),
    }[confirmation]


def duplicate_warning_text(duplicates: Sequence[Duplicate]) -> str:
    """Return which mailboxes duplicate the one to be created, one line each."""
    same_login = translate(
        "mailbox_edit", "{address} ({source}) has the same user on the same server."
    )
    same_address = translate("mailbox_edit", "{address} ({source}) has the same address.")
    return "\n".join(
        (same_login if duplicate.same_login else same_address).format(
            address=duplicate.address, source=duplicate.source
        )
        for duplicate in duplicates
    )


def other_login_text(before: MailLogin, now: MailLogin) -> str:
    """Return the warning that the saved password will be used for another login."""
    return translate(
        "mailbox_edit",
        "The kept password was typed for {old_login}. With this save SuperOffice uses it for "
        "{new_login}.",
    ).format(old_login=password_login_text(before), new_login=password_login_text(now))
