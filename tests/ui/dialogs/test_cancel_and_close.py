"""Every way out with unsaved work asks, and none loses a keystroke that was to stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AnswerCut
from desktop_app.core.mailbox.mailbox import Field, KeepVerdict, ServerType
from desktop_app.core.profiles.policy import ALLOWS_ALL
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.saved_draft import KeptDraft
from desktop_app.demo import DemoServer
from desktop_app.services.background import Courier
from desktop_app.services.saving.save import Look, SaveUnknown
from desktop_app.services.store.store_service import Keeping
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirm
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.shell.desktop_session_end import LogOut
from desktop_app.ui.shell.open_editors import OpenDialogs
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import end_dialogs

Answer = Callable[[bool], list[str]]

NO_DRAFTS: list[KeptDraft] = []


@pytest.fixture
def keeping(courier: Courier, tmp_path: Path) -> Iterator[Keeping]:
    made = Keeping(lambda: tmp_path, courier)
    yield made
    made.close()


@pytest.fixture
def place(
    crm: DemoServer, profile: Profile, courier: Courier, keeping: Keeping
) -> Iterator[Workplace]:
    password = crm.credentials.password
    made = Workplace(
        profile, lambda: open_client(profile, password, "en"), courier, keeping=keeping
    )
    made.learnt.keep_verdict, made.learnt.asks_for_notes = KeepVerdict.PROVED, False
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def dialogs(place: Workplace) -> Iterator[OpenDialogs]:
    window = QWidget()
    opened = OpenDialogs(window)
    yield opened
    opened.end_profile(place.profile.id)
    end_dialogs([])
    window.deleteLater()


@pytest.fixture
def edited(dialogs: OpenDialogs, place: Workplace, qtbot: QtBot) -> EditDialog:
    """A dialog in which a server and a password were typed."""
    dialog = dialogs.edit(place, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.lines[Field.SERVER].setText("mine.example.com")
    dialog.editor.form.password.replace.setChecked(True)
    dialog.editor.form.password.secret.line.setText("typed")
    return dialog


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Answers each question: leave, or stay. Gives the questions."""

    def begin(leave: bool) -> list[str]:
        asked: list[str] = []
        role = (
            QMessageBox.ButtonRole.DestructiveRole if leave else QMessageBox.ButtonRole.RejectRole
        )

        def answer(box: QMessageBox) -> int:
            asked.append(box.text())
            next(b for b in box.buttons() if box.buttonRole(b) is role).click()
            return 0

        monkeypatch.setattr(QMessageBox, "exec", answer)
        return asked

    return begin


def is_whole(dialog: EditDialog) -> bool:
    """Whether all that was typed is still there."""
    form = dialog.editor.form
    return (
        dialog.isVisible()
        and form.lines[Field.SERVER].text() == "mine.example.com"
        and form.password.secret.text() == "typed"
    )


class EndOfSession:
    """The desktop, about to end."""

    def __init__(self, *, interactive: bool = True) -> None:
        self._interactive = interactive
        self.said: list[str] = []

    def allowsInteraction(self) -> bool:
        return self._interactive

    def release(self) -> None:
        self.said.append("release")

    def cancel(self) -> None:
        self.said.append("cancel")


def kept(keeping: Keeping, profile: Profile, qtbot: QtBot) -> list[KeptDraft]:
    found: list[list[KeptDraft]] = []
    keeping.find(lambda shelf: shelf.drafts.of_profile(profile.id), NO_DRAFTS, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


WAYS: dict[str, Callable[[EditDialog, OpenDialogs], object]] = {
    "Esc": lambda dialog, _: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    "close button": lambda dialog, _: dialog.close(),
    "Cancel": lambda dialog, _: dialog.buttons.rejected.emit(),
    "quit": lambda _, dialogs: dialogs.close_all(),
}


@pytest.mark.parametrize("way", WAYS)
def test_who_stays_loses_nothing(
    edited: EditDialog, dialogs: OpenDialogs, answers: Answer, way: str
) -> None:
    asked = answers(False)
    WAYS[way](edited, dialogs)
    assert asked == ["Close without saving?"]
    assert is_whole(edited)


@pytest.mark.parametrize("way", WAYS)
def test_who_leaves_leaves_nothing_behind(
    edited: EditDialog,
    dialogs: OpenDialogs,
    answers: Answer,
    keeping: Keeping,
    profile: Profile,
    qtbot: QtBot,
    way: str,
) -> None:
    edited.keep_draft()
    assert kept(keeping, profile, qtbot)
    answers(True)
    WAYS[way](edited, dialogs)
    assert dialogs.of_profile(profile.id) == []
    assert kept(keeping, profile, qtbot) == []


@pytest.mark.parametrize(("leave", "said"), [(True, ["release"]), (False, ["release", "cancel"])])
def test_logging_out_asks(
    edited: EditDialog,
    dialogs: OpenDialogs,
    answers: Answer,
    keeping: Keeping,
    profile: Profile,
    qtbot: QtBot,
    leave: bool,
    said: list[str],
) -> None:
    asked = answers(leave)
    session = EndOfSession()
    log_out = LogOut(dialogs.may_close, dialogs.keep_drafts, edited)
    assert not log_out.is_answered
    log_out.answer(session)
    assert log_out.is_answered is leave, "who leaves is not asked again at the end of the program"
    assert asked == ["Close without saving?"]
    assert session.said == said
    assert is_whole(edited), "another program may still stop the end of the session"
    assert [draft.changes for draft in kept(keeping, profile, qtbot)] == [
        {Field.SERVER: "mine.example.com"}
    ]


def test_where_no_question_may_be_asked_the_edit_is_on_disk(
    edited: EditDialog, dialogs: OpenDialogs, keeping: Keeping, profile: Profile, qtbot: QtBot
) -> None:
    session = EndOfSession(interactive=False)
    LogOut(dialogs.may_close, dialogs.keep_drafts, edited).answer(session)
    assert session.said == []
    assert kept(keeping, profile, qtbot)


@pytest.mark.parametrize("twice", [False, True])
def test_without_changes_nobody_is_asked(
    edited: EditDialog, dialogs: OpenDialogs, answers: Answer, twice: bool
) -> None:
    edited.editor.form.undo(Field.SERVER)
    edited.editor.form.undo(Field.PASSWORD)
    asked = answers(False)
    if twice:
        assert dialogs.may_close()
    assert dialogs.close_all()
    assert asked == []


def test_a_duplicate_writes_over_nothing_that_was_typed(
    dialogs: OpenDialogs, place: Workplace, qtbot: QtBot
) -> None:
    new = dialogs.edit(place, 0)
    qtbot.waitUntil(lambda: new.is_ready)
    new.editor.form.lines[Field.ADDRESS].setText("typed@example.com")
    assert dialogs.duplicate(place, 4) is new
    assert "Save or close this new mailbox" in new.editor.banner.text
    assert new.editor.form.lines[Field.ADDRESS].text() == "typed@example.com"


@pytest.mark.parametrize("leave", [False, True])
def test_reloading_after_a_conflict_asks(
    edited: EditDialog, answers: Answer, crm: DemoServer, qtbot: QtBot, leave: bool
) -> None:
    other = crm.store.mailbox(1)
    assert other is not None
    crm.store.put(replace(other, server="theirs.example.com"))
    edited.save()
    qtbot.waitUntil(lambda: "someone else changed" in edited.editor.banner.text)
    asked = answers(leave)
    reload = next(b for b in edited.findChildren(QPushButton) if b.text() == "Re&load")
    reload.click()
    assert asked == ["Close without saving?"]
    if leave:
        qtbot.waitUntil(lambda: edited.is_ready)
        assert edited.editor.draft.is_empty
    else:
        assert is_whole(edited)


def test_a_create_whose_answer_was_lost_asks_about_its_twin_before_it_is_sent_again(
    dialogs: OpenDialogs, place: Workplace, crm: DemoServer, qtbot: QtBot
) -> None:
    place.refresh()
    qtbot.waitUntil(lambda: place.is_ready)
    new = dialogs.edit(place, 0)
    qtbot.waitUntil(lambda: new.is_ready)
    new.editor.form.type.put(ServerType.IMAPS)
    new.editor.form.lines[Field.ADDRESS].setText("nytt@example.com")
    for box in new.editor.confirmations.boxes.values():
        box.setChecked(True)
    made = crm.store.mailbox(1)
    assert made is not None
    crm.store.put(replace(made, id=44, address="nytt@example.com"))  # it was made after all
    new.saver.show_refusal(SaveUnknown(AnswerCut("cut"), Look.COULD_NOT_LOOK))
    twin = new.editor.confirmations.boxes[Confirm.TWIN]
    qtbot.waitUntil(twin.isVisible)
    assert not twin.isChecked()
    new.save()
    assert crm.count("SaveMailboxEntity") == 0


def test_an_unlock_that_runs_out_keeps_every_keystroke(
    edited: EditDialog, place: Workplace, crm: DemoServer, qtbot: QtBot
) -> None:
    locked = replace(
        place.profile, environment=Environment.PRODUCTION, lock_after=1, tested=True, read_only=True
    )
    place.lock.follow(locked, ALLOWS_ALL)
    assert is_whole(edited)
    assert "What you typed stays. Unlock to save." in edited.editor.banner.text
    edited.save()
    QTest.keyClick(edited, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert crm.count("SaveMailboxEntity") == 0
    place.lock.unlock_for_a_time()
    assert is_whole(edited)
    with qtbot.waitSignal(edited.saved):
        edited.save_button.click()
    assert crm.count("SaveMailboxEntity") == 1


def test_locking_the_desk_masks_and_keeps_what_was_typed(
    edited: EditDialog, place: Workplace
) -> None:
    secret = edited.editor.form.password.secret
    QTest.keyPress(secret.show_button, Qt.Key.Key_Space)
    assert secret.line.echoMode() is QLineEdit.EchoMode.Normal
    secret.hide_text()
    place.drop_secrets()
    place.lock.lock()
    assert secret.line.echoMode() is QLineEdit.EchoMode.Password
    assert is_whole(edited)


def test_an_unlock_that_runs_out_during_a_save_does_not_stop_it(
    edited: EditDialog, place: Workplace, crm: DemoServer, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(edited.saved):
        edited.save_button.click()
        place.lock.follow(replace(place.profile, read_only=True, tested=True), ALLOWS_ALL)
    assert crm.count("SaveMailboxEntity") == 1


def test_twenty_dialogs_at_a_time(
    dialogs: OpenDialogs, place: Workplace, answers: Answer, crm: DemoServer, qtbot: QtBot
) -> None:
    opened = [dialogs.edit(place, number) for number in range(1, 21)]
    assert len(set(map(id, opened))) == 20
    qtbot.waitUntil(lambda: all(dialog.is_ready for dialog in opened))
    assert dialogs.edit(place, 7) is opened[6], "one dialog for a mailbox"
    free = [dialog for dialog in opened if dialog.editor.form.rows[Field.PORT].access.can_write]
    for dialog in free:
        dialog.editor.form.port.setValue(4711)
    asked = answers(False)
    assert not dialogs.close_all()
    assert len(asked) == 1
    with qtbot.waitSignals([dialog.saved for dialog in free], timeout=30_000):
        for dialog in free:
            for box in dialog.editor.confirmations.boxes.values():
                box.setChecked(True)
            dialog.save()
    assert crm.count("SaveMailboxEntity") == len(free)
    assert dialogs.close_all()
