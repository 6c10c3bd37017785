"""The pasted password table as a model: match and test result of each line, no plain password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.core.bulk.password_table import MatchedRow, PasswordRow, UnmatchedRow
from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox_list.duplicates import fast_bare_address
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.services.bulk.password_rotation import PasswordRotation
from desktop_app.ui.bulk.bulk_text import (
    hidden_login_text,
    masked_password_text,
    test_state_text,
    unmatched_text,
)
from desktop_app.ui.bulk.run_model import SkippedRow
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import MAX_QUOTE, shortened, tooltip
from desktop_app.ui.text.saving import mailbox_name

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
Role = Qt.ItemDataRole


class PasswordTableColumn(IntEnum):
    """The columns, from left to right."""

    LINE = 0
    LOGIN = 1
    MAILBOX = 2
    SERVER = 3
    PASSWORD = 4
    UNTESTED = 5
    RESULT = 6


@dataclass(frozen=True, slots=True)
class _PasswordTableRow:
    password_row: PasswordRow
    match: MatchedRow | None
    unmatched: UnmatchedRow | None

    @property
    def mailbox(self) -> Mailbox | None:
        """The mailbox that the line names; None if there is none."""
        named = self.match or self.unmatched
        return None if named is None else named.mailbox


class PasswordTableModel(QAbstractTableModel):
    """One row for each pasted line. A tick in UNTESTED saves the password without a test."""

    selection_changed = Signal()

    def __init__(self, rotation: PasswordRotation) -> None:
        super().__init__()
        self._rotation = rotation
        self._table_rows: list[_PasswordTableRow] = []
        self._untested: set[int] = set()
        self._listed_rows: Sequence[ListedMailbox] = ()
        self._domains: frozenset[str] = frozenset()
        rotation.changed.connect(self._reset)
        rotation.state_changed.connect(self._on_state_changed)

    @property
    def untested(self) -> frozenset[int]:
        """The ids of mailboxes whose passwords are to be saved without a test."""
        return frozenset(self._untested)

    def skipped_rows(self) -> list[SkippedRow]:
        """Return the lines that are not saved, each with its reason."""
        ready = {draft.original.id for draft in self._rotation.drafts(self.untested)}
        return [
            SkippedRow(self._name(entry), self._result_text(entry))
            for entry in self._table_rows
            if entry.match is None or entry.match.mailbox.id not in ready
        ]

    def _name(self, entry: _PasswordTableRow) -> str:
        """Return the mailbox's name or the line number, never the login: it may be a password."""
        if entry.mailbox is not None:
            return mailbox_name(entry.mailbox)
        return translate("bulk", "line {line_number} of the table").format(
            line_number=entry.password_row.line_number
        )

    def password_row_at(self, row: int) -> PasswordRow | None:
        """Return the pasted line of a row; None if there is no such row."""
        return self._table_rows[row].password_row if 0 <= row < len(self._table_rows) else None

    def result_of(self, row: int) -> str:
        """Return the full result text of a row; empty if there is no such row."""
        return self._result_text(self._table_rows[row]) if 0 <= row < len(self._table_rows) else ""

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of pasted lines."""
        return 0 if parent.isValid() else len(self._table_rows)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(PasswordTableColumn)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> object:
        """Return the translated column titles."""
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        names: Sequence[str] = (
            translate("bulk", "Line"),
            translate("bulk", "Given as"),
            translate("bulk", "Mailbox"),
            translate("bulk", "Mail server"),
            translate("bulk", "Password"),
            translate("bulk", "Save untried"),
            translate("bulk", "Result"),
        )
        return names[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Make the tick available only where the password cannot be tested from this computer."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == PasswordTableColumn.UNTESTED and self._can_check(index.row()):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return one cell; no role returns a password."""
        if not index.isValid():
            return None
        entry, column = self._table_rows[index.row()], index.column()
        if role == Role.CheckStateRole and column == PasswordTableColumn.UNTESTED:
            return self._check_state(entry) if self._can_check(index.row()) else None
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._text(entry, column)
        return tooltip(self._text(entry, column)) if role == Role.ToolTipRole else None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Set whether a password is saved without a test."""
        one = self._table_rows[index.row()].match
        if role != Role.CheckStateRole or one is None or not self._can_check(index.row()):
            return False
        ticked = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        (self._untested.add if ticked else self._untested.discard)(one.mailbox.id)
        self.dataChanged.emit(index, index)
        self.selection_changed.emit()
        return True

    def _check_state(self, entry: _PasswordTableRow) -> Qt.CheckState:
        chosen = entry.match is not None and entry.match.mailbox.id in self._untested
        return Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked

    def _can_check(self, row: int) -> bool:
        one = self._table_rows[row].match
        return one is not None and self._rotation.can_save_untested(one)

    def _text(self, entry: _PasswordTableRow, column: int) -> str:
        if column == PasswordTableColumn.LINE:
            return str(entry.password_row.line_number)
        if column == PasswordTableColumn.LOGIN:
            return self._login_text(entry)
        if column == PasswordTableColumn.PASSWORD:
            return (
                masked_password_text(entry.password_row.warnings)
                if entry.password_row.password
                else ""
            )
        if column == PasswordTableColumn.RESULT:
            return self._result_text(entry)
        mailbox = entry.mailbox
        if mailbox is None or column == PasswordTableColumn.UNTESTED:
            return ""
        return (
            mailbox_name(mailbox)
            if column == PasswordTableColumn.MAILBOX
            else mailbox.text(Field.SERVER)
        )

    def _login_text(self, entry: _PasswordTableRow) -> str:
        """Return the login of a line, hidden if it may be a password in the wrong column.

        A login that matches no mailbox is shown only if it is an address in a domain of the list.
        """
        who = entry.password_row.login
        _user, at, domain = bare_address(who).rpartition("@")
        known = entry.mailbox is not None or (at and domain in self._domains)
        return shortened(who, MAX_QUOTE) if known or not who else hidden_login_text()

    def _result_text(self, entry: _PasswordTableRow) -> str:
        if entry.unmatched is not None:
            return unmatched_text(entry.unmatched.reason)
        if entry.match is None:
            return ""
        report = self._rotation.reports.get(entry.match.mailbox.id)
        return test_state_text(self._rotation.state_of(entry.match), report)

    def _reset(self) -> None:
        found = self._rotation.match_result
        matched = {id(one.row): one for one in found.matches}
        unused = {id(one.row): one for one in found.unmatched}
        self.beginResetModel()
        self._update_domains(self._rotation.workspace.rows)
        self._table_rows = [
            _PasswordTableRow(line, matched.get(id(line)), unused.get(id(line)))
            for line in self._rotation.rows
        ]
        self._untested &= {one.mailbox.id for one in found.matches}
        self.endResetModel()
        self.selection_changed.emit()

    def _update_domains(self, rows: Sequence[ListedMailbox]) -> None:
        if rows is not self._listed_rows:
            self._listed_rows = rows
            known = (fast_bare_address(row.address or "").rpartition("@")[2] for row in rows)
            self._domains = frozenset(known)

    def _on_state_changed(self, mailbox_id: int) -> None:
        for row, entry in enumerate(self._table_rows):
            if entry.match is not None and entry.match.mailbox.id == mailbox_id:
                last = self.index(row, len(PasswordTableColumn) - 1)
                self.dataChanged.emit(self.index(row, 0), last)
        self.selection_changed.emit()
