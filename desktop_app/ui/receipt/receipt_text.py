"""The receipts of saves, and why a save cannot be undone at once. All texts are translated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError
from desktop_app.core.errors.saving import Conflict
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.addresses import parse_address
from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour, Mailbox, Value
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.saving.undo import UndoObstacle
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate, translate_marked
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.text.dates import date_time_text
from desktop_app.ui.text.errors.explain import save_error_text
from desktop_app.ui.text.mailbox import display_text, field_name
from desktop_app.ui.text.plain_text import one_line, shortened
from desktop_app.ui.text.saving import first_save_text
from desktop_app.ui.text.superoffice_places import after_create_text

if TYPE_CHECKING:
    from desktop_app.services.bulk.save_queue import SaveQueue

MAX_VALUE_LENGTH = 40
"""Most characters of a value in a receipt; the mailbox itself shows the whole value."""

OBSTACLES = {
    UndoObstacle.NOTHING_CHANGED: QT_TRANSLATE_NOOP("receipt", "The save changed nothing."),
    UndoObstacle.CREATED: QT_TRANSLATE_NOOP(
        "receipt", "A mailbox cannot be deleted from this program."
    ),
    UndoObstacle.PASSWORD_REPLACED: QT_TRANSLATE_NOOP(
        "receipt",
        "The save replaced the password, and this program does not know the old one. To go back, "
        "open the mailbox and enter the old password.",
    ),
    UndoObstacle.KEEP_UNPROVED: QT_TRANSLATE_NOOP(
        "receipt",
        "It is untested whether SuperOffice keeps the stored password when you save without one. "
        "To undo, open the mailbox, set the old values and enter the password.",
    ),
    UndoObstacle.KEEP_DESTROYS: QT_TRANSLATE_NOOP(
        "receipt",
        "This SuperOffice clears the stored password when you save without one. To undo, open the "
        "mailbox, set the old values and enter the password.",
    ),
    UndoObstacle.UNSUPPORTED_TYPE: QT_TRANSLATE_NOOP(
        "receipt",
        "The old server type is one that this program cannot vouch for. To undo, open the mailbox "
        "and set the old values.",
    ),
}
"""Why a save cannot be undone at once, and what to do instead."""


def obstacle_text(obstacle: UndoObstacle) -> str:
    """Return why a save cannot be undone at once, and what to do instead."""
    return translate_marked("receipt", OBSTACLES[obstacle])


def save_receipt(
    profile_id: str,
    saved: SaveResult,
    keep_behaviour: KeepBehaviour,
    accepted_at: datetime | None = None,
    notes: Iterable[str] = (),
) -> Receipt:
    """Return the receipt of one save.

    ``keep_behaviour`` is what is known of saves without a password. ``accepted_at`` is when the
    mail server accepted the password that was sent; None if the password was not tested.
    ``notes`` are further translated lines, which come first.
    """
    own = _save_notes(saved, keep_behaviour, accepted_at)
    return Receipt(_save_text(saved), profile_id, (*notes, *own), saved)


def undo_receipt(profile_id: str, saved: SaveResult) -> Receipt:
    """Return the receipt of an undo; the undo can be undone like any save."""
    text = translate("receipt", "Undone. {receipt}").format(receipt=_save_text(saved))
    return Receipt(text, profile_id, saved=saved)


def undoing_receipt(profile_id: str, saved: SaveResult) -> Receipt:
    """Return what is shown while an undo of a save is under way."""
    text = translate("receipt", "Undoing the save of {mailbox}…").format(
        mailbox=_address(saved.mailbox)
    )
    return Receipt(text, profile_id)


def undo_failure(profile_id: str, saved: SaveResult, error: AppError) -> Receipt:
    """Return why a save was not undone, or that the outcome of the undo is unknown."""
    if isinstance(error, Conflict):
        text = translate(
            "receipt",
            "Not undone: someone else has changed {mailbox} since your save. Nothing was sent.",
        ).format(mailbox=_address(saved.mailbox))
    else:
        text = translate("receipt", "Undo of the save of {mailbox}: {why}").format(
            mailbox=_address(saved.mailbox), why=save_error_text(error)
        )
    return Receipt(text, profile_id, saved=saved, is_failure=True)


def run_receipt(queue: SaveQueue) -> Receipt | None:
    """Return the receipt of a finished bulk run or change set; None unless all rows are saved."""
    results = [row.result for row in queue.rows if row.is_saved and row.result is not None]
    profile_id = queue.workspace.profile.id
    if not results or len(results) < len(queue.rows) or any(map(_is_doubtful, results)):
        return None
    if len(results) == 1:
        # a run leaves the password out only where the stored one is known to stay
        return save_receipt(profile_id, results[0], KeepBehaviour.PROVED)
    undoable = not any(each.password_sent or each.before is None for each in results)
    return Receipt(
        _run_text(results),
        profile_id,
        (first_save_text(),) if any(each.is_first for each in results) else (),
        bulk_run_key=queue.bulk_run_key,
        can_undo_run=undoable,
    )


def _is_doubtful(saved: SaveResult) -> bool:
    """Return whether the window of the run has something to tell of a saved row."""
    return saved.password_lost or bool(saved.differing_fields)


def _run_text(results: Sequence[SaveResult]) -> str:
    count = len(results)
    unread = sum(each.proof is SaveProof.ANSWER_ONLY for each in results)
    text = translate("receipt", "%n mailbox(es) saved and read back.", None, count)
    if unread:
        text = translate("receipt", "%n mailbox(es) saved.", None, count)
        more = translate("receipt", "%n of them could not be read back.", None, unread)
        return f"{text} {more}"
    return text


def _save_text(saved: SaveResult) -> str:
    address = _address(saved.mailbox)
    if not saved.was_sent:
        return translate(
            "receipt",
            "Nothing was sent. {mailbox} already has these values: someone else made the same "
            "changes.",
        ).format(mailbox=address)
    told = _changes_text(saved)
    if saved.before is None:
        return translate("receipt", "{outcome} {mailbox}").format(
            outcome=_outcome_text(saved), mailbox=address
        )
    return translate("receipt", "{outcome} {mailbox}: {changes}.").format(
        outcome=_outcome_text(saved), mailbox=address, changes=told
    )


def _outcome_text(saved: SaveResult) -> str:
    is_new = saved.before is None
    if saved.proof is SaveProof.ANSWER_ONLY:
        return (
            translate("receipt", "Created, but not read back: SuperOffice accepted the mailbox.")
            if is_new
            else translate("receipt", "Saved, but not read back: SuperOffice accepted the save.")
        )
    read_back = (
        translate("receipt", "Created and read back.")
        if is_new
        else translate("receipt", "Saved and read back.")
    )
    more = {
        SaveProof.FOUND_AFTER_LOST_ANSWER: translate(
            "receipt", "The response to the save was lost."
        ),
        SaveProof.FOUND_AFTER_BAD_ANSWER: translate(
            "receipt", "SuperOffice's response did not confirm the save."
        ),
    }.get(saved.proof, "")
    return f"{read_back} {more}".strip()


def _changes_text(saved: SaveResult) -> str:
    before = saved.before or {}
    changes = [
        translate("receipt", "{field} {before} → {now}").format(
            field=field_name(field),
            before=_value_text(before[field]),
            now=_value_text(saved.mailbox.values.get(field)),
        )
        for field in Field
        if field in before
    ]
    if saved.password_sent:
        changes.append(translate("receipt", "password replaced"))
    return ", ".join(changes)


def _save_notes(
    saved: SaveResult, keep_behaviour: KeepBehaviour, accepted_at: datetime | None
) -> list[str]:
    """Return what could not be verified, and what is left to do."""
    notes = [first_save_text()] if saved.is_first else []
    if saved.was_sent and saved.password_sent:
        notes.append(_sent_password_text(accepted_at))
    elif saved.before and keep_behaviour is KeepBehaviour.UNPROVED:
        notes.append(
            translate(
                "receipt",
                "It was saved without its password. It is not verified that SuperOffice kept the "
                "stored one. Check that new mail arrives.",
            )
        )
    if saved.was_sent and saved.before is None:
        notes.append(after_create_text())
    return notes


def _sent_password_text(accepted_at: datetime | None) -> str:
    if accepted_at is None:
        return translate(
            "receipt", "SuperOffice does not show passwords. Check that new mail arrives."
        )
    return translate(
        "receipt",
        "SuperOffice does not show passwords. The mail server accepted this one at {moment}.",
    ).format(moment=date_time_text(accepted_at))


def _address(mailbox: Mailbox) -> str:
    """Return the address of a mailbox without its display name; its id if there is none."""
    whole = display_text(mailbox.values.get(Field.ADDRESS))
    text = one_line(shortened(parse_address(whole).address or whole))
    return text or translate("receipt", "mailbox {id}").format(id=mailbox.id)


def _value_text(value: Value) -> str:
    text = one_line(shortened(display_text(value), MAX_VALUE_LENGTH))
    return text or translate("receipt", "(empty)")
