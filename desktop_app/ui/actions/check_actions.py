"""Actions that check mailboxes by signing in to their mail servers from this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication

from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.ui.actions.action_group import ActionGroup, tooltip_for
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.policy import forbidden_text

if TYPE_CHECKING:
    from desktop_app.core.mail_check.mail_check import AcceptedPassword
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.mailbox_list.list_pane import ListPane

MAX_OTHER_MAILBOXES = 20
"""Most mailboxes of the same server that are checked along with one whose mail has stopped."""


class CheckActions(ActionGroup):
    """The checks in the Mailbox menu: selected or all mailboxes, stopped mail, and a report."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        action = self._make_action
        self.check = action(translate("actions", "&Check"), "F7", self._check_selected, "plug")
        self.check_all = action(
            translate("actions", "Check &all shown"), "Ctrl+F7", self._check_shown
        )
        self.mail_stopped = action(
            translate("actions", "&Mail has stopped…"), "Shift+F7", self._check_stopped_mail
        )
        self.copy_report = action(
            translate("actions", "C&opy check report"), "Ctrl+Shift+F7", self._copy_report
        )
        menu = window.menus.mailbox
        menu.addSeparator()
        menu.addActions([self.check, self.check_all, self.mail_stopped, self.copy_report])

    def toolbar_actions(self) -> list[QAction]:
        """Return the check of the selected mailboxes."""
        return [self.check]

    def context_menu_actions(self) -> list[QAction]:
        """Return the checks of one mailbox, and the report."""
        return [self.check, self.mail_stopped, self.copy_report]

    def update(self) -> None:
        """Enable the checks of listed mailboxes, if the administrator allows mail checks."""
        pane = self._window.pane
        allowed = pane is not None and pane.workspace.policy.mail_check
        selected = pane is not None and pane.view.current_id() is not None
        self.check.setEnabled(allowed and selected)
        self.mail_stopped.setEnabled(allowed and selected)
        self.check_all.setEnabled(allowed and pane is not None and pane.model.shown_count > 0)
        self.copy_report.setEnabled(selected)
        self._update_tooltip(None if pane is None else pane.workspace)

    def _update_tooltip(self, workspace: Workspace | None) -> None:
        if workspace is None or workspace.policy.mail_check:
            asks = translate("actions", "Check the selected mailboxes on their mail servers")
            self.check.setToolTip(tooltip_for(self.check, asks))
            return

        self.check.setToolTip(tooltip(forbidden_text("mail_check")))

    def _check_selected(self) -> None:
        pane = self._window.pane
        ids = [] if pane is None else pane.view.selected_ids()
        if pane is not None and len(ids) == 1:
            self._open_mailbox_check(pane.workspace, ids[0], has_stopped=False)
        elif pane is not None:
            self._open_window(pane, ids)

    def _check_shown(self) -> None:
        if (pane := self._window.pane) is not None:
            self._open_window(pane, [row.id for row in pane.model.rows])

    def _check_stopped_mail(self) -> None:
        pane = self._window.pane
        current = None if pane is None else pane.view.current_id()
        if pane is not None and current is not None:
            self._open_mailbox_check(pane.workspace, current, has_stopped=True)

    def _open_window(self, pane: ListPane, ids: list[int]) -> None:
        from desktop_app.ui.mail_check.check_window import CheckWindow  # lazy: start

        if ids:
            window = CheckWindow(pane.workspace, ids, self._window)
            window.mailbox_opened.connect(self._open_mailbox)
            window.show()

    def _open_mailbox_check(
        self, workspace: Workspace, mailbox_id: int, *, has_stopped: bool
    ) -> None:
        from desktop_app.ui.mail_check.mailbox_check_window import (  # lazy: start
            MailboxCheckWindow,
        )
        from desktop_app.ui.widgets.focus.type_ahead import expect_typing  # lazy: start

        others = _others_on_same_server(workspace, mailbox_id) if has_stopped else ()
        window = MailboxCheckWindow(
            workspace, mailbox_id, others, self._window, has_stopped=has_stopped
        )
        window.mailbox_opened.connect(self._open_mailbox)
        window.show()
        expect_typing(window)

    def _open_mailbox(
        self, workspace: Workspace, mailbox_id: int, accepted: AcceptedPassword | None = None
    ) -> None:
        """Open a mailbox from a check; a password that its server has accepted comes along."""
        dialog = self._window.editors.edit(workspace, mailbox_id)
        if accepted is not None:
            dialog.offer_password(accepted)

    def _copy_report(self) -> None:
        from desktop_app.ui.mail_check.report_text import ticket_text  # lazy: start

        pane = self._window.pane
        current = None if pane is None else pane.view.current_id()
        if pane is None or current is None:
            return
        workspace = pane.workspace
        report = workspace.check_results.report(current)
        if report is None:
            self._window.show_message(
                translate("actions", "This mailbox has not been checked since the program started.")
            )
            return
        text = ticket_text(report, workspace.address_of(current), workspace.profile)
        QGuiApplication.clipboard().setText(text)


def _others_on_same_server(workspace: Workspace, mailbox_id: int) -> list[int]:
    """Return ids of other mailboxes on the same server, at most MAX_OTHER_MAILBOXES.

    Only mailboxes whose details are loaded can be found.
    """
    own = workspace.details.get(mailbox_id)
    if own is None:
        return []
    server = MailLogin.of(own.values).server
    known = workspace.details.known.items()
    same = [i for i, box in known if i != mailbox_id and MailLogin.of(box.values).server == server]
    return same[:MAX_OTHER_MAILBOXES] if server else []
