"""A pasted table of passwords as a model: matched or not, tried or not, and never in clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.core.bulk.password_table import Line, Match, Unused
from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox_list.duplicates import quick_address
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.services.bulk.password_rotation import PasswordRound
from desktop_app.ui.bulk.bulk_text import hidden_words, masked_words, miss_words, tried_words
from desktop_app.ui.bulk.run_model import LeftAlone
from desktop_app.ui.text.plain_text import LONGEST, shortened, tooltip
from desktop_app.ui.text.saving import name_of

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
Role = Qt.ItemDataRole


class LineColumn(IntEnum):
    """From left to right."""

    LINE = 0
    WHO = 1
    MAILBOX = 2
    SERVER = 3
    PASSWORD = 4
    UNTRIED = 5
    RESULT = 6


@dataclass(frozen=True, slots=True)
class _Entry:
    line: Line
    match: Match | None
    unused: Unused | None

    @property
    def mailbox(self) -> Mailbox | None:
        """The one that it names."""
        named = self.match or self.unused
        return None if named is None else named.mailbox


class LinesTable(QAbstractTableModel):
    """A line for each of the table. The last column is ticked to save a password untried."""

    chosen_changed = Signal()

    def __init__(self, lines: PasswordRound) -> None:
        super().__init__()
        self._round = lines
        self._entries: list[_Entry] = []
        self._untried: set[int] = set()
        self._rows: Sequence[ListedMailbox] = ()
        self._domains: frozenset[str] = frozenset()
        lines.changed.connect(self._reset)
        lines.tried.connect(self._refresh)

    @property
    def untried(self) -> frozenset[int]:
        """The mailboxes whose passwords are to be saved without proof."""
        return frozenset(self._untried)

    def left_alone(self) -> list[LeftAlone]:
        """The lines of which nothing is saved, and why."""
        ready = {draft.original.id for draft in self._round.drafts(self.untried)}
        return [
            LeftAlone(self._name(entry), self._result(entry))
            for entry in self._entries
            if entry.match is None or entry.match.mailbox.id not in ready
        ]

    def _name(self, entry: _Entry) -> str:
        """Never what may be a password."""
        if entry.mailbox is not None:
            return name_of(entry.mailbox)
        return self.tr("line %d of the table") % entry.line.number

    def line_at(self, row: int) -> Line | None:
        """The line of a row."""
        return self._entries[row].line if 0 <= row < len(self._entries) else None

    def result_of(self, row: int) -> str:
        """How the line of a row stands, whole; empty for no row."""
        return self._result(self._entries[row]) if 0 <= row < len(self._entries) else ""

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The lines."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """The columns."""
        return 0 if parent.isValid() else len(LineColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        names: Sequence[str] = (
            self.tr("Line"),
            self.tr("Given as"),
            self.tr("Mailbox"),
            self.tr("Mail server"),
            self.tr("Password"),
            self.tr("Save untried"),
            self.tr("Result"),
        )
        return names[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only what cannot be tried from here can be ticked."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == LineColumn.UNTRIED and self._may_tick(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """One cell; no role gives a password."""
        if not index.isValid():
            return None
        entry, column = self._entries[index.row()], index.column()
        if role == Role.CheckStateRole and column == LineColumn.UNTRIED:
            return self._tick(entry) if self._may_tick(index.row()) else None
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(entry, column)
        return tooltip(self._text(entry, column)) if role == Role.ToolTipRole else None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Save one untried, or not."""
        one = self._entries[index.row()].match
        if role != Role.CheckStateRole or one is None or not self._may_tick(index.row()):
            return False
        ticked = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        (self._untried.add if ticked else self._untried.discard)(one.mailbox.id)
        self.dataChanged.emit(index, index)
        self.chosen_changed.emit()
        return True

    def _tick(self, entry: _Entry) -> Qt.CheckState:
        chosen = entry.match is not None and entry.match.mailbox.id in self._untried
        return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked

    def _may_tick(self, row: int) -> bool:
        one = self._entries[row].match
        return one is not None and self._round.may_save_untried(one)

    def _text(self, entry: _Entry, column: int) -> str:
        if column == LineColumn.LINE:
            return str(entry.line.number)
        if column == LineColumn.WHO:
            return self._who(entry)
        if column == LineColumn.PASSWORD:
            return masked_words(entry.line.oddities) if entry.line.password else ""
        if column == LineColumn.RESULT:
            return self._result(entry)
        mailbox = entry.mailbox
        if mailbox is None or column == LineColumn.UNTRIED:
            return ""
        return name_of(mailbox) if column == LineColumn.MAILBOX else mailbox.text(Field.SERVER)

    def _who(self, entry: _Entry) -> str:
        """Whose the line is. What fits no mailbox may be a password in the wrong column.

        It is shown only as an address in a domain of the list.
        """
        who = entry.line.who
        _user, at, domain = bare_address(who).rpartition("@")
        known = entry.mailbox is not None or (at and domain in self._domains)
        return shortened(who, LONGEST) if known or not who else hidden_words()

    def _result(self, entry: _Entry) -> str:
        if entry.unused is not None:
            return miss_words(entry.unused.miss)
        if entry.match is None:
            return ""
        report = self._round.reports.get(entry.match.mailbox.id)
        return tried_words(self._round.state(entry.match), report)

    def _reset(self) -> None:
        found = self._round.matching
        matched = {id(one.line): one for one in found.matches}
        unused = {id(one.line): one for one in found.unused}
        self.beginResetModel()
        self._find_domains(self._round.workplace.rows)
        self._entries = [
            _Entry(line, matched.get(id(line)), unused.get(id(line))) for line in self._round.lines
        ]
        self._untried &= {one.mailbox.id for one in found.matches}
        self.endResetModel()
        self.chosen_changed.emit()

    def _find_domains(self, rows: Sequence[ListedMailbox]) -> None:
        if rows is not self._rows:
            self._rows = rows
            known = (quick_address(row.address or "").rpartition("@")[2] for row in rows)
            self._domains = frozenset(known)

    def _refresh(self, mailbox_id: int) -> None:
        for row, entry in enumerate(self._entries):
            if entry.match is not None and entry.match.mailbox.id == mailbox_id:
                last = self.index(row, len(LineColumn) - 1)
                self.dataChanged.emit(self.index(row, 0), last)
        self.chosen_changed.emit()
