"""The first column: one shape a row, in words all that holds, sorted, filtered, exported."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mail_check.mail_check import Target, check_target
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.mailbox.rights import TableFlag, TableRight
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.mailbox_list.mailbox_state import MailboxMarks, MailboxState
from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.core.mailbox_list.risks import Risk
from desktop_app.demo import DemoServer
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.export_rows import ExportRows
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.mailbox_list.table.row_delegate import StateIcons
from desktop_app.ui.text.dates import date_time_text, moment_text
from tests.demo_mailboxes import stored_mailbox

S = MailboxState
LOCKED = TableRight(TableFlag.SELECT, "Select", "Only the head office may")
NOW = datetime(2026, 11, 30, 8, 36, tzinfo=UTC)
ROWS = [
    ListedMailbox(n, f"{chr(96 + n)}@example.com", right=LOCKED if n in (2, 5) else None)
    for n in range(1, 9)
]
MARKS = MailboxMarks(
    unsaved={1: NOW.timestamp()},
    pending={2: NOW.timestamp()},
    warnings={4: (Risk.SHARED, Risk.NO_TLS)},
    new_ids=frozenset({4, 6}),
    seen_at=NOW.astimezone(),
)
FIRST = dict(zip(range(1, 9), S, strict=True))
"""The most urgent state of each of ROWS, which are in that order."""


@pytest.fixture
def model() -> MailboxListModel:
    """A list in which each state is the most urgent of one mailbox."""
    checks, made = LastChecks(), MailboxListModel()
    checks.set(3, LastCheck(NOW, CheckOutcome.LOGIN_REFUSED))
    checks.set(7, LastCheck(NOW, CheckOutcome.WORKS))
    made.set_rows(ROWS, None, checks)
    made.set_marks(MARKS)
    return made


def told(model: MailboxListModel, mailbox_id: int, role: Qt.ItemDataRole) -> str:
    line = model.line_of(mailbox_id)
    assert line is not None
    return str(model.index(line, Column.STATE).data(role))


def ids(model: MailboxListModel) -> list[int]:
    return [row.id for row in model.rows]


def test_each_row_has_its_most_urgent_state(model: MailboxListModel) -> None:
    lines = {row.id: model.line_of(row.id) or 0 for row in ROWS}
    assert {n: model.state_at(line) for n, line in lines.items()} == FIRST
    assert told(model, 3, Qt.ItemDataRole.DisplayRole) == "failing"


@pytest.mark.parametrize("role", [Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole])
def test_all_that_holds_is_told_with_source_and_age(
    model: MailboxListModel, role: Qt.ItemDataRole
) -> None:
    moment = moment_text(NOW.astimezone())
    refused = f"Failing: the mail server refused the login. Checked from this computer {moment}."
    assert " ".join(told(model, 3, role).split()) == refused
    both = " ".join(told(model, 2, role).split())
    assert both.index("Pending: you changed") < both.index("Locked by SuperOffice: Only the head")
    risky = " ".join(told(model, 4, role).split())
    for part in ("Warning: same server", "Warning: without TLS", "New: ", "Unknown: "):
        assert part in risky, "each risk, and all states beside the shape"
    assert "not checked from this computer yet" in told(model, 8, role)


def test_the_most_urgent_are_sorted_first(model: MailboxListModel) -> None:
    model.sort(Column.STATE)
    assert ids(model) == list(range(1, 9))
    model.sort(Column.STATE, Qt.SortOrder.DescendingOrder)
    assert ids(model) == list(range(8, 0, -1))
    model.set_marks(MailboxMarks(unsaved={8: 1.0}))
    assert ids(model)[-1] == 8, "other marks arrange the rows again"


def test_a_quick_filter_finds_states_beside_the_shape(model: MailboxListModel) -> None:
    model.set_quick_filter(QuickFilter(states=frozenset({S.NEW})))
    assert ids(model) == [4, 6], "4 looks like a warning, and is new too"
    model.set_marks(MailboxMarks(new_ids=frozenset({1})))
    assert ids(model) == [1]


def test_the_numbers_in_the_menu_are_those_of_the_filter(model: MailboxListModel) -> None:
    counts = model.statistics().states
    assert set(counts) == set(S)
    for state, count in counts.items():
        model.set_quick_filter(QuickFilter(states=frozenset({state})))
        assert model.shown_count == count, state


def test_a_warning_is_unknown_before_the_details_are_there(model: MailboxListModel) -> None:
    model.set_quick_filter(QuickFilter(states=frozenset({S.WARNING})))
    assert ids(model) == [4]
    assert model.unknown_count == 7
    model.set_quick_filter(QuickFilter(states=frozenset({S.FAILING})))
    assert model.unknown_count == 0


def test_a_file_has_the_word_and_nothing_where_nothing_is() -> None:
    checks = {7: LastCheck(NOW, CheckOutcome.WORKS)}
    export = ExportRows([*ROWS[:1], ListedMailbox(7, "<g@example.com> (G)")], {}, checks, MARKS)
    assert export.titles()[:3] == ("State", "Address", "Name")
    never, works = export.cells()
    assert never[Column.STATE] == "unsaved"
    assert never[Column.CHECKED] == never[Column.CATEGORY] == ""
    assert works[:3] == ["works", "<g@example.com> (G)", "G"], "the address as the server said it"
    assert str(works[Column.CHECKED]).startswith("works · ")
    assert date_time_text(NOW) in str(works[Column.CHECKED]), "with its date, also today"


def images() -> dict[MailboxState, QImage]:
    icons = StateIcons()
    return {state: icons.icon(state).pixmap(16).toImage() for state in S}


def silhouette(image: QImage) -> frozenset[tuple[int, int]]:
    """Return the pixels of an icon that are not transparent, whatever their colour."""
    size = range(image.width())
    return frozenset((x, y) for x in size for y in size if image.pixelColor(x, y).alpha() > 96)


def test_each_state_has_a_shape_of_its_own_whatever_its_colour() -> None:
    shapes = {state: silhouette(image) for state, image in images().items()}
    for one, other in combinations(S, 2):
        differing = len(shapes[one] ^ shapes[other])
        assert differing > 20, f"{one.name} looks like {other.name}"


def test_the_shapes_follow_the_palette() -> None:
    before, light = QApplication.palette(), images()
    dark = QPalette(before)
    dark.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.black)
    dark.setColor(QPalette.ColorRole.Text, Qt.GlobalColor.white)
    QApplication.setPalette(dark)
    try:
        assert all(image != light[state] for state, image in images().items())
    finally:
        QApplication.setPalette(before)


def test_an_edit_that_is_not_saved_marks_its_row(pane: ListPane, qtbot: QtBot) -> None:
    drafts, line = pane.workspace.drafts, pane.model.line_of(1) or 0
    mailbox = pane.workspace.details.get(1)
    assert mailbox is not None
    drafts.save(Draft(mailbox, {Field.PORT: 143}))
    assert pane.model.state_at(line) is S.UNSAVED
    drafts.delete(1)
    assert pane.model.state_at(line) is not S.UNSAVED
    qtbot.waitUntil(lambda: bool(pane.model.cell_texts.marks.warnings))
    assert pane.model.state_at(pane.model.line_of(41) or 0) is S.WARNING, "no TLS"


def test_the_security_says_what_the_check_saw_of_the_same_settings(pane: ListPane) -> None:
    def security(mailbox_id: int) -> str:
        line = pane.model.line_of(mailbox_id) or 0
        return str(pane.model.index(line, Column.SECURITY).data())

    def check(mailbox_id: int, port: int) -> None:
        mailbox = pane.workspace.details.get(mailbox_id)
        assert mailbox is not None
        target = check_target({**mailbox.values, Field.PORT: port})
        assert isinstance(target, Target)
        last = LastCheck(NOW, CheckOutcome.WORKS, target, "TLSv1.3")
        pane.workspace.last_checks.set(mailbox_id, last)

    assert (security(1), security(6)) == ("TLS", "no TLS")
    check(1, 993)
    check(6, 110)
    assert security(1) == "TLS 1.3"
    assert security(6) == "no TLS, STARTTLS offered", "SuperOffice would not use it"
    check(1, 143)
    assert security(1) == "TLS", "what was checked were other settings"


def test_a_removed_mark_of_new_goes_with_the_next_list(
    pane: ListPane, crm: DemoServer, qtbot: QtBot
) -> None:
    crm.store.add(replace(stored_mailbox(crm, 1), address="new@example.com"))
    pane.workspace.refresh()
    qtbot.waitUntil(lambda: pane.model.total_count == 44)
    qtbot.waitUntil(lambda: bool(pane.model.cell_texts.marks.new_ids))
    (new,) = pane.model.cell_texts.marks.new_ids
    assert S.NEW in pane.model.cell_texts.states(ListedMailbox(new))
    pane.workspace.list_loader.mark_seen()
    qtbot.waitUntil(lambda: not pane.model.cell_texts.marks.new_ids)
