"""Real parts for the windows: a demo server, a workspace connected to it, and the main window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.app import Program
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.webapi.client_factory import open_client
from tests.ui.edits import load_list
from tests.ui.windows import delete_now, end_dialogs, end_program

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester  # it needs a QApplication to be imported

CheckModel = Callable[[QAbstractItemModel], None]
RunProgram = Callable[..., Program]
Start = Callable[..., MainWindow]
OpenWorkspace = Callable[..., Workspace]
Restart = Callable[..., Workspace]
OpenEditor = Callable[..., EditDialog]
OpenDialog = Callable[[int], EditDialog]


@pytest.fixture
def model_tester(qtmodeltester: ModelTester) -> CheckModel:
    """Checks a model with the Python tester, which names the broken rule."""

    def check(model: QAbstractItemModel) -> None:
        qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt's

    return check


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Icons and widgets need one."""
    return qapp


class Answers:
    """Answers every message box, and remembers the questions."""

    def __init__(self) -> None:
        self.leave = False
        """Whether to go on and lose what is at stake; otherwise the box is cancelled."""
        self.asked: list[str] = []
        self.questions: list[str] = []
        """The questions with their informative texts."""

    def answer(self, box: QMessageBox) -> int:
        self.asked.append(box.text())
        self.questions.append(f"{box.text()}\n{box.informativeText()}")
        role = QMessageBox.ButtonRole
        wanted = (role.DestructiveRole, role.AcceptRole) if self.leave else (role.RejectRole,)
        next(b for b in box.buttons() if box.buttonRole(b) in wanted).click()
        return 0


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Every question of a message box is cancelled, until a test wants it otherwise."""
    made = Answers()
    # a function, because the binding loses count of a bound method
    monkeypatch.setattr(QMessageBox, "exec", lambda box: made.answer(box))
    return made


@pytest.fixture
def run_program(tmp_path: Path) -> Iterator[RunProgram]:
    """Runs the whole program on a data folder of its own, with these profiles; without keyring."""
    running: list[Program] = []

    def run(
        *profiles: Profile, machine_wide: Path | None = None, demo: bool = False, show: bool = True
    ) -> Program:
        if profiles:
            ProfileStore(tmp_path / "data").save(profiles)
        program = Program(tmp_path / "data", demo=demo, machine_wide=machine_wide)
        running.append(program)
        program.window.setVisible(show)
        return program

    yield run
    for program in running:
        end_program(program)


@pytest.fixture
def start(run_program: RunProgram) -> Start:
    """Runs the whole program, and gives its main window."""
    return lambda *profiles, **options: run_program(*profiles, **options).window


@pytest.fixture
def parent() -> Iterator[QWidget]:
    """The parent of dialogs, which takes them along."""
    made = QWidget()
    yield made
    made.deleteLater()
    delete_now()


@pytest.fixture
def dispatcher() -> Iterator[MainThreadDispatcher]:
    """Carries results to this thread."""
    dispatcher = MainThreadDispatcher()
    yield dispatcher
    dispatcher.close()


@pytest.fixture
def store_service(dispatcher: MainThreadDispatcher, tmp_path: Path) -> Iterator[ProfileData]:
    """The database of this computer, in the test's folder."""
    made = ProfileData(lambda: tmp_path, dispatcher)
    yield made
    made.close()


@pytest.fixture
def profile(crm: DemoServer) -> Profile:
    """A profile of the CRM, as a person would have made it."""
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    return replace(made, environment=Environment.TEST)


@pytest.fixture
def open_workspace(
    crm: DemoServer, profile: Profile, dispatcher: MainThreadDispatcher
) -> Iterator[OpenWorkspace]:
    """Opens a profile, which is the CRM's if none is given; nothing is requested yet."""
    opened: list[Workspace] = []
    password = crm.credentials.password

    def open_one(of: Profile = profile, connect: Any = None, **services: Any) -> Workspace:
        connect = connect or (lambda: open_client(of, password, "en"))
        opened.append(Workspace(of, connect, dispatcher, **services))
        return opened[-1]

    yield open_one
    for workspace in filter(isValid, opened):
        workspace.close()
        workspace.deleteLater()


@pytest.fixture
def workspace(open_workspace: OpenWorkspace) -> Workspace:
    """The profile of the CRM, opened."""
    return open_workspace()


@pytest.fixture
def restart(
    open_workspace: OpenWorkspace, dispatcher: MainThreadDispatcher, tmp_path: Path
) -> Iterator[Restart]:
    """Ends the work on the profile and begins it anew on the same data folder, as a start does."""
    with ExitStack() as running:

        def begin(*, refresh: bool = True, **services: Any) -> Workspace:
            running.close()
            store_service = ProfileData(lambda: tmp_path, dispatcher)
            workspace = open_workspace(store=store_service, **services)
            running.callback(store_service.close)
            running.callback(workspace.close)
            if refresh:
                workspace.refresh()
            return workspace

        yield begin


@pytest.fixture
def listed(workspace: Workspace, qtbot: QtBot) -> Workspace:
    """The same with its list loaded."""
    return load_list(workspace, qtbot)


@pytest.fixture
def open_editor(qtbot: QtBot) -> Iterator[OpenEditor]:
    """Opens the edit dialog of a mailbox in a workspace, and waits until it can be used."""
    opened: list[EditDialog] = []

    def open_one(workspace: Workspace, mailbox_id: int, *more: Any, **named: Any) -> EditDialog:
        dialog = EditDialog(workspace, mailbox_id, None, *more, **named)
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        return dialog

    yield open_one
    end_dialogs(opened)


@pytest.fixture
def open_dialog(listed: Workspace, open_editor: OpenEditor) -> OpenDialog:
    """Opens the edit dialog of a mailbox of the list, and waits until it can be used."""
    return partial(open_editor, listed)
