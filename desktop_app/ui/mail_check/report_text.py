"""Reports of checks as translated plain text: for windows, tickets and many mailboxes."""

from __future__ import annotations

import platform
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from desktop_app import VERSION
from desktop_app.core.mail_check.check_baseline import (
    BaselineChange,
    BaselineChangeKind,
    CheckBaseline,
    diff_baseline,
)
from desktop_app.core.mail_check.check_grouping import CheckGroup, group_reports
from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.profiles.profile import Profile, ProxyKind
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.certificate_text import certificate_text
from desktop_app.ui.mail_check.check_text import (
    LEVEL_MARKS,
    check_stage_text,
    inbox_text,
    report_headline,
    vantage_point_text,
)
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.dates import date_time_text
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.numbers import duration_text
from desktop_app.ui.text.superoffice_places import email_screen

if TYPE_CHECKING:
    from datetime import datetime

AddressLookup = Callable[[int], str]
MAX_NAMED_MAILBOXES = 5
"""The most mailboxes of a group that are named; the others are counted."""


def check_proof_text(report: CheckReport) -> str:
    """Return what a check verified, and what it did not."""
    if report.verdict.level is VerdictLevel.VERIFIED:
        return translate(
            "mail_check",
            "Proved: the server is reached, and takes this user name and password. Not proved: "
            "that SuperOffice holds the same password, and that its server gets this far.",
        )
    if report.login_attempted:
        return translate(
            "mail_check", "Tried: user name and password, once. Not proved: that the mailbox works."
        )
    if report.verdict.level is VerdictLevel.ANSWERED:
        return translate(
            "mail_check", "Proved: the server is reached, and answers. Not proved: the password."
        )
    return translate(
        "mail_check", "Proved: nothing about user name and password; they were not sent."
    )


def import_errors_text() -> str:
    """Return where SuperOffice shows the errors of its mail import.

    Its help names two places (SuperOfficeDocs/superoffice-docs, docs/en/email/admin/mailbox/
    index.md, "Inbox for email" and "Blocked email"), and for an on-site installation the log folder
    (docs/en/service/log-files.md). The help does not say where the error of a mailbox that cannot
    be reached is shown, so the text promises no such place.
    """
    return translate(
        "mail_check",
        "What SuperOffice itself met is seen there, not here: {place}. A message on the "
        "tab “Inbox "
        "for email” shows its last error, and “Blocked email” has what a filter held back. "
        "If neither helps, ask whoever runs SuperOffice for the log of the mail import.",
    ).format(place=email_screen())


def baseline_change_text(change: BaselineChange) -> str:
    """Return one difference from the baseline."""
    before, now = change.before, change.now
    return {
        BaselineChangeKind.SETTINGS: translate(
            "mail_check", "The settings were others then: {before}. Now: {now}."
        ).format(before=before, now=now),
        BaselineChangeKind.CERTIFICATE: translate(
            "mail_check", "The server shows another certificate. Then: {before}. Now: {now}."
        ).format(before=before, now=now),
        BaselineChangeKind.ADDRESSES: translate(
            "mail_check", "The name leads to other addresses. Then: {before}. Now: {now}."
        ).format(before=before, now=now),
        BaselineChangeKind.CAPABILITIES_REMOVED: translate(
            "mail_check", "The server no longer offers: {before}."
        ).format(before=before),
        BaselineChangeKind.CAPABILITIES_ADDED: translate(
            "mail_check", "The server offers something new: {now}."
        ).format(now=now),
    }[change.kind]


def baseline_change_lines(report: CheckReport, baseline: CheckBaseline | None) -> list[str]:
    """Return the differences from the baseline and its time, or that there is none."""
    if baseline is None:
        return [
            translate(
                "mail_check",
                "This computer has not seen this mailbox work before, so nothing is compared.",
            )
        ]
    at = date_time_text(baseline.at)
    changes = diff_baseline(baseline, report)
    if not changes:
        return [
            translate(
                "mail_check",
                "Since the last good look on {date} nothing that can be seen has changed.",
            ).format(date=at)
        ]
    head = translate("mail_check", "Since the last good look on {date}:").format(date=at)
    return [head, *(f"• {baseline_change_text(change)}" for change in changes)]


def stopped_mail_text(report: CheckReport, baseline: CheckBaseline | None) -> str:
    """Return the report of a mailbox whose mail has stopped, most helpful facts first."""
    parts = [
        [report_headline(report), inbox_text(report.inbox)],
        baseline_change_lines(report, baseline),
        [check_proof_text(report), vantage_point_text()],
    ]
    return "\n\n".join("\n".join(filter(None, part)) for part in parts)


def check_groups_text(reports: Mapping[int, CheckReport], address_of: AddressLookup) -> str:
    """Return many reports grouped by cause and host, failures first."""
    return "\n\n".join(_group_text(group, address_of) for group in group_reports(reports))


def _group_text(group: CheckGroup, address_of: AddressLookup) -> str:
    message = verdict_message(group.verdict, group.server)
    count = len(group.ids)
    many = translate("mail_check", "%Ln mailbox(es)", None, count)
    names = [f"   {address_of(mailbox_id)}" for mailbox_id in group.ids[:MAX_NAMED_MAILBOXES]]
    if count > MAX_NAMED_MAILBOXES:
        rest = QLocale().toString(count - MAX_NAMED_MAILBOXES)
        more = translate("mail_check", "and {count} more").format(count=rest)
        names.append(f"   {more}")
    return "\n".join([f"{LEVEL_MARKS[group.verdict.level]} {many}: {message.text}", *names])


def check_summary_text(reports: Iterable[CheckReport]) -> str:
    """Return the number of reports of each verdict level, in one line."""
    standings = [report.verdict.level for report in reports]
    kinds = (
        (VerdictLevel.BROKEN, translate("mail_check", "Fail: {count}.")),
        (VerdictLevel.UNREACHABLE, translate("mail_check", "Not reached from here: {count}.")),
        (VerdictLevel.ANSWERED, translate("mail_check", "Answer, password not tried: {count}.")),
        (VerdictLevel.NONE, translate("mail_check", "Not checked: {count}.")),
        (VerdictLevel.VERIFIED, translate("mail_check", "Work: {count}.")),
    )
    counts = [(text, standings.count(kind)) for kind, text in kinds]
    shown = [text.format(count=QLocale().toString(count)) for text, count in counts if count]
    return " ".join(shown)


def ticket_text(report: CheckReport, address: str, profile: Profile) -> str:
    """Return the full report of one mailbox for a ticket. It holds no secret."""
    lines = [
        translate("mail_check", "Check of {mailbox} ({profile})").format(
            mailbox=address or translate("mail_check", "a new mailbox"), profile=profile.name
        ),
        date_time_text(report.started_at) + " · " + duration_text(report.seconds),
        report_headline(report),
        inbox_text(report.inbox),
        *_settings_lines(report),
        *_server_lines(report),
        "",
        *map(check_stage_text, report.stages),
        "",
        check_proof_text(report),
        vantage_point_text(),
        *_transcript_lines(report),
        "",
        _versions_text(profile),
    ]
    return "\n".join(line for line in lines if line is not None)


def _settings_lines(report: CheckReport) -> Iterator[str]:
    target = report.target
    if target.server:
        yield translate(
            "mail_check", "Settings: {server_type}, {server}, port {port}, user name {user_name}"
        ).format(
            server_type=server_type_text(target.server_type),
            server=target.server,
            port=target.port,
            user_name=target.user_name or "–",
        )


def _server_lines(report: CheckReport) -> Iterator[str]:
    look = report.fingerprint
    if look.addresses:
        yield translate("mail_check", "Addresses: {addresses}").format(
            addresses=", ".join(look.addresses)
        )
    if look.certificate is not None:
        yield translate("mail_check", "Certificate: {certificate}").format(
            certificate=certificate_text(look.certificate)
        )
        yield translate("mail_check", "Fingerprint (SHA-256): {fingerprint}").format(
            fingerprint=look.certificate_sha256
        )
    if look.capabilities:
        yield translate("mail_check", "Abilities: {capabilities}").format(
            capabilities=" ".join(look.capabilities)
        )


def _transcript_lines(report: CheckReport) -> Iterator[str]:
    if report.transcript:
        yield ""
        yield translate(
            "mail_check", "What was said (C: this program, S: the server; secrets are left out):"
        )
        yield from report.transcript


def _versions_text(profile: Profile) -> str:
    proxy = {
        ProxyKind.NONE: translate("mail_check", "none"),
        ProxyKind.SYSTEM: translate("mail_check", "the system's"),
    }.get(profile.proxy.kind, translate("mail_check", "of the profile"))
    return translate(
        "mail_check",
        "Mailbox Admin {version}, {system}, {openssl_version}. Proxy for SuperOffice: {proxy}; "
        "mail servers are asked directly.",
    ).format(
        version=VERSION,
        system=platform.platform(terse=True),
        openssl_version=ssl.OPENSSL_VERSION,
        proxy=proxy,
    )


def checked_at_text(at: datetime) -> str:
    """Return when a check was made, and the note that results are seen from this computer."""
    checked = translate("mail_check", "Checked at {moment}.").format(moment=date_time_text(at))
    return f"{checked} {vantage_point_text()}"
