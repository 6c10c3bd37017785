"""Real parts for the windows: a demo server, a workplace connected to it, and the main window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.app import Program
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.webapi.client_factory import open_client

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester  # it needs a QApplication to be imported

CheckModel = Callable[[QAbstractItemModel], None]
RunProgram = Callable[..., Program]
OpenDialog = Callable[[int], EditDialog]


@pytest.fixture
def model_tester(qtmodeltester: ModelTester) -> CheckModel:
    """Checks a model with the Python tester, which names the broken rule."""

    def check(model: QAbstractItemModel) -> None:
        qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt's

    return check


@pytest.fixture
def crm() -> Iterator[DemoServer]:
    """A CRM with the 43 mailboxes of the demo."""
    with DemoServer() as server:
        yield server


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> QApplication:
    """Icons and widgets need one."""
    return qapp


@pytest.fixture
def run_program(tmp_path: Path) -> Iterator[RunProgram]:
    """Runs the whole program on a data folder of its own; there is no keyring here."""
    running: list[Program] = []

    def run(machine_wide: Path | None = None) -> Program:
        program = Program(tmp_path / "data", demo=False, machine_wide=machine_wide)
        running.append(program)
        program.window.show()
        return program

    yield run
    for program in running:
        program.window.editors.close_all()
        program.window.close()
        program.close()
        program.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dispatcher() -> Iterator[MainThreadDispatcher]:
    """Carries results to this thread."""
    dispatcher = MainThreadDispatcher()
    yield dispatcher
    dispatcher.close()


@pytest.fixture
def profile(crm: DemoServer) -> Profile:
    """A profile of the CRM, as a person would have made it."""
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    return replace(made, environment=Environment.TEST)


@pytest.fixture
def workspace(
    crm: DemoServer, profile: Profile, dispatcher: MainThreadDispatcher
) -> Iterator[Workspace]:
    """The profile at work, nothing asked yet."""
    password = crm.credentials.password
    workspace = Workspace(profile, lambda: open_client(profile, password, "en"), dispatcher)
    yield workspace
    workspace.close()
    workspace.deleteLater()


@pytest.fixture
def listed(workspace: Workspace, qtbot: QtBot) -> Workspace:
    """The same with its list loaded."""
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.READY)
    return workspace


@pytest.fixture
def open_dialog(listed: Workspace, qtbot: QtBot) -> Iterator[OpenDialog]:
    """Opens the edit dialog of a mailbox and waits until it is there."""
    opened: list[EditDialog] = []

    def open_one(mailbox_id: int) -> EditDialog:
        dialog = EditDialog(listed, mailbox_id)
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: dialog.is_ready)
        return dialog

    yield open_one
    end_dialogs(opened)


def end_dialogs(dialogs: list[EditDialog]) -> None:
    """Close dialogs and see them deleted while Python still knows them: a dialog without a

    parent is Python's too, and must not be collected while Qt is deleting it.
    """
    for dialog in filter(isValid, dialogs):
        dialog.done(0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
