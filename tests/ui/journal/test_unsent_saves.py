"""Saves that sent nothing: the journal tells them as what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.journal import JournalContext, JournalEntry, PasswordAction, SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, ReplacePassword
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mailbox_list.export import Exporter
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.run_text import entry_state_text
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.journal.journal_text import outcome_reason_text
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.ui.conftest import OpenWorkspace
from tests.ui.edits import load_details
from tests.ui.windows import show_page

FREE = 1
REFUSED = JournalEntry(
    *(JournalContext("id", "Acme"), FREE, "info@example.com"),
    *({Field.PORT: 993}, {Field.PORT: 1993}, PasswordAction.KEPT),
    outcome=SaveOutcome.REFUSED,
)
PORT = {Field.PORT: 1993}
ShowSave = Callable[[Draft], JournalPage]


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded)
    return made


@pytest.fixture
def exporter(dispatcher: MainThreadDispatcher) -> Iterator[Exporter]:
    made = Exporter(dispatcher)
    yield made
    made.close()


@pytest.fixture
def show_save(workspace: Workspace, exporter: Exporter, parent: QWidget, qtbot: QtBot) -> ShowSave:
    """Saves a draft, and shows the journal with its line."""

    def show(draft: Draft) -> JournalPage:
        result_of(partial(workspace.save, draft), qtbot)
        assert workspace.journal is not None
        window = JournalPage(workspace.journal, lambda _id: workspace.profile, exporter)
        show_page(window, parent)
        qtbot.waitUntil(lambda: window.model.rowCount() == 1)
        return window

    return show


def draft(workspace: Workspace, qtbot: QtBot, *, password: str = "") -> Draft:
    (box,) = load_details(workspace, [FREE], qtbot)
    if password:
        return Draft(box, {}, ReplacePassword(password))
    return Draft(box, PORT)


def value_title(window: JournalPage) -> object:
    """The title above the values of the save."""
    return window.comparison_model.headerData(2, Qt.Orientation.Horizontal)


def line(window: JournalPage) -> tuple[str, ...]:
    return window.model.texts_of(0)


def assert_not_sent(window: JournalPage, *words: str) -> None:
    """All that the window says of the save: nothing was sent, and no name out of the code."""
    assert value_title(window) == "Not sent"
    assert "not sent" in line(window)[3].lower()
    told = window.detail_label.text()
    assert "othing was sent" in told
    for word in words:
        assert word in told
    (entry,) = window.model.items
    assert entry.reason not in told
    assert entry.reason not in entry_state_text(entry)


def test_a_conflict_is_changed_by_someone_else_and_nothing_was_sent(
    workspace: Workspace, show_save: ShowSave, crm: DemoServer, qtbot: QtBot
) -> None:
    made = draft(workspace, qtbot)
    change_mailbox(crm, FREE, port=143)
    window = show_save(made)
    assert line(window)[2] == "Changed by someone else"
    assert_not_sent(window, "Someone else had changed", "Port")
    assert "PORT" not in window.detail_label.text()
    assert stored_mailbox(crm, FREE).port == 143


def test_a_conflict_of_the_login_sends_no_password(
    workspace: Workspace, show_save: ShowSave, crm: DemoServer, qtbot: QtBot
) -> None:
    made = draft(workspace, qtbot, password="c4nary-8")
    change_mailbox(crm, FREE, server="theirs.example.com")
    window = show_save(made)
    assert line(window)[2] == "Changed by someone else"
    assert_not_sent(window, "the login that the password was entered for")
    assert "replaced" not in "".join(line(window))


def test_the_same_change_by_someone_else_is_saved_without_sending(
    workspace: Workspace, show_save: ShowSave, crm: DemoServer, qtbot: QtBot
) -> None:
    made = draft(workspace, qtbot)
    change_mailbox(crm, FREE, port=1993)
    window = show_save(made)
    assert line(window)[2] == "Saved"
    assert_not_sent(window)


def test_a_twin_of_a_new_mailbox_was_not_sent(
    workspace: Workspace, show_save: ShowSave, crm: DemoServer, qtbot: QtBot
) -> None:
    (box,) = load_details(workspace, [FREE], qtbot)
    values = {**box.values, Field.ADDRESS: "new@example.com"}
    crm.store.add(replace(stored_mailbox(crm, FREE), address="new@example.com"))
    made = Draft(replace(box, id=0, values={}), values, ReplacePassword("of the new one"))
    window = show_save(made)
    assert_not_sent(window)
    assert line(window)[3].startswith("New mailbox, not sent: ")


def test_a_save_without_a_connection_was_not_sent(
    workspace: Workspace, show_save: ShowSave, crm: DemoServer, qtbot: QtBot
) -> None:
    made = draft(workspace, qtbot)
    crm.stop()
    window = show_save(made)
    assert line(window)[2] == "Not saved"
    assert value_title(window) == "Not sent"
    assert window.detail_label.text().count("Nothing was sent") == 1


def test_a_save_that_was_sent_is_told_as_sent(
    workspace: Workspace, show_save: ShowSave, qtbot: QtBot
) -> None:
    window = show_save(draft(workspace, qtbot))
    assert value_title(window) == "Sent"
    assert "not sent" not in line(window)[3]


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Conflict: PORT, SERVER", "these fields: Port, Server."),
        ("ConflictOfLogin: USER_NAME", "entered for: User name."),
        ("LockedMeanwhile: PORT", "change: Port."),
        ("Conflict: OF_LATER, PORT", "these fields: OF_LATER, Port."),
        ("Conflict: {0} {x!r}", "{0} {x!r}"),
    ],
)
def test_fields_are_named_by_their_titles(reason: str, told: str) -> None:
    entry = replace(REFUSED, reason=reason)
    assert told in outcome_reason_text(entry)
    assert "Nothing was sent" in outcome_reason_text(entry)
