"""Proposed settings in words, and what is told to whom in looking for them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mail_check.mail_settings import Mail, Proposal, Source
from desktop_app.ui.text.mailbox import type_words
from desktop_app.ui.text.plain_text import shortened


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("proposals", text)


def leaves_words(mail: Mail) -> str:
    """What leaves this computer, said before anything does."""
    domain = mail.domain
    return tr(
        "These are asked, in this order, and learn only the domain %s: autoconfig.%s and %s over "
        "https, the name service (SRV and MX records), and Mozilla's database at "
        "autoconfig.thunderbird.net. No address, user name or password is sent to any of them."
    ) % (domain, domain, domain)


def guess_words(mail: Mail) -> str:
    """What guessing does."""
    return tr(
        "Guessing connects to imap.%s, mail.%s, pop.%s and %s itself, without a user name and "
        "without a password."
    ) % ((mail.domain,) * 4)


def source_words(source: Source) -> str:
    """Who says so."""
    return {
        Source.PROVIDER: tr("the provider's own settings"),
        Source.WELL_KNOWN: tr("the domain's own settings"),
        Source.SRV: tr("the domain's SRV records"),
        Source.DATABASE: tr("Mozilla's database"),
        Source.MX_DATABASE: tr("Mozilla's database, for who takes the domain's mail"),
        Source.GUESS: tr("a guess: a mail server answers there"),
    }[source]


def proposal_words(one: Proposal) -> str:
    """Settings in one line, with their source."""
    user = tr(", user name %s") % shortened(one.user_name) if one.user_name else ""
    settings = tr("%s: %s, port %d%s") % (
        type_words(one.server_type),
        shortened(one.server),
        one.port,
        user,
    )
    return f"{settings} — {source_words(one.source)}"
