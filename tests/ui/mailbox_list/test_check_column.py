"""The verdict of the last check is read first, and seen whole."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.mailbox_list.table.list_view import MailboxListView

VERDICTS = {
    CheckOutcome.WORKS: "works",
    CheckOutcome.PARTLY: "login not tried",
    CheckOutcome.FAILS: "fails",
    CheckOutcome.LOGIN_REFUSED: "login refused",
    CheckOutcome.TLS_FAILED: "TLS failed",
    CheckOutcome.NOT_REACHED: "cannot be reached",
}
CELL_MARGIN = 6
"""Pixels that a cell needs beside its text, at least."""


class Checks:
    """Each mailbox was checked, with another result."""

    def __init__(self) -> None:
        at = datetime(2026, 11, 30, 14, 59, tzinfo=UTC)
        self._checks = {n: LastCheck(at, outcome) for n, outcome in enumerate(CheckOutcome)}

    def get(self, mailbox_id: int) -> LastCheck | None:
        return self._checks.get(mailbox_id)

    def ids(self) -> frozenset[int]:
        return frozenset(self._checks)


@pytest.fixture
def view(qtbot: QtBot) -> MailboxListView:
    """A list of checked mailboxes, its columns as at first."""
    table = MailboxListModel()
    made = MailboxListView(table)
    table.setParent(made)
    qtbot.addWidget(made)
    rows = [ListedMailbox(n, f"{n}@example.com") for n in range(len(CheckOutcome))]
    table.set_rows(rows, None, Checks())  # type: ignore[arg-type]
    made.resize(1180, 300)
    made.show()
    return made


def check_verdicts(view: MailboxListView) -> None:
    """Check that the column has room for each verdict, which its text begins with."""
    width = view.columnWidth(Column.CHECKED)
    for line, verdict in enumerate(VERDICTS.values()):
        text = view.model().index(line, Column.CHECKED).data()
        assert text.startswith(verdict), "the verdict is read first, and cut last"
        needed = view.fontMetrics().horizontalAdvance(verdict) + CELL_MARGIN
        assert width >= needed, f"{verdict!r} is cut off in a window of {view.width()} pixels"


@pytest.mark.parametrize("window_width", [1180, 1060, 900, 600])
def test_the_verdict_of_the_last_check_is_never_cut(
    view: MailboxListView, window_width: int
) -> None:
    view.resize(window_width, 300)
    check_verdicts(view)


def test_at_first_the_verdict_is_in_sight(view: MailboxListView) -> None:
    """The window is 1200 pixels wide at first, and the list as wide, but for a scroll bar."""
    place = view.columnViewportPosition(Column.CHECKED)
    longest = max(map(view.fontMetrics().horizontalAdvance, VERDICTS.values()))
    assert place + longest + CELL_MARGIN <= view.viewport().width()


def test_wherever_the_column_stands_and_whatever_is_hidden_the_verdict_is_whole(
    view: MailboxListView,
) -> None:
    columns = view.header_controller
    columns.set_shown(Column.SECURITY, True)
    columns.set_column_order([Column.CHECKED, Column.ADDRESS])
    check_verdicts(view)
    columns.set_column_order([Column.ADDRESS, Column.CHECKED])
    columns.set_shown(Column.CATEGORY, False)
    check_verdicts(view)
    columns.reset_by_user()
    check_verdicts(view)
    view.resize(500, 300)
    columns.set_shown(Column.CHECKED, False)
    columns.set_shown(Column.CHECKED, True)
    check_verdicts(view)


def test_a_width_that_was_kept_before_cuts_no_verdict(view: MailboxListView) -> None:
    columns = view.header_controller
    columns.apply_layout(ColumnLayout(("checked", "address"), {"checked": 40}, frozenset()))
    check_verdicts(view)
