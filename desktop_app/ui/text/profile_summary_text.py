"""Texts for what this computer knows of a profile without opening it. All are translated."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.core.profiles.profile_summary import ProfileSummary
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.dates import moment_text
from desktop_app.ui.text.numbers import number_text

SEPARATOR = " · "


def summary_parts(summary: ProfileSummary) -> Sequence[tuple[str, bool]]:
    """Return the mailboxes, the failing ones and the age, each with whether it is a warning."""
    if summary.loaded_at is None:
        return ((translate("profiles", "not opened yet"), False),)
    count = summary.mailbox_count
    parts = [(translate("mailbox_list", "%n mailbox(es)", None, count), False)]
    if summary.failing_count:
        text = translate("profiles", "{count} failing")
        parts.append((text.format(count=number_text(summary.failing_count)), True))
    return (*parts, (moment_text(summary.loaded_at), False))


def pending_text(summary: ProfileSummary) -> str:
    """Return the number of pending changes, empty if there is none."""
    if not summary.pending_count:
        return ""
    return translate("profiles", "{count} pending").format(count=number_text(summary.pending_count))


def summary_text(summary: ProfileSummary) -> str:
    """Return the whole summary in one line, for screen readers."""
    texts = [text for text, _is_warning in summary_parts(summary)]
    return SEPARATOR.join(filter(None, (*texts, pending_text(summary))))
