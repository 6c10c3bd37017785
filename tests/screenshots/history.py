"""The windows of what is kept over time: changes, journal, what changed, find in all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from desktop_app.core.journal import JournalQuery
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, Value
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.demo import DemoServer
from desktop_app.selftest import wait_until
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.mailbox_list.export import Exporter
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.history.history_pages import HistoryPages
from desktop_app.ui.history.history_text import HistoryTab
from desktop_app.ui.history.history_window import HistoryLayout, HistoryWindow
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.mailbox_list.find_all_dialog import FindAllDialog
from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllDialog
from desktop_app.ui.pending.pending_changes_page import PendingChangesPage
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from desktop_app.webapi.client_factory import open_client
from tests.screenshots.foreign_text import foreign

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from tests.screenshots.take import Camera


Parts = tuple[Workspace, ProfileData, ChangeSet, Exporter]


def edits() -> dict[int, dict[Field, Value]]:
    """What is changed, by mailbox."""
    return {
        1: {Field.SERVER: foreign("imap.newhost.example"), Field.PORT: 993},
        2: {Field.USER_NAME: foreign("sales@acme.example")},
    }


@contextmanager
def at_work(folder: Path) -> Iterator[Parts]:
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
        workspace, store_service, changes, _exporter = parts
        parent = QWidget()
        view = history_window(parts, parent)
        take_empty_pages(camera, view)
        take_changes(camera, view, workspace, changes)
        take_result(camera, view, workspace, changes)
        take_journal(camera, view, workspace)
        take_differences(camera, view)
        view.show_workspace(None)
        camera.take("history-no-profile", view)
        workspace._cache.flush()  # details are written half a second after they came
        find = FindAllDialog(store_service, [workspace.profile], parent)
        find.show()
        find.query_field.setText("imap")
        wait_until(lambda: find.model.rowCount() > 0, "what is found")
        camera.take("find-in-all", find)
        for each in (view, find):
            each.close()
        take_refresh_all(camera, workspace, parent)
        parent.deleteLater()


def history_window(parts: Parts, parent: QWidget) -> HistoryWindow:
    """The History window of one profile."""
    workspace, store_service, changes, exporter = parts
    workspaces = SimpleNamespace(
        change_set=changes, exporter=exporter, open=lambda _profile: workspace
    )
    pages = HistoryPages(
        cast("WorkspaceManager", workspaces), store_service, lambda: [workspace.profile], parent
    )
    pages.workspace = workspace
    return HistoryWindow(pages, HistoryLayout(), parent)


def take_empty_pages(camera: Camera, view: HistoryWindow) -> None:
    """What each page says before there is anything on it."""
    for tab in HistoryTab:
        view.show_tab(tab)
        page = view.page(tab)
        assert page is not None
        wait_until(lambda page=page: page.is_empty, "the empty page")  # type: ignore[misc]
        camera.take(f"history-empty-{tab.name.lower().replace('_', '-')}", view)


def take_journal(camera: Camera, view: HistoryWindow, workspace: Workspace) -> None:
    """All entries, those of one mailbox, and a search that finds none."""
    view.show_tab(HistoryTab.JOURNAL)
    page = view.page(HistoryTab.JOURNAL)
    assert isinstance(page, JournalPage)
    wait_until(lambda: page.model.rowCount() == len(edits()) + 1, "the entries")
    camera.take("journal", view)
    page.show_query(JournalQuery(profile_id=workspace.profile.id, mailbox_id=1))
    wait_until(lambda: page.model.rowCount() == 1, "the entry")
    camera.take("journal-of-mailbox", view)
    page.search_edit.setText(foreign("nobody"))
    wait_until(lambda: page.is_empty, "no entry")
    camera.take("journal-not-found", view)
    page.show_query(JournalQuery())


def take_differences(camera: Camera, view: HistoryWindow) -> None:
    """What changed since the snapshot before the first save."""
    view.show_tab(HistoryTab.DIFFERENCES)
    page = view.page(HistoryTab.DIFFERENCES)
    assert isinstance(page, DifferencesPage)
    wait_until(lambda: page.sources.left.count() > 2, "the snapshots")
    page.sources.left.setCurrentIndex(2)
    page.sources.left.activated.emit(2)
    wait_until(lambda: page.model.rowCount() == len(edits()), "the differences")
    camera.take("what-changed", view)


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


def take_changes(
    camera: Camera, view: HistoryWindow, workspace: Workspace, changes: ChangeSet
) -> None:
    """Two changes that wait, then needing their passwords."""
    for number, values in edits().items():
        box = workspace.details.get(number)
        assert box is not None
        changes.add(workspace.profile, Draft(box, values))
    wait_until(lambda: len(changes.of_profile(workspace.profile.id)) == len(edits()), "the changes")
    view.show_tab(HistoryTab.PENDING_CHANGES)
    camera.take("changes", view)
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.UNPROVED)
    camera.take("changes-need-password", view)
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)


def take_result(
    camera: Camera, view: HistoryWindow, workspace: Workspace, changes: ChangeSet
) -> None:
    """The two are sent and read back; a third was changed by someone else meanwhile."""
    box = workspace.details.get(3)
    assert box is not None
    seen = replace(box, values={**box.values, Field.PORT: 4711})
    changes.add(workspace.profile, Draft(seen, {Field.PORT: 1993}))
    wait_until(lambda: len(changes.of_profile(workspace.profile.id)) == 3, "the third change")
    page = view.page(HistoryTab.PENDING_CHANGES)
    assert isinstance(page, PendingChangesPage)
    page.send_button.click()
    wait_until(lambda: is_sent(changes, workspace.profile.id) and workspace.is_ready, "the end")
    camera.take("changes-result", view)


def is_sent(changes: ChangeSet, profile_id: str) -> bool:
    """Whether the last sending of a profile's changes has ended."""
    run = changes.run_of(profile_id)
    return run is not None and run.state is RunState.DONE
