"""The page of pending changes: review them, send them, or discard them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.confirmation_rules import needs_production_question
from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.bulk.save_queue import RunState, SaveQueue
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.pending.sender import ChangeSetSender
from desktop_app.services.session.server_facts import ServerFacts
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.dialogs.table_page import TablePage
from desktop_app.ui.i18n import translate
from desktop_app.ui.pending.change_set_model import ChangeSetModel
from desktop_app.ui.pending.change_set_text import (
    new_mailboxes_text,
    send_text,
    sending_state_text,
    value_pairs,
)
from desktop_app.ui.pending.change_states import ChangeStates
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.tables.read_only_table import comparison_table, read_only_table
from desktop_app.ui.widgets.tables.text_table_model import ComparisonModel


class PendingChangesPage(TablePage):
    """Shows the pending changes of all profiles. Closing its window does not stop a sending.

    ``can_test`` returns whether the test of the kept password may use a mailbox.
    """

    edit_requested = Signal(object, object)
    """The Workspace, and the PendingChange that the user wants to edit."""
    test_requested = Signal(object, object)
    """The Workspace, and the Mailbox to test whether SuperOffice keeps the stored password."""

    def __init__(
        self,
        change_set: ChangeSet,
        profile_of: Callable[[str], Profile | None],
        workspace_of: Callable[[Profile], Workspace],
        can_test: Callable[[Mailbox], bool],
    ) -> None:
        super().__init__()
        self._change_set = change_set
        self._states = ChangeStates(change_set, profile_of, workspace_of, can_test)
        self._connecting_to = ""
        self._last_queue: SaveQueue | None = None
        self._watched_queues: list[SaveQueue] = []
        self._watched_facts: list[ServerFacts] = []
        self.model = ChangeSetModel(self._states)
        self.comparison_model = ComparisonModel(
            translate("pending", "In SuperOffice"), translate("pending", "Your change")
        )
        self.table = read_only_table(
            self.model, translate("pending", "Pending changes"), (29, 32, 16, 24)
        )
        sides = comparison_table(
            self.comparison_model, translate("pending", "Values in SuperOffice and yours")
        )
        self.banner = Banner()
        self._add_buttons()
        self.lay_out(self.table, sides, above=[self.banner])
        self._connect()
        self.reload()

    def _add_buttons(self) -> None:
        self.send_button = self.add_action("", self._send)
        self.pause_button = self.add_action(translate("pending", "&Pause"), self._pause)
        self.stop_button = self.add_action(translate("pending", "S&top"), self._stop)
        self.edit_button = self.add_action(translate("pending", "&Edit…"), self._edit)
        self.test_button = self.add_action(translate("pending", "Test t&his once…"), self._test)
        self.discard_button = self.add_action(translate("pending", "&Discard…"), self._discard)

    def _connect(self) -> None:
        self._change_set.changed.connect(self.reload)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.table.doubleClicked.connect(self._edit)
        for profile_id in self._change_set.profile_ids:
            self._watch_queue(self._change_set.run_of(profile_id))

    @property
    def current(self) -> PendingChange | None:
        """The selected pending change; None if there is none."""
        return self.model.item_at(self.table.currentIndex().row())

    @property
    def start_widget(self) -> QWidget:
        """The list."""
        return self.table

    def reload(self) -> None:
        """Show the changes as they are now, and keep the selection."""
        before = self.current
        profiles = self._change_set.profile_ids
        self.model.set_items(
            [edit for each in profiles for edit in self._change_set.of_profile(each)]
        )
        self.table.selectRow(self.model.line_of(before.id) if before is not None else 0)
        for workspace in filter(None, map(self._states.workspace, self.model.items)):
            self._watch_facts(workspace.server_facts)
        if self.model.items:
            self.show_list()
        else:
            self._show_none()
        self._update()

    def _show_none(self) -> None:
        self.show_empty(
            "list-checks",
            translate("pending", "No pending changes"),
            translate(
                "pending",
                "While SuperOffice cannot be reached, you can still edit mailboxes and choose “Add "
                "to pending changes”. Your changes are kept here until you send them.",
            ),
        )

    def _watch_facts(self, facts: ServerFacts) -> None:
        """Follow whether a change can be sent without a password."""
        if facts not in self._watched_facts:
            self._watched_facts.append(facts)
            facts.loaded.connect(self._on_row_changed)
            facts.keep_behaviour_changed.connect(self._on_row_changed)

    def _update(self) -> None:
        edit, run = self.current, self._current_queue()
        self._show_sides(edit)
        busy = run is not None and run.is_running
        paused = run is not None and run.state is RunState.PAUSED
        idle = not busy and not self._connecting_to and bool(self._states.sendable(edit))
        self.send_button.setText(self._send_text(edit))
        self.send_button.setEnabled(idle)
        self.send_button.setDefault(idle)
        self.pause_button.setVisible(busy or paused)
        self.pause_button.setEnabled(busy)
        self.stop_button.setVisible(busy or paused)
        settled = self._states.can_modify(edit)
        self.edit_button.setEnabled(settled and not busy)
        self.discard_button.setEnabled(settled)
        self.test_button.setVisible(self._states.test_target(edit) is not None)
        self._show_status(self._status_text(edit, run))

    def _show_sides(self, change: PendingChange | None) -> None:
        if change is None:
            self.comparison_model.set_items([])
            self.show_details("", "")
        else:
            self.comparison_model.set_items(value_pairs(change, self._states.row(change)))
            self.show_details(change.name, self._states.problem_text(change))

    def _show_status(self, text: str) -> None:
        """Show how the sending is going, and announce how it ended."""
        run = self._current_queue()
        if run is not None and run.state is RunState.DONE and text != self.status.text():
            self.status.show_result(text)
        else:
            self.status.setText(text)
        self.status.setVisible(bool(text))

    def _status_text(self, change: PendingChange | None, queue: SaveQueue | None) -> str:
        if self._connecting_to:
            return translate("pending", "Connecting to {profile}…").format(
                profile=self._connecting_to
            )
        sending = sending_state_text(queue) if queue is not None else ""
        return "\n".join(filter(None, (sending, new_mailboxes_text(self._states.sendable(change)))))

    def _send_text(self, change: PendingChange | None) -> str:
        if change is None:
            return translate("pending", "&Send")
        return send_text(len(self._states.sendable(change)), self._states.profile_name(change))

    def _current_queue(self) -> SaveQueue | None:
        edit = self.current
        if edit is not None:
            return self._change_set.run_of(edit.profile_id)
        return self._last_queue

    def _send(self) -> None:
        edit, workspace = self.current, self._states.workspace(self.current)
        if edit is None or workspace is None or not self._confirm_many(edit, workspace.profile):
            return
        self.banner.hide()
        self._connecting_to = profile_title(workspace.profile)
        sender = ChangeSetSender(self._change_set, workspace, self)
        sender.started.connect(self._on_started)
        sender.failed.connect(self._on_failed)
        sender.start()
        self._update()

    def _confirm_many(self, change: PendingChange, profile: Profile) -> bool:
        """Ask before many changes go to production; the button has named number and profile."""
        count = len(self._states.sendable(change))
        if not needs_production_question(profile, count):
            return True
        return confirm(
            self,
            translate("pending", "Send %n change(s) to {profile}?", None, count).format(
                profile=profile_title(profile)
            ),
            translate("pending", "Each mailbox is read again first, and saved on its own."),
            translate("pending", "&Send"),
            translate("pending", "&Cancel"),
        )

    def _on_started(self, queue: SaveQueue) -> None:
        self._connecting_to = ""
        self._watch_queue(queue)
        self._update()

    def _watch_queue(self, queue: SaveQueue | None) -> None:
        if queue is None:
            return
        self._last_queue = queue
        if queue not in self._watched_queues:
            self._watched_queues.append(queue)
            queue.row_changed.connect(self._on_row_changed)
            queue.changed.connect(self._update)

    def _on_row_changed(self) -> None:
        self.model.refresh()
        self._update()

    def _on_failed(self, error: AppError) -> None:
        self._connecting_to = ""
        message = explain(error)
        self.banner.show_message(message.text, detail=message.detail)
        self._update()

    def _pause(self) -> None:
        if (run := self._current_queue()) is not None:
            run.pause()

    def _stop(self) -> None:
        if (run := self._current_queue()) is not None:
            run.stop()

    def _edit(self) -> None:
        edit, workspace = self.current, self._states.workspace(self.current)
        if workspace is not None and self._states.can_modify(edit):
            self.edit_requested.emit(workspace, edit)

    def _test(self) -> None:
        if (target := self._states.test_target(self.current)) is not None:
            self.test_requested.emit(*target)

    def _discard(self) -> None:
        edit = self.current
        if edit is None:
            return
        sure = confirm(
            self,
            translate("pending", "Discard the change to {mailbox}?").format(mailbox=edit.name),
            translate("pending", "Your edit will be lost. Nothing changes in SuperOffice."),
            translate("pending", "&Discard"),
            translate("pending", "&Keep"),
        )
        if sure:
            self._change_set.remove(edit.id)
