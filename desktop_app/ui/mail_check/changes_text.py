"""Texts on what has changed since a mailbox last worked; all are translated."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.journal import JournalEntry
from desktop_app.core.mail_check.check_baseline import (
    BaselineChange,
    BaselineChangeKind,
    CheckBaseline,
    diff_baseline,
)
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.ui.i18n import translate
from desktop_app.ui.journal.journal_text import (
    entry_author_text,
    entry_changes_text,
    entry_time_text,
)
from desktop_app.ui.text.dates import moment_text

MAX_SAVES = 5
"""The most saves that are listed where there is no earlier check to begin at."""


def change_lines(
    report: CheckReport, baseline: CheckBaseline | None, entries: Iterable[JournalEntry]
) -> list[str]:
    """Return a line for each change since the baseline: what is seen, then the saves, latest first.

    Saves are those from this computer that reached SuperOffice, or may have. Without a baseline,
    they are the latest ones.
    """
    saves = [each for each in entries if each.outcome.is_saved or each.outcome.is_open]
    saves.sort(key=lambda each: each.started_at, reverse=True)
    if baseline is None:
        return [_save_text(each) for each in saves[:MAX_SAVES]]
    since = baseline.at.timestamp()
    return [
        *map(baseline_change_text, diff_baseline(baseline, report)),
        *(_save_text(each) for each in saves if each.started_at > since),
    ]


def changes_title(baseline: CheckBaseline | None, count: int) -> str:
    """Return the title of `change_lines`: when the baseline was, and how many changes there are."""
    if baseline is None:
        return (
            translate("mail_check", "No earlier check to compare with. %Ln save(s)", None, count)
            if count
            else translate("mail_check", "No earlier check to compare with")
        )
    text = (
        translate("mail_check", "Since the last good check ({moment}): %Ln change(s)", None, count)
        if count
        else translate("mail_check", "Since the last good check ({moment}): nothing changed")
    )
    return text.format(moment=moment_text(baseline.at.astimezone()))


def baseline_change_text(change: BaselineChange) -> str:
    """Return one difference from the baseline."""
    before, now = change.before, change.now
    return {
        BaselineChangeKind.SETTINGS: translate(
            "mail_check", "Other settings. Before: {before}. Now: {now}."
        ).format(before=before, now=now),
        BaselineChangeKind.CERTIFICATE: translate(
            "mail_check", "Another certificate. Before: {before}. Now: {now}."
        ).format(before=before, now=now),
        BaselineChangeKind.ADDRESSES: translate(
            "mail_check", "Other IP addresses. Before: {before}. Now: {now}."
        ).format(before=before, now=now),
        BaselineChangeKind.CAPABILITIES_REMOVED: translate(
            "mail_check", "The server no longer offers: {before}."
        ).format(before=before),
        BaselineChangeKind.CAPABILITIES_ADDED: translate(
            "mail_check", "The server now also offers: {now}."
        ).format(now=now),
    }[change.kind]


def _save_text(entry: JournalEntry) -> str:
    return translate("mail_check", "Saved {moment} by {author}: {changes}").format(
        moment=entry_time_text(entry),
        author=entry_author_text(entry),
        changes=entry_changes_text(entry),
    )
