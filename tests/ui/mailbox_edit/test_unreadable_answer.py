"""SuperOffice answers with something that cannot be read: said as it is, nothing waits for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, ServerFailure
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.demo import DemoServer
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.pending.change_set_text import change_problem_text
from desktop_app.ui.text.saving import row_state_text
from desktop_app.webapi.client import Client
from desktop_app.webapi.codec.mailbox_codec import decode_entity
from desktop_app.webapi.sign_in.auth_schemes import BasicScheme
from tests.pending_changes import add_change
from tests.ui.conftest import OpenEditor, OpenWorkspace
from tests.ui.edits import load_details, skip_confirmations
from tests.ui.windows import end_dialogs

FREE = 1
CANNOT_READ = "this program cannot read the mailbox"
UNREADABLE = [
    b'{"MailInFilterId": 1, "Address": "\xff"}',
    b'{"MailInFilterId": "1"}',
    b'{"Id": 1}',
    b"[]",
    b"sorry",
    b'{"MailInFilterId": 1, "mailinfilterid": 2}',
]


class Answers:
    """What the server answers when a mailbox is read; the demo server's own answer if empty."""

    body = b""
    error: AppError | None = None


class OddClient(Client):
    """A client of a server that answers the read of a mailbox oddly."""

    answers: Answers

    def mailbox(self, mailbox_id: int, cancel: CancelToken | None = None) -> Mailbox:
        if self.answers.error is not None:
            raise self.answers.error
        if self.answers.body:
            decode_entity(self.answers.body)
        return super().mailbox(mailbox_id, cancel)


@pytest.fixture
def answered() -> Answers:
    return Answers()


@pytest.fixture
def workspace(
    crm: DemoServer,
    store_service: ProfileData,
    open_workspace: OpenWorkspace,
    answered: Answers,
    qtbot: QtBot,
) -> Workspace:
    """The profile with a mailbox that was read in full, and a place for pending changes."""

    def connect() -> Client:
        scheme = BasicScheme(crm.credentials.username, crm.credentials.password)
        client = OddClient(HttpSession(), crm.url, scheme, retry_delays=())
        client.answers = answered
        return client

    made = open_workspace(connect=connect, store=store_service, change_set=ChangeSet(store_service))
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded and made.last_known(0) is not None)
    skip_confirmations(made)
    load_details(made, [FREE, 2], qtbot)
    return made


@pytest.fixture
def dialog(workspace: Workspace, answered: Answers, qtbot: QtBot) -> Iterator[EditDialog]:
    """The edit dialog of the mailbox, when its read has ended."""
    answered.body = answered.body or UNREADABLE[0]
    made = EditDialog(workspace, FREE, None)
    made.show()
    qtbot.waitUntil(lambda: made.is_ready or "Try again" in buttons(made))
    yield made
    end_dialogs([made])


def buttons(window: QWidget) -> str:
    shown = (button for button in window.findChildren(QPushButton) if button.isVisible())
    return " ".join(button.text().replace("&", "") for button in shown)


def test_it_is_not_told_as_a_server_that_cannot_be_reached(dialog: EditDialog) -> None:
    assert not dialog.is_ready, "an edit of old values could never be sent"
    assert CANNOT_READ in dialog.placeholder.headline


def test_a_server_that_failed_is_told_as_such(
    workspace: Workspace, open_editor: OpenEditor, answered: Answers
) -> None:
    answered.error = ServerFailure("", status=500)
    dialog = open_editor(workspace, FREE)
    text = dialog.editor.banner.text
    assert "cannot be reached" not in text
    assert text.startswith("The server failed. These values may be out of date.")


@pytest.mark.parametrize("body", UNREADABLE, ids=str)
def test_a_save_that_cannot_compare_says_so_and_collects_nothing(
    workspace: Workspace,
    open_editor: OpenEditor,
    answered: Answers,
    crm: DemoServer,
    qtbot: QtBot,
    body: bytes,
) -> None:
    dialog = open_editor(workspace, FREE)
    dialog.editor.form.port_editor.setValue(1993)
    answered.body = body
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_saving)
    assert "Add to pending" not in buttons(dialog), "it could never be sent"
    assert CANNOT_READ in dialog.editor.banner.text
    assert crm.request_count("SaveMailboxEntity") == 0
    assert dialog.editor.draft.changes == {Field.PORT: 1993}, "nothing typed is lost"
    dialog.discard_edit()


def test_a_change_that_waits_does_not_wait_for_ever(
    workspace: Workspace, answered: Answers, crm: DemoServer, qtbot: QtBot
) -> None:
    changes = workspace.change_set
    assert changes is not None
    for box in load_details(workspace, [FREE, 2], qtbot):
        add_change(changes, workspace.profile, Draft(box, {Field.PORT: 1993}), qtbot)
    answered.body = UNREADABLE[0]
    run = changes.start_run(workspace)
    run.start()
    qtbot.waitUntil(lambda: not run.is_running)
    assert run.state is RunState.DONE, "each change is told on its own"
    assert [row_state_text(row) for row in run.rows] == ["Not saved", "Not saved"]
    assert CANNOT_READ in change_problem_text(run.rows[0], None)
    assert crm.request_count("SaveMailboxEntity") == 0
    assert len(changes.of_profile(workspace.profile.id)) == 2, "nothing is lost"
