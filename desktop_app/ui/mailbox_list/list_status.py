"""The state of a pane's list and connection: what the segments of the status bar say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from desktop_app.services.list_state import ListPhase, ListState
from desktop_app.ui.i18n import translate
from desktop_app.ui.sign_in.sign_in_recovery import account_text
from desktop_app.ui.snapshots.snapshot_text import change_counts_text
from desktop_app.ui.text.dates import as_of_text, clock_text
from desktop_app.ui.text.errors.explain import retry_text

if TYPE_CHECKING:
    from desktop_app.core.retry import RetryNotice
    from desktop_app.ui.mailbox_list.list_pane_base import ListPaneBase

MIN_SHOWN_SECONDS = 0.1
"""Seconds; shorter load times are not shown."""


class StatusKind(Enum):
    """What a segment tells, from left to right."""

    MAILBOXES = auto()
    NEWS = auto()
    PENDING = auto()
    ACCOUNT = auto()
    LOADED = auto()


@dataclass(frozen=True, slots=True)
class StatusSegment:
    """One translated part of a list's state. ``spoken`` is its whole sentence.

    ``hint`` is what a click does.
    """

    kind: StatusKind
    text: str
    spoken: str
    hint: str


def status_segments(
    pane: ListPaneBase, retry_notice: RetryNotice | None
) -> tuple[StatusSegment, ...]:
    """Return what holds of a pane's profile now; what is unknown or empty is left out."""
    state = pane.workspace.list_state
    account = _account_texts(state, pane.workspace.browser_sign_in.account)
    loaded = _loaded_text(pane, state, retry_notice)
    news, pending = _news_text(pane), _pending_text(pane)
    mailboxes = _count_text(pane) if pane.model.total_count else ""
    segments = (
        StatusSegment(
            StatusKind.MAILBOXES,
            mailboxes,
            mailboxes,
            translate("mailbox_list", "Show all mailboxes"),
        ),
        StatusSegment(
            StatusKind.NEWS,
            news,
            news,
            translate("mailbox_list", "Show what is new, gone or different"),
        ),
        StatusSegment(
            StatusKind.PENDING, pending, pending, translate("mailbox_list", "Show pending changes")
        ),
        StatusSegment(
            StatusKind.ACCOUNT, *account, translate("mailbox_list", "What may I do here?")
        ),
        StatusSegment(StatusKind.LOADED, loaded, loaded, translate("mailbox_list", "Refresh")),
    )
    return tuple(segment for segment in segments if segment.text)


def status_text(pane: ListPaneBase, retry_notice: RetryNotice | None) -> str:
    """Return all segments in one line."""
    return " · ".join(segment.spoken for segment in status_segments(pane, retry_notice))


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
        parts.append(translate("mailbox_list", "{count} not loaded yet").format(count=unknown))
    return ", ".join(parts)


def _news_text(pane: ListPaneBase) -> str:
    news = pane.workspace.list_loader.changes
    return change_counts_text(news.counts, news.since)


def _pending_text(pane: ListPaneBase) -> str:
    work = pane.workspace
    count = 0 if work.change_set is None else len(work.change_set.of_profile(work.profile.id))
    return translate("mailbox_list", "{count} pending").format(count=count) if count else ""


def _account_texts(state: ListState, account: str) -> tuple[str, str]:
    """Return who is signed in, short and in a sentence; empty while unknown."""
    if state.phase is ListPhase.FAILED:
        return "", ""
    if state.is_anonymous:
        text = translate("mailbox_list", "not signed in (anonymous)")
        return text, text
    user = state.signed_in_as
    if user and account:
        user = translate("mailbox_list", "{user} ({account})").format(
            user=user, account=account_text(account)
        )
    return user, translate("mailbox_list", "signed in as {user}").format(user=user) if user else ""


def _loaded_text(pane: ListPaneBase, state: ListState, retry_notice: RetryNotice | None) -> str:
    """Return how old the list is, what is being loaded, and whether there is a connection."""
    parts = [
        _age_text(state),
        pane.detail_progress_bar.status_text,
        _connection_text(state, retry_notice),
    ]
    return ", ".join(filter(None, parts))


def _age_text(state: ListState) -> str:
    at, seconds = state.loaded_at, state.load_seconds
    if at is None:
        return ""
    if state.is_from_cache or state.phase is ListPhase.FAILED:
        return as_of_text(at)
    if seconds < MIN_SHOWN_SECONDS:
        return translate("mailbox_list", "loaded {time}").format(time=clock_text(at))
    return translate("mailbox_list", "loaded {time} in {seconds} s").format(
        time=clock_text(at), seconds=QLocale().toString(seconds, "f", 1)
    )


def _connection_text(state: ListState, retry_notice: RetryNotice | None) -> str:
    if retry_notice is not None:
        return retry_text(retry_notice)
    if state.phase is ListPhase.LOADING:
        return translate("mailbox_list", "loading…")
    if state.phase is ListPhase.FAILED:
        return translate("mailbox_list", "not connected")
    return ""
