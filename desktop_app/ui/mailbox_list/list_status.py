"""The state of a pane's list and connection, in one line for the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from desktop_app.services.list_state import ListPhase, ListState
from desktop_app.ui.i18n import translate
from desktop_app.ui.sign_in.sign_in_recovery import account_text
from desktop_app.ui.snapshots.snapshot_text import change_counts_text
from desktop_app.ui.text.dates import as_of_text, clock_text
from desktop_app.ui.text.errors.explain import retry_text

if TYPE_CHECKING:
    from datetime import datetime

    from desktop_app.core.retry import RetryNotice
    from desktop_app.ui.mailbox_list.list_pane_base import ListPaneBase

MIN_SHOWN_SECONDS = 0.1
"""Seconds; shorter load times are not shown."""


def status_text(pane: ListPaneBase, retry_notice: RetryNotice | None) -> str:
    """Return the number and age of the rows, progress, sign-in, and changes since last seen."""
    state, news = pane.workspace.list_state, pane.workspace.list_loader.changes
    parts = [_count_text(pane)] if pane.model.total_count else []
    if state.loaded_at is not None and (state.is_from_cache or state.phase is ListPhase.FAILED):
        parts.append(as_of_text(state.loaded_at))
    elif state.loaded_at is not None:
        parts.append(_loaded_text(state.loaded_at, state.load_seconds))
    parts += [
        pane.detail_progress_bar.status_text,
        _connection_text(state, retry_notice, pane.workspace.browser_sign_in.account),
    ]
    parts.append(change_counts_text(news.counts, news.since))
    return " · ".join(part for part in parts if part)


def _loaded_text(at: datetime, seconds: float) -> str:
    if seconds < MIN_SHOWN_SECONDS:
        return translate("mailbox_list", "loaded {time}").format(time=clock_text(at))
    return translate("mailbox_list", "loaded {time} in {seconds} s").format(
        time=clock_text(at), seconds=QLocale().toString(seconds, "f", 1)
    )


def _count_text(pane: ListPaneBase) -> str:
    total, shown = pane.model.total_count, pane.model.shown_count
    parts = [
        translate("mailbox_list", "%n mailbox(es) so far", None, total)
        if pane.is_partial
        else translate("mailbox_list", "%n mailbox(es)", None, total)
    ]
    if shown != total:
        parts.append(translate("mailbox_list", "{count} shown").format(count=shown))
    if unknown := pane.model.unknown_count:
        parts.append(translate("mailbox_list", "{count} not known yet").format(count=unknown))
    return ", ".join(parts)


def _connection_text(state: ListState, retry_notice: RetryNotice | None, account: str) -> str:
    if retry_notice is not None:
        return retry_text(retry_notice)
    if state.phase is ListPhase.LOADING:
        return translate("mailbox_list", "loading…")
    if state.phase is ListPhase.FAILED:
        return translate("mailbox_list", "not connected")
    if state.is_anonymous:
        return translate("mailbox_list", "not signed in: the server takes you for nobody")
    if state.signed_in_as and account:
        return translate("mailbox_list", "signed in as {user} ({account})").format(
            user=state.signed_in_as, account=account_text(account)
        )
    if state.signed_in_as:
        return translate("mailbox_list", "signed in as {user}").format(user=state.signed_in_as)
    return translate("mailbox_list", "connected") if state.phase is ListPhase.READY else ""
