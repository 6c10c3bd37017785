"""The list of a pane and its connection, in one line for the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.ui.snapshots.snapshot_text import change_counts_text
from desktop_app.ui.text.dates import as_of_text, clock_text
from desktop_app.ui.text.errors.explain import retry_text

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.ui.mailbox_list.list_pane import ListPane

MIN_SHOWN_SECONDS = 0.1
"""Seconds below which nobody wants to know how long it took."""


def tr(text: str, number: int = -1) -> str:
    """Translate a text of this room; ``number`` is what %n stands for."""
    return QCoreApplication.translate("pane_status", text, "", number)


def status_text(pane: ListPane) -> str:
    """How many rows of what age, and who is signed in."""
    standing, news = pane.workspace.list_state, pane.workspace.list_loader.changes
    parts = [_count_text(pane)] if pane.model.total_count else []
    if standing.loaded_at is not None and (
        standing.is_from_cache or standing.phase is ListPhase.FAILED
    ):
        parts.append(as_of_text(standing.loaded_at))
    elif standing.loaded_at is not None:
        parts.append(_loaded_text(standing.loaded_at, standing.load_seconds))
    parts += [pane.detail_progress_bar.status_text, _connection_text(pane)]
    parts.append(change_counts_text(news.counts, news.since))
    return " · ".join(part for part in parts if part)


def _loaded_text(at: datetime, seconds: float) -> str:
    if seconds < MIN_SHOWN_SECONDS:
        return tr("loaded %s") % clock_text(at)
    return tr("loaded %s in %s s") % (clock_text(at), QLocale().toString(seconds, "f", 1))


def _count_text(pane: ListPane) -> str:
    total, shown = pane.model.total_count, pane.model.shown_count
    text = tr("1 mailbox") if total == 1 else tr("%n mailboxes", total)
    if pane.is_partial:
        text += tr(" so far")
    if shown != total:
        text += tr(", %d shown") % shown
    if pane.model.unknown_count:
        text += tr(", %d not known yet") % pane.model.unknown_count
    return text


def _connection_text(pane: ListPane) -> str:
    standing = pane.workspace.list_state
    if pane.states.retry_notice is not None:
        return retry_text(pane.states.retry_notice)
    if standing.phase is ListPhase.LOADING:
        return tr("loading …")
    if standing.phase is ListPhase.FAILED:
        return tr("not connected")
    if standing.is_anonymous:
        return tr("not signed in: the server takes you for nobody")
    if standing.signed_in_as:
        return tr("signed in as %s") % standing.signed_in_as
    return tr("connected") if standing.phase is ListPhase.READY else ""
