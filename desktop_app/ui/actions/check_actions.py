"""Whether mailboxes work: their mail servers are asked from this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication

from desktop_app.ui.actions.action_group import Commands, tip_of
from desktop_app.ui.text.plain_text import tooltip

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane
    from desktop_app.ui.shell.main_window import MainWindow

OTHERS = 20
"""Mailboxes on the same server that are checked with one whose mail has stopped."""


class CheckCommands(Commands):
    """Check one, some or all; and what to do when mail has stopped."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        action = self._action
        self.check = action(self.tr("&Check"), "F7", self._check_selected, "plug")
        self.check_all = action(self.tr("Check &all that are shown"), "Ctrl+F7", self._check_shown)
        self.stopped = action(self.tr("&Mail has stopped …"), "Shift+F7", self._explain_stop)
        self.copy = action(self.tr("Copy report &of the check"), "Ctrl+Shift+F7", self._copy)
        menu = window.menus.mailbox
        menu.addSeparator()
        menu.addActions([self.check, self.check_all, self.stopped, self.copy])

    def for_toolbar(self) -> list[QAction]:
        """Beside the edit."""
        return [self.check]

    def for_row(self) -> list[QAction]:
        """What can be asked about one mailbox."""
        return [self.check, self.stopped, self.copy]

    def update(self) -> None:
        """A mailbox can be checked as soon as it is listed, if the administrator allows it."""
        pane = self._window.pane
        allowed = pane is not None and pane.workplace.policy.mail_check
        selected = pane is not None and pane.view.current_id() is not None
        self.check.setEnabled(allowed and selected)
        self.stopped.setEnabled(allowed and selected)
        self.check_all.setEnabled(allowed and pane is not None and pane.table.shown > 0)
        self.copy.setEnabled(selected)
        self._explain(None if pane is None else pane.workplace)

    def _explain(self, workplace: Workplace | None) -> None:
        if workplace is None or workplace.policy.mail_check:
            asks = self.tr("Ask the mail servers of the selected mailboxes")
            self.check.setToolTip(tip_of(self.check, asks))
            return
        from desktop_app.ui.text.policy import forbidden_words

        self.check.setToolTip(tooltip(forbidden_words("mail_check")))

    def _check_selected(self) -> None:
        if (pane := self._window.pane) is not None:
            self._open(pane, pane.view.selected_ids())

    def _check_shown(self) -> None:
        if (pane := self._window.pane) is not None:
            self._open(pane, [row.id for row in pane.table.rows])

    def _explain_stop(self) -> None:
        pane = self._window.pane
        current = None if pane is None else pane.view.current_id()
        if pane is not None and current is not None:
            ids = [current, *_neighbours(pane.workplace, current)]
            self._open(pane, ids, stopped=current)

    def _open(self, pane: MailboxPane, ids: list[int], stopped: int | None = None) -> None:
        from desktop_app.ui.mail_check.check_window import CheckWindow

        if ids:
            CheckWindow(pane.workplace, ids, self._window, stopped=stopped).show()

    def _copy(self) -> None:
        from desktop_app.ui.mail_check.report_text import ticket_words

        pane = self._window.pane
        current = None if pane is None else pane.view.current_id()
        if pane is None or current is None:
            return
        place = pane.workplace
        report = place.checks.report(current)
        if report is None:
            self._window.tell(self.tr("This mailbox has not been checked since the program began."))
            return
        text = ticket_words(report, place.address_of(current), place.profile)
        QGuiApplication.clipboard().setText(text)


def _neighbours(workplace: Workplace, mailbox_id: int) -> list[int]:
    """Other mailboxes that are known to be on the same server."""
    from desktop_app.core.mailbox.mailbox import MailLogin

    own = workplace.details.get(mailbox_id)
    if own is None:
        return []
    server = MailLogin.of(own.values).server
    known = workplace.details.known.items()
    same = [i for i, box in known if i != mailbox_id and MailLogin.of(box.values).server == server]
    return same[:OTHERS] if server else []
