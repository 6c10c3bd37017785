"""The list of a pane and its connection, in one line for the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.services.workspace.workspace import Phase
from desktop_app.ui.snapshots.snapshot_text import counts_words
from desktop_app.ui.text.dates import as_of_words, clock_words
from desktop_app.ui.text.errors.explain import wait_words

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.ui.mailbox_list.list_pane import MailboxPane

AT_ONCE = 0.1
"""Seconds below which nobody wants to know how long it took."""


def tr(text: str, number: int = -1) -> str:
    """Translate a text of this room; ``number`` is what %n stands for."""
    return QCoreApplication.translate("pane_status", text, "", number)


def status_words(pane: MailboxPane) -> str:
    """How many rows of what age, and who is signed in."""
    standing, news = pane.workplace.standing, pane.workplace.list.news
    parts = [_count(pane)] if pane.table.total else []
    if standing.loaded_at is not None and (standing.recalled or standing.phase is Phase.FAILED):
        parts.append(as_of_words(standing.loaded_at))
    elif standing.loaded_at is not None:
        parts.append(_loaded_words(standing.loaded_at, standing.seconds))
    parts += [pane.details_note.words, _connection(pane)]
    parts.append(counts_words(news.counts, news.since))
    return " · ".join(part for part in parts if part)


def _loaded_words(at: datetime, seconds: float) -> str:
    if seconds < AT_ONCE:
        return tr("loaded %s") % clock_words(at)
    return tr("loaded %s in %s s") % (clock_words(at), QLocale().toString(seconds, "f", 1))


def _count(pane: MailboxPane) -> str:
    total, shown = pane.table.total, pane.table.shown
    text = tr("1 mailbox") if total == 1 else tr("%n mailboxes", total)
    if pane.still_coming:
        text += tr(" so far")
    if shown != total:
        text += tr(", %d shown") % shown
    if pane.table.unknown:
        text += tr(", %d not known yet") % pane.table.unknown
    return text


def _connection(pane: MailboxPane) -> str:
    standing = pane.workplace.standing
    if pane.states.waiting is not None:
        return wait_words(pane.states.waiting)
    if standing.phase is Phase.LOADING:
        return tr("loading …")
    if standing.phase is Phase.FAILED:
        return tr("not connected")
    if standing.anonymous:
        return tr("not signed in: the server takes you for nobody")
    if standing.signed_in_as:
        return tr("signed in as %s") % standing.signed_in_as
    return tr("connected") if standing.phase is Phase.READY else ""
