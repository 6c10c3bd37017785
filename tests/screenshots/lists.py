"""The list in each of its dresses: groups, quick filters, all columns, a load of details."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mailbox_list.mailbox_state import warnings_by_mailbox
from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, QuickFilter, Security
from desktop_app.selftest import wait_until
from desktop_app.ui.mailbox_list.columns_dialog import ColumnsDialog
from desktop_app.ui.mailbox_list.export_dialog import ExportDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column

if TYPE_CHECKING:
    from desktop_app.ui.shell.main_window import MainWindow
    from tests.screenshots.take import Camera

SMALL_SCREEN = QSize(1366, 700)
CHECKED_AT = datetime(2026, 5, 4, 13, 58, tzinfo=UTC)


def take_list_features(camera: Camera, window: MainWindow, pane: ListPane) -> None:
    """Of a window that shows the demo, with all details there."""
    known = pane.workspace.details.known
    wait_until(lambda: len(known) == pane.model.total_count, "all details")
    _take_states(camera, window, pane)
    pane.set_grouped(True)
    camera.take("list-grouped", window)
    pane.set_quick_filter(QuickFilter(securities=frozenset({Security.PLAINTEXT})))
    camera.take("list-grouped-and-filtered", window)
    pane.set_grouped(False)
    pane.set_quick_filter(NO_FILTER)
    for mailbox_id, outcome in enumerate(CheckOutcome, 1):
        pane.workspace.last_checks.set(mailbox_id, LastCheck(CHECKED_AT, outcome))
    for column in Column:
        pane.view.header_controller.set_shown(column, True)
    pane.view.selectAll()
    camera.take("list-all-columns", window)
    menu = window.toolbar.quick_filter.menu()
    if isinstance(menu, QMenu):
        menu.aboutToShow.emit()
        camera.take("list-quick-menu", menu)
        menu.hide()
    _take_dialogs(camera, window, pane)
    _take_load(camera, window, pane)


def _take_states(camera: Camera, window: MainWindow, pane: ListPane) -> None:
    """Each state as the most urgent of some row, in a window as wide as a small screen."""
    risky = warnings_by_mailbox(pane.workspace.risks.find())
    wait_until(lambda: pane.model.cell_texts.marks.warnings == risky, "the warnings")
    ids, size, model = [row.id for row in pane.model.rows[1:]], window.size(), pane.model
    now = datetime.now(UTC)
    outcomes = (CheckOutcome.WORKS, CheckOutcome.LOGIN_REFUSED, CheckOutcome.NOT_REACHED)
    for place, mailbox_id in enumerate(ids):
        if place % 5 < len(outcomes):
            check = LastCheck(now - timedelta(minutes=place), outcomes[place % 5])
            pane.workspace.last_checks.set(mailbox_id, check)
    marks = model.cell_texts.marks
    edits = dict.fromkeys(ids[1:2], now.timestamp()), dict.fromkeys(ids[6:8], now.timestamp())
    new = frozenset(ids[13:15])
    model.set_marks(replace(marks, unsaved=edits[0], pending=edits[1], new_ids=new))
    window.resize(SMALL_SCREEN)
    pane.view.header_controller.reset_by_user()
    camera.take("list-states", window)
    model.set_marks(marks)
    for mailbox_id in ids:
        pane.workspace.last_checks.remove(mailbox_id)
    window.resize(size)


def _take_dialogs(camera: Camera, window: MainWindow, pane: ListPane) -> None:
    columns = ColumnsDialog(pane.view, window)
    camera.take("list-columns", columns)
    columns.reset_button.click()
    columns.reject()
    pane.set_filter("imap.example.com")
    export = ExportDialog(pane, window)
    camera.take("list-export", export)
    export.reject()
    pane.set_filter("")


def _take_load(camera: Camera, window: MainWindow, pane: ListPane) -> None:
    """As on a long list: much of it is not read yet."""
    details = pane.workspace.details
    details._read_at.clear()
    details._known.clear()
    pane.workspace.list_changed.emit()
    pane.read_all_details()
    details.pause_load()
    wait_until(lambda: not details.is_busy, "what was under way")
    pane.set_quick_filter(QuickFilter(securities=frozenset({Security.TLS})))
    camera.take("list-details-paused", window)
    details.cancel_load()
    pane.set_quick_filter(NO_FILTER)
