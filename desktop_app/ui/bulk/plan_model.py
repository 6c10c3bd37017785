"""The plan of a bulk edit as a table model: old and new values of each mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal

from desktop_app.core.bulk.bulk_edit import BULK_EDITABLE_FIELDS, BulkEditPlan
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.ui.bulk.bulk_text import (
    exclusion_text,
    field_change_text,
    new_value_text,
    password_cell_text,
    password_missing_text,
)
from desktop_app.ui.bulk.row_passwords import RowPasswords
from desktop_app.ui.bulk.run_model import SkippedRow
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import address_without_name, field_name
from desktop_app.ui.text.saving import mailbox_name
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


@dataclass(frozen=True, slots=True)
class _PlanRow:
    mailbox: Mailbox
    draft: Draft | None
    note: str


class PlanModel(TextTableModel[_PlanRow]):
    """One row for each mailbox that changes; each of them can be unticked.

    The mailboxes that cannot change are left out, and follow only while ``shows_left_out``. With
    ``passwords``, a row that needs a password and has none is not saved.
    """

    selection_changed = Signal()

    def __init__(self, passwords: RowPasswords | None = None) -> None:
        super().__init__()
        self._passwords = passwords
        self._rows: list[_PlanRow] = []
        self._fields: tuple[Field, ...] = ()
        self._shows_left_out = False
        self._excluded_ids: set[int] = set()
        """Ids of mailboxes that the user unticked; they stay unticked when the plan changes."""
        self.columns = tuple(self._make_columns(()))
        self.cell_edited.connect(self.selection_changed)
        if passwords is not None:
            passwords.changed.connect(self._on_passwords_changed)

    def set_plan(self, plan: BulkEditPlan, fields: Sequence[Field]) -> None:
        """Show a plan, with a column for each of ``fields``."""
        self._rows = _plan_rows(plan, translate("bulk", "Already set."))
        self._fields = tuple(fields)
        self._show_rows()
        self.selection_changed.emit()

    @property
    def left_out_count(self) -> int:
        """The number of mailboxes that cannot change."""
        return sum(row.draft is None for row in self._rows)

    def show_left_out(self, shown: bool) -> None:
        """Show or hide the mailboxes that cannot change, each with its reason."""
        self._shows_left_out = shown
        self._show_rows()

    def _show_rows(self) -> None:
        shown = [row for row in self._rows if row.draft is not None or self._shows_left_out]
        self.set_items(shown, self._make_columns(self._fields))

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The drafts to save: ticked, and with a password where one is required."""
        return tuple(draft for row in self.items if (draft := self._ready_draft(row)) is not None)

    @property
    def skipped_rows(self) -> list[SkippedRow]:
        """The mailboxes that are not saved, each with its reason."""
        return [
            SkippedRow(mailbox_name(row.mailbox), self._skip_reason(row))
            for row in self._rows
            if self._ready_draft(row) is None
        ]

    def _skip_reason(self, row: _PlanRow) -> str:
        if row.draft is None:
            return row.note
        if row.mailbox.id in self._excluded_ids:
            return translate("bulk", "Excluded.")
        return password_missing_text()

    @property
    def has_excluded_rows(self) -> bool:
        """Whether the user unticked a row."""
        return bool(self._excluded_ids)

    @property
    def password_column(self) -> int | None:
        """The number of the password column; None if no row has or needs a password."""
        return len(self.columns) - 2 if self._shows_passwords else None

    @property
    def _shows_passwords(self) -> bool:
        passwords = self._passwords
        return passwords is not None and (passwords.is_required or passwords.typed_count > 0)

    def mailbox_id_at(self, line: int) -> int | None:
        """Return the mailbox of a line; None if there is no such line."""
        row = self.item_at(line)
        return None if row is None else row.mailbox.id

    def _make_columns(self, fields: Sequence[Field]) -> list[TextColumn[_PlanRow]]:
        """Declare the mailbox, the fields, the password where required, and the note."""
        mailbox = TextColumn[_PlanRow](
            translate("bulk", "Mailbox"),
            _address_text,
            tooltip=lambda row: mailbox_name(row.mailbox),
            whole_part=_address_text,
            is_checked=partial(_is_included, self._excluded_ids),
            set_checked=partial(_set_included, self._excluded_ids),
        )
        changes = [
            TextColumn(
                field_name(field),
                partial(_change_text, field),
                whole_part=partial(_new_value_text, field),
                stands_out=True,
            )
            for field in BULK_EDITABLE_FIELDS
            if field in fields
        ]
        shown = self._passwords if self._shows_passwords else None
        password = [] if shown is None else [_password_column(shown)]
        note = TextColumn[_PlanRow](
            translate("bulk", "Left out because"),
            lambda row: row.note,
            hides_when_empty=True,
        )
        return [mailbox, *changes, *password, note]

    def _ready_draft(self, row: _PlanRow) -> Draft | None:
        """Return the draft to save, with its password; None if unticked or without a password."""
        if row.draft is None or row.mailbox.id in self._excluded_ids:
            return None
        if self._passwords is None:
            return row.draft
        choice = self._passwords.choice(row.mailbox.id)
        return None if choice is None else replace(row.draft, password=choice)

    def _on_passwords_changed(self) -> None:
        self.refresh()
        self.selection_changed.emit()


def _password_column(passwords: RowPasswords) -> TextColumn[_PlanRow]:
    def text(row: _PlanRow) -> str:
        return "" if row.draft is None else password_cell_text(passwords.choice(row.mailbox.id))

    return TextColumn(
        field_name(Field.PASSWORD),
        text,
        whole_part=text,
        can_type=lambda row: row.draft is not None,
        set_text=lambda row, typed: passwords.set_typed(row.mailbox.id, typed),
    )


def _is_included(excluded_ids: set[int], row: _PlanRow) -> bool | None:
    """Return whether a row is ticked; None if the row has no draft and so no box."""
    return None if row.draft is None else row.mailbox.id not in excluded_ids


def _set_included(excluded_ids: set[int], row: _PlanRow, included: bool) -> None:
    (excluded_ids.discard if included else excluded_ids.add)(row.mailbox.id)


def _change_text(field: Field, row: _PlanRow) -> str:
    return "" if row.draft is None else field_change_text(row.draft, field)


def _new_value_text(field: Field, row: _PlanRow) -> str:
    return "" if row.draft is None else new_value_text(row.draft, field)


def _address_text(row: _PlanRow) -> str:
    return address_without_name(mailbox_name(row.mailbox))


def _plan_rows(plan: BulkEditPlan, already: str) -> list[_PlanRow]:
    notes: dict[int, list[str]] = {}
    for left in plan.exclusions:
        notes.setdefault(left.mailbox.id, []).append(exclusion_text(left))
    changing = {draft.original.id for draft in plan.drafts}
    lines = [
        _PlanRow(draft.original, draft, " ".join(notes.get(draft.original.id, [])))
        for draft in plan.drafts
    ]
    left_out = {left.mailbox.id: left.mailbox for left in plan.exclusions}
    lines += [
        _PlanRow(mailbox, None, " ".join(notes[number]))
        for number, mailbox in left_out.items()
        if number not in changing
    ]
    return lines + [_PlanRow(mailbox, None, already) for mailbox in plan.unchanged]
