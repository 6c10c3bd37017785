"""Gathers what the list's first column shows beside rows, details and checks."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.mailbox_list.mailbox_state import (
    NO_MARKS,
    MailboxMarks,
    warnings_by_mailbox,
)
from desktop_app.services.workspace.workspace import Workspace

COLLECT_MS = 300
"""Milliseconds until risks and new mailboxes are found: a new list is painted before."""
MAX_COLLECT_SHARE = 0.05
"""The most of the time that finding them may take while details come in."""


class MarkCollector(QObject):
    """Keeps the marks of one workspace's mailboxes. GUI thread."""

    changed = Signal(object)
    """MailboxMarks that differ from the last ones."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.marks = NO_MARKS
        self._timer = QTimer(self, singleShot=True, interval=COLLECT_MS)
        self._timer.timeout.connect(self._collect_risks)
        workspace.drafts.unsaved_changed.connect(self._collect_edits)
        if workspace.change_set is not None:
            workspace.change_set.changed.connect(self._collect_edits)
        for signal in (
            workspace.list_changed,
            workspace.state_changed,
            workspace.details.arrived,
            workspace.last_checks.changed,
            workspace.risks.changed,
        ):
            signal.connect(self._collect_soon)

        self._collect_edits()
        self._collect_soon()

    def _collect_risks(self) -> None:
        """Find the mailboxes with risks, and the new ones."""
        started = time.perf_counter()
        news = self._workspace.list_loader.changes
        self._show(
            replace(
                self.marks,
                warnings=warnings_by_mailbox(self._workspace.risks.find()),
                new_ids=news.new_ids,
                seen_at=news.since,
            )
        )
        took = (time.perf_counter() - started) * 1000
        self._timer.setInterval(max(COLLECT_MS, round(took / MAX_COLLECT_SHARE)))

    def _collect_soon(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _collect_edits(self) -> None:
        """Gather the unsaved edits and the pending changes, which are few and seen at once."""
        changes, mine = self._workspace.change_set, self._workspace.profile.id
        edits = () if changes is None else changes.of_profile(mine)
        pending = {edit.mailbox_id: edit.made_at for edit in edits}
        unsaved = dict(self._workspace.drafts.unsaved)
        self._show(replace(self.marks, unsaved=unsaved, pending=pending))

    def _show(self, marks: MailboxMarks) -> None:
        if marks != self.marks:
            self.marks = marks
            self.changed.emit(marks)
