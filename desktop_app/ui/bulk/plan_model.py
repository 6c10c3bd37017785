"""The plan of a bulk edit as a table model: old and new values of each mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.core.bulk.bulk_edit import BULK_EDITABLE_FIELDS, BulkEditPlan
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.ui.bulk.bulk_text import (
    exclusion_text,
    field_change_text,
    password_cell_text,
    password_needed_text,
)
from desktop_app.ui.bulk.row_passwords import RowPasswords
from desktop_app.ui.bulk.run_model import SkippedRow
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import field_name
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.saving import mailbox_name

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class _PlanRow:
    mailbox: Mailbox
    draft: Draft | None
    note: str


class PlanModel(QAbstractTableModel):
    """One row for each mailbox, changing ones first; each of them can be unticked.

    With ``passwords``, each row must send a password, and a row without one is not saved.
    """

    selection_changed = Signal()

    def __init__(self, passwords: RowPasswords | None = None) -> None:
        super().__init__()
        self._rows: list[_PlanRow] = []
        self._fields: Sequence[Field] = ()
        self._excluded_ids: set[int] = set()
        """Ids of mailboxes that the user unticked; they stay unticked when the plan changes."""
        self._passwords = passwords
        if passwords is not None:
            passwords.changed.connect(self._refresh)

    def set_plan(self, plan: BulkEditPlan, fields: Sequence[Field]) -> None:
        """Show a plan, with a column for each of ``fields``."""
        self.beginResetModel()
        self._fields = [field for field in BULK_EDITABLE_FIELDS if field in fields]
        self._rows = _plan_rows(plan, translate("bulk", "It is so already."))
        self.endResetModel()
        self.selection_changed.emit()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """The drafts to save: ticked, and with a password where one is required."""
        return tuple(draft for line in self._rows if (draft := self._ready_draft(line)) is not None)

    @property
    def skipped_rows(self) -> list[SkippedRow]:
        """The mailboxes that are not saved, each with its reason."""
        return [
            SkippedRow(
                mailbox_name(line.mailbox), self._note_text(line) or translate("bulk", "Taken out.")
            )
            for line in self._rows
            if self._ready_draft(line) is None
        ]

    @property
    def password_column(self) -> int | None:
        """The number of the password column; None if rows need no password."""
        return None if self._passwords is None else len(self._fields) + 1

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of mailboxes."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Count the mailbox, the fields, the password where required, and the note."""
        more = 2 if self._passwords is None else 3
        return 0 if parent.isValid() else len(self._fields) + more

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Return the translated column titles."""
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        password = [] if self._passwords is None else [field_name(Field.PASSWORD)]
        names = [translate("bulk", "Mailbox"), *map(field_name, self._fields), *password]
        return [*names, translate("bulk", "Left out because")][section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let only rows that have a draft be ticked or given a password."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._rows[index.row()].draft is not None:
            if index.column() == 0:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            elif index.column() == self.password_column:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return the change of a cell, or why a mailbox is excluded."""
        if not index.isValid():
            return None
        line = self._rows[index.row()]
        if role == Role.CheckStateRole:
            return self._check_state(index, line)
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(line, index.column())
        return tooltip(self._text(line, index.column())) if role == Role.ToolTipRole else None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Tick or untick a mailbox, or set its password."""
        line = self._rows[index.row()]
        if line.draft is None:
            return False
        if role == Role.EditRole and index.column() == self.password_column:
            return self._set_password(line, value)
        if role != Role.CheckStateRole:
            return False
        taken = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        (self._excluded_ids.discard if taken else self._excluded_ids.add)(line.mailbox.id)
        self.dataChanged.emit(index, index)
        self.selection_changed.emit()
        return True

    def _set_password(self, row: _PlanRow, value: object) -> bool:
        if self._passwords is not None:
            self._passwords.set_typed(row.mailbox.id, str(value))
        return True

    def _ready_draft(self, row: _PlanRow) -> Draft | None:
        """Return the draft to save, with its password; None if unticked or without a password."""
        if row.draft is None or row.mailbox.id in self._excluded_ids:
            return None
        if self._passwords is None:
            return row.draft
        choice = self._passwords.choice(row.mailbox.id)
        return None if choice is None else replace(row.draft, password=choice)

    def _refresh(self) -> None:
        if self._rows:
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.selection_changed.emit()

    def _check_state(self, index: Index, row: _PlanRow) -> Qt.CheckState | None:
        if index.column() != 0 or row.draft is None:
            return None
        out = row.mailbox.id in self._excluded_ids
        return Qt.CheckState.Unchecked if out else Qt.CheckState.Checked

    def _text(self, row: _PlanRow, column: int) -> str:
        if column == 0:
            return mailbox_name(row.mailbox)
        if column == self.columnCount() - 1:
            return self._note_text(row)
        if row.draft is None:
            return ""
        if column == self.password_column and self._passwords is not None:
            return password_cell_text(self._passwords.choice(row.mailbox.id))
        return field_change_text(row.draft, self._fields[column - 1])

    def _note_text(self, row: _PlanRow) -> str:
        if row.draft is None or self._passwords is None:
            return row.note
        lacks = self._passwords.choice(row.mailbox.id) is None
        return " ".join(filter(None, (password_needed_text() if lacks else "", row.note)))


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
