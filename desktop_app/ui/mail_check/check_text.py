"""What a check of a mail server found out, in sentences."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    Standing,
)
from desktop_app.core.mail_check.mail_check import CheckReport, OldMail, Step
from desktop_app.ui.mail_check.verdict_text import verdict_words
from desktop_app.ui.text.certificates import day_words


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("checking", text)


MARKS = {
    Standing.PROVED: "✓",
    Standing.ANSWERED: "○",
    Standing.UNREACHED: "–",
    Standing.BROKEN: "✗",
    Standing.NONE: "–",
}
"""Never a tick without a tried password, and no cross for what only this computer cannot reach."""


def from_here() -> str:
    """What every result is limited to."""
    return tr("Seen from this computer; the SuperOffice server may see something else.")


def headline(report: CheckReport) -> str:
    """The mark and the sentences of a report in one line."""
    said = verdict_words(report.verdict, report.target.server)
    return f"{MARKS[report.verdict.standing]} {said.text}"


def stage_name(stage: CheckStage) -> str:
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


def step_words(step: Step) -> str:
    """A stage in one line: whether it went well, and how long it took."""
    mark = "✓" if step.failed is None else MARKS[step.failed.standing]
    seconds = tr("%s s") % QLocale().toString(step.seconds, "f", 2)
    return f"{mark} {stage_name(step.stage)} ({seconds})"


def mail_words(mail: OldMail | None) -> str:
    """How much mail lies in the inbox; a warning where a new mailbox would import it all."""
    if mail is None:
        return ""
    if mail.count == 0:
        return tr("The inbox is empty.")
    count = QLocale().toString(mail.count)
    if mail.oldest is None:
        return tr("Messages in the inbox: %s.") % count
    day = day_words(mail.oldest)
    if mail.looked_at < mail.count:
        looked = QLocale().toString(mail.looked_at)
        return tr("Messages in the inbox: %s; the oldest of the first %s came on %s.") % (
            count,
            looked,
            day,
        )
    return tr("Messages in the inbox: %s, the oldest of %s.") % (count, day)


def old_mail_warning(mail: OldMail | None) -> str:
    """What happens to old mail once SuperOffice begins to fetch; empty where there is none."""
    if mail is None or mail.count == 0:
        return ""
    return tr(
        "SuperOffice will import all of it, and may answer every sender automatically. Empty the "
        "inbox first, or switch the automatic reply off."
    )
