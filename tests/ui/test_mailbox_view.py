"""The view tells which rows are looked at."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop_app.core.listing import ListedMailbox
from desktop_app.ui.mailbox_table import MailboxTable
from desktop_app.ui.mailbox_view import MailboxView

MANY = 3000


def test_rows_are_looked_at_soon_however_far_down_they_are(qtbot: QtBot) -> None:
    table = MailboxTable()
    view = MailboxView(table)
    qtbot.addWidget(view)
    table.show([ListedMailbox(n, f"{n:05d}@example.com") for n in range(1, MANY + 1)], None)
    view.show()
    looked_at: list[list[int]] = []
    view.looked_at.connect(looked_at.append)
    qtbot.waitUntil(lambda: bool(looked_at) and looked_at[-1][0] == 1)
    view.scrollToBottom()
    assert view.verticalScrollBar().value() > 10_000
    qtbot.waitUntil(lambda: looked_at[-1][-1] == MANY)
    assert looked_at[-1] == view.ids_in_view()
