"""What is said of a row of the list beside the texts of its cells: its states, their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox.rights import list_lock_reason, row_lock
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.risks import Risk
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.quick_filter_text import risk_text
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.text.dates import as_of_text, local_time, moment_text

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

SharedText = Callable[[int], str]
"""Gives the sentence that says which other profiles fetch from a mailbox; empty if none does."""
UNREMARKABLE = frozenset({MailboxState.WORKS, MailboxState.UNKNOWN})
"""What is told by the first column alone: it holds of most rows."""


def cell_tooltip(
    row: ListedMailbox, column: int, cell_texts: CellTexts, shared_text: SharedText
) -> str:
    """Return the plain text of a cell's tooltip: why it is empty, or its value and remarks."""
    if column == Column.STATE:
        return state_sentences(row, cell_texts, shared_text)
    failure = cell_texts.failure_text(row.id)
    if failure and cell_texts.is_detail(column):
        return failure
    parts = (
        cell_texts.full_texts(row)[column],
        _age_text(row, column, cell_texts),
        row_remarks(row, cell_texts, shared_text),
    )
    return "\n".join(part for part in parts if part)


def state_sentences(row: ListedMailbox, cell_texts: CellTexts, shared_text: SharedText) -> str:
    """Return all that holds of a row with its source and age, the most urgent first."""
    told = (t for state in cell_texts.states(row) for t in _sentences(state, row, cell_texts))
    return "\n".join(filter(None, (*told, shared_text(row.id), cell_texts.failure_text(row.id))))


def row_remarks(row: ListedMailbox, cell_texts: CellTexts, shared_text: SharedText) -> str:
    """Return what is remarkable of a row, a sentence a line; empty for most rows."""
    states = [state for state in cell_texts.states(row) if state not in UNREMARKABLE]
    told = (text for state in states for text in _sentences(state, row, cell_texts))
    return "\n".join(filter(None, (*told, shared_text(row.id))))


def _sentences(state: MailboxState, row: ListedMailbox, cell_texts: CellTexts) -> Iterator[str]:
    """Yield what is said of a state that holds of a row; of a warning, a sentence for each risk."""
    marks = cell_texts.marks
    if state is MailboxState.UNSAVED:
        yield translate(
            "mailbox_list", "Unsaved: you edited this mailbox on this computer {moment}."
        ).format(moment=_moment(marks.unsaved[row.id]))
    elif state is MailboxState.PENDING:
        yield translate(
            "mailbox_list",
            "Pending: you changed this mailbox {moment}, and the change is not sent yet. The list "
            "shows what SuperOffice had before. Ctrl+H shows the change.",
        ).format(moment=_moment(marks.pending[row.id]))
    elif state is MailboxState.WARNING:
        for risk in marks.warnings[row.id]:
            yield _warning_text(risk, row, cell_texts)
    elif state is MailboxState.LOCKED:
        yield _lock_text(row, cell_texts)
    elif state is MailboxState.NEW:
        since = "" if marks.seen_at is None else moment_text(marks.seen_at)
        yield translate(
            "mailbox_list", "New: SuperOffice did not list this mailbox {moment}."
        ).format(moment=since)
    else:
        yield _check_sentence(cell_texts.last_check(row.id))


def _check_sentence(check: LastCheck | None) -> str:
    if check is None:
        return translate("mailbox_list", "Unknown: not checked from this computer yet.")
    said = {
        CheckOutcome.WORKS: translate(
            "mailbox_list", "Works: the mail server accepted the login. {checked}"
        ),
        CheckOutcome.LOGIN_REFUSED: translate(
            "mailbox_list", "Failing: the mail server refused the login. {checked}"
        ),
        CheckOutcome.TLS_FAILED: translate(
            "mailbox_list", "Failing: no trusted TLS connection to the mail server. {checked}"
        ),
        CheckOutcome.FAILS: translate(
            "mailbox_list", "Failing: the mail server did not let this mailbox in. {checked}"
        ),
        CheckOutcome.PARTLY: translate(
            "mailbox_list", "Unknown: the mail server answers, the login was not tried. {checked}"
        ),
        CheckOutcome.NOT_REACHED: translate(
            "mailbox_list", "Unknown: the mail server cannot be reached. {checked}"
        ),
    }[check.outcome]
    checked = translate("mailbox_list", "Checked from this computer {moment}.")
    return said.format(checked=checked.format(moment=moment_text(check.at.astimezone())))


def _warning_text(risk: Risk, row: ListedMailbox, cell_texts: CellTexts) -> str:
    check, read_at = cell_texts.last_check(row.id), cell_texts.read_at(row.id)
    if risk is Risk.CERTIFICATE_EXPIRES:
        moment = "" if check is None else moment_text(check.at.astimezone())
        said = translate("mailbox_list", "Warning: {risk}. Checked from this computer {moment}.")
    else:
        moment = "" if read_at is None else _moment(read_at)
        said = translate(
            "mailbox_list", "Warning: {risk}. From the settings in SuperOffice, loaded {moment}."
        )
    return said.format(risk=risk_text(risk), moment=moment)


def _lock_text(row: ListedMailbox, cell_texts: CellTexts) -> str:
    """Say that a mailbox is locked, with SuperOffice's own reason if there is one."""
    mailbox = cell_texts.known.get(row.id)
    lock = list_lock_reason(row.right)
    if lock is None and mailbox is not None:
        lock = row_lock(mailbox.table_right, is_new=False)
    if lock is not None and lock.reason:
        return translate("mailbox_list", "Locked by SuperOffice: {reason}").format(
            reason=lock.reason
        )
    return translate("mailbox_list", "Locked: SuperOffice does not let you change this mailbox.")


def _age_text(row: ListedMailbox, column: int, cell_texts: CellTexts) -> str:
    """Say that a value may be old, where it was not read since there is a connection."""
    as_of = cell_texts.cached_at(row.id) if cell_texts.is_detail(column) else None
    return "" if as_of is None else as_of_text(local_time(as_of))


def _moment(seconds: float) -> str:
    return moment_text(local_time(seconds))
