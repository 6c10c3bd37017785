"""Texts about mailbox passwords that are stored on this computer. All are translated."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from desktop_app.core.mailbox.mailbox import MailLogin, ServerType
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, SecretStorage
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.profiles import storage_text


def password_login_text(login: MailLogin) -> str:
    """Return the login that a password belongs to: user name, server, server type and port.

    A password that an older version stored has user name and server only.
    """
    nothing = translate("secrets", "(empty)")
    account = translate("secrets", "{user_name} on {server}").format(
        user_name=login.user_name or nothing, server=login.server or nothing
    )
    if login.server_type is None:
        return account
    known = ServerType.__members__.get(login.server_type)
    server_type = login.server_type if known is None else server_type_text(known)
    if not login.port:
        return translate("secrets", "{account} ({server_type})").format(
            account=account, server_type=server_type or nothing
        )
    return translate("secrets", "{account} ({server_type}, port {port})").format(
        account=account, server_type=server_type or nothing, port=login.port
    )


def saved_at_text(saved: SavedPassword) -> str:
    """Return when the password was entered, in local time and the user's format."""
    when = QDateTime.fromSecsSinceEpoch(int(saved.saved_at))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)


def saved_password_text(saved: SavedPassword, profile: Profile, shown: MailLogin) -> str:
    """Return a note for the choice to send the stored password, or why it cannot be sent.

    ``shown`` is the login in the window's fields.
    """
    if saved.origin != profile.secret_origin:
        return translate(
            "secrets",
            "The kept password was entered for another address of this profile ({origin}), so it "
            "is not sent. Enter it again.",
        ).format(origin=saved.origin)
    text = translate("secrets", "Entered for {login}, {date}.").format(
        login=password_login_text(saved.login), date=saved_at_text(saved)
    )
    if saved.login.fits(shown):
        return text
    return "\n".join(
        (
            text,
            translate(
                "secrets",
                "The login in this window is different now. Checks do not use this password, and "
                "you are asked before a save sends it.",
            ),
        )
    )


def saved_in_text(saved: SavedPassword) -> str:
    """Return which storage holds the password."""
    return storage_text(SecretStorage(saved.storage))


def purpose_text(saved: SavedPassword) -> str:
    """Return whether the password is for a mailbox or for a pending change."""
    if saved.name is SecretName.PENDING_PASSWORD:
        return translate("secrets", "a pending change")
    return translate("secrets", "the mailbox")
