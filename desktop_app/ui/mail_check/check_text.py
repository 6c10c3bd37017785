"""Texts for the results of a mail server check; all are translated."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_app.core.mail_check.check_causes import CheckCause
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    LoginSkipped,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import CheckReport, InboxSummary, StageResult
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate, translate_marked
from desktop_app.ui.mail_check.certificate_text import day_text
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.numbers import duration_text, number_text

LEVEL_MARKS = {
    VerdictLevel.VERIFIED: "✓",
    VerdictLevel.ANSWERED: "○",
    VerdictLevel.UNREACHABLE: "–",
    VerdictLevel.BROKEN: "✗",
    VerdictLevel.NONE: "–",
}
"""No tick unless a password was verified; no cross if only this computer cannot connect."""

CAUSES = {
    CheckCause.LOGIN_REFUSED: QT_TRANSLATE_NOOP("mail_check", "Login refused"),
    CheckCause.LOGIN_UNCLEAR: QT_TRANSLATE_NOOP("mail_check", "Login not accepted"),
    CheckCause.PASSWORD_NOT_ACCEPTED: QT_TRANSLATE_NOOP(
        "mail_check", "Login with a password not possible"
    ),
    CheckCause.CERTIFICATE_EXPIRED: QT_TRANSLATE_NOOP("mail_check", "Certificate expired"),
    CheckCause.CERTIFICATE_NAME: QT_TRANSLATE_NOOP("mail_check", "Certificate for another server"),
    CheckCause.CERTIFICATE_UNTRUSTED: QT_TRANSLATE_NOOP("mail_check", "Certificate not trusted"),
    CheckCause.TLS_FAILED: QT_TRANSLATE_NOOP("mail_check", "TLS failed"),
    CheckCause.WRONG_PORT: QT_TRANSLATE_NOOP("mail_check", "Wrong port or server type"),
    CheckCause.NO_REPLY: QT_TRANSLATE_NOOP("mail_check", "No reply"),
    CheckCause.SERVER_ERROR: QT_TRANSLATE_NOOP("mail_check", "Mail server error"),
    CheckCause.UNREACHABLE: QT_TRANSLATE_NOOP("mail_check", "Cannot be reached from this computer"),
    CheckCause.BUSY: QT_TRANSLATE_NOOP("mail_check", "Server busy"),
    CheckCause.LOGIN_BLOCKED: QT_TRANSLATE_NOOP("mail_check", "Held back to avoid a lockout"),
    CheckCause.LOGIN_NOT_TRIED: QT_TRANSLATE_NOOP("mail_check", "Server responds, login not tried"),
    CheckCause.NOT_CHECKED: QT_TRANSLATE_NOOP("mail_check", "Not checked"),
    CheckCause.NO_MAIL_SERVER: QT_TRANSLATE_NOOP("mail_check", "No mail server to check"),
    CheckCause.WORKS: QT_TRANSLATE_NOOP("mail_check", "Works"),
}
"""Untranslated short names of the causes by which many results are grouped."""


def cause_text(cause: CheckCause) -> str:
    """Return the short name of a cause."""
    return translate_marked("mail_check", CAUSES[cause])


def cause_count_text(cause: CheckCause, count: int) -> str:
    """Return a cause and the number of mailboxes that have it, as the title of their group."""
    return translate("mail_check", "{cause} ({count})").format(
        cause=cause_text(cause), count=number_text(count)
    )


def vantage_point_text() -> str:
    """Return the note that results are those seen from this computer."""
    return translate(
        "mail_check", "Tested from this computer; results may differ on the SuperOffice server."
    )


def report_headline(report: CheckReport) -> str:
    """Return the mark and the message of a report."""
    message = verdict_message(report.verdict, report.target.server)
    return f"{LEVEL_MARKS[report.verdict.level]} {message.text}"


def check_stage_name(stage: CheckStage) -> str:
    """Return the short name of a stage."""
    return {
        CheckStage.NAME: translate("mail_check", "Name"),
        CheckStage.CONNECT: translate("mail_check", "Connection"),
        CheckStage.TLS: translate("mail_check", "TLS"),
        CheckStage.GREETING: translate("mail_check", "Greeting"),
        CheckStage.CAPABILITIES: translate("mail_check", "Capabilities"),
        CheckStage.LOGIN: translate("mail_check", "Login"),
        CheckStage.FOLDER: translate("mail_check", "Inbox"),
    }[stage]


def check_stage_text(stage: StageResult) -> str:
    """Return a stage in one line: its mark, name and duration."""
    mark = "✓" if stage.failure is None else LEVEL_MARKS[stage.failure.level]
    return f"{mark} {check_stage_name(stage.stage)} ({duration_text(stage.seconds)})"


def skipped_login_text(reason: LoginSkipped) -> str:
    """Return the button that tries a skipped login; empty if the user cannot decide on it."""
    return {
        LoginSkipped.PLAINTEXT: translate("mail_check", "Check without T&LS"),
        LoginSkipped.PREVIOUSLY_REFUSED: translate("mail_check", "Try the &login again"),
    }.get(reason, "")


def inbox_text(inbox: InboxSummary | None) -> str:
    """Return how many messages are in the inbox and the day of the oldest; empty for None."""
    if inbox is None:
        return ""
    count = inbox.count
    if count == 0:
        return translate("mail_check", "The inbox is empty.")
    if inbox.oldest is None:
        return translate("mail_check", "%Ln message(s) in the inbox.", None, count)
    day = day_text(inbox.oldest)
    if inbox.examined < count:
        return translate(
            "mail_check",
            "%Ln message(s) in the inbox; the oldest of the first {examined} arrived on {day}.",
            None,
            count,
        ).format(examined=QLocale().toString(inbox.examined), day=day)
    return translate(
        "mail_check", "%Ln message(s) in the inbox; the oldest arrived on {day}.", None, count
    ).format(day=day)


def old_mail_warning(inbox: InboxSummary | None) -> str:
    """Return a warning that SuperOffice will import old mail; empty if there is none."""
    if inbox is None or inbox.count == 0:
        return ""
    return translate(
        "mail_check",
        "SuperOffice will import all of them and may send an automatic reply to every sender. "
        "Empty the inbox or turn off the automatic reply first.",
    )
