"""Texts about mailbox passwords that are stored on this computer. All are translated."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, SecretStorage
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.profiles import storage_text


def password_login_text(login: MailLogin) -> str:
    """Return the user name and server that a password belongs to."""
    nothing = translate("secrets", "(empty)")
    return translate("secrets", "{user_name} on {server}").format(
        user_name=login.user_name or nothing, server=login.server or nothing
    )


def saved_at_text(saved: SavedPassword) -> str:
    """Return when the password was entered, in local time and the user's format."""
    when = QDateTime.fromSecsSinceEpoch(int(saved.saved_at))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def saved_password_text(saved: SavedPassword, profile: Profile) -> str:
    """Return a note for the choice to send the stored password, or why it cannot be sent."""
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
    """Return which storage holds the password."""
    return storage_text(SecretStorage(saved.storage))


def purpose_text(saved: SavedPassword) -> str:
    """Return whether the password is for a mailbox or for a pending change."""
    if saved.name is SecretName.PENDING_PASSWORD:
        return translate("secrets", "a change that is not saved yet")
    return translate("secrets", "the mailbox")
