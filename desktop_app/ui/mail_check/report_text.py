"""Reports of checks as translated plain text: for windows, tickets and many mailboxes."""

from __future__ import annotations

import platform
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app import VERSION
from desktop_app.core.mail_check.check_causes import CheckCause, group_by_cause
from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.profiles.profile import Profile, ProxyKind
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.certificate_text import certificate_lines
from desktop_app.ui.mail_check.check_text import (
    LEVEL_MARKS,
    cause_count_text,
    check_stage_text,
    inbox_text,
    report_headline,
    vantage_point_text,
)
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.dates import date_time_text, moment_text
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.numbers import duration_text, number_text

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workspace

AddressLookup = Callable[[int], str]


def address_lookup(workspace: Workspace) -> AddressLookup:
    """Return a function that names a mailbox by its address, or by its id if that is unknown."""

    def look_up(mailbox_id: int) -> str:
        return workspace.address_of(mailbox_id) or translate(
            "mail_check", "mailbox {mailbox_id}"
        ).format(mailbox_id=mailbox_id)

    return look_up


def login_proof_text(report: CheckReport) -> str:
    """Return whether the login was tried, and what a login that works does not verify."""
    if report.verdict.level is VerdictLevel.VERIFIED:
        return not_verified_text()
    if report.login_attempted:
        return translate("mail_check", "The user name and password were sent once.")
    return translate("mail_check", "The user name and password were not sent.")


def not_verified_text() -> str:
    """Return what a login that works does not verify."""
    return translate(
        "mail_check",
        "Not verified: that SuperOffice has the same password stored and can reach the server.",
    )


def check_groups_text(reports: Mapping[int, CheckReport], address_of: AddressLookup) -> str:
    """Return many reports grouped by cause, failures first; each mailbox has a line.

    A result that is the same for the whole group is told once.
    """
    return "\n\n".join(
        _group_text(cause, {one: reports[one] for one in ids}, address_of)
        for cause, ids in group_by_cause(reports).items()
    )


def _group_text(
    cause: CheckCause, reports: Mapping[int, CheckReport], address_of: AddressLookup
) -> str:
    results = {one: result_text(report) for one, report in reports.items()}
    mark = LEVEL_MARKS[next(iter(reports.values())).verdict.level]
    title = f"{mark} {cause_count_text(cause, len(reports))}"
    if len(set(results.values())) == 1:
        title = f"{title}: {next(iter(results.values()))}"
        return "\n".join([title, *(f"   {address_of(one)}" for one in reports)])
    return "\n".join([title, *(f"   {address_of(one)}: {results[one]}" for one in reports)])


def result_text(report: CheckReport) -> str:
    """Return what happened in a check, in one sentence; why nothing was checked, if nothing was."""
    message = verdict_message(report.verdict, report.target.server)
    return message.advice if report.verdict.level is VerdictLevel.NONE else message.what


def check_summary_text(reports: Iterable[CheckReport]) -> str:
    """Return the number of reports of each verdict level, in one line."""
    levels = [report.verdict.level for report in reports]
    kinds = (
        (VerdictLevel.BROKEN, translate("mail_check", "{count} failed")),
        (
            VerdictLevel.UNREACHABLE,
            translate("mail_check", "{count} cannot be reached from this computer"),
        ),
        (VerdictLevel.ANSWERED, translate("mail_check", "{count} respond, login not tried")),
        (VerdictLevel.NONE, translate("mail_check", "{count} not checked")),
        (VerdictLevel.VERIFIED, translate("mail_check", "{count} work")),
    )
    counts = [(text, levels.count(kind)) for kind, text in kinds]
    return " · ".join(text.format(count=number_text(count)) for text, count in counts if count)


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
        login_proof_text(report),
        vantage_point_text(),
        "",
        transcript_text(report),
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
    yield from certificate_lines(look)
    if look.capabilities:
        yield translate("mail_check", "Capabilities: {capabilities}").format(
            capabilities=" ".join(look.capabilities)
        )


def transcript_text(report: CheckReport) -> str:
    """Return what was said between this program and the server; empty if nothing was said."""
    if not report.transcript:
        return ""
    legend = translate(
        "mail_check", "Transcript (C: this program, S: the server; passwords are left out):"
    )
    return "\n".join([legend, *report.transcript])


def _versions_text(profile: Profile) -> str:
    proxy = {
        ProxyKind.NONE: translate("mail_check", "none"),
        ProxyKind.SYSTEM: translate("mail_check", "system settings"),
    }.get(profile.proxy.kind, translate("mail_check", "set in the profile"))
    return translate(
        "mail_check",
        "Mailbox Admin {version}, {system}, {openssl_version}. Proxy for SuperOffice: {proxy}. "
        "Mail servers are contacted directly.",
    ).format(
        version=VERSION,
        system=platform.platform(terse=True),
        openssl_version=ssl.OPENSSL_VERSION,
        proxy=proxy,
    )


def checked_at_text(at: datetime) -> str:
    """Return when a check was made, and the note that results are seen from this computer."""
    checked = translate("mail_check", "Checked {moment}.").format(
        moment=moment_text(at.astimezone())
    )
    return f"{checked} {vantage_point_text()}"
