"""The windows of what is kept over time: changes, journal, what changed, find in all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, Value
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.demo import DemoServer
from desktop_app.selftest import wait_until
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mailbox_list.export import Exporter
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.journal.journal_dialog import JournalDialog
from desktop_app.ui.mailbox_list.find_all_dialog import FindAllDialog
from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllDialog
from desktop_app.ui.pending.change_set_dialog import ChangeSetDialog
from desktop_app.ui.snapshots.compare_dialog import CompareDialog
from desktop_app.webapi.client_factory import open_client
from tests.screenshots.foreign_text import foreign

if TYPE_CHECKING:
    from tests.screenshots.take import Camera


def edits() -> dict[int, dict[Field, Value]]:
    """What is changed, by mailbox."""
    return {
        1: {Field.SERVER: foreign("imap.newhost.example"), Field.PORT: 993},
        2: {Field.USER_NAME: foreign("sales@acme.example")},
    }


@contextmanager
def at_work(folder: Path) -> Iterator[tuple[Workspace, ProfileData, ChangeSet, Exporter]]:
    """A production profile on the demo server, its details read."""
    dispatcher = MainThreadDispatcher()
    with DemoServer() as crm:
        login = crm.credentials
        made = Profile.new(foreign("Acme Support"), crm.url, login.username)
        profile = replace(made, environment=Environment.PRODUCTION)
        store_service = ProfileData(lambda: folder, dispatcher)
        changes = ChangeSet(store_service)
        workspace = Workspace(
            profile,
            lambda: open_client(profile, login.password, "en"),
            dispatcher,
            store=store_service,
            change_set=changes,
        )
        workspace.refresh()
        wait_until(
            lambda: workspace.server_facts.is_loaded and workspace.last_known(0) is not None,
            "the list",
        )
        workspace.details.load_all([row.id for row in workspace.rows])
        wait_until(lambda: len(workspace.details.known) == len(workspace.rows), "the details")
        workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
        exporter = Exporter(dispatcher)
        yield workspace, store_service, changes, exporter
        exporter.close()
        workspace.close()
        store_service.close()
    dispatcher.close()


def take_history(camera: Camera) -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as name, at_work(Path(name)) as parts:
        workspace, store_service, changes, exporter = parts
        parent = QWidget()
        take_changes(camera, workspace, changes, parent)
        save_some(workspace)
        assert workspace.journal is not None
        journal = JournalDialog(workspace.journal, lambda _id: workspace.profile, exporter, parent)
        journal.show()
        wait_until(lambda: journal.model.rowCount() == len(edits()), "the lines")
        camera.take("journal", journal)
        compare = CompareDialog(workspace, store_service.snapshots, [], exporter, parent)
        compare.show()
        wait_until(lambda: compare.model.rowCount() == len(edits()), "the differences")
        camera.take("what-changed", compare)
        workspace._cache.flush()  # details are written half a second after they came
        find = FindAllDialog(store_service, [workspace.profile], parent)
        find.show()
        find.query_field.setText("imap")
        wait_until(lambda: find.model.rowCount() > 0, "what is found")
        camera.take("find-in-all", find)
        for view in (journal, compare, find):
            view.close()
        take_refresh_all(camera, workspace, parent)
        parent.deleteLater()


def take_refresh_all(camera: Camera, workspace: Workspace, parent: QWidget) -> None:
    """Three profiles at its end: one was refreshed, one is dead, one refuses its sign-in."""
    with DemoServer() as gone:
        dead = Profile.new(foreign("Acme Norway"), gone.url, "demo")
    refused = replace(
        workspace.profile, id="refused", name=foreign("Acme Sweden"), user_name="nobody"
    )
    dispatcher = MainThreadDispatcher()
    workspaces = {workspace.profile.id: workspace}
    for each in (dead, refused):
        connect = partial(open_client, each, "wrong", "en")
        workspaces[each.id] = Workspace(each, connect, dispatcher)
    profiles = [one.profile for one in workspaces.values()]
    run = RefreshAll(profiles, lambda profile: workspaces[profile.id], parent)
    view = RefreshAllDialog(run, {each.id: each for each in profiles}, parent)
    view.show()
    run.start()
    wait_until(lambda: run.done_count == run.total, "the end")
    camera.take("refresh-all", view)
    view.close()
    for each in (dead, refused):
        workspaces[each.id].close()
    dispatcher.close()


def take_changes(camera: Camera, workspace: Workspace, changes: ChangeSet, parent: QWidget) -> None:
    """Two changes that wait, and one of them that needs its password."""
    for number, values in edits().items():
        box = workspace.details.get(number)
        assert box is not None
        changes.add(workspace.profile, Draft(box, values))
    wait_until(lambda: len(changes.of_profile(workspace.profile.id)) == len(edits()), "the changes")
    view = ChangeSetDialog(
        changes, lambda _id: workspace.profile, lambda _profile: workspace, parent
    )
    view.show()
    camera.take("changes", view)
    workspace.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    view._update()
    camera.take("changes-need-password", view)
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    view.close()


def save_some(workspace: Workspace) -> None:
    """For the journal."""
    for number, values in edits().items():
        box, done = workspace.details.get(number), list[object]()
        assert box is not None
        workspace.save(Draft(box, values), done.append)
        wait_until(lambda done=done: bool(done) and workspace.is_ready, "the save")  # type: ignore[misc]
