"""Texts for why a mail server check skipped a stage or did not run."""

from __future__ import annotations

from enum import Enum

from desktop_app.core.mail_check.check_verdicts import LoginSkipped, NotChecked
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP

REASONS: dict[Enum, str] = {
    LoginSkipped.NO_PASSWORD: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not tried: the password, because SuperOffice never shows it. To try it too, enter "
        "it in the password field of the mailbox; nothing is saved by that.",
    ),
    LoginSkipped.NO_USER_NAME: QT_TRANSLATE_NOOP(
        "mail_check", "Not tried: the login, because there is no user name."
    ),
    LoginSkipped.OAUTH: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not tried: the sign-in with OAuth, which only SuperOffice can do. After a change of "
        "the Microsoft password, use “Change OAuth” in SuperOffice.",
    ),
    LoginSkipped.PLAINTEXT: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not tried: the password, because without TLS it can be read on its way. Better is a "
        "server type over TLS.",
    ),
    LoginSkipped.UNSENDABLE: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not tried: the login, because this server cannot be told a user name or password "
        "with these characters.",
    ),
    LoginSkipped.NOT_REQUIRED: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not proved: the password, because the server lets this computer in without one.",
    ),
    LoginSkipped.LOCKOUT_GUARD: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not tried: the password, because three logins in a row failed on this server, and another "
        "failure could lock an account. Check one of its mailboxes by itself: once a login works, "
        "the others are tried again. Otherwise wait an hour.",
    ),
    LoginSkipped.PREVIOUSLY_REFUSED: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not tried: this login failed before, and another failure could lock the account. If you "
        "are sure of the password, open the mailbox, check it there, and choose “Try the login "
        "once more”.",
    ),
    NotChecked.TYPE_UNKNOWN: QT_TRANSLATE_NOOP("mail_check", "Choose a server type first."),
    NotChecked.MAPI: QT_TRANSLATE_NOOP(
        "mail_check", "MAPI is obsolete; there is no server to ask."
    ),
    NotChecked.FACEBOOK: QT_TRANSLATE_NOOP(
        "mail_check", "This type of mailbox has no mail server that could be asked."
    ),
    NotChecked.SMS_PLUGIN: QT_TRANSLATE_NOOP(
        "mail_check", "This type of mailbox has no mail server that could be asked."
    ),
    NotChecked.MAILGUN: QT_TRANSLATE_NOOP(
        "mail_check", "A Mailgun mailbox is a route of SuperOffice Online; it has no mail server."
    ),
    NotChecked.NO_SERVER: QT_TRANSLATE_NOOP("mail_check", "Fill in the server first."),
    NotChecked.INVALID_PORT: QT_TRANSLATE_NOOP(
        "mail_check", "The port has to be a number from 1 to 65535."
    ),
    NotChecked.NO_DETAILS: QT_TRANSLATE_NOOP(
        "mail_check", "SuperOffice did not give the values of this mailbox."
    ),
    NotChecked.LOGIN_CHANGED: QT_TRANSLATE_NOOP(
        "mail_check",
        "Not tried: someone has changed the login of this mailbox since the password was typed.",
    ),
}
"""Untranslated messages for the field ``reason`` of a verdict."""
