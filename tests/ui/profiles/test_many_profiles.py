"""Several profiles in one window: what waits, what differs, refreshed and searched at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.app import Program
from desktop_app.core.errors import SignInRefused, Unreachable
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.mailbox_list.risks import Risk
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.filter.quick_filter_text import risk_text
from desktop_app.ui.mailbox_list.find_all_dialog import FindAllDialog
from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllDialog
from desktop_app.ui.mailbox_list.side.overview_sections import OverviewBar
from desktop_app.ui.mailbox_list.side.side_pane import SidePage
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.pending.pending_changes_page import PendingChangesPage
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.pending_changes import add_change
from tests.ui.conftest import OpenWorkspace, RunProgram
from tests.ui.edits import load_details, load_list, skip_confirmations
from tests.ui.windows import child, pane_of

Start = Callable[[Sequence[Profile]], Program]


@pytest.fixture
def live() -> Iterator[DemoServer]:
    """The production CRM: two of its mailboxes have each other's ids."""
    with DemoServer() as server:
        second = stored_mailbox(server, 2)
        server.store.update(replace(stored_mailbox(server, 3), id=2))
        server.store.update(replace(second, id=3, port=4711))
        yield server


def at(name: str, server: DemoServer, environment: Environment) -> Profile:
    made = Profile.new(name, server.url, server.credentials.username)
    return replace(made, environment=environment, tested=True)


@pytest.fixture
def trial(crm: DemoServer) -> Profile:
    return at("Acme", crm, Environment.TEST)


@pytest.fixture
def production(live: DemoServer) -> Profile:
    return at("Acme", live, Environment.PRODUCTION)


@pytest.fixture
def start(run_program: RunProgram, tmp_path: Path, crm: DemoServer, qtbot: QtBot) -> Start:
    """Starts the program with these profiles, the first of which is shown."""

    def run(profiles: Sequence[Profile]) -> Program:
        SettingsFile(tmp_path / "data").save(Settings(StorageKind.SESSION))
        program = run_program(*profiles)
        program._secrets.configure(StorageKind.SESSION, may_store=True)
        for profile in profiles:
            program._secrets.set(profile, crm.credentials.password)
        qtbot.waitUntil(lambda: len(program.window.profile_service.profiles) == len(profiles))
        program.window.show_profile(program.window.profile_service.profiles[0])
        return program

    return run


def ready(program: Program, profile: Profile, qtbot: QtBot) -> Workspace:
    """The profile at work, its first mailboxes read in full."""
    workspace = program._workspaces.open(profile)
    if not workspace.list_loader.was_requested:
        workspace.refresh()
    qtbot.waitUntil(lambda: workspace.is_ready and workspace.server_facts.is_loaded)
    skip_confirmations(workspace)
    load_details(workspace, [1, 2, 3], qtbot)
    return workspace


def test_changes_of_two_profiles_wait_and_only_those_of_one_are_sent(
    start: Start,
    trial: Profile,
    production: Profile,
    crm: DemoServer,
    live: DemoServer,
    qtbot: QtBot,
) -> None:
    program = start([trial, production])
    for profile, ports in ((trial, {1: 1993, 2: 1994}), (production, {1: 2993})):
        workspace = ready(program, profile, qtbot)
        assert workspace.change_set is not None
        for number, port in ports.items():
            add_change(
                workspace.change_set,
                profile,
                Draft(workspace.details.known[number], {Field.PORT: port}),
                qtbot,
            )
    changes = program._workspaces.change_set
    assert changes is not None
    live_place = program._workspaces.open(production)
    live_place.discard_secrets()
    live.stop()
    live_place.refresh()
    qtbot.waitUntil(lambda: live_place.is_offline)
    program.window.all_actions.history.pending_changes.trigger()
    view = child(program.window, PendingChangesPage)
    names = [view.model.index(row, 3).data() for row in range(view.model.rowCount())]
    assert names == ["Acme (test)", "Acme (test)", "Acme (production)"]
    view.table.selectRow(2)
    assert view.send_button.text() == "&Send 1 change to Acme (production)"
    assert view.comparison_model.index(0, 2).data() == "2993"
    view.table.selectRow(0)
    assert view.send_button.text() == "&Send 2 changes to Acme (test)"
    view.send_button.click()
    qtbot.waitUntil(lambda: changes.run_of(trial.id) is not None)
    run = changes.run_of(trial.id)
    assert run is not None
    assert len(run.rows) == 2, "those of the connected profile alone"
    qtbot.waitUntil(lambda: run.state is RunState.DONE)
    assert changes.of_profile(trial.id) == []
    assert [edit.profile_id for edit in changes.of_profile(production.id)] == [production.id]
    assert view.model.rowCount() == 1
    assert view.send_button.text() == "&Send 1 change to Acme (production)"
    assert [box.port for box in crm.store.mailboxes()[:2]] == [1993, 1994]
    assert crm.request_count("SaveMailboxEntity") == 2
    assert live.request_count("SaveMailboxEntity") == 0


def look(view: DifferencesPage, text: str) -> int:
    found = [n for n in range(view.sources.left.count()) if text in view.sources.left.itemText(n)]
    assert len(found) == 1, [
        view.sources.left.itemText(n) for n in range(view.sources.left.count())
    ]
    return found[0]


@pytest.mark.parametrize("other_side", ["left", "right"])
def test_test_is_compared_with_production_and_the_shown_profile_is_edited(
    start: Start, trial: Profile, production: Profile, qtbot: QtBot, other_side: str
) -> None:
    program = start([production, trial])
    for profile in (trial, production):
        ready(program, profile, qtbot)._cache.flush()
    program.window.all_actions.history.differences.trigger()
    view = child(program.window, DifferencesPage)
    assert view.window().windowTitle() == "Differences in Acme (production) — History"
    qtbot.waitUntil(lambda: view.sources.left.count() == 3)
    other, now = look(view, "Last list of Acme (test)"), look(view, "Now")
    sides = (
        (view.sources.left, view.sources.right)
        if other_side == "left"
        else (view.sources.right, view.sources.left)
    )
    sides[0].setCurrentIndex(other)
    sides[1].setCurrentIndex(now)
    view.comparison.start()
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    found = view.model.item_at(0)
    assert found is not None
    theirs, mine = sorted((found.before_id, found.after_id))
    assert (theirs, mine) == (2, 3), "the same address, another id"
    assert "4711" in view.model.index(0, 2).data()
    view.table.selectRow(0)
    view.edit_button.click()
    dialog = child(program.window, EditDialog)
    qtbot.waitUntil(lambda: dialog.is_ready)
    before = program._workspaces.open(trial).details.known[2].values[Field.PORT]
    assert "Acme (production)" in dialog.windowTitle()
    assert dialog.editor.draft.original.id == 3
    assert dialog.editor.draft.changes == {Field.PORT: before}


def test_all_profiles_are_refreshed_but_the_dead_and_the_refused(
    start: Start, trial: Profile, production: Profile, live: DemoServer, qtbot: QtBot
) -> None:
    with DemoServer() as gone:
        dead = at("Dead", gone, Environment.TEST)
    refused = replace(at("Refused", live, Environment.TEST), user_name="nobody")
    program = start([trial, dead, refused, production])
    program.window.all_actions.history.refresh_all.trigger()
    view = child(program.window, RefreshAllDialog)
    seen: list[str] = []
    view._run.progressed.connect(lambda: seen.append(view.current_label.text()))
    with qtbot.waitSignal(view._run.ended, timeout=30_000):
        pass
    assert view.progress_bar.value() == view.progress_bar.maximum() == 4
    assert view.current_label.text() == "Refreshed 2 of 4."
    first, second = view.errors_label.text().splitlines()
    assert first.startswith("Dead (test): ")
    assert second.startswith("Refused (test): ")
    assert {"Acme (test)", "Acme (production)"} <= set(seen)
    kinds = [type(view._run.errors[each.id]) for each in (dead, refused)]
    assert issubclass(kinds[0], Unreachable)
    assert kinds[1] is SignInRefused
    for profile in (trial, production):
        workspace = program._workspaces.open(profile)
        assert (len(workspace.rows), len(workspace.details.known)) == (43, 43)
    view.close()
    asked = live.response_count("GetMailboxes", 401), live.response_count("GetMailboxes", 200)
    program.window.all_actions.history.refresh_all.trigger()
    again = program.window.findChildren(RefreshAllDialog)[-1]
    with qtbot.waitSignal(again._run.ended, timeout=30_000):
        pass
    assert refused.id in again._run.errors
    now = live.response_count("GetMailboxes", 401), live.response_count("GetMailboxes", 200)
    assert asked[0] == now[0] == 1, "a refused sign-in is not tried again"
    assert now[1] > asked[1]


def test_mailboxes_are_found_in_profiles_that_were_not_opened_in_this_run(
    start: Start,
    trial: Profile,
    production: Profile,
    crm: DemoServer,
    live: DemoServer,
    dispatcher: MainThreadDispatcher,
    open_workspace: OpenWorkspace,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    for server, number in ((crm, 5), (live, 6)):
        change_mailbox(server, number, server="mail.oldhost.example")
    shown = at("Other", crm, Environment.TEST)
    store_service = ProfileData(lambda: tmp_path / "data", dispatcher)
    for profile in (trial, production):  # an earlier run, in which every mailbox was read
        workspace = open_workspace(profile, store=store_service)
        load_list(workspace, qtbot)
        load_details(workspace, [row.id for row in workspace.rows], qtbot)
        workspace.close()
    store_service.close()
    live.stop()
    program = start([shown, trial, production])
    program.window.all_actions.history.find_all.trigger()
    view = child(program.window, FindAllDialog)
    view.query_field.setText("OLDHOST")
    qtbot.waitUntil(lambda: view.model.rowCount() == 2)
    assert [view.model.index(row, 0).data() for row in (0, 1)] == [
        "Acme (test)",
        "Acme (production)",
    ]
    assert view.status_label.text().startswith("2 mailboxes in 2 profiles, as last loaded.")
    assert not program._workspaces._workspaces.keys() & {trial.id, production.id}
    view.table.selectRow(1)
    view.table.activated.emit(view.table.currentIndex())
    pane = pane_of(program.window)
    assert pane.workspace.profile == production
    dialog = child(program.window, EditDialog)
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert dialog.editor.draft.original.id == 6
    qtbot.waitUntil(lambda: pane.view.current_id() == 6)


def test_a_mailbox_that_another_profile_empties_too_is_found_without_opening_that_profile(
    start: Start, trial: Profile, production: Profile, qtbot: QtBot
) -> None:
    program = start([trial, replace(production, name="Beta")])
    beta = next(
        each for each in program.window.profile_service.profiles if each.id == production.id
    )
    ready(program, beta, qtbot)
    program._workspaces.close_workspace(production.id)  # as after a start: nothing but what is kept
    ready(program, trial, qtbot)
    pane = pane_of(program.window)
    assert pane.workspace.profile.id == trial.id
    pane.side_pane_controller.show_page(SidePage.OVERVIEW)
    overview = pane.side_pane_controller.pane.overview
    label = risk_text(Risk.SHARED_ACROSS_PROFILES)

    def bar() -> OverviewBar | None:
        shown = [bar for part in overview.charts for bar in part.bar_model.bars]
        return next((bar for bar in shown if bar.label == label), None)

    qtbot.waitUntil(lambda: bar() is not None)
    counted = bar()
    assert counted is not None
    assert counted.is_warning
    overview.filter_chosen.emit(counted.quick_filter)
    qtbot.waitUntil(lambda: (now := bar()) is not None and pane.model.shown_count == now.count > 0)
    row = pane.model.rows[0]
    first = pane.model.index(0, Column.ADDRESS)
    words = f"{row.address} of the profile Beta uses the same server and user name."
    assert words in first.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "of the profile Beta" in first.data(Qt.ItemDataRole.ToolTipRole)
    pane.side_pane_controller.show_page(SidePage.DETAILS)
    pane.view.select_mailbox(row.id)
    assert words in pane.side_pane_controller.pane.details.state_label.text()
    result_of(partial(program.window.profile_service.remove, beta), qtbot)
    qtbot.waitUntil(lambda: pane.model.shown_count == 0)
