"""A pasted password goes to the login that its mailbox had, whoever changes it meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.core.mailbox.mailbox import Value
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.password_rotation import PasswordRotation, PasswordTestState
from desktop_app.services.workspace.workspace import Workspace
from tests.servers.hostile_mail import HOST, MailServer, imap
from tests.servers.ports import free_ports
from tests.servers.refusing_mail import passwords_sent
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_client import FakeCrm, mailbox


class Table:
    """A table with the password of mailbox 1, in a profile of two mailboxes."""

    def __init__(self, crm: FakeCrm, workspace: Workspace, qtbot: QtBot) -> None:
        self.crm, self.workspace, self.qtbot = crm, workspace, qtbot
        self.rotation = PasswordRotation(workspace, workspace)
        self.add(1)

    def add(self, number: int) -> None:
        rows = len(self.rotation.rows)
        self.rotation.add([PasswordRow(rows + 1, f"box{number}@example.com", f"typed {number}")])
        self.qtbot.waitUntil(lambda: not self.rotation.is_busy)

    def test(self) -> None:
        self.rotation.start(allow_plaintext=True)
        self.qtbot.waitUntil(lambda: not self.rotation.is_testing)

    def someone_changes(self, **values: Value) -> None:
        """Another administrator changes mailbox 1, and the program reads it again."""
        self.crm.change(1, **values)
        read: list[object] = []
        self.workspace.read_mailbox(1, read.append)
        self.qtbot.waitUntil(lambda: bool(read))

    @property
    def saved_ids(self) -> list[int]:
        """The mailboxes whose password would be saved, if every box of a line is ticked."""
        return [draft.original.id for draft in self.rotation.drafts(frozenset({1, 2}))]


MakeTable = Callable[[int], Table]


@pytest.fixture
def table_at(dispatcher: MainThreadDispatcher, qtbot: QtBot) -> Iterator[MakeTable]:
    made: list[Table] = []

    def make(port: int) -> Table:
        boxes = [mailbox(n, server_type=T.IMAP, server=HOST, port=port) for n in (1, 2)]
        crm = FakeCrm.of(boxes)
        workspace = Workspace(PROFILE, crm.client, dispatcher)
        workspace.refresh()
        qtbot.waitUntil(lambda: workspace.is_ready)
        made.append(Table(crm, workspace, qtbot))
        return made[-1]

    yield make
    for table in made:
        table.rotation.clear()
        table.workspace.close()
        table.workspace.deleteLater()


def test_no_other_server_is_tried_with_a_typed_password(table_at: MakeTable) -> None:
    with MailServer(imap()) as trusted, MailServer(imap()) as other:
        table = table_at(trusted.port)
        table.someone_changes(port=other.port)
        table.test()
        assert passwords_sent(other) == []
    assert table.saved_ids == []


def test_nor_if_the_change_is_read_only_for_the_test(table_at: MakeTable) -> None:
    """The mailbox is read again when the program no longer knows its details."""
    with MailServer(imap()) as trusted, MailServer(imap()) as other:
        table = table_at(trusted.port)
        table.crm.change(1, port=other.port)
        table.workspace.details._known.clear()
        table.test()
        assert passwords_sent(other) == []
    assert table.saved_ids == []


@pytest.mark.parametrize(
    "change",
    [
        {"server": "evil.example"},
        {"user_name": "someone else"},
        {"port": 144},
        {"server_type": T.POP},
    ],
    ids=str,
)
def test_an_untested_password_is_not_saved_for_another_login(
    table_at: MakeTable, change: dict[str, Value]
) -> None:
    table = table_at(free_ports(1)[0])
    table.test()
    assert table.saved_ids == [1]
    table.someone_changes(**change)
    table.add(2)
    table.test()
    assert 1 not in table.saved_ids


def test_a_line_that_is_pasted_again_counts_for_the_login_of_now(table_at: MakeTable) -> None:
    with MailServer(imap()) as trusted, MailServer(imap()) as other:
        table = table_at(trusted.port)
        table.someone_changes(port=other.port)
        table.test()
        table.rotation.remove(table.rotation.rows[0])
        table.add(1)
        table.test()
        match = table.rotation.match_result.matches[0]
        assert table.rotation.state_of(match) is PasswordTestState.ACCEPTED
        assert passwords_sent(other) == ["typed 1"]
