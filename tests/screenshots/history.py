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
from desktop_app.services.store.store_service import StoreService
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.journal.journal_dialog import JournalDialog
from desktop_app.ui.mailbox_list.find_all_dialog import FindAllDialog
from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllDialog
from desktop_app.ui.pending.change_set_dialog import ChangeSetDialog
from desktop_app.ui.snapshots.compare_dialog import CompareDialog
from desktop_app.webapi.client_factory import open_client

if TYPE_CHECKING:
    from tests.screenshots.take import Camera

EDITS: dict[int, dict[Field, Value]] = {
    1: {Field.SERVER: "imap.newhost.example", Field.PORT: 993},
    2: {Field.USER_NAME: "sales@acme.example"},
}


@contextmanager
def at_work(folder: Path) -> Iterator[tuple[Workspace, StoreService, ChangeSet, Exporter]]:
    """A production profile on the demo server, its details read."""
    courier = MainThreadDispatcher()
    with DemoServer() as crm:
        login = crm.credentials
        made = Profile.new("Acme Support", crm.url, login.username)
        profile = replace(made, environment=Environment.PRODUCTION)
        keeping = StoreService(lambda: folder, courier)
        changes = ChangeSet(keeping)
        place = Workspace(
            profile,
            lambda: open_client(profile, login.password, "en"),
            courier,
            store=keeping,
            change_set=changes,
        )
        place.refresh()
        wait_until(
            lambda: place.server_facts.is_loaded and place.last_known(0) is not None, "the list"
        )
        place.details.load_all([row.id for row in place.rows])
        wait_until(lambda: len(place.details.known) == len(place.rows), "the details")
        place.server_facts.keep_behaviour = KeepBehaviour.PROVED
        exporter = Exporter(courier)
        yield place, keeping, changes, exporter
        exporter.close()
        place.close()
        keeping.close()
    courier.close()


def take_history(camera: Camera) -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as name, at_work(Path(name)) as parts:
        place, keeping, changes, exporter = parts
        parent = QWidget()
        take_changes(camera, place, changes, parent)
        save_some(place)
        assert place.journal is not None
        journal = JournalDialog(place.journal, lambda _id: place.profile, exporter, parent)
        journal.show()
        wait_until(lambda: journal.model.rowCount() == len(EDITS), "the lines")
        camera.take("journal", journal)
        compare = CompareDialog(place, keeping.snapshots, [], exporter, parent)
        compare.show()
        wait_until(lambda: compare.model.rowCount() == len(EDITS), "the differences")
        camera.take("what-changed", compare)
        place._cache.flush()  # details are written half a second after they came
        find = FindAllDialog(keeping, [place.profile], parent)
        find.show()
        find.query_field.setText("imap")
        wait_until(lambda: find.model.rowCount() > 0, "what is found")
        camera.take("find-in-all", find)
        for view in (journal, compare, find):
            view.close()
        take_refresh_all(camera, place, parent)
        parent.deleteLater()


def take_refresh_all(camera: Camera, place: Workspace, parent: QWidget) -> None:
    """Three profiles at its end: one was refreshed, one is dead, one refuses its sign-in."""
    with DemoServer() as gone:
        dead = Profile.new("Acme Norway", gone.url, "demo")
    refused = replace(place.profile, id="refused", name="Acme Sweden", user_name="nobody")
    courier = MainThreadDispatcher()
    places = {place.profile.id: place}
    for each in (dead, refused):
        connect = partial(open_client, each, "wrong", "en")
        places[each.id] = Workspace(each, connect, courier)
    profiles = [one.profile for one in places.values()]
    run = RefreshAll(profiles, lambda profile: places[profile.id], parent)
    view = RefreshAllDialog(run, {each.id: each for each in profiles}, parent)
    view.show()
    run.start()
    wait_until(lambda: run.done_count == run.total, "the end")
    camera.take("refresh-all", view)
    view.close()
    for each in (dead, refused):
        places[each.id].close()
    courier.close()


def take_changes(camera: Camera, place: Workspace, changes: ChangeSet, parent: QWidget) -> None:
    """Two changes that wait, and one of them that needs its password."""
    for number, values in EDITS.items():
        box = place.details.get(number)
        assert box is not None
        changes.add(place.profile, Draft(box, values))
    view = ChangeSetDialog(changes, lambda _id: place.profile, lambda _profile: place, parent)
    view.show()
    camera.take("changes", view)
    place.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    view._update()
    camera.take("changes-need-password", view)
    place.server_facts.keep_behaviour = KeepBehaviour.PROVED
    view.close()


def save_some(place: Workspace) -> None:
    """For the journal."""
    for number, values in EDITS.items():
        box, done = place.details.get(number), list[object]()
        assert box is not None
        place.save(Draft(box, values), done.append)
        wait_until(lambda done=done: bool(done) and place.is_ready, "the save")  # type: ignore[misc]
