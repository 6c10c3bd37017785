"""What a check of a mail server found out, in sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import CheckReport, InboxSummary, StageResult
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.certificates import day_text


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("checking", text)


LEVEL_MARKS = {
    VerdictLevel.VERIFIED: "✓",
    VerdictLevel.ANSWERED: "○",
    VerdictLevel.UNREACHABLE: "–",
    VerdictLevel.BROKEN: "✗",
    VerdictLevel.NONE: "–",
}
"""Never a tick without a tried password, and no cross for what only this computer cannot reach."""


def vantage_point_text() -> str:
    """What every result is limited to."""
    return tr("Seen from this computer; the SuperOffice server may see something else.")


def report_headline(report: CheckReport) -> str:
    """The mark and the sentences of a report in one line."""
    said = verdict_message(report.verdict, report.target.server)
    return f"{LEVEL_MARKS[report.verdict.level]} {said.text}"


def check_stage_name(stage: CheckStage) -> str:
    """What is tried, in a word or two."""
    return {
        CheckStage.NAME: tr("Name"),
        CheckStage.CONNECT: tr("Connection"),
        CheckStage.TLS: tr("TLS"),
        CheckStage.GREETING: tr("Greeting"),
        CheckStage.CAPABILITIES: tr("Abilities"),
        CheckStage.LOGIN: tr("Login"),
        CheckStage.FOLDER: tr("Inbox"),
    }[stage]


def check_stage_text(stage: StageResult) -> str:
    """A stage in one line: whether it went well, and how long it took."""
    mark = "✓" if stage.failure is None else LEVEL_MARKS[stage.failure.level]
    seconds = tr("%s s") % QLocale().toString(stage.seconds, "f", 2)
    return f"{mark} {check_stage_name(stage.stage)} ({seconds})"


def inbox_text(inbox: InboxSummary | None) -> str:
    """How much mail lies in the inbox; a warning where a new mailbox would import it all."""
    if inbox is None:
        return ""
    if inbox.count == 0:
        return tr("The inbox is empty.")
    count = QLocale().toString(inbox.count)
    if inbox.oldest is None:
        return tr("Messages in the inbox: %s.") % count
    day = day_text(inbox.oldest)
    if inbox.examined < inbox.count:
        looked = QLocale().toString(inbox.examined)
        return tr("Messages in the inbox: %s; the oldest of the first %s came on %s.") % (
            count,
            looked,
            day,
        )
    return tr("Messages in the inbox: %s, the oldest of %s.") % (count, day)


def old_mail_warning(inbox: InboxSummary | None) -> str:
    """What happens to old mail once SuperOffice begins to fetch; empty where there is none."""
    if inbox is None or inbox.count == 0:
        return ""
    return tr(
        "SuperOffice will import all of it, and may answer every sender automatically. Empty the "
        "inbox first, or switch the automatic reply off."
    )
