"""What an edit of several mailboxes comes to, as a table model: old and new, by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.core.bulk.bulk_edit import EDITABLE_TOGETHER, Plan
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.ui.bulk.bulk_text import (
    change_words,
    left_out_words,
    needs_password_words,
    password_cell_words,
)
from desktop_app.ui.bulk.row_passwords import RowPasswords
from desktop_app.ui.bulk.run_model import LeftAlone
from desktop_app.ui.text.mailbox import field_name
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.saving import name_of

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class _Line:
    mailbox: Mailbox
    draft: Draft | None
    note: str


class PlanTable(QAbstractTableModel):
    """A line for each mailbox, those that change first; each of them can be taken out.

    With ``passwords`` each row has to send its own, and one that has none is not saved.
    """

    taken_changed = Signal()

    def __init__(self, passwords: RowPasswords | None = None) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._fields: Sequence[Field] = ()
        self._out: set[int] = set()
        """Ids of mailboxes that the user took out; kept when the plan changes."""
        self._passwords = passwords
        if passwords is not None:
            passwords.changed.connect(self._refresh)

    def show(self, plan: Plan, fields: Sequence[Field]) -> None:
        """Show another plan, with a column for each of these fields."""
        self.beginResetModel()
        self._fields = [which for which in EDITABLE_TOGETHER if which in fields]
        self._lines = _lines(plan, self.tr("It is so already."))
        self.endResetModel()
        self.taken_changed.emit()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What is to be saved, without those that were taken out, or lack a password."""
        return tuple(draft for line in self._lines if (draft := self._ready(line)) is not None)

    @property
    def left_alone(self) -> list[LeftAlone]:
        """Those that are not saved, and why."""
        return [
            LeftAlone(name_of(line.mailbox), self._note(line) or self.tr("Taken out."))
            for line in self._lines
            if self._ready(line) is None
        ]

    @property
    def password_column(self) -> int | None:
        """Where passwords are typed, if rows need them."""
        return None if self._passwords is None else len(self._fields) + 1

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The mailboxes."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The mailbox, the fields, the password where one is needed, and the note."""
        more = 2 if self._passwords is None else 3
        return 0 if parent.isValid() else len(self._fields) + more

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        password = [] if self._passwords is None else [field_name(Field.PASSWORD)]
        names = [self.tr("Mailbox"), *map(field_name, self._fields), *password]
        return [*names, self.tr("Left out because")][section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What is left out cannot be taken in, but it can be read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._lines[index.row()].draft is not None:
            if index.column() == 0:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            elif index.column() == self.password_column:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Old and new, or why a mailbox is left out."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Role.CheckStateRole:
            return self._state(index, line)
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(line, index.column())
        return tooltip(self._text(line, index.column())) if role == Role.ToolTipRole else None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Take a mailbox out, or in again; or type its password."""
        line = self._lines[index.row()]
        if line.draft is None:
            return False
        if role == Role.EditRole and index.column() == self.password_column:
            return self._type(line, value)
        if role != Role.CheckStateRole:
            return False
        taken = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        (self._out.discard if taken else self._out.add)(line.mailbox.id)
        self.dataChanged.emit(index, index)
        self.taken_changed.emit()
        return True

    def _type(self, line: _Line, value: object) -> bool:
        if self._passwords is not None:
            self._passwords.type(line.mailbox.id, str(value))
        return True

    def _ready(self, line: _Line) -> Draft | None:
        """The draft of a line with its password, if it is to be saved and can be."""
        if line.draft is None or line.mailbox.id in self._out:
            return None
        if self._passwords is None:
            return line.draft
        choice = self._passwords.choice(line.mailbox.id)
        return None if choice is None else replace(line.draft, password=choice)

    def _refresh(self) -> None:
        if self._lines:
            last = self.index(len(self._lines) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.taken_changed.emit()

    def _state(self, index: Index, line: _Line) -> Qt.CheckState | None:
        if index.column() != 0 or line.draft is None:
            return None
        out = line.mailbox.id in self._out
        return Qt.CheckState.Unchecked if out else Qt.CheckState.Checked

    def _text(self, line: _Line, column: int) -> str:
        if column == 0:
            return name_of(line.mailbox)
        if column == self.columnCount() - 1:
            return self._note(line)
        if line.draft is None:
            return ""
        if column == self.password_column and self._passwords is not None:
            return password_cell_words(self._passwords.choice(line.mailbox.id))
        return change_words(line.draft, self._fields[column - 1])

    def _note(self, line: _Line) -> str:
        if line.draft is None or self._passwords is None:
            return line.note
        lacks = self._passwords.choice(line.mailbox.id) is None
        return " ".join(filter(None, (needs_password_words() if lacks else "", line.note)))


def _lines(plan: Plan, already: str) -> list[_Line]:
    notes: dict[int, list[str]] = {}
    for left in plan.left_out:
        notes.setdefault(left.mailbox.id, []).append(left_out_words(left))
    changing = {draft.original.id for draft in plan.drafts}
    lines = [
        _Line(draft.original, draft, " ".join(notes.get(draft.original.id, [])))
        for draft in plan.drafts
    ]
    left_out = {left.mailbox.id: left.mailbox for left in plan.left_out}
    lines += [
        _Line(mailbox, None, " ".join(notes[number]))
        for number, mailbox in left_out.items()
        if number not in changing
    ]
    return lines + [_Line(mailbox, None, already) for mailbox in plan.unchanged]
