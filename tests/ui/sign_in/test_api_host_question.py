"""A state that leads to a strange server: the program asks, and without a yes sends nothing there.

Each server has a name of the internet, and every name leads to this computer. The boxes are real.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import ApiOutsideDomain
from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, SignInKind, Tenant
from desktop_app.core.secrets.secret import main_secret
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.shell.main_window import MainWindow
from tests.callbacks import result_of
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.servers.local_names import lead_every_name_here
from tests.ui.conftest import Start
from tests.ui.windows import child, pane_of, press

STRANGE, DOMAIN = "api.partner.example", "example.com"
ID = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
Act = Callable[[QMessageBox], None]


@pytest.fixture(autouse=True)
def local_names(monkeypatch: pytest.MonkeyPatch) -> None:
    lead_every_name_here(monkeypatch)


@pytest.fixture
def thief() -> Iterator[HostileServer]:
    """The strange server: it answers everything, and keeps what it got."""
    with HostileServer({"*": reply(b"[]")}) as server:
        yield server


@pytest.fixture
def superoffice(thief: HostileServer) -> Iterator[HostileServer]:
    """Names the strange server as the tenant's own."""
    state = reply({"IsRunning": True, "Api": f"http://{STRANGE}:{thief.port}/Cust1/api"})
    with HostileServer({"Cust1": state}) as server:
        yield server


@pytest.fixture
def profile(superoffice: HostileServer) -> Profile:
    here = f"http://state.{DOMAIN}:{superoffice.port}"
    tenant = Tenant("Cust1", OnlineEnvironment.CUSTOM, f"{here}/login", f"{here}/state")
    return Profile(ID, "Acme", "", "", tenant, SignInKind.BEARER, plain_http=True)


@pytest.fixture
def window(start: Start, profile: Profile, qtbot: QtBot) -> MainWindow:
    """The profile is stored with its token; its list is not loaded yet."""
    window: MainWindow = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    save = partial(window.profile_service.save, profile, {main_secret(profile): "hidden-token"})
    result_of(save, qtbot)
    return window


class Questions:
    """Does one thing with each box that opens, and remembers what it asked."""

    def __init__(self, act: Act) -> None:
        self.asked: list[str] = []
        self._act = act
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox) and box.isVisible():
            self.asked.append(f"{box.text()}\n{box.informativeText()}")
            self._act(box)

    def stop(self) -> None:
        self._timer.stop()


def press_key(key: Qt.Key) -> Act:
    return lambda box: QTest.keyClick(box.focusWidget() or box, key)


def close(box: QMessageBox) -> None:
    box.close()


def type_letters_and_enter(box: QMessageBox) -> None:
    """What a person was typing when the box opened: no letter is a yes, and Enter means no."""
    for letter in set("send it there") - {"d", " "}:
        QTest.keyClicks(box.focusWidget() or box, letter)
        assert not any(button.isDown() for button in box.buttons()), letter
    QTest.keyClick(box.focusWidget() or box, Qt.Key.Key_Return)


def say_yes(box: QMessageBox) -> None:
    yes = next(b for b in box.buttons() if b.text().replace("&", "") == "Send it there")
    assert isinstance(yes, QPushButton)
    yes.click()


REFUSALS = {
    "enter": press_key(Qt.Key.Key_Return),
    "space": press_key(Qt.Key.Key_Space),
    "escape": press_key(Qt.Key.Key_Escape),
    "closed": close,
    "typed ahead": type_letters_and_enter,
}


def show(window: MainWindow, profile: Profile, qtbot: QtBot) -> None:
    """Open the profile, and wait until its list is there or has failed to load."""
    window.show_profile(window.profile_controller.find_own(profile) or profile)
    work = pane_of(window).workspace
    qtbot.waitUntil(lambda: work.list_state.error is not None or work.is_ready)


@pytest.mark.parametrize("act", REFUSALS.values(), ids=REFUSALS)
def test_without_a_yes_not_a_byte_goes_there(
    window: MainWindow, profile: Profile, thief: HostileServer, qtbot: QtBot, act: Act
) -> None:
    questions = Questions(act)
    show(window, profile, qtbot)
    assert thief.raw == b""
    assert isinstance(pane_of(window).workspace.list_state.error, ApiOutsideDomain)
    qtbot.waitUntil(lambda: len(questions.asked) == 1)
    press(window, "Allow this server", qtbot)
    qtbot.waitUntil(lambda: len(questions.asked) == 2)
    questions.stop()
    for asked in questions.asked:
        assert STRANGE in asked
        assert DOMAIN in asked
    pane_of(window).workspace.refresh()
    qtbot.waitUntil(lambda: pane_of(window).workspace.list_state.error is not None)
    assert thief.raw == b""
    assert [p.accepted_api_host for p in window.profile_service.profiles] == [""]


def test_while_nobody_answers_nothing_goes_there(
    window: MainWindow, profile: Profile, thief: HostileServer, qtbot: QtBot
) -> None:
    """The list is loaded again behind the open box, as a timer may do."""
    loads: list[bool] = []

    def load_behind(box: QMessageBox) -> None:
        work = pane_of(window).workspace
        if not loads:
            loads.append(True)
            work.refresh()
        elif work.list_state.error is not None:
            assert thief.raw == b""
            box.reject()

    questions = Questions(load_behind)
    show(window, profile, qtbot)
    assert thief.raw == b""
    qtbot.waitUntil(lambda: len(questions.asked) > 1 and QApplication.activeModalWidget() is None)
    questions.stop()
    assert thief.raw == b""


def test_a_yes_is_stored_and_loads_the_list(
    window: MainWindow, profile: Profile, thief: HostileServer, qtbot: QtBot
) -> None:
    questions = Questions(say_yes)
    show(window, profile, qtbot)
    qtbot.waitUntil(lambda: bool(questions.asked))
    qtbot.waitUntil(lambda: pane_of(window).workspace.is_ready)
    questions.stop()
    assert len(questions.asked) == 1
    assert b"hidden-token" in thief.raw
    assert [p.accepted_api_host for p in window.profile_service.profiles] == [STRANGE]


def test_later_loads_do_not_ask_but_offer_the_question(
    window: MainWindow, profile: Profile, thief: HostileServer, qtbot: QtBot
) -> None:
    questions = Questions(press_key(Qt.Key.Key_Escape))
    show(window, profile, qtbot)
    qtbot.waitUntil(lambda: len(questions.asked) == 1)
    work = pane_of(window).workspace
    with qtbot.waitSignal(work.state_changed):
        work.refresh()
    qtbot.waitUntil(lambda: work.list_state.error is not None)
    assert len(questions.asked) == 1
    questions.stop()
    yes = Questions(say_yes)
    press(window, "Allow this server", qtbot)
    qtbot.waitUntil(lambda: pane_of(window).workspace.is_ready)
    yes.stop()
    assert b"hidden-token" in thief.raw


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_connection_test_asks_too(
    window: MainWindow, profile: Profile, thief: HostileServer, qtbot: QtBot, answer: str
) -> None:
    questions = Questions(say_yes if answer == "yes" else press_key(Qt.Key.Key_Return))
    own = window.profile_controller.find_own(profile)
    assert own is not None
    window.profile_flows.change(own)
    dialog = child(window, ProfileDialog)
    dialog.test_button.click()
    qtbot.waitUntil(lambda: bool(questions.asked))
    qtbot.waitUntil(dialog.test_button.isEnabled)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() in (dialog, None))
    if answer == "yes":
        qtbot.waitUntil(lambda: bool(thief.seen))
        qtbot.waitUntil(dialog.test_button.isEnabled)
    questions.stop()
    assert len(questions.asked) == 1
    assert bool(thief.raw) == (answer == "yes")
    assert dialog.form.edited_profile().accepted_api_host == ("" if answer == "no" else STRANGE)
    dialog.form.address_section.tenant.setText("Cust2")
    assert dialog.form.edited_profile().accepted_api_host == ""
