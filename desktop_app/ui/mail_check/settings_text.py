"""Proposed settings in words, and what is told to whom in looking for them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, SettingsSource
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.plain_text import shortened


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("proposals", text)


def disclosure_text(address: AddressParts) -> str:
    """What leaves this computer, said before anything does."""
    domain = address.domain
    return tr(
        "These are asked, in this order, and learn only the domain %s: autoconfig.%s and %s over "
        "https, the name service (SRV and MX records), and Mozilla's database at "
        "autoconfig.thunderbird.net. No address, user name or password is sent to any of them."
    ) % (domain, domain, domain)


def guessing_text(address: AddressParts) -> str:
    """What guessing does."""
    return tr(
        "Guessing connects to imap.%s, mail.%s, pop.%s and %s itself, without a user name and "
        "without a password."
    ) % ((address.domain,) * 4)


def settings_source_text(source: SettingsSource) -> str:
    """Who says so."""
    return {
        SettingsSource.PROVIDER: tr("the provider's own settings"),
        SettingsSource.WELL_KNOWN: tr("the domain's own settings"),
        SettingsSource.SRV: tr("the domain's SRV records"),
        SettingsSource.DATABASE: tr("Mozilla's database"),
        SettingsSource.MX_DATABASE: tr("Mozilla's database, for who takes the domain's mail"),
        SettingsSource.GUESS: tr("a guess: a mail server answers there"),
    }[source]


def mail_settings_text(found: MailSettings) -> str:
    """Settings in one line, with their source."""
    user = tr(", user name %s") % shortened(found.user_name) if found.user_name else ""
    settings = tr("%s: %s, port %d%s") % (
        server_type_text(found.server_type),
        shortened(found.server),
        found.port,
        user,
    )
    return f"{settings} — {settings_source_text(found.source)}"
