"""The windows for many mailboxes at once, from their review to their result."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import Forbidden
from desktop_app.core.mail_check.check_verdicts import LoginOk, LoginRefused, NameNotFound
from desktop_app.core.mail_check.mail_check import CheckReport, check_target
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.demo import DemoServer
from desktop_app.selftest import wait_until
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from desktop_app.ui.bulk.run_history_page import RunHistoryPage
from desktop_app.ui.history.history_pages import HistoryPages
from desktop_app.ui.history.history_text import HistoryTab
from desktop_app.ui.history.history_window import HistoryLayout, HistoryWindow
from desktop_app.webapi.client_factory import open_client
from tests.screenshots.foreign_text import foreign

if TYPE_CHECKING:
    from desktop_app.core.mail_check.check_verdicts import Verdict
    from desktop_app.core.mail_check.mail_check import Target
    from desktop_app.services.background import MainThreadDispatcher
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from tests.screenshots.take import Camera

NAMES = ("info", "kundeservice", "kundtjanst", "salg", "direksjonen", "nobody", "faktura")
VERDICTS: tuple[Verdict, ...] = (
    LoginOk(),
    LoginRefused("Wrong."),
    NameNotFound(),
    LoginOk(),
    LoginOk(),
)


def take_bulk(camera: Camera, dispatcher: MainThreadDispatcher) -> None:
    """All of them, on a CRM of their own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        DemoServer() as crm,
        _place(crm, dispatcher, Path(folder)) as workspace,
    ):
        parent = QWidget()
        _take_edit(camera, workspace, parent)
        _take_passwords(camera, workspace, parent)
        _take_runs(camera, workspace, parent)
        parent.deleteLater()


def _take_runs(camera: Camera, workspace: Workspace, parent: QWidget) -> None:
    """The page of bulk runs in the History window."""
    pages = HistoryPages(
        cast("WorkspaceManager", SimpleNamespace(change_set=None)),
        cast("ProfileData", workspace.run_history),
        list,
        parent,
    )
    pages.workspace = workspace
    view = HistoryWindow(pages, HistoryLayout(), parent)
    view.show_tab(HistoryTab.BULK_RUNS)
    runs = view.page(HistoryTab.BULK_RUNS)
    if not isinstance(runs, RunHistoryPage):
        raise TypeError(runs)
    wait_until(lambda: runs.runs_model.rowCount() == 2, "the runs")
    runs.runs_table.selectRow(1)
    camera.take("several-runs", view)
    view.close()


def _take_edit(camera: Camera, workspace: Workspace, parent: QWidget) -> None:
    """Needing passwords; then reviewed, with one that someone else changes, and saved."""
    unproved = _filled(workspace, parent)
    unproved.row_passwords.set_typed(1, "typed")
    camera.take("several-edit-needs-passwords", unproved)
    unproved.done(0)
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    workspace.server_facts.is_first_save = False
    edit = _filled(workspace, parent)
    camera.take("several-edit", edit)
    mailbox = workspace.details.get(2)
    if mailbox is None:
        raise RuntimeError("not read")
    output: list[object] = []
    workspace.save(Draft(mailbox, {Field.PORT: 4143}), output.append)
    wait_until(lambda: bool(output), "another save")
    edit.save_button.click()
    _wait_for_run(edit)
    camera.take("several-edit-result", edit)
    edit.done(0)


def _filled(workspace: Workspace, parent: QWidget) -> BulkEditDialog:
    edit = BulkEditDialog(workspace, range(1, 13), parent)
    edit.show()
    wait_until(lambda: not edit.reader.is_running, "the details")
    for field, value in ((Field.USER_NAME, "{user}@new.example"), (Field.PORT, 1993)):
        edit.fields.editors[field].set_value(value)
        edit.fields.checkboxes[field].setChecked(True)
    wait_until(lambda: not edit._plan_timer.isActive(), "the plan")
    return edit


def _take_passwords(camera: Camera, workspace: Workspace, parent: QWidget) -> None:
    """Empty, pasted, tried, saved."""
    dialog = PasswordRotationDialog(workspace, parent)
    camera.take("several-passwords-empty", dialog)
    QGuiApplication.clipboard().setText(_password_table())
    dialog.paste_button.click()
    wait_until(lambda: not dialog.rotation.is_busy, "the details")
    camera.take("several-passwords-pasted", dialog)
    for one, verdict in zip(dialog.rotation.match_result.matches, VERDICTS, strict=False):
        target = check_target(one.mailbox.values)
        report = CheckReport(_sure(target), verdict, datetime.now(UTC), 0.4, login_attempted=True)
        dialog.rotation._on_report(one.mailbox.id, report)
    dialog.table.selectRow(2)
    camera.take("several-passwords-tried", dialog)
    dialog.save_button.click()
    _wait_for_run(dialog)
    camera.take("several-passwords-result", dialog)
    dialog.done(0)


def _password_table() -> str:
    return "\n".join(f"{foreign(name)}@example.com\tnew one of {name}" for name in NAMES)


def _sure(target: object) -> Target:
    from desktop_app.core.mail_check.mail_check import Target

    if not isinstance(target, Target):
        raise TypeError(target)
    return target


def _wait_for_run(dialog: BulkEditDialog | PasswordRotationDialog) -> None:
    page = dialog.run_page
    if page is None:
        raise RuntimeError("nothing was begun")
    sending = page.runner.queue
    wait_until(lambda: sending.state is RunState.DONE and not page.is_busy, "the run")
    refused = next((row for row in sending.rows if row.is_failed and not row.is_conflict), None)
    if refused is not None and not isinstance(refused.error, Forbidden):
        raise RuntimeError(refused.error)
    page.table.selectRow(0)


@contextmanager
def _place(crm: DemoServer, dispatcher: MainThreadDispatcher, folder: Path) -> Iterator[Workspace]:
    made = Profile.new(foreign("Acme"), crm.url, crm.credentials.username)
    profile = replace(made, environment=Environment.TEST)
    password = crm.credentials.password
    store_service = ProfileData(lambda: folder, dispatcher)
    workspace = Workspace(
        profile, lambda: open_client(profile, password, "en"), dispatcher, store=store_service
    )
    workspace.refresh()
    wait_until(lambda: workspace.server_facts.is_loaded, "the list")
    yield workspace
    workspace.close()
    store_service.close()
