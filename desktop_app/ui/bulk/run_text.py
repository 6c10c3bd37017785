"""A run of many saves, and what each row proved, in words. Never a secret."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.bulk.bulk_run import Batch, BatchKind
from desktop_app.core.journal import Entry
from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.services.bulk.bulk_runner import BatchRun, PasswordProof
from desktop_app.services.bulk.save_queue import Row, RowState, RunState, Sending
from desktop_app.services.saving.save import Proof
from desktop_app.ui.bulk.bulk_text import change_words
from desktop_app.ui.journal.journal_text import why_words as why_of
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import field_name
from desktop_app.ui.text.saving import differs_words


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("batch", text)


def done_words(draft: Draft, proof: PasswordProof) -> str:
    """What a row changes, in one line."""
    parts = [f"{field_name(which)}: {change_words(draft, which)}" for which in draft.changes]
    if proof is not PasswordProof.NOT_SENT:
        parts.append(tr("Password: another one"))
    return ", ".join(parts)


def state_words(row: Row) -> str:
    """How a row stands, in a few words."""
    return {
        RowState.WAITING: tr("not sent yet"),
        RowState.SENDING: tr("is being saved …"),
        RowState.SAVED: tr("saved"),
        RowState.REFUSED: tr("not saved"),
        RowState.CONFLICT: tr("not saved: changed meanwhile"),
        RowState.UNKNOWN: tr("not known yet"),
    }[row.state]


def proved_words(row: Row, proof: PasswordProof) -> str:
    """What was proved of a row, and what was not."""
    password = {
        PasswordProof.ACCEPTED: tr("The mail server took the password before the save."),
        PasswordProof.UNTRIED: tr("Password not tried: watch for new mail."),
        PasswordProof.NOT_SENT: "",
    }[proof]
    if row.state is not RowState.SAVED:
        return password if proof is PasswordProof.ACCEPTED else ""
    if row.saved is None:
        values = tr("The journal says it was saved.")
    elif row.saved.proof is Proof.ANSWER_ONLY:
        values = tr("Taken, but not read back.")
    else:
        values = tr("Read back.")
    return " ".join(filter(None, (values, password)))


def why_words(row: Row) -> str:
    """Why a row is not saved, or is saved otherwise than asked for, and what to do."""
    if row.trouble is not None:
        return explain(row.trouble).text
    if row.saved is not None and row.saved.differs:
        return " ".join(differs_words(row.saved).split("\n"))
    if row.state is RowState.UNKNOWN:
        return tr("It was sent before, and its answer never came. It is not sent again.")
    return ""


def run_words(sending: Sending) -> str:
    """How the run stands, and why it paused by itself."""
    said = {
        RunState.IDLE: tr("The run is being written down …"),
        RunState.SENDING: tr("Saving, one mailbox after another …"),
        RunState.PAUSED: tr("Paused. Nothing more is sent until you go on."),
        RunState.STOPPED: tr("Stopped. What is saved stays saved."),
        RunState.DONE: tr("Done."),
    }[sending.state]
    why = explain(sending.why).text if sending.why is not None else ""
    return f"{said} {why}".strip()


def is_proved(row: Row, proof: PasswordProof) -> bool:
    """Whether everything about a saved row was proved that can be."""
    read = row.saved is not None and row.saved.proof is not Proof.ANSWER_ONLY
    return row.state is RowState.SAVED and read and proof is not PasswordProof.UNTRIED


def counts_words(run: BatchRun) -> str:
    """The running count."""
    sending = run.sending
    counts = sending.counts
    proved = sum(is_proved(row, run.proof(row.errand.draft.original.id)) for row in sending.rows)
    failed = counts.get(RowState.REFUSED, 0) + counts.get(RowState.CONFLICT, 0)
    told = [
        tr("saved: %d") % counts.get(RowState.SAVED, 0),
        tr("of these proved: %d") % proved,
        tr("not saved: %d") % failed,
        tr("not known: %d") % counts.get(RowState.UNKNOWN, 0),
        tr("waiting: %d") % (counts.get(RowState.WAITING, 0) + counts.get(RowState.SENDING, 0)),
    ]
    return " · ".join(told)


def kind_words(kind: BatchKind) -> str:
    """What a run is for."""
    return {
        BatchKind.EDIT: tr("several edited"),
        BatchKind.PASSWORDS: tr("passwords replaced"),
        BatchKind.UNDO: tr("values restored"),
    }[kind]


def proof_of(batch: Batch, mailbox_id: int) -> PasswordProof:
    """What can be said later of the password of a row."""
    typed = mailbox_id in batch.typed
    return PasswordProof.UNTRIED if typed else PasswordProof.NOT_SENT


def line_words(entry: Entry | None) -> str:
    """What the journal knows of a row."""
    if entry is None:
        return tr("not sent")
    if entry.outcome.is_saved:
        return tr("saved")
    if entry.outcome.is_open:
        return tr("not known yet")
    if entry.why.startswith("Conflict"):
        return tr("not saved: changed meanwhile")
    if entry.why.startswith("LockedMeanwhile"):
        return tr("not saved: locked meanwhile")
    return f"{tr('not saved')}. {why_of(entry)}".strip()


def undo_title() -> str:
    """The window that restores what a run changed."""
    return tr("Restore the values of %d mailboxes")


def resume_title() -> str:
    """The window that goes on with a run."""
    return tr("Go on with %d mailboxes")
