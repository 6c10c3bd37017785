"""The receipts of the main window: each belongs to a profile, and ends with its truth."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QObject
from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import Cancelled
from desktop_app.core.errors.saving import LookupFinding, SaveOutcomeUnknown
from desktop_app.core.journal import JournalQuery
from desktop_app.services.background import Failure, Success
from desktop_app.services.bulk.save_queue import RunState, SaveQueue
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.saving.undo import (
    UndoObstacle,
    undo_draft,
    undo_obstacle,
    undo_saved_draft,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.receipt.receipt import WHOLE_PROGRAM, Receipt
from desktop_app.ui.receipt.receipt_bar import ReceiptBar
from desktop_app.ui.receipt.receipt_text import (
    obstacle_text,
    run_receipt,
    undo_failure,
    undo_receipt,
    undoing_receipt,
)
from desktop_app.ui.widgets.banner import ButtonAction

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.actions.action_window import ActionWindow

Actions = list[tuple[ButtonAction, str]]
"""Buttons, each with its tooltip."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A receipt with its end; one that waits for an undo, or tells of a failure, has none."""

    receipt: Receipt
    end: QDeadlineTimer


class Receipts(QObject):
    """Shows the last receipt of the shown profile, or of the whole program. GUI thread.

    The undo of a save is an ordinary save through the workspace: it obeys the write lock, is
    compared with the server first, and is recorded in the journal.
    """

    def __init__(self, window: ActionWindow, middle: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._kept: dict[str, _Kept] = {}
        """The receipts that have not ended, by profile, the newest last."""
        self._undoing: tuple[Workspace, SaveResult] | None = None
        """The workspace that saves an undo now, and the save that it undoes."""
        self._shown: tuple[Receipt, bool] | None = None
        """The receipt in the bar, and whether the bar offers an undo."""
        self._middle = middle
        self.bar = ReceiptBar(middle)
        self.bar.ended.connect(self._on_bar_ended)

    @property
    def current(self) -> Receipt | None:
        """The receipt that belongs to what the window shows now; None if there is none."""
        self._kept = {key: kept for key, kept in self._kept.items() if not kept.end.hasExpired()}
        shown = self._profile_id
        mine = [kept.receipt for key, kept in self._kept.items() if key in (WHOLE_PROGRAM, shown)]
        return mine[-1] if mine else None

    @property
    def can_undo(self) -> bool:
        """Whether the last save of the shown profile can be undone now."""
        receipt, pane = self.current, self._window.pane
        if receipt is None or pane is None or self._undoing is not None or receipt.is_failure:
            return False
        if not pane.workspace.may_write:
            return False
        return receipt.can_undo_run or (receipt.saved is not None and self._obstacle is None)

    def show(self, receipt: Receipt, *, is_over: bool = True) -> None:
        """Show a receipt while its profile is shown, in place of the profile's earlier one.

        Without ``is_over`` it waits for something, and the next receipt replaces it.
        """
        ends = is_over and not receipt.is_failure
        end = QDeadlineTimer(receipt.shown_ms if ends else QDeadlineTimer.ForeverConstant.Forever)
        self._kept.pop(receipt.profile_id, None)
        self._kept[receipt.profile_id] = _Kept(receipt, end)
        self._shown = None  # the same words may be said again
        self.update()

    def end(self, profile_id: str) -> None:
        """End the receipt of a profile, because something newer holds."""
        if self._kept.pop(profile_id, None) is not None:
            self.update()

    def end_all(self) -> None:
        """End the receipts of all profiles, because the program was locked."""
        self._kept.clear()
        self.update()

    def on_mailbox_read(self, profile_id: str, mailbox: Mailbox) -> None:
        """End a receipt whose mailbox has other values by now."""
        kept = self._kept.get(profile_id)
        saved = None if kept is None else kept.receipt.saved
        if kept is None or saved is None or saved.mailbox.id != mailbox.id:
            return
        if kept.receipt.is_failure:  # which tells what stands there
            return
        left = saved.mailbox.values
        if any(mailbox.values.get(field) != left.get(field) for field in saved.before or {}):
            self.end(profile_id)

    def watch_run(self, queue: SaveQueue) -> None:
        """Show a receipt once a bulk run or a change set has saved all of its rows."""
        queue.changed.connect(self._on_run_changed)

    def update(self) -> None:
        """Show the receipt of what the window shows now; hide the bar if there is none."""
        pane = self._window.pane
        if pane is not None and pane.workspace.is_halted:
            self._kept.pop(pane.workspace.profile.id, None)
        receipt = self.current
        shown = None if receipt is None else (receipt, self.can_undo)
        if shown == self._shown:
            return
        self._shown = shown
        if receipt is None:
            self.bar.hide()
        else:
            left = self._kept[receipt.profile_id].end
            milliseconds = 0 if left.isForever() else max(1, left.remainingTime())
            self.bar.show_receipt(receipt, self._actions(receipt), self._place, milliseconds)
        self._window.update_actions()

    def undo(self) -> None:
        """Undo the last save of the shown profile; several saves are reviewed first."""
        receipt, pane = self.current, self._window.pane
        if receipt is None or pane is None or not self.can_undo:
            return
        work = pane.workspace
        if receipt.can_undo_run:
            self._window.undo_run(work, receipt.bulk_run_key)
        elif receipt.saved is not None:
            self._undo_save(work, receipt.saved)

    def _undo_save(self, work: Workspace, saved: SaveResult) -> None:
        profile_id = work.profile.id
        self._undoing = (work, saved)
        work.destroyed.connect(self._on_workspace_lost)
        self.show(undoing_receipt(profile_id, saved), is_over=False)
        work.save(undo_draft(saved), partial(self._on_undone, profile_id, saved))

    @property
    def _profile_id(self) -> str:
        pane = self._window.pane
        return WHOLE_PROGRAM if pane is None else pane.workspace.profile.id

    @property
    def _obstacle(self) -> UndoObstacle | None:
        """Why the save of the current receipt cannot be undone at once."""
        receipt, pane = self.current, self._window.pane
        if receipt is None or receipt.saved is None or pane is None:
            return None
        return undo_obstacle(receipt.saved, pane.workspace.server_facts.keep_behaviour)

    @property
    def _place(self) -> QWidget:
        pane = self._window.pane
        return pane.view.viewport() if pane is not None and pane.view.isVisible() else self._middle

    def _actions(self, receipt: Receipt) -> Actions:
        """Return the buttons of a receipt: what is impossible now is left out."""
        actions: Actions = []
        if self.can_undo:
            text = (
                translate("receipt", "&Undo…")
                if receipt.can_undo_run
                else translate("receipt", "&Undo")
            )
            actions.append(((text, self.undo), self._window.undo_tooltip))
        if receipt.saved is not None:
            obstacle = self._obstacle
            why = "" if obstacle is None or receipt.is_failure else obstacle_text(obstacle)
            open_mailbox = (translate("receipt", "&Open"), partial(self._open, receipt))
            actions.append((open_mailbox, why))
        if receipt.saved is not None or receipt.bulk_run_key:
            actions.append(
                ((translate("receipt", "&Journal"), partial(self._journal, receipt)), "")
            )
        return actions

    def _open(self, receipt: Receipt) -> None:
        """Open the mailbox; after a failed undo with the old values, for the user to decide."""
        pane, saved = self._window.pane, receipt.saved
        if pane is None or saved is None:
            return
        old_values = undo_saved_draft(saved, time.time()) if receipt.is_failure else None
        self.end(receipt.profile_id)
        self._window.editors.edit(pane.workspace, saved.mailbox.id, old_values)

    def _journal(self, receipt: Receipt) -> None:
        number = None if receipt.saved is None else receipt.saved.mailbox.id
        self._window.show_journal(
            JournalQuery("", receipt.profile_id, number, receipt.bulk_run_key)
        )

    def _on_undone(
        self, profile_id: str, saved: SaveResult, outcome: Success[SaveResult] | Failure
    ) -> None:
        if self._undoing is not None:
            self._undoing[0].destroyed.disconnect(self._on_workspace_lost)
        self._undoing = None
        if isinstance(outcome, Success):
            self.show(undo_receipt(profile_id, outcome.value))
        else:
            self._show_failure(profile_id, saved, outcome.error)

    def _on_workspace_lost(self) -> None:
        """Say that the outcome is unknown: the profile was changed or deleted during the undo."""
        if self._undoing is None:
            return
        (work, saved), self._undoing = self._undoing, None
        error = SaveOutcomeUnknown(Cancelled(may_have_run=True), LookupFinding.COULD_NOT_LOOK)
        self._show_failure(work.profile.id, saved, error)

    def _show_failure(self, profile_id: str, saved: SaveResult, error: AppError) -> None:
        self.show(undo_failure(profile_id, saved, error))

    def _on_run_changed(self) -> None:
        queue = self.sender()
        if not isinstance(queue, SaveQueue) or queue.state is not RunState.DONE:
            return
        receipt = run_receipt(queue)
        if receipt is not None:
            self.show(receipt)

    def _on_bar_ended(self) -> None:
        if self._shown is not None:
            self._kept.pop(self._shown[0].profile_id, None)
        self.update()
