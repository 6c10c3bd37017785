"""Texts for why a mail server check skipped a stage or did not run."""

from __future__ import annotations

from enum import Enum

from desktop_app.core.mail_check.check_verdicts import LoginSkipped, NotChecked
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP

REASONS: dict[Enum, str] = {
    LoginSkipped.NO_PASSWORD: QT_TRANSLATE_NOOP(
        "mail_check",
        "The login was not tried, because SuperOffice does not show the password. Enter the "
        "password to try it. Nothing is saved.",
    ),
    LoginSkipped.NO_USER_NAME: QT_TRANSLATE_NOOP(
        "mail_check", "The login was not tried, because the mailbox has no user name."
    ),
    LoginSkipped.OAUTH: QT_TRANSLATE_NOOP(
        "mail_check",
        "The sign-in with OAuth was not tried, because only SuperOffice can do it. If the "
        "Microsoft password has changed, use “Change OAuth” in SuperOffice.",
    ),
    LoginSkipped.PLAINTEXT: QT_TRANSLATE_NOOP(
        "mail_check",
        "The password was not sent, because others can read it on the way without TLS. Choose a "
        "server type with TLS if you can.",
    ),
    LoginSkipped.UNSENDABLE: QT_TRANSLATE_NOOP(
        "mail_check",
        "The login was not tried: the user name or password has characters that cannot be sent "
        "to this server.",
    ),
    LoginSkipped.NOT_REQUIRED: QT_TRANSLATE_NOOP(
        "mail_check",
        "The password was not verified, because the server lets this computer in without one.",
    ),
    LoginSkipped.LOCKOUT_GUARD: QT_TRANSLATE_NOOP(
        "mail_check",
        "The login was not tried: three logins in a row failed on this server, and another failure "
        "could lock an account. Check one of its mailboxes by itself and enter the password. "
        "Once a login works, the others are tried again. Otherwise wait an hour.",
    ),
    LoginSkipped.PREVIOUSLY_REFUSED: QT_TRANSLATE_NOOP(
        "mail_check",
        "The login was not tried: it failed before, and another failure could lock the account. "
        "If you are sure of the password, check the mailbox by itself and choose “Try the login "
        "again”.",
    ),
    NotChecked.TYPE_UNKNOWN: QT_TRANSLATE_NOOP("mail_check", "Choose a server type first."),
    NotChecked.MAPI: QT_TRANSLATE_NOOP(
        "mail_check", "MAPI is obsolete. There is no mail server to check."
    ),
    NotChecked.FACEBOOK: QT_TRANSLATE_NOOP(
        "mail_check", "This type of mailbox has no mail server to check."
    ),
    NotChecked.SMS_PLUGIN: QT_TRANSLATE_NOOP(
        "mail_check", "This type of mailbox has no mail server to check."
    ),
    NotChecked.MAILGUN: QT_TRANSLATE_NOOP(
        "mail_check",
        "A Mailgun mailbox belongs to SuperOffice Online. It has no mail server to check.",
    ),
    NotChecked.NO_SERVER: QT_TRANSLATE_NOOP("mail_check", "Enter the server first."),
    NotChecked.INVALID_PORT: QT_TRANSLATE_NOOP(
        "mail_check", "The port must be a number from 1 to 65535."
    ),
    NotChecked.NO_DETAILS: QT_TRANSLATE_NOOP(
        "mail_check", "SuperOffice did not return the settings of this mailbox."
    ),
    NotChecked.LOGIN_CHANGED: QT_TRANSLATE_NOOP(
        "mail_check",
        "The password was not tried: someone has changed the login of this mailbox since you "
        "entered the password.",
    ),
}
"""Untranslated messages for the field ``reason`` of a verdict."""
