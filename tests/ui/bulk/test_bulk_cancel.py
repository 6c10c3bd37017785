"""Typed passwords and runs of many are not lost without a question, whichever way out is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepVerdict, Replace
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import SecretName
from desktop_app.demo import Credentials, DemoServer
from desktop_app.services.background import Done
from desktop_app.services.bulk.save_queue import RowState, RunState, Sending
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.bulk.bulk_dialog import BatchDialog
from desktop_app.ui.bulk.rotation_dialog import PasswordsDialog
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.ui.conftest import RunProgram

IDS = (1, 2, 3)
ELSEWHERE = "https://elsewhere.example/api"
TABLE = "m1@acme.test\tc4nary-one\nnobody@acme.test\tc4nary-two\nonly-a-name"


class Answers:
    """Answers each question, and remembers its words."""

    def __init__(self) -> None:
        self.leave = False
        self.asked: list[str] = []

    def take(self, box: QMessageBox) -> int:
        self.asked.append(f"{box.text()}\n{box.informativeText()}")
        roles = QMessageBox.ButtonRole
        role = roles.DestructiveRole if self.leave else roles.RejectRole
        next(b for b in box.buttons() if box.buttonRole(b) is role).click()
        return 0


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    made = Answers()
    # a function, not a bound method: of that one the binding loses count
    monkeypatch.setattr(QMessageBox, "exec", lambda box: made.take(box))
    return made


@pytest.fixture
def window(
    run_program: RunProgram, crm: DemoServer, qtbot: QtBot, answers: Answers
) -> Iterator[MainWindow]:
    """The program at a profile that may be written to, its list there."""
    window = run_program().window
    window.finish_look()
    qtbot.waitUntil(lambda: window.book.loaded)
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    made = replace(made, environment=Environment.TEST, tested=True, read_only=False)
    done: list[object] = []
    window.book.put(made, {SecretName.SIGN_IN_PASSWORD: crm.credentials.password}, done.append)
    qtbot.waitUntil(lambda: bool(done) and bool(window.book.profiles))
    window.show_profile(window.book.profiles[0])
    qtbot.waitUntil(lambda: window.pane is not None and window.pane.workplace.learnt.has_arrived)
    place = place_of(window)
    place.learnt.asks_for_notes = False
    qtbot.waitUntil(lambda: place.lock.can_unlock)
    window.desk.unlock(place)
    qtbot.waitUntil(lambda: place.may_write)
    yield window
    answers.leave = True


def place_of(window: MainWindow) -> Workplace:
    assert window.pane is not None
    return window.pane.workplace


def close(window: MainWindow, _dialog: BatchDialog) -> None:
    window.close()


WAYS: dict[str, Callable[[MainWindow, BatchDialog], object]] = {
    "Esc": lambda _, dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    "close button": lambda _, dialog: dialog.close(),
    "quit": close,
}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Callable[[MainWindow, BatchDialog], object]:
    return WAYS[request.param]


def pasted(window: MainWindow) -> PasswordsDialog:
    dialog = window.commands.several.windows.replace_passwords(place_of(window))
    QGuiApplication.clipboard().setText(TABLE)
    dialog.paste.click()
    dialog.typed.line.setText("c4nary-three")
    return dialog


def test_pasted_and_typed_passwords_are_not_lost_unasked(
    window: MainWindow, answers: Answers, way: Callable[[MainWindow, BatchDialog], object]
) -> None:
    dialog = pasted(window)
    way(window, dialog)
    (asked,) = answers.asked
    assert "Passwords that are not saved: 3." in asked
    assert "c4nary" not in asked
    assert dialog.isVisible()
    assert window.isVisible()
    assert len(dialog.round.lines) == 3
    assert dialog.typed.text() == "c4nary-three"
    answers.leave = True
    way(window, dialog)
    assert len(answers.asked) == 2
    assert not isValid(dialog) or (not dialog.isVisible() and not dialog.round.lines)


def test_a_password_of_a_row_that_is_edited_with_others_is_not_lost_unasked(
    window: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    dialog = window.commands.several.windows.edit(place_of(window), IDS)
    dialog.passwords.type(1, "c4nary")
    dialog.reject()
    assert len(answers.asked) == 1
    assert dialog.passwords.choice(1) is not None
    dialog.passwords.forget()
    qtbot.waitUntil(lambda: not dialog.reading.is_running)
    dialog.reject()
    assert len(answers.asked) == 1, "nothing is lost"


def test_what_comes_for_a_window_that_is_closed_is_let_go(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_of(window)
    late: list[Callable[[object], None]] = []
    assert place.passwords is not None
    place.learnt.keep_verdict = KeepVerdict.UNPROVED
    monkeypatch.setattr(place.passwords, "find", lambda _profile, deliver: late.append(deliver))
    dialog = window.commands.several.windows.edit(place, IDS)
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))
    (deliver,) = late
    deliver(Done([]))


def test_after_the_desk_was_left_nothing_is_there_to_ask_about(
    window: MainWindow, answers: Answers
) -> None:
    dialog = pasted(window)
    window.desk.lock()
    dialog.reject()
    assert answers.asked == []


def test_deleting_the_profile_says_what_is_lost_with_it(
    window: MainWindow, answers: Answers
) -> None:
    dialog = pasted(window)
    window.profiles.remove(window.book.profiles[0])
    (asked,) = answers.asked
    assert "passwords that were typed or pasted for them would be lost" in asked
    assert dialog.isVisible()
    dialog.let_go()
    window.profiles.remove(window.book.profiles[0])
    assert "typed or pasted" not in answers.asked[1]


@pytest.mark.parametrize("paused", [False, True], ids=["sending", "paused"])
def test_quitting_during_a_run_says_so_and_how_it_goes_on(
    window: MainWindow, answers: Answers, qtbot: QtBot, paused: bool
) -> None:
    place = place_of(window)
    place.learnt.keep_verdict = KeepVerdict.PROVED
    place.details.load(IDS)
    qtbot.waitUntil(lambda: all(place.details.get(i) for i in IDS))
    dialog = window.commands.several.windows.edit(place, IDS)
    boxes = [box for i in IDS if (box := place.details.get(i)) is not None]
    dialog.begin([Draft(box, {Field.PORT: 1993}) for box in boxes])
    assert dialog.run is not None
    sending = dialog.run.run.sending
    qtbot.waitUntil(lambda: sending.is_busy)
    if paused:
        sending.pause()
        qtbot.waitUntil(lambda: not sending.is_busy)
    window.close()
    (asked,) = answers.asked  # one question: that a save is under way is not asked as well
    assert asked.startswith("Many mailboxes are being saved. Quit all the same?")
    assert "Runs of many mailboxes" in asked
    assert window.isVisible()
    assert sending.state is (RunState.PAUSED if paused else RunState.SENDING)
    dialog.reject()
    assert "Runs of many mailboxes" in answers.asked[1]
    answers.leave = True
    dialog.reject()
    qtbot.waitUntil(lambda: not place.saves_under_way)


def three(
    window: MainWindow, qtbot: QtBot, meanwhile: Callable[[], None] = lambda: None
) -> PasswordsDialog:
    """A run of three typed passwords; ``meanwhile`` something happens at the CRM."""
    place = place_of(window)
    place.details.load(IDS)
    qtbot.waitUntil(lambda: all(place.details.get(i) for i in IDS))
    meanwhile()
    dialog = window.commands.several.windows.replace_passwords(place)
    boxes = [box for i in IDS if (box := place.details.get(i)) is not None]
    dialog.begin([Draft(box, {}, Replace(f"c4nary-{box.id}")) for box in boxes])
    return dialog


def sending_of(dialog: BatchDialog) -> Sending:
    assert dialog.run is not None
    return dialog.run.run.sending


def test_passwords_that_could_be_tried_again_are_not_forgotten_unasked(
    window: MainWindow,
    answers: Answers,
    crm: DemoServer,
    qtbot: QtBot,
    way: Callable[[MainWindow, BatchDialog], object],
) -> None:
    free, locked = crm.store.mailbox(1), crm.store.mailbox(8)
    assert free is not None
    assert locked is not None
    refused = replace(free, table_right=locked.table_right)
    dialog = three(window, qtbot, lambda: crm.store.put(refused))
    sending = sending_of(dialog)
    qtbot.waitUntil(lambda: sending.state is RunState.DONE and not sending.is_busy)
    assert sending.counts[RowState.SAVED] == 2
    way(window, dialog)
    (asked,) = answers.asked
    assert "1 mailbox is not saved. Its new password is forgotten when you close." in asked
    assert dialog.isVisible()
    crm.store.put(free)
    assert dialog.run is not None
    dialog.run.retry.click()
    qtbot.waitUntil(lambda: sending.counts[RowState.SAVED] == 3 and not sending.is_busy)
    dialog.reject()
    assert len(answers.asked) == 1, "nothing is at stake any more"


def test_a_new_password_of_the_profile_lets_a_run_that_it_stopped_go_on(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    def rotate() -> None:
        crm.credentials = Credentials(password="rotated")

    dialog = three(window, qtbot, rotate)
    sending = sending_of(dialog)
    qtbot.waitUntil(lambda: sending.state is RunState.PAUSED and not sending.is_busy)
    form = edited(window, window.book.profiles[0])
    form.who.password.line.setText("rotated")
    with qtbot.waitSignal(window.profiles.kept):
        form.save()
    place = place_of(window)
    qtbot.waitUntil(lambda: place.is_ready and place.may_write)
    assert isValid(dialog)
    assert dialog.isVisible()
    assert sending.typed_passwords == 3
    assert dialog.run is not None
    dialog.run.pause.click()
    qtbot.waitUntil(lambda: sending.state is RunState.DONE and not sending.is_busy)
    assert sending.counts[RowState.SAVED] == 3
    assert [crm.store.mailbox(i).password for i in IDS] == [f"c4nary-{i}" for i in IDS]  # type: ignore[union-attr]


def test_a_profile_that_is_to_lead_elsewhere_asks_before_passwords_are_lost(
    window: MainWindow, answers: Answers, qtbot: QtBot
) -> None:
    dialog = pasted(window)
    profile = window.book.profiles[0]
    form = edited(window, profile)
    form.name.setText("Another name")
    form.save()
    qtbot.waitUntil(lambda: window.book.profiles[0].name == "Another name")
    assert answers.asked == [], "nothing is lost by a name"
    form = edited(window, window.book.profiles[0])
    form.address.setText(ELSEWHERE)
    form.who.password.line.setText("pw")
    form.save()
    (asked,) = answers.asked
    assert "passwords that were typed or pasted for them would be lost" in asked
    assert window.book.profiles[0].address == profile.address
    assert len(dialog.round.lines) == 3
    answers.leave = True
    form.save()
    qtbot.waitUntil(lambda: window.book.profiles[0].address != profile.address)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())


def test_an_import_asks_while_passwords_could_be_lost_by_it(
    window: MainWindow, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog = pasted(window)
    profiles = ProfilesDialog(window.book, window.profiles, window)
    file = tmp_path / "export.json"
    profiles.export_to(file)
    qtbot.waitUntil(file.exists)
    moved = file.read_text("utf-8").replace(window.book.profiles[0].address, ELSEWHERE)
    file.write_text(moved, "utf-8")
    profiles.import_from(file)
    (asked,) = answers.asked
    assert asked.startswith("Import profiles now?")
    assert len(dialog.round.lines) == 3
    answers.leave = True
    profiles.import_from(file)
    qtbot.waitUntil(lambda: window.book.profiles[0].address == ELSEWHERE)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    profiles.import_from(file)
    assert len(answers.asked) == 2, "nothing is at stake any more"
    profiles.done(0)


def edited(window: MainWindow, profile: Profile) -> ProfileDialog:
    window.profiles.change(profile)
    return window.findChildren(ProfileDialog)[-1]
