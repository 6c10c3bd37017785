"""Passwords of mailboxes that are kept on this computer, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import Place, SecretName
from desktop_app.ui.text.profiles import place_words


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("kept_passwords", text)


def login_words(login: MailLogin) -> str:
    """What a password was typed for."""
    nothing = tr("(empty)")
    return tr("%s on %s") % (login.user_name or nothing, login.server or nothing)


def when_words(kept: KeptPassword) -> str:
    """When it was typed, as the user's locale writes it."""
    when = QDateTime.fromSecsSinceEpoch(int(kept.kept_at))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def kept_words(kept: KeptPassword, profile: Profile) -> str:
    """What is said beside the choice to send it, or why there is none."""
    if kept.origin != profile.binding:
        return tr(
            "A password is kept for another address of this profile (%s). It is not sent: type it."
        ) % (kept.origin)
    return tr("Typed for %s, %s.") % (login_words(kept.login), when_words(kept))


def place_of(kept: KeptPassword) -> str:
    """Where it is kept."""
    return place_words(Place(kept.place))


def purpose_words(kept: KeptPassword) -> str:
    """What it is kept for."""
    if kept.name is SecretName.PENDING_PASSWORD:
        return tr("a change that is not saved yet")
    return tr("the mailbox")
