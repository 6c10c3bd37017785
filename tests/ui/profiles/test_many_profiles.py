"""Several profiles in one window: what waits, what differs, refreshed and searched at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop_app.app import Program
from desktop_app.core.errors import SignInRefused, Unreachable
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.core.mailbox_list.risks import Risk
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
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
from desktop_app.ui.pending.change_set_dialog import ChangeSetDialog
from desktop_app.ui.snapshots.compare_dialog import CompareDialog
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import RunProgram, end_dialogs

View = TypeVar("View", bound=QDialog)
Start = Callable[[Sequence[Profile]], Program]


@pytest.fixture
def live() -> Iterator[DemoServer]:
    """The production CRM: two of its mailboxes have each other's ids."""
    with DemoServer() as server:
        second, third = server.store.mailbox(2), server.store.mailbox(3)
        assert second is not None
        assert third is not None
        server.store.update(replace(third, id=2))
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
def start(
    run_program: RunProgram, tmp_path: Path, crm: DemoServer, qtbot: QtBot
) -> Iterator[Start]:
    """Starts the program with these profiles, the first of which is shown."""
    started: list[Program] = []

    def run(profiles: Sequence[Profile]) -> Program:
        ProfileStore(tmp_path / "data").save(list(profiles))
        SettingsFile(tmp_path / "data").save(Settings(StorageKind.SESSION))
        program = run_program()
        started.append(program)
        program._secrets.configure(StorageKind.SESSION, may_store=True)
        for profile in profiles:
            program._secrets.set(profile, crm.credentials.password)
        qtbot.waitUntil(lambda: len(program.window.profile_service.profiles) == len(profiles))
        program.window.show_profile(program.window.profile_service.profiles[0])
        return program

    yield run
    for program in started:
        end_dialogs(program.window.findChildren(EditDialog))


def ready(program: Program, profile: Profile, qtbot: QtBot) -> Workspace:
    """The profile at work, its first mailboxes read in full."""
    workspace = program._workspaces.open(profile)
    if not workspace.list_loader.was_requested:
        workspace.refresh()
    qtbot.waitUntil(lambda: workspace.is_ready and workspace.server_facts.is_loaded)
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    workspace.server_facts.is_first_save = False
    workspace.details.request_visible([1, 2, 3])
    qtbot.waitUntil(lambda: workspace.details.known.keys() >= {1, 2, 3})
    return workspace


def opened(program: Program, kind: type[View]) -> View:
    view = program.window.findChild(kind)
    assert isinstance(view, kind)
    return view


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
            workspace.change_set.add(
                profile, Draft(workspace.details.known[number], {Field.PORT: port})
            )
    changes = program._workspaces.change_set
    assert changes is not None
    live_place = program._workspaces.open(production)
    live_place.discard_secrets()
    live.stop()
    live_place.refresh()
    qtbot.waitUntil(lambda: live_place.is_offline)
    program.window.all_actions.history.pending_changes.trigger()
    view = opened(program, ChangeSetDialog)
    names = [view.model.index(row, 0).data() for row in range(view.model.rowCount())]
    assert names == ["Acme (test)", "Acme (test)", "Acme (production)"]
    view.table.selectRow(2)
    assert view.send_button.text() == "&Send 1 to Acme (production)"
    assert view.comparison_model.index(0, 2).data() == "2993"
    view.table.selectRow(0)
    assert view.send_button.text() == "&Send 2 to Acme (test)"
    view.send_button.click()
    qtbot.waitUntil(lambda: changes.run_of(trial.id) is not None)
    run = changes.run_of(trial.id)
    assert run is not None
    assert len(run.rows) == 2, "those of the connected profile alone"
    qtbot.waitUntil(lambda: run.state is RunState.DONE)
    assert changes.of_profile(trial.id) == []
    assert [edit.profile_id for edit in changes.of_profile(production.id)] == [production.id]
    assert view.model.rowCount() == 1
    assert view.send_button.text() == "&Send 1 to Acme (production)"
    assert [box.port for box in crm.store.mailboxes()[:2]] == [1993, 1994]
    assert crm.request_count("SaveMailboxEntity") == 2
    assert live.request_count("SaveMailboxEntity") == 0


def look(view: CompareDialog, text: str) -> int:
    found = [n for n in range(view.left_source.count()) if text in view.left_source.itemText(n)]
    assert len(found) == 1, [view.left_source.itemText(n) for n in range(view.left_source.count())]
    return found[0]


@pytest.mark.parametrize("other_side", ["left", "right"])
def test_test_is_compared_with_production_and_the_shown_profile_is_edited(
    start: Start, trial: Profile, production: Profile, qtbot: QtBot, other_side: str
) -> None:
    program = start([production, trial])
    for profile in (trial, production):
        ready(program, profile, qtbot)._cache.flush()
    program.window.all_actions.history.compare_snapshots.trigger()
    view = opened(program, CompareDialog)
    assert view.windowTitle() == "What changed — Acme (production)"
    qtbot.waitUntil(lambda: view.left_source.count() == 3)
    other, now = look(view, "last list of Acme (test)"), look(view, "now")
    sides = (
        (view.left_source, view.right_source)
        if other_side == "left"
        else (view.right_source, view.left_source)
    )
    sides[0].setCurrentIndex(other)
    sides[1].setCurrentIndex(now)
    view.compare()
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    found = view.model.item_at(0)
    assert found is not None
    theirs, mine = sorted((found.before_id, found.after_id))
    assert (theirs, mine) == (2, 3), "the same address, another id"
    assert "4711" in view.model.index(0, 2).data()
    view.table.selectRow(0)
    view.edit_button.click()
    dialog = opened(program, EditDialog)
    qtbot.waitUntil(lambda: dialog.is_ready)
    before = program._workspaces.open(trial).details.known[2].values[Field.PORT]
    assert "Acme (production)" in dialog.windowTitle()
    assert dialog.editor.draft.original.id == 3
    assert dialog.editor.draft.changes == {Field.PORT: before}


def test_all_profiles_are_refreshed_but_the_dead_and_the_refused(
    start: Start,
    trial: Profile,
    production: Profile,
    live: DemoServer,
    qtbot: QtBot,
) -> None:
    with DemoServer() as gone:
        dead = at("Dead", gone, Environment.TEST)
    refused = replace(at("Refused", live, Environment.TEST), user_name="nobody")
    program = start([trial, dead, refused, production])
    program.window.all_actions.history.refresh_all.trigger()
    view = opened(program, RefreshAllDialog)
    seen: list[str] = []
    view._run.progressed.connect(lambda: seen.append(view.current_label.text()))
    with qtbot.waitSignal(view._run.ended, timeout=30_000):
        pass
    assert view.progress_bar.value() == view.progress_bar.maximum() == 4
    assert view.current_label.text() == "Refreshed: 2 of 4."
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


def keep_lists(
    profiles: Sequence[Profile],
    password: str,
    folder: Path,
    dispatcher: MainThreadDispatcher,
    qtbot: QtBot,
) -> None:
    """An earlier run, in which every mailbox of these profiles was read."""
    store_service = ProfileData(lambda: folder, dispatcher)
    for profile in profiles:

        def connect(profile: Profile = profile) -> object:
            return open_client(profile, password, "en")

        workspace = Workspace(profile, connect, dispatcher, store=store_service)  # type: ignore[arg-type]
        workspace.refresh()
        qtbot.waitUntil(lambda workspace=workspace: workspace.is_ready)  # type: ignore[misc]
        workspace.details.load_all([row.id for row in workspace.rows])
        qtbot.waitUntil(lambda workspace=workspace: len(workspace.details.known) >= 43)  # type: ignore[misc]
        workspace.close()
    store_service.close()


def test_mailboxes_are_found_in_profiles_that_were_not_opened_in_this_run(
    start: Start,
    trial: Profile,
    production: Profile,
    crm: DemoServer,
    live: DemoServer,
    dispatcher: MainThreadDispatcher,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    for server, number in ((crm, 5), (live, 6)):
        box = server.store.mailbox(number)
        assert box is not None
        server.store.update(replace(box, server="mail.oldhost.example"))
    shown = at("Other", crm, Environment.TEST)
    keep_lists([trial, production], crm.credentials.password, tmp_path / "data", dispatcher, qtbot)
    live.stop()
    program = start([shown, trial, production])
    program.window.all_actions.history.find_all.trigger()
    view = opened(program, FindAllDialog)
    view.query_field.setText("OLDHOST")
    qtbot.waitUntil(lambda: view.model.rowCount() == 2)
    assert [view.model.index(row, 0).data() for row in (0, 1)] == [
        "Acme (test)",
        "Acme (production)",
    ]
    assert view.status_label.text() == "Mailboxes: 2, in profiles: 2. As last seen."
    assert not program._workspaces._workspaces.keys() & {trial.id, production.id}
    view.table.selectRow(1)
    view.table.activated.emit(view.table.currentIndex())
    pane = program.window.pane
    assert pane is not None
    assert pane.workspace.profile == production
    dialog = opened(program, EditDialog)
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
    pane = program.window.pane
    assert pane is not None
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
    first = pane.model.index(0, 0)
    words = f"The profile Beta fetches from the same server as the same user: {row.address}."
    assert words in first.data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "The profile Beta" in first.data(Qt.ItemDataRole.ToolTipRole)
    pane.side_pane_controller.show_page(SidePage.DETAILS)
    pane.view.select_mailbox(row.id)
    assert words in pane.side_pane_controller.pane.details.note_label.text()
    done: list[object] = []
    program.window.profile_service.remove(beta, done.append)
    qtbot.waitUntil(lambda: bool(done) and pane.model.shown_count == 0)
