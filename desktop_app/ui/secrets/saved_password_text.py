"""Passwords of mailboxes that are kept on this computer, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, SecretStorage
from desktop_app.ui.text.profiles import storage_text


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("kept_passwords", text)


def password_login_text(login: MailLogin) -> str:
    """What a password was typed for."""
    nothing = tr("(empty)")
    return tr("%s on %s") % (login.user_name or nothing, login.server or nothing)


def saved_at_text(saved: SavedPassword) -> str:
    """When it was typed, as the user's locale writes it."""
    when = QDateTime.fromSecsSinceEpoch(int(saved.saved_at))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def saved_password_text(saved: SavedPassword, profile: Profile) -> str:
    """What is said beside the choice to send it, or why there is none."""
    if saved.origin != profile.secret_origin:
        return tr(
            "A password is kept for another address of this profile (%s). It is not sent: type it."
        ) % (saved.origin)
    return tr("Typed for %s, %s.") % (password_login_text(saved.login), saved_at_text(saved))


def saved_in_text(saved: SavedPassword) -> str:
    """Where it is kept."""
    return storage_text(SecretStorage(saved.storage))


def purpose_text(saved: SavedPassword) -> str:
    """What it is kept for."""
    if saved.name is SecretName.PENDING_PASSWORD:
        return tr("a change that is not saved yet")
    return tr("the mailbox")
