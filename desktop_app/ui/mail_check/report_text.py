"""Reports of checks as plain text: for the window, for a ticket, and for many mailboxes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app import VERSION
from desktop_app.core.mail_check.check_baseline import Change, Changed, GoodLook, changes_since
from desktop_app.core.mail_check.check_grouping import CheckGroup, grouped
from desktop_app.core.mail_check.check_verdicts import Standing
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.profiles.profile import Profile, ProxyKind
from desktop_app.ui.mail_check.check_text import (
    MARKS,
    from_here,
    headline,
    mail_words,
    step_words,
)
from desktop_app.ui.mail_check.verdict_text import verdict_words
from desktop_app.ui.mailbox_list.filter.quick_filter_text import time_words
from desktop_app.ui.text.certificates import certificate_words
from desktop_app.ui.text.mailbox import type_words
from desktop_app.ui.text.superoffice_places import email_screen

if TYPE_CHECKING:
    from datetime import datetime

AddressOf = Callable[[int], str]
NAMED = 5
"""Mailboxes of a group that are named; the others are counted."""


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("check_report", text)


def proved_words(report: CheckReport) -> str:
    """What was proved, and what was not."""
    if report.verdict.standing is Standing.PROVED:
        return tr(
            "Proved: the server is reached, and takes this user name and password. Not proved: "
            "that SuperOffice holds the same password, and that its server gets this far."
        )
    if report.tried:
        return tr("Tried: user name and password, once. Not proved: that the mailbox works.")
    if report.verdict.standing is Standing.ANSWERED:
        return tr("Proved: the server is reached, and answers. Not proved: the password.")
    return tr("Proved: nothing about user name and password; they were not sent.")


def import_errors_words() -> str:
    """Where SuperOffice itself tells what went wrong with its import.

    Its help names two places (SuperOfficeDocs/superoffice-docs, docs/en/email/admin/mailbox/
    index.md, "Inbox for email" and "Blocked email"), and for an installation of one's own the
    folder of the logs (docs/en/service/log-files.md). It does not say where a mailbox that cannot
    be fetched from shows why, so nothing is promised of that.
    """
    return (
        tr(
            "What SuperOffice itself met is seen there, not here: %s. A message on the tab “Inbox "
            "for email” shows its last error, and “Blocked email” has what a filter held back. "
            "If neither helps, ask whoever runs SuperOffice for the log of the mail import."
        )
        % email_screen()
    )


def change_words(change: Change) -> str:
    """What is another since the last good look."""
    before, now = change.before, change.now
    return {
        Changed.SETTINGS: tr("The settings were others then: %s. Now: %s.") % (before, now),
        Changed.CERTIFICATE: tr("The server shows another certificate. Then: %s. Now: %s.")
        % (before, now),
        Changed.ADDRESSES: tr("The name leads to other addresses. Then: %s. Now: %s.")
        % (before, now),
        Changed.CAPABILITIES_GONE: tr("The server no longer offers: %s.") % before,
        Changed.CAPABILITIES_NEW: tr("The server offers something new: %s.") % now,
    }[change.what]


def changes_words(report: CheckReport, good: GoodLook | None) -> list[str]:
    """What changed here since the last good look, and when that was."""
    if good is None:
        return [tr("This computer has not seen this mailbox work before, so nothing is compared.")]
    at = time_words(good.at)
    changes = changes_since(good, report)
    if not changes:
        return [tr("Since the last good look on %s nothing that can be seen has changed.") % at]
    head = tr("Since the last good look on %s:") % at
    return [head, *(f"• {change_words(change)}" for change in changes)]


def stopped_words(report: CheckReport, good: GoodLook | None) -> str:
    """What is known of one mailbox whose mail has stopped, in the order in which it helps."""
    parts = [
        [headline(report), mail_words(report.mail)],
        changes_words(report, good),
        [proved_words(report), from_here()],
    ]
    return "\n\n".join("\n".join(filter(None, part)) for part in parts)


def groups_words(reports: Mapping[int, CheckReport], address_of: AddressOf) -> str:
    """Many results: failures first, those of one cause on one host together."""
    return "\n\n".join(_group(group, address_of) for group in grouped(reports))


def _group(group: CheckGroup, address_of: AddressOf) -> str:
    said = verdict_words(group.verdict, group.server)
    count = len(group.ids)
    number = QLocale().toString(count)
    many = tr("1 mailbox") if count == 1 else tr("%s mailboxes") % number
    names = [f"   {address_of(mailbox_id)}" for mailbox_id in group.ids[:NAMED]]
    if count > NAMED:
        names.append(tr("   and %s more") % QLocale().toString(count - NAMED))
    return "\n".join([f"{MARKS[group.verdict.standing]} {many}: {said.text}", *names])


def summary_words(reports: Iterable[CheckReport]) -> str:
    """How many of each kind, in one line."""
    standings = [report.verdict.standing for report in reports]
    kinds = (
        (Standing.BROKEN, tr("Fail: %s.")),
        (Standing.UNREACHED, tr("Not reached from here: %s.")),
        (Standing.ANSWERED, tr("Answer, password not tried: %s.")),
        (Standing.NONE, tr("Not checked: %s.")),
        (Standing.PROVED, tr("Work: %s.")),
    )
    counts = [(text, standings.count(kind)) for kind, text in kinds]
    return " ".join(text % QLocale().toString(count) for text, count in counts if count)


def ticket_words(report: CheckReport, address: str, profile: Profile) -> str:
    """The whole report of one mailbox, to be pasted into a ticket. It holds no secret."""
    lines = [
        tr("Check of %s (%s)") % (address or tr("a new mailbox"), profile.name),
        time_words(report.began) + " · " + _seconds(report.seconds),
        headline(report),
        mail_words(report.mail),
        *_settings(report),
        *_server(report),
        "",
        *map(step_words, report.steps),
        "",
        proved_words(report),
        from_here(),
        *_transcript(report),
        "",
        _versions(profile),
    ]
    return "\n".join(line for line in lines if line is not None)


def _settings(report: CheckReport) -> Iterator[str]:
    target = report.target
    if target.server:
        yield tr("Settings: %s, %s, port %s, user name %s") % (
            type_words(target.server_type),
            target.server,
            target.port,
            target.user_name or "–",
        )


def _server(report: CheckReport) -> Iterator[str]:
    look = report.look
    if look.addresses:
        yield tr("Addresses: %s") % ", ".join(look.addresses)
    if look.certificate is not None:
        yield tr("Certificate: %s") % certificate_words(look.certificate)
        yield tr("Fingerprint (SHA-256): %s") % look.fingerprint
    if look.capabilities:
        yield tr("Abilities: %s") % " ".join(look.capabilities)


def _transcript(report: CheckReport) -> Iterator[str]:
    if report.transcript:
        yield ""
        yield tr("What was said (C: this program, S: the server; secrets are left out):")
        yield from report.transcript


def _versions(profile: Profile) -> str:
    import platform
    import ssl

    proxy = {
        ProxyKind.NONE: tr("none"),
        ProxyKind.SYSTEM: tr("the system's"),
    }.get(profile.proxy.kind, tr("of the profile"))
    return tr(
        "Mailbox Admin %s, %s, %s. Proxy for SuperOffice: %s; mail servers are asked directly."
    ) % (
        VERSION,
        platform.platform(terse=True),
        ssl.OPENSSL_VERSION,
        proxy,
    )


def _seconds(seconds: float) -> str:
    return tr("%s s") % QLocale().toString(seconds, "f", 1)


def checked_at(at: datetime) -> str:
    """When a result came, and what it is limited to."""
    return tr("Checked at %s. %s") % (time_words(at), from_here())
