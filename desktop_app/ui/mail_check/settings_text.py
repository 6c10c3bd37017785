"""Texts about found mail settings, and what a search discloses; all are translated."""

from __future__ import annotations

from desktop_app.core.mail_check.mail_settings import AddressParts, SettingsSource
from desktop_app.ui.i18n import translate


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
