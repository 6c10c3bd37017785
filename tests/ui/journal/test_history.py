"""The journal, what changed, and all profiles at once, in their windows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.journal import JournalQuery
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, ReplacePassword
from desktop_app.core.profiles.policy import JournalPolicy
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.core.snapshot import DifferenceKind
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.list_state import ListPhase
from desktop_app.services.mailbox_list.export import Exporter
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.mailbox_list.find_all_dialog import FindAllDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllDialog
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from tests.callbacks import result_of
from tests.ui.conftest import CheckModel, OpenEditor, OpenWorkspace
from tests.ui.edits import load_details
from tests.ui.windows import press, show_page

FREE = 1
OpenJournal = Callable[[], JournalPage]


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded and made.list_state.signed_in_as != "")
    made.server_facts.keep_behaviour = KeepBehaviour.PROVED
    load_details(made, [FREE, 2, 3], qtbot)
    return made


@pytest.fixture
def exporter(dispatcher: MainThreadDispatcher) -> Iterator[Exporter]:
    made = Exporter(dispatcher)
    yield made
    made.close()


def save(workspace: Workspace, qtbot: QtBot, port: int = 1993) -> None:
    (box,) = load_details(workspace, [FREE], qtbot)
    draft = Draft(box, {Field.PORT: port}, ReplacePassword("c4nary-5"))
    result_of(partial(workspace.save, draft), qtbot)
    qtbot.waitUntil(lambda: workspace.is_ready)


@pytest.fixture
def open_journal(workspace: Workspace, exporter: Exporter, parent: QWidget) -> OpenJournal:
    def open_one() -> JournalPage:
        assert workspace.journal is not None
        view = JournalPage(workspace.journal, lambda _id: workspace.profile, exporter)
        return show_page(view, parent)

    return open_one


@pytest.fixture
def journal(workspace: Workspace, open_journal: OpenJournal, qtbot: QtBot) -> JournalPage:
    """The journal with the line of one save."""
    save(workspace, qtbot)
    view = open_journal()
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    return view


def test_each_save_has_its_line(journal: JournalPage, model_tester: CheckModel) -> None:
    cells = [journal.model.index(0, column).data() for column in range(5)]
    assert cells[0].startswith("today, ")
    assert cells[1] == "info@example.com"
    assert cells[2] == "Saved and read back"
    assert "→ 1993" in cells[3]
    assert "Password:  → replaced" in cells[3]
    assert cells[4] == "Acme"
    assert not journal.model.index(0, 2).data(Qt.ItemDataRole.DecorationRole).isNull()
    assert journal.detail_heading.text() == "<info@example.com> (Example Ltd)"
    told = journal.detail_label.text()
    assert told.startswith("Saved and read back.\n")
    assert " at " in told, "who saved, and on which computer"
    assert journal.comparison_model.index(0, 2).data() == "1993"
    model_tester(journal.model)
    model_tester(journal.comparison_model)


def test_it_is_searched_as_one_types(journal: JournalPage, qtbot: QtBot) -> None:
    journal.search_edit.setText("nobody")
    qtbot.waitUntil(lambda: journal.model.rowCount() == 0)
    assert not journal.restore_button.isEnabled()
    assert journal.status.text() == "No entries match."
    journal.search_edit.setText("acme 1993")
    qtbot.waitUntil(lambda: journal.model.rowCount() == 1)


@pytest.mark.parametrize("words", ["read back", "Saved and read", "Password", "not signed"])
def test_it_is_searched_for_the_words_that_it_shows(
    journal: JournalPage, qtbot: QtBot, words: str
) -> None:
    """What is stored are other words: done, READ_BACK, replaced."""
    journal.search_edit.setText(words)
    found = 0 if words == "not signed" else 1
    qtbot.waitUntil(lambda: not journal._search_timer.isActive())
    qtbot.waitUntil(lambda: journal.is_empty == (found == 0))
    assert journal.model.rowCount() == found


def test_words_that_are_stored_but_not_shown_find_nothing(
    journal: JournalPage, qtbot: QtBot
) -> None:
    journal.search_edit.setText("READ_BACK")
    qtbot.waitUntil(lambda: journal.is_empty)


def test_entries_of_one_mailbox_are_named_by_it(
    journal: JournalPage, workspace: Workspace, qtbot: QtBot
) -> None:
    save(workspace, qtbot, 1994)
    qtbot.waitUntil(lambda: journal.model.rowCount() == 2)
    journal.table.selectRow(1)
    journal.show_query(JournalQuery(profile_id=workspace.profile.id, mailbox_id=FREE))
    qtbot.waitUntil(lambda: journal.scope.text == "Showing only: info@example.com")
    assert journal.table.currentIndex().row() == 0, "the newest, which the user has just saved"
    press(journal, "Show all entries", qtbot)
    qtbot.waitUntil(lambda: not journal.scope.text)


def test_it_is_exported_without_secrets(journal: JournalPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "journal.csv"
    journal.export_to(file)
    qtbot.waitUntil(lambda: "Saved as" in journal.status.text())
    text = file.read_text("utf-8-sig")
    assert "1993" in text
    assert "replaced" in text
    assert "c4nary" not in text


def test_how_long_it_is_kept_is_chosen_and_kept(journal: JournalPage, qtbot: QtBot) -> None:
    journal.keep_days_combo.setCurrentIndex(1)
    journal.keep_days_combo.activated.emit(1)
    days: list[int] = []
    journal._journal.load_keep_days(days.append)
    qtbot.waitUntil(lambda: days == [90])


def test_what_the_administrator_demands_is_said(
    workspace: Workspace, open_journal: OpenJournal
) -> None:
    assert workspace.journal is not None
    workspace.journal.update_policy(JournalPolicy(keep_days=365))
    view = open_journal()
    texts = [label.text() for label in view.findChildren(type(view.detail_label))]
    assert any("at least 365 days" in text for text in texts)


def test_an_empty_journal_says_what_it_will_hold(open_journal: OpenJournal, qtbot: QtBot) -> None:
    view = open_journal()
    qtbot.waitUntil(lambda: view.is_empty)
    assert view.placeholder.headline == "No saves from this computer yet"
    assert "before it is sent" in view.placeholder.text


def test_old_values_come_back_through_the_edit_dialog(
    journal: JournalPage, workspace: Workspace, open_editor: OpenEditor
) -> None:
    heard = QSignalSpy(journal.restore_requested)
    assert journal.restore_button.isEnabled()
    journal.restore_button.click()
    profile, kept = heard.at(0)
    assert profile == workspace.profile
    assert isinstance(kept, SavedDraft)
    assert (kept.mailbox_id, kept.origin) == (FREE, DraftOrigin.JOURNAL)
    assert kept.original == {Field.PORT: 1993}
    dialog = open_editor(workspace, FREE, kept)
    assert dialog.editor.draft.changes == kept.changes
    assert "from before that save" in dialog.editor.banner.text


@pytest.fixture
def compare(
    workspace: Workspace,
    store_service: ProfileData,
    exporter: Exporter,
    parent: QWidget,
    qtbot: QtBot,
) -> DifferencesPage:
    view = show_page(DifferencesPage(workspace, store_service.snapshots, [], exporter), parent)
    qtbot.waitUntil(lambda: view.status.text() not in ("", "Comparing…"))
    return view


def test_nothing_changed_since_the_last_look(compare: DifferencesPage) -> None:
    assert compare.status.text().startswith("No differences.")
    assert not compare.edit_button.isEnabled()


def test_a_difference_opens_with_the_other_values(
    compare: DifferencesPage, workspace: Workspace, qtbot: QtBot, model_tester: CheckModel
) -> None:
    compare.sources.name_edit.setText("before the move")
    compare.sources.take_button.click()
    qtbot.waitUntil(lambda: compare.sources.left.count() == 3)
    assert "before the move, today" in compare.sources.left.itemText(2)
    save(workspace, qtbot)
    compare.sources.left.setCurrentIndex(
        2 if "before the move" in compare.sources.left.itemText(2) else 3
    )
    compare.reload()
    qtbot.waitUntil(lambda: compare.model.rowCount() == 1)
    difference = compare.model.item_at(0)
    assert difference is not None
    assert difference.kind is DifferenceKind.DIFFERENT
    heard = QSignalSpy(compare.edit_requested)
    compare.edit_button.click()
    _, kept = heard.at(0)
    assert kept.mailbox_id == FREE
    assert kept.original == {Field.PORT: 1993}
    assert kept.changes[Field.PORT] != 1993
    model_tester(compare.model)


def test_a_comparison_says_what_it_does_not_know(compare: DifferencesPage) -> None:
    """Of a list that was loaded the details of three mailboxes are known, and of 40 are not."""
    assert "For 40 mailboxes, only address, category and priority" in compare.status.text()


def test_a_search_of_all_profiles_says_what_it_does_not_know(
    workspace: Workspace,
    profile: Profile,
    store_service: ProfileData,
    parent: QWidget,
    qtbot: QtBot,
) -> None:
    workspace._cache.flush()
    never = replace(profile, id="2b4e28ba-2fa1-41d2-883f-0016d3cca427", name="Other")
    view = FindAllDialog(store_service, [profile, never], parent)
    view.show()
    view.query_field.setText("imap.example.com")
    qtbot.waitUntil(lambda: view.model.rowCount() > 0)
    said = view.status_label.text()
    assert "Details not loaded yet for 40 mailboxes" in said, "they may match too"
    assert "1 profile not searched: no list kept on this computer" in said, "it was not searched"


def test_a_look_is_exported_as_a_whole(
    compare: DifferencesPage, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "look.csv"
    compare.export_all_to(file)
    qtbot.waitUntil(lambda: "Saved as" in compare.status.text())
    lines = file.read_text("utf-8-sig").splitlines()
    assert len(lines) == 44
    assert "info@example.com" in lines[1]


def test_a_snapshot_is_taken_by_itself_before_the_first_save(
    workspace: Workspace, store_service: ProfileData, qtbot: QtBot
) -> None:
    save(workspace, qtbot)
    save(workspace, qtbot, 1994)
    snapshots = store_service.snapshots
    (snapshot,) = result_of(snapshots.load, qtbot)
    assert snapshot.is_automatic
    assert snapshot.mailbox_count == 43
    rows = result_of(partial(snapshots.load_rows, snapshot.id), qtbot)
    assert rows is not None
    first = next(row for row in rows if row.id == FREE)
    assert first.values[Field.PORT] not in (1993, 1994)


def test_a_refresh_tells_what_is_new(workspace: Workspace, qtbot: QtBot) -> None:
    pane = ListPane(workspace)
    (box,) = load_details(workspace, [FREE], qtbot)
    draft = Draft(box, {Field.ADDRESS: "moved@example.com"})
    result_of(partial(workspace.save, draft), qtbot)
    qtbot.waitUntil(lambda: "1 different since today" in pane.status_text())
    workspace.list_loader.mark_seen()
    assert "different" not in pane.status_text()
    pane.deleteLater()


def test_all_profiles_are_found_and_refreshed(
    workspace: Workspace, store_service: ProfileData, parent: QWidget, qtbot: QtBot
) -> None:
    profile = workspace.profile
    run = RefreshAll([profile], lambda _profile: workspace, parent)
    progress = RefreshAllDialog(run, {profile.id: profile}, parent)
    progress.show()
    with qtbot.waitSignal(run.ended, timeout=20_000):
        run.start()
    assert progress.progress_bar.value() == 1
    assert progress.current_label.text() == "Refreshed 1 of 1."
    assert len(workspace.details.known) == 43
    workspace._cache.flush()
    view = FindAllDialog(store_service, [profile], parent)
    view.show()
    heard = QSignalSpy(view.mailbox_opened)
    view.query_field.setText("support imap")
    qtbot.waitUntil(lambda: view.model.rowCount() > 0)
    view.table.selectRow(0)
    view._open_current()
    assert heard.at(0)[0] == profile


def test_a_refused_sign_in_is_passed_over(
    workspace: Workspace, crm: DemoServer, parent: QWidget, qtbot: QtBot
) -> None:
    crm.credentials = DemoCredentials(password="rotated")
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)
    assert workspace.is_halted
    calls: list[int] = []
    workspace.state_changed.connect(lambda: calls.append(1))
    run = RefreshAll([workspace.profile], lambda _profile: workspace, parent)
    with qtbot.waitSignal(run.ended):
        run.start()
    assert list(run.errors) == [workspace.profile.id]
    assert calls == [], "nobody's password is tried by itself"
