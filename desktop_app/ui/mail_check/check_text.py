"""Texts for the results of a mail server check; all are translated."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import CheckReport, InboxSummary, StageResult
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.certificate_text import day_text
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.numbers import duration_text

LEVEL_MARKS = {
    VerdictLevel.VERIFIED: "✓",
    VerdictLevel.ANSWERED: "○",
    VerdictLevel.UNREACHABLE: "–",
    VerdictLevel.BROKEN: "✗",
    VerdictLevel.NONE: "–",
}
"""No tick unless a password was verified; no cross if only this computer cannot connect."""


def vantage_point_text() -> str:
    """Return the note that results are those seen from this computer."""
    return translate(
        "mail_check", "Seen from this computer; the SuperOffice server may see something else."
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
        CheckStage.CAPABILITIES: translate("mail_check", "Abilities"),
        CheckStage.LOGIN: translate("mail_check", "Login"),
        CheckStage.FOLDER: translate("mail_check", "Inbox"),
    }[stage]


def check_stage_text(stage: StageResult) -> str:
    """Return a stage in one line: its mark, name and duration."""
    mark = "✓" if stage.failure is None else LEVEL_MARKS[stage.failure.level]
    return f"{mark} {check_stage_name(stage.stage)} ({duration_text(stage.seconds)})"


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
            "%Ln message(s) in the inbox; the oldest of the first {examined} came on {day}.",
            None,
            count,
        ).format(examined=QLocale().toString(inbox.examined), day=day)
    return translate(
        "mail_check", "%Ln message(s) in the inbox, the oldest of {day}.", None, count
    ).format(day=day)


def old_mail_warning(inbox: InboxSummary | None) -> str:
    """Return a warning that SuperOffice will import old mail; empty if there is none."""
    if inbox is None or inbox.count == 0:
        return ""
    return translate(
        "mail_check",
        "SuperOffice will import all of it, and may answer every sender automatically. Empty the "
        "inbox first, or switch the automatic reply off.",
    )
