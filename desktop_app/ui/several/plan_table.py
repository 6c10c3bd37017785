"""What an edit of several mailboxes comes to, as a table model: old and new, by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.core.mailbox import Draft, Field, Mailbox
from desktop_app.core.several import EDITABLE_TOGETHER, Plan
from desktop_app.ui.plain import tooltip
from desktop_app.ui.words.mailboxes import field_name
from desktop_app.ui.words.saving import name_of
from desktop_app.ui.words.several import change_words, left_out_words

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class _Line:
    mailbox: Mailbox
    draft: Draft | None
    note: str


class PlanTable(QAbstractTableModel):
    """A line for each mailbox, those that change first; each of them can be taken out."""

    taken_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._fields: Sequence[Field] = ()
        self._out: set[int] = set()
        """Ids of mailboxes that the user took out; kept when the plan changes."""

    def show(self, plan: Plan, fields: Sequence[Field]) -> None:
        """Show another plan, with a column for each of these fields."""
        self.beginResetModel()
        self._fields = [which for which in EDITABLE_TOGETHER if which in fields]
        self._lines = _lines(plan, self.tr("It is so already."))
        self.endResetModel()
        self.taken_changed.emit()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """What is to be saved, without those that were taken out."""
        drafts = (line.draft for line in self._lines if line.draft is not None)
        return tuple(draft for draft in drafts if draft.original.id not in self._out)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The mailboxes."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The mailbox, the fields, and the note."""
        return 0 if parent.isValid() else len(self._fields) + 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        names = [self.tr("Mailbox"), *map(field_name, self._fields), self.tr("Left out because")]
        return names[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What is left out cannot be taken in, but it can be read."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == 0 and self._lines[index.row()].draft is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
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
        """Take a mailbox out, or in again."""
        line = self._lines[index.row()]
        if role != Role.CheckStateRole or line.draft is None:
            return False
        taken = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        (self._out.discard if taken else self._out.add)(line.mailbox.id)
        self.dataChanged.emit(index, index)
        self.taken_changed.emit()
        return True

    def _state(self, index: Index, line: _Line) -> Qt.CheckState | None:
        if index.column() != 0 or line.draft is None:
            return None
        out = line.mailbox.id in self._out
        return Qt.CheckState.Unchecked if out else Qt.CheckState.Checked

    def _text(self, line: _Line, column: int) -> str:
        if column == 0:
            return name_of(line.mailbox)
        if column == len(self._fields) + 1:
            return line.note
        return change_words(line.draft, self._fields[column - 1]) if line.draft else ""


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
