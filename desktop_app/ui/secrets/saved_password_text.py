"""Passwords of mailboxes that are kept on this computer, in words."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, SecretStorage
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.profiles import storage_text


def password_login_text(login: MailLogin) -> str:
    """What a password was typed for."""
    nothing = translate("secrets", "(empty)")
    return translate("secrets", "{user_name} on {server}").format(
        user_name=login.user_name or nothing, server=login.server or nothing
    )


def saved_at_text(saved: SavedPassword) -> str:
    """When it was typed, as the user's locale writes it."""
    when = QDateTime.fromSecsSinceEpoch(int(saved.saved_at))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def saved_password_text(saved: SavedPassword, profile: Profile) -> str:
    """What is said beside the choice to send it, or why there is none."""
    if saved.origin != profile.secret_origin:
        return translate(
            "secrets",
            "A password is kept for another address of this profile ({origin}). It is not sent: "
            "type it.",
        ).format(origin=saved.origin)
    return translate("secrets", "Typed for {login}, {date}.").format(
        login=password_login_text(saved.login), date=saved_at_text(saved)
    )


def saved_in_text(saved: SavedPassword) -> str:
    """Where it is kept."""
    return storage_text(SecretStorage(saved.storage))


def purpose_text(saved: SavedPassword) -> str:
    """What it is kept for."""
    if saved.name is SecretName.PENDING_PASSWORD:
        return translate("secrets", "a change that is not saved yet")
    return translate("secrets", "the mailbox")
