"""The texts of what a person confirms with a save: questions, checkboxes and the save button."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.mailbox_list.duplicates import Duplicate
from desktop_app.ui.i18n import translate
from desktop_app.ui.secrets.saved_password_text import password_login_text


class Confirmation(Enum):
    """Points that the program cannot know or undo, so that a person must confirm them.

    All but KEEP_PASSWORD have a checkbox: for that one the words of the save button are enough.
    """

    KEEP_PASSWORD = auto()
    OLD_MAIL_WANTED = auto()
    OTHER_LOGIN = auto()
    UNSUPPORTED_TYPE = auto()


def question_text(confirmation: Confirmation) -> str:
    """Return the question; empty if the text needs a mailbox."""
    return {
        Confirmation.KEEP_PASSWORD: translate(
            "mailbox_edit",
            "This SuperOffice may clear the stored password when you save without one. If mail "
            "stops after the save, come back and enter the password.",
        ),
        Confirmation.OLD_MAIL_WANTED: translate(
            "mailbox_edit",
            "You cannot delete a mailbox from this program. SuperOffice imports all the mail in "
            "it, however old, and may reply to every sender automatically.",
        ),
        Confirmation.UNSUPPORTED_TYPE: translate(
            "mailbox_edit",
            "Saving this type of mailbox is untested. You may have to set up its sign-in or "
            "routing again in SuperOffice.",
        ),
    }.get(confirmation, "")


def checkbox_text(confirmation: Confirmation) -> str:
    """Return the checkbox text, with a mnemonic that no field of the form uses; else empty."""
    return {
        Confirmation.OLD_MAIL_WANTED: translate(
            "mailbox_edit", "The &mailbox is empty, or its old mail is wanted"
        ),
        Confirmation.OTHER_LOGIN: translate("mailbox_edit", "Send &it there anyway"),
        Confirmation.UNSUPPORTED_TYPE: translate("mailbox_edit", "Save it anyway"),
    }.get(confirmation, "")


def save_label(*, is_new: bool, has_duplicates: bool, leaves_password: bool) -> str:
    """Return the text of the save button, which says what the save does.

    ``leaves_password`` means that the save leaves out the password, and that SuperOffice may clear
    the stored one.
    """
    if leaves_password:
        return translate("mailbox_edit", "&Save without the password")
    if is_new and has_duplicates:
        return translate("mailbox_edit", "C&reate anyway")
    if is_new:
        return translate("mailbox_edit", "C&reate")
    return translate("mailbox_edit", "&Save")


def duplicate_warning_text(duplicates: Sequence[Duplicate]) -> str:
    """Return which mailboxes duplicate the one to be created, one line each."""
    same_login = translate(
        "mailbox_edit", "{address} ({source}) has the same user name on the same server."
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
        "The kept password was entered for {old_login}. After this save SuperOffice uses it for "
        "{new_login}.",
    ).format(old_login=password_login_text(before), new_login=password_login_text(now))
