"""The pasted password table as a model: match and test result of each line, no plain password."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal

from desktop_app.core.bulk.password_matching import MatchedRow, UnmatchedRow
from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.bulk.shown_login import is_shown_login
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
from desktop_app.ui.text.mailbox import address_without_name
from desktop_app.ui.text.plain_text import MAX_QUOTE, shortened
from desktop_app.ui.text.saving import mailbox_name
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


@dataclass(frozen=True, slots=True)
class PasswordTableRow:
    """A line of the table and the mailbox that it is for; ``login_text`` hides a password."""

    password_row: PasswordRow
    match: MatchedRow | None
    unmatched: UnmatchedRow | None
    login_text: str

    @property
    def mailbox(self) -> Mailbox | None:
        """The mailbox that the line names; None if there is none."""
        named = self.match or self.unmatched
        return None if named is None else named.mailbox


class PasswordTableModel(TextTableModel[PasswordTableRow]):
    """One row for each pasted line; a box saves the password without a test."""

    selection_changed = Signal()

    def __init__(self, rotation: PasswordRotation) -> None:
        super().__init__()
        self._rotation = rotation
        self._untested: set[int] = set()
        self._listed_rows: Sequence[ListedMailbox] = ()
        self._addresses: frozenset[str] = frozenset()
        self._domains: frozenset[str] = frozenset()
        self._known_logins: frozenset[str] = frozenset()
        self.columns = _make_columns(rotation, self._untested)
        self.cell_edited.connect(self.selection_changed)
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
            SkippedRow(_skipped_name(row), _result_text(self._rotation, row))
            for row in self.items
            if row.match is None or row.match.mailbox.id not in ready
        ]

    def password_row_at(self, line: int) -> PasswordRow | None:
        """Return the pasted line of a row; None if there is no such row."""
        row = self.item_at(line)
        return None if row is None else row.password_row

    def result_of(self, line: int) -> str:
        """Return the full result text of a row; empty if there is no such row."""
        row = self.item_at(line)
        return "" if row is None else _result_text(self._rotation, row)

    def _reset(self) -> None:
        found = self._rotation.match_result
        matched = {id(one.row): one for one in found.matches}
        unused = {id(one.row): one for one in found.unmatched}
        self._update_domains(self._rotation.workspace.rows)
        details = self._rotation.workspace.details.known.values()
        users = (bare_address(mailbox.text(Field.USER_NAME)) for mailbox in details)
        self._known_logins = self._addresses | frozenset(users)
        self._untested.intersection_update(one.mailbox.id for one in found.matches)
        self.set_items(
            [
                self._make_row(row, matched.get(id(row)), unused.get(id(row)))
                for row in self._rotation.rows
            ]
        )
        self.selection_changed.emit()

    def _make_row(
        self, row: PasswordRow, match: MatchedRow | None, unmatched: UnmatchedRow | None
    ) -> PasswordTableRow:
        """Make a row, with its login hidden if it may be a password in the wrong column.

        A login that matches no mailbox is shown only if it is plainly an address.
        """
        named = match or unmatched
        is_known = named is not None and named.mailbox is not None
        is_shown = (
            not row.login or is_known or is_shown_login(row, self._domains, self._known_logins)
        )
        shown = shortened(row.login, MAX_QUOTE) if is_shown else hidden_login_text()
        return PasswordTableRow(row, match, unmatched, shown)

    def _update_domains(self, rows: Sequence[ListedMailbox]) -> None:
        if rows is not self._listed_rows:
            self._listed_rows = rows
            self._addresses = frozenset(fast_bare_address(row.address or "") for row in rows)
            self._domains = frozenset(each.rpartition("@")[2] for each in self._addresses)

    def _on_state_changed(self, mailbox_id: int) -> None:
        for line, row in enumerate(self.items):
            if row.match is not None and row.match.mailbox.id == mailbox_id:
                self.refresh(line)
        self.selection_changed.emit()


def _make_columns(
    rotation: PasswordRotation, untested: set[int]
) -> tuple[TextColumn[PasswordTableRow], ...]:
    return (
        TextColumn(translate("bulk", "Line"), lambda row: str(row.password_row.line_number)),
        TextColumn(translate("bulk", "Given as"), _given_text, hides_when_empty=True),
        TextColumn(
            translate("bulk", "Mailbox"), _address_text, _mailbox_text, whole_part=_address_text
        ),
        TextColumn(translate("bulk", "Mail server"), _server_text),
        TextColumn(translate("bulk", "Password"), _password_text),
        TextColumn(
            translate("bulk", "Save anyway"),
            lambda _row: "",
            is_checked=partial(_is_saved_untested, rotation, untested),
            set_checked=partial(_set_saved_untested, untested),
        ),
        TextColumn(translate("bulk", "Result"), partial(_result_text, rotation)),
    )


def _mailbox_text(row: PasswordTableRow) -> str:
    return "" if row.mailbox is None else mailbox_name(row.mailbox)


def _given_text(row: PasswordTableRow) -> str:
    """Return the login as pasted; empty if it is the address of the mailbox."""
    return "" if row.login_text == _address_text(row) else row.login_text


def _address_text(row: PasswordTableRow) -> str:
    return address_without_name(_mailbox_text(row))


def _server_text(row: PasswordTableRow) -> str:
    return "" if row.mailbox is None else row.mailbox.text(Field.SERVER)


def _password_text(row: PasswordTableRow) -> str:
    password_row = row.password_row
    return masked_password_text(password_row.warnings) if password_row.password else ""


def _result_text(rotation: PasswordRotation, row: PasswordTableRow) -> str:
    if row.unmatched is not None:
        return unmatched_text(row.unmatched.reason)
    if row.match is None:
        return ""
    report = rotation.reports.get(row.match.mailbox.id)
    return test_state_text(rotation.state_of(row.match), report)


def _skipped_name(row: PasswordTableRow) -> str:
    """Return the mailbox's name or the line number, never the login: it may be a password."""
    return _mailbox_text(row) or translate("bulk", "line {line_number} of the table").format(
        line_number=row.password_row.line_number
    )


def _is_saved_untested(
    rotation: PasswordRotation, untested: set[int], row: PasswordTableRow
) -> bool | None:
    """Return whether the box is ticked; None where the password can be tested from here."""
    if row.match is None or not rotation.can_save_untested(row.match):
        return None
    return row.match.mailbox.id in untested


def _set_saved_untested(untested: set[int], row: PasswordTableRow, checked: bool) -> None:
    if row.match is not None:
        (untested.add if checked else untested.discard)(row.match.mailbox.id)
