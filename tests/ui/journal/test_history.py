"""The journal, what changed, and all profiles at once, in their windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepVerdict, Replace
from desktop_app.core.profiles.policy import JournalRules
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import KeptDraft, Origin
from desktop_app.core.snapshot import Kind
from desktop_app.demo import DemoServer
from desktop_app.services.background import Courier
from desktop_app.services.mailbox_list.export import Exporter
from desktop_app.services.store.store_service import Keeping
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.journal.journal_dialog import JournalView
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.find_all_dialog import FindAllView
from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllView
from desktop_app.ui.snapshots.compare_dialog import SnapshotsView
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import CheckModel, end_dialogs

FREE = 1


@pytest.fixture
def keeping(courier: Courier, tmp_path: Path) -> Iterator[Keeping]:
    made = Keeping(lambda: tmp_path / "data", courier)
    yield made
    made.close()


@pytest.fixture
def place(
    crm: DemoServer, profile: Profile, courier: Courier, keeping: Keeping, qtbot: QtBot
) -> Iterator[Workplace]:
    password = crm.credentials.password
    made = Workplace(
        profile, lambda: open_client(profile, password, "en"), courier, keeping=keeping
    )
    made.refresh()
    qtbot.waitUntil(lambda: made.learnt.has_arrived and made.standing.signed_in_as != "")
    made.learnt.keep_verdict = KeepVerdict.PROVED
    made.details.want([FREE, 2, 3])
    qtbot.waitUntil(lambda: made.details.known.keys() >= {FREE, 2, 3})
    yield made
    made.close()


@pytest.fixture
def exporter(courier: Courier) -> Iterator[Exporter]:
    made = Exporter(courier)
    yield made
    made.close()


@pytest.fixture
def parent() -> Iterator[QWidget]:
    made = QWidget()
    yield made
    made.deleteLater()


def save(place: Workplace, qtbot: QtBot, port: int = 1993) -> None:
    place.details.want([FREE])
    qtbot.waitUntil(lambda: place.details.get(FREE) is not None)
    box = place.details.known[FREE]
    done: list[object] = []
    place.save(Draft(box, {Field.PORT: port}, Replace("c4nary-5")), done.append)
    qtbot.waitUntil(lambda: bool(done) and place.is_ready)


@pytest.fixture
def journal(place: Workplace, exporter: Exporter, parent: QWidget, qtbot: QtBot) -> JournalView:
    save(place, qtbot)
    assert place.journal is not None
    view = JournalView(place.journal, lambda _id: place.profile, exporter, parent)
    view.show()
    qtbot.waitUntil(lambda: view.model.rowCount() == 1)
    return view


def test_each_save_has_its_line(journal: JournalView, model_tester: CheckModel) -> None:
    cells = [journal.model.index(0, column).data() for column in range(6)]
    assert cells[0].startswith("today, ")
    assert cells[1] == "Acme"
    assert cells[3] == "saved"
    assert "→ 1993" in cells[4]
    assert "Password:  → replaced" in cells[4]
    assert " at " in cells[5]
    assert "It was read back." in journal.about.text()
    assert journal.sides.index(0, 2).data() == "1993"
    model_tester(journal.model)
    model_tester(journal.sides)


def test_it_is_searched_as_one_types(journal: JournalView, qtbot: QtBot) -> None:
    journal.words.setText("nobody")
    qtbot.waitUntil(lambda: journal.model.rowCount() == 0)
    assert not journal.restore.isEnabled()
    assert journal.status.text() == "No such line was found."
    journal.words.setText("acme 1993")
    qtbot.waitUntil(lambda: journal.model.rowCount() == 1)


def test_it_is_exported_without_secrets(journal: JournalView, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "journal.csv"
    journal.save_to(file)
    qtbot.waitUntil(lambda: "Saved as" in journal.status.text())
    text = file.read_text("utf-8-sig")
    assert "1993" in text
    assert "replaced" in text
    assert "c4nary" not in text


def test_how_long_it_is_kept_is_chosen_and_kept(journal: JournalView, qtbot: QtBot) -> None:
    journal.keep.setCurrentIndex(1)
    journal.keep.activated.emit(1)
    days: list[int] = []
    journal._journal.find_keep_days(days.append)
    qtbot.waitUntil(lambda: days == [90])


def test_what_the_administrator_demands_is_said(
    place: Workplace, exporter: Exporter, parent: QWidget
) -> None:
    assert place.journal is not None
    place.journal.follow(JournalRules(keep_days=365))
    view = JournalView(place.journal, lambda _id: place.profile, exporter, parent)
    texts = [label.text() for label in view.findChildren(type(view.about))]
    assert any("365 days at least" in text for text in texts)


def test_an_empty_journal_says_what_it_will_hold(
    place: Workplace, exporter: Exporter, parent: QWidget, qtbot: QtBot
) -> None:
    assert place.journal is not None
    view = JournalView(place.journal, lambda _id: place.profile, exporter, parent)
    view.show()
    qtbot.waitUntil(lambda: view.status.text().startswith("No save was made from this computer"))


def test_old_values_come_back_through_the_edit_dialog(
    journal: JournalView, place: Workplace, qtbot: QtBot
) -> None:
    heard = QSignalSpy(journal.restore_wanted)
    assert journal.restore.isEnabled()
    journal.restore.click()
    profile, kept = heard.at(0)
    assert profile == place.profile
    assert isinstance(kept, KeptDraft)
    assert (kept.mailbox_id, kept.origin) == (FREE, Origin.JOURNAL)
    assert kept.original == {Field.PORT: 1993}
    dialog = EditDialog(place, FREE, None, kept)
    try:
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        assert dialog.editor.draft.changes == kept.changes
        assert "were there before that save" in dialog.editor.banner.text
    finally:
        end_dialogs([dialog])


@pytest.fixture
def compare(
    place: Workplace, keeping: Keeping, exporter: Exporter, parent: QWidget, qtbot: QtBot
) -> SnapshotsView:
    view = SnapshotsView(place, keeping.snapshots, [], exporter, parent)
    view.show()
    qtbot.waitUntil(lambda: view.status.text() != "")
    return view


def test_nothing_changed_since_the_last_look(compare: SnapshotsView) -> None:
    assert compare.status.text() == "No difference."
    assert not compare.edit.isEnabled()


def test_a_difference_opens_with_the_other_values(
    compare: SnapshotsView, place: Workplace, qtbot: QtBot, model_tester: CheckModel
) -> None:
    compare.name.setText("before the move")
    compare.take.click()
    qtbot.waitUntil(lambda: compare.left.count() == 3)
    assert "before the move, today" in compare.left.itemText(2)
    save(place, qtbot)
    compare.left.setCurrentIndex(2 if "before the move" in compare.left.itemText(2) else 3)
    compare._find()
    qtbot.waitUntil(lambda: compare.model.rowCount() == 1)
    difference = compare.model.thing(0)
    assert difference is not None
    assert difference.kind is Kind.DIFFERENT
    heard = QSignalSpy(compare.edit_wanted)
    compare.edit.click()
    _, kept = heard.at(0)
    assert kept.mailbox_id == FREE
    assert kept.original == {Field.PORT: 1993}
    assert kept.changes[Field.PORT] != 1993
    model_tester(compare.model)


def test_a_look_is_exported_as_a_whole(
    compare: SnapshotsView, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "look.csv"
    compare.save_whole(file)
    qtbot.waitUntil(lambda: "Saved as" in compare.status.text())
    lines = file.read_text("utf-8-sig").splitlines()
    assert len(lines) == 44
    assert "info@example.com" in lines[1]


def test_a_snapshot_is_taken_by_itself_before_the_first_save(
    place: Workplace, keeping: Keeping, qtbot: QtBot
) -> None:
    save(place, qtbot)
    save(place, qtbot, 1994)
    found: list[object] = []
    keeping.snapshots.find(found.extend)
    qtbot.waitUntil(lambda: bool(found))
    (snapshot,) = found
    assert snapshot.automatic  # type: ignore[attr-defined]
    assert snapshot.mailboxes == 43  # type: ignore[attr-defined]
    read: list[list[object] | None] = []
    keeping.snapshots.read(snapshot.id, read.append)  # type: ignore[attr-defined,arg-type]
    qtbot.waitUntil(lambda: bool(read))
    assert read[0] is not None
    first = next(one for one in read[0] if one.id == FREE)  # type: ignore[attr-defined]
    assert first.values[Field.PORT] not in (1993, 1994)  # type: ignore[attr-defined]


def test_a_refresh_tells_what_is_new(place: Workplace, crm: DemoServer, qtbot: QtBot) -> None:
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane

    pane = MailboxPane(place)
    place.details.want([FREE])
    qtbot.waitUntil(lambda: place.details.get(FREE) is not None)
    box = place.details.known[FREE]
    done: list[object] = []
    place.save(Draft(box, {Field.ADDRESS: "moved@example.com"}), done.append)
    qtbot.waitUntil(lambda: bool(done) and place.is_ready)
    qtbot.waitUntil(lambda: "1 different since today" in pane.status())
    place.list.note_look()
    assert "different" not in pane.status()
    pane.deleteLater()
    assert crm is not None


def test_all_profiles_are_found_and_refreshed(
    place: Workplace, keeping: Keeping, parent: QWidget, qtbot: QtBot
) -> None:
    profile = place.profile
    run = RefreshAll([profile], lambda _profile: place, parent)
    progress = RefreshAllView(run, {profile.id: profile}, parent)
    progress.show()
    with qtbot.waitSignal(run.ended, timeout=20_000):
        run.start()
    assert progress.bar.value() == 1
    assert progress.now.text() == "Refreshed: 1 of 1."
    assert len(place.details.known) == 43
    place._cache.flush()
    view = FindAllView(keeping, [profile], parent)
    view.show()
    heard = QSignalSpy(view.opened)
    view.words.setText("support imap")
    qtbot.waitUntil(lambda: view.model.rowCount() > 0)
    view.table.selectRow(0)
    view._open()
    assert heard.at(0)[0] == profile


def test_a_refused_sign_in_is_passed_over(
    place: Workplace, crm: DemoServer, parent: QWidget, qtbot: QtBot
) -> None:
    from desktop_app.demo import Credentials

    crm.credentials = Credentials(password="rotated")
    place.refresh()
    qtbot.waitUntil(lambda: place.is_refused)
    calls: list[int] = []
    place.standing_changed.connect(lambda: calls.append(1))
    run = RefreshAll([place.profile], lambda _profile: place, parent)
    with qtbot.waitSignal(run.ended):
        run.start()
    assert list(run.troubles) == [place.profile.id]
    assert calls == [], "nobody's password is tried by itself"
