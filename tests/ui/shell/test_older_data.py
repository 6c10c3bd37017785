"""The program of today, started on the data folder that version 0.1.0 left. Nothing answers it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.app import Program
from desktop_app.core.errors import (
    NetworkFailure,
    SecretStoreError,
    SecretStoreFailure,
    Unreachable,
)
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.pending.pending_changes_page import PendingChangesPage
from tests.callbacks import result_of
from tests.ui.conftest import RunProgram
from tests.ui.windows import child, pane_of
from tests.unit.older_data.edits import PENDING
from tests.unit.older_data.files import copy_data_folder
from tests.unit.older_data.journal import ENTRIES
from tests.unit.older_data.mailboxes import BILLS, INFO, LISTED
from tests.unit.older_data.others import PASSPHRASE
from tests.unit.older_data.profiles import ACME, LAYOUTS, PROFILES, SETTINGS


@pytest.fixture
def program(run_program: RunProgram, tmp_path: Path, qtbot: QtBot) -> Program:
    """The program with its window painted, and the profiles read."""
    copy_data_folder(tmp_path / "data")
    program = run_program()
    qtbot.waitUntil(program.has_profiles)
    program.window.finish_startup()
    return program


@pytest.fixture
def pane(program: Program, qtbot: QtBot) -> ListPane:
    """The list of a profile, which cannot be asked for: the secrets are in a locked vault."""
    program.window.toolbar.profile_button.profile_chosen.emit(ACME)
    pane = pane_of(program.window)
    qtbot.waitUntil(lambda: pane.workspace.list_state.is_from_cache)
    qtbot.waitUntil(lambda: pane.workspace.list_state.phase is ListPhase.FAILED)
    return pane


def open_vault(program: Program, pane: ListPane, qtbot: QtBot) -> None:
    """Open the vault and ask for the list again: now it is the network that fails."""
    result_of(partial(program.window.profile_service.secrets.open_vault, PASSPHRASE), qtbot)
    pane.workspace.refresh()
    qtbot.waitUntil(lambda: isinstance(pane.workspace.list_state.error, Unreachable))


def cell(pane: ListPane, mailbox_id: int, column: Column) -> str:
    line = pane.model.line_of(mailbox_id)
    assert line is not None
    return str(pane.model.index(line, column).data())


def test_profiles_and_settings_are_there(program: Program) -> None:
    assert program.window.profile_service.profiles == PROFILES
    assert program.window.profile_service.secrets.settings == SETTINGS


def test_the_last_list_is_shown_with_what_was_known_of_it(pane: ListPane, qtbot: QtBot) -> None:
    assert pane.view.isVisible()
    assert pane.model.total_count == len(LISTED)
    for row in LISTED:
        assert cell(pane, row.id, Column.ADDRESS) in (row.address or "–")
        assert cell(pane, row.id, Column.CATEGORY) == (row.category or "–")
        assert cell(pane, row.id, Column.PRIORITY) == (row.priority or "–")
    qtbot.waitUntil(lambda: cell(pane, INFO.id, Column.PORT) == "993")
    assert cell(pane, INFO.id, Column.SERVER) == INFO.text(Field.SERVER)
    assert cell(pane, INFO.id, Column.USER_NAME) == INFO.text(Field.USER_NAME)


def test_the_columns_are_as_the_user_left_them(pane: ListPane, qtbot: QtBot) -> None:
    stored = LAYOUTS[ACME.id]
    header = pane.view.header_controller
    order = ("state", "address", "name", *stored.order[1:])  # each where it is at first
    qtbot.waitUntil(lambda: header.current_layout(grouped=False).order == order)
    now = header.current_layout(grouped=pane.model.is_grouped)
    assert {name: now.widths[name] for name in stored.widths} == stored.widths
    assert (now.hidden, now.sort) == (stored.hidden, stored.sort)
    assert (now.descending, now.grouped) == (stored.descending, stored.grouped)
    qtbot.waitUntil(lambda: pane.side_pane_controller.page.value == stored.side_pane)


@pytest.mark.usefixtures("pane")
def test_pending_changes_are_counted_and_listed(program: Program, qtbot: QtBot) -> None:
    changes = program.window.all_actions.history.pending_changes
    qtbot.waitUntil(lambda: f"({len(PENDING)})" in changes.text())
    changes.trigger()
    dialog = child(program.window, PendingChangesPage)
    assert dialog.model.rowCount() == len(PENDING)
    dialog.window().close()


def test_a_pending_change_goes_on_where_it_was_left(
    program: Program, pane: ListPane, qtbot: QtBot
) -> None:
    open_vault(program, pane, qtbot)
    assert pane.workspace.write_lock.can_unlock
    pane.workspace.write_lock.unlock_temporarily()
    program.window.edit(BILLS.id)
    dialog = child(program.window, EditDialog)
    qtbot.waitUntil(lambda: dialog.is_ready)
    qtbot.waitUntil(lambda: dialog.editor.draft.changes == PENDING[0].draft.changes)
    dialog.discard_edit()
    dialog.done(0)


def test_the_journal_lists_every_save(program: Program, qtbot: QtBot) -> None:
    program.window.all_actions.history.journal.trigger()
    dialog = child(program.window, JournalPage)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == len(ENTRIES))
    dialog.window().close()


def test_with_the_vault_open_the_server_is_asked(
    program: Program, pane: ListPane, qtbot: QtBot
) -> None:
    error = pane.workspace.list_state.error
    assert isinstance(error, SecretStoreError)
    assert error.kind is SecretStoreFailure.VAULT_LOCKED
    open_vault(program, pane, qtbot)
    error = pane.workspace.list_state.error
    assert isinstance(error, Unreachable)
    assert error.failure is NetworkFailure.REFUSED
    assert pane.model.total_count == len(LISTED)


def test_a_crash_report_is_offered_and_the_log_goes_on(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    log = tmp_path / "data/logs/mailbox-admin.log"
    before = log.read_text("utf-8")
    program.start_support("info")
    qtbot.waitUntil(lambda: program.window.banner.isVisible())
    qtbot.waitUntil(lambda: len(log.read_text("utf-8")) > len(before))
    assert log.read_text("utf-8").startswith(before)
