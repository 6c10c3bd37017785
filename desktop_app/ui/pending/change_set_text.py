"""Edits that wait to be sent, and how their sending goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import Draft, Field, Keep, Value
from desktop_app.core.pending_change import PendingEdit
from desktop_app.services.bulk.save_queue import Row, RowState, RunState, Sending
from desktop_app.ui.text.dates import as_of_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import field_name, shown


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("changes", text)


def recalled_words(seen_at: datetime | None, *, creates: bool) -> str:
    """That a mailbox is not shown as it is now, and what can be done all the same."""
    later = tr("What you change can be added to the changes, and sent when you say so.")
    if creates:
        return tr("SuperOffice cannot be reached.") + " " + later
    if seen_at is None:
        said = tr("SuperOffice cannot be reached. These values may be old.")
    else:
        said = tr("SuperOffice cannot be reached. These values are %s.") % as_of_words(seen_at)
    return f"{said} {later}"


def collected_words(draft: Draft, profile: str) -> str:
    """An edit waits now."""
    name = shown(draft.result.get(Field.ADDRESS))
    return tr("Added to the changes of %s: %s. Nothing was sent.") % (profile, name)


def count_words(count: int) -> str:
    """The name of the action."""
    return tr("&Changes (%d)") % count if count else tr("&Changes")


def edit_words(edit: PendingEdit) -> str:
    """What an edit is about."""
    return tr("new: %s") % edit.name if edit.draft.creates else edit.name


def value_pairs(edit: PendingEdit) -> list[tuple[str, str, str]]:
    """Each field of an edit: its name, the server's last known value, and mine."""
    draft = edit.draft
    pairs = [_pair(which, draft.original.values, draft.changes) for which in draft.changes]
    if not isinstance(draft.password, Keep):
        stored = "" if draft.creates else tr("stored in SuperOffice")
        pairs.append((field_name(Field.PASSWORD), stored, tr("replaced")))
    return pairs


def _pair(
    which: Field, before: Mapping[Field, Value], after: Mapping[Field, Value]
) -> tuple[str, str, str]:
    return field_name(which), shown(before.get(which)), shown(after[which])


def change_words(edit: PendingEdit) -> str:
    """What an edit changes, in one line."""
    if edit.draft.creates:
        return tr("New mailbox")
    return ", ".join(name for name, _, _ in value_pairs(edit))


def state_words(row: Row | None, *, can_send: bool) -> str:
    """How an edit stands, in a few words."""
    if row is None:
        return tr("waits") if can_send else tr("needs a password")
    return {
        RowState.WAITING: tr("waits"),
        RowState.SENDING: tr("is being sent …"),
        RowState.SAVED: tr("saved"),
        RowState.REFUSED: tr("refused"),
        RowState.CONFLICT: tr("changed by someone else"),
        RowState.UNKNOWN: tr("not known yet"),
    }[row.state]


def why_words(row: Row | None, *, can_send: bool) -> str:
    """Why an edit is not saved, and what to do; empty where there is nothing to say."""
    if row is None and not can_send:
        return tr(
            "It is not proved that this SuperOffice keeps the stored password when a save leaves "
            "it out. Open the edit and type the password, or try it once in the edit dialog of a "
            "mailbox whose password you have."
        )
    return "" if row is None or row.trouble is None else explain(row.trouble).text


def run_words(run: Sending) -> str:
    """How the sending goes."""
    counts = run.counts
    said = {
        RunState.IDLE: "",
        RunState.SENDING: tr("Sending …"),
        RunState.PAUSED: tr("Paused."),
        RunState.STOPPED: tr("Stopped."),
        RunState.DONE: tr("Done."),
    }[run.state]
    named = [
        (RowState.SAVED, tr("saved: %d")),
        (RowState.WAITING, tr("waiting: %d")),
        (RowState.CONFLICT, tr("changed by someone else: %d")),
        (RowState.REFUSED, tr("refused: %d")),
        (RowState.UNKNOWN, tr("not known yet: %d")),
    ]
    told = [words % counts[state] for state, words in named if counts.get(state)]
    why = explain(run.why).text if run.why is not None else ""
    return " ".join(filter(None, (said, why, " · ".join(told))))
