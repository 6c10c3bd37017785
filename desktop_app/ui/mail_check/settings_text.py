"""Texts about found mail settings, and what a search discloses; all are translated."""

from __future__ import annotations

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, SettingsSource
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.plain_text import shortened


def disclosure_text(address: AddressParts) -> str:
    """Return which servers a search asks, and what they learn; shown before the search."""
    domain = address.domain
    return translate(
        "mail_check",
        "The search contacts, in this order: autoconfig.{domain} and {domain} over https, DNS (SRV "
        "and MX records), and Mozilla's database at autoconfig.thunderbird.net. They only see "
        "the domain {domain}, never an address, user name or password.",
    ).format(domain=domain)


def guessing_text(address: AddressParts) -> str:
    """Return which servers guessing connects to."""
    return translate(
        "mail_check",
        "Guessing connects to imap.{domain}, mail.{domain}, pop.{domain} and {domain}, without a "
        "user name or password.",
    ).format(domain=address.domain)


def settings_source_text(source: SettingsSource) -> str:
    """Return the name of the source of settings."""
    return {
        SettingsSource.PROVIDER: translate("mail_check", "the provider's own settings"),
        SettingsSource.WELL_KNOWN: translate("mail_check", "the domain's own settings"),
        SettingsSource.SRV: translate("mail_check", "the domain's SRV records"),
        SettingsSource.DATABASE: translate("mail_check", "Mozilla's database"),
        SettingsSource.MX_DATABASE: translate(
            "mail_check", "Mozilla's database, for the provider of the domain's mail"
        ),
        SettingsSource.GUESS: translate("mail_check", "a guess: a mail server responds there"),
    }[source]


def mail_settings_text(found: MailSettings) -> str:
    """Return settings in one line, with their source."""
    if found.user_name:
        line = translate(
            "mail_check", "{server_type}: {server}, port {port}, user name {user_name}"
        )
    else:
        line = translate("mail_check", "{server_type}: {server}, port {port}")
    settings = line.format(
        server_type=server_type_text(found.server_type),
        server=shortened(found.server),
        port=found.port,
        user_name=shortened(found.user_name),
    )
    return f"{settings} — {settings_source_text(found.source)}"
