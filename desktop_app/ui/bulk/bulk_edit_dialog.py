"""Bulk edit: read the mailboxes, choose the new values, review them row by row, save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.bulk.bulk_edit import (
    BULK_EDITABLE_FIELDS,
    BulkEditPlan,
    Exclusion,
    ExclusionReason,
    plan_edit,
    plan_edits,
    with_old_values,
)
from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    Mailbox,
    MailLogin,
    SendSavedPassword,
)
from desktop_app.services.mailbox_list.batch_reader import BatchReader
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.bulk.bulk_dialog import BulkDialog
from desktop_app.ui.bulk.bulk_fields import BulkEditFields
from desktop_app.ui.bulk.bulk_text import (
    left_out_text,
    password_demand_text,
    password_reuse_text,
    reading_progress_text,
    ready_count_text,
)
from desktop_app.ui.bulk.plan_model import PlanModel
from desktop_app.ui.bulk.row_passwords import PasswordCellDelegate, RowPasswords
from desktop_app.ui.bulk.run_model import SkippedRow
from desktop_app.ui.dialogs.fold_button import FoldButton
from desktop_app.ui.dialogs.shrinking_scroll_area import ShrinkingScrollArea
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.confirmations import ConfirmationPanel
from desktop_app.ui.mailbox_edit.keep_trial_offer import KeepTrialOffer, can_test_keep
from desktop_app.ui.widgets.tables.column_widths import fit_columns
from desktop_app.ui.widgets.tables.read_only_table import keep_rows_visible, read_only_table

PLAN_DELAY_MS = 150
"""Milliseconds without typing before the plan is made anew; it may have hundreds of rows."""


@dataclass(frozen=True, slots=True)
class PreparedRun:
    """Ready-made drafts: an undo, or the rows that an interrupted bulk run left unsaved.

    ``bulk_run_key`` is the key of the run to resume; empty for a new run.
    """

    kind: BulkRunKind
    title: str
    drafts: tuple[Draft, ...]
    bulk_run_key: str = ""


class BulkEditDialog(BulkDialog):
    """The window of a bulk edit, for selected mailboxes or for a PreparedRun."""

    def __init__(
        self,
        workspace: Workspace,
        ids: Sequence[int],
        parent: QWidget | None = None,
        prepared: PreparedRun | None = None,
    ) -> None:
        super().__init__(workspace, parent, prepared.bulk_run_key if prepared else "")
        self._prepared = prepared
        ids = [draft.original.id for draft in prepared.drafts] if prepared else ids
        self.reader = BatchReader(workspace, ids, self)
        self.fields = BulkEditFields()
        self.row_passwords = RowPasswords(self)
        self.row_passwords.set_required(not self._keeps_password)
        self.trial_offer = KeepTrialOffer(workspace)
        self.model = PlanModel(self.row_passwords)
        self.table = read_only_table(self.model, translate("bulk", "Changes"), ())
        self.progress, self.count = QProgressBar(), ResultLabel()
        self.fold_button = FoldButton(left_out_text)
        self.fold_button.focus_after = self.table
        self.confirmations = ConfirmationPanel()
        self._plan_timer = QTimer(self, singleShot=True, interval=PLAN_DELAY_MS)
        self._build_review()
        self._connect()
        self.refresh()
        self.reader.start()

    def _build_review(self) -> None:
        count = len(self.reader.ids)
        edit_title = translate("bulk", "Bulk edit: %n mailbox(es)", None, count)
        self.setWindowTitle(self._prepared.title if self._prepared else edit_title)
        self.table.setItemDelegate(PasswordCellDelegate(self.table))
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            triggers.SelectedClicked | triggers.DoubleClicked | triggers.AnyKeyPressed
        )
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(translate("bulk", "Progress"))
        layout = QVBoxLayout(self.review_page)
        layout.setContentsMargins(0, 0, 0, 0)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.fold_button)
        layout.addWidget(ShrinkingScrollArea(self._form()))
        for widget in (self.progress, self.table, self.confirmations):
            layout.addWidget(widget)
        layout.addLayout(foot)
        layout.setStretchFactor(self.table, 1)
        keep_rows_visible(self.table)
        self.fields.setVisible(self._prepared is None)
        self.fields.setEnabled(False)
        self.trial_offer.button.focus_after = self.table

    def _form(self) -> QWidget:
        """Return the part above the table, which gives way on a small screen."""
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.fields)
        column.addWidget(self.trial_offer)
        return form

    def _connect(self) -> None:
        self.fold_button.folded.connect(self._fold)
        self.fields.changed.connect(self._plan_timer.start)
        self._plan_timer.timeout.connect(self._update_plan)
        self.model.selection_changed.connect(self.refresh)
        self.confirmations.changed.connect(self.refresh)
        self.reader.progressed.connect(self.refresh)
        self.reader.ended.connect(self._on_read)
        self.table.selectionModel().currentRowChanged.connect(self._refresh_trial_offer)
        self.workspace.server_facts.loaded.connect(self._on_keep_behaviour)
        self.workspace.server_facts.keep_behaviour_changed.connect(self._on_keep_behaviour)
        self.row_passwords.load_saved(self.workspace)

    @property
    def _keeps_password(self) -> bool:
        """Whether a test has proved that a save without the password keeps the stored one."""
        return self.workspace.server_facts.keep_behaviour is KeepBehaviour.PROVED

    @property
    def kind(self) -> BulkRunKind:
        """The kind of the prepared run, otherwise EDIT."""
        return self._prepared.kind if self._prepared else BulkRunKind.EDIT

    @property
    def ready_drafts(self) -> Sequence[Draft]:
        """The rows that change, have the password they need, and are ticked."""
        return self.model.drafts

    @property
    def skipped_rows(self) -> Sequence[SkippedRow]:
        """Rows that are locked, unticked, lack a password, or already have the new values."""
        return self.model.skipped_rows

    @property
    def can_start(self) -> bool:
        """Whether the fields are valid, the plan is up to date, and all questions are confirmed."""
        settled = not (self._plan_timer.isActive() or self.reader.is_running)
        return (
            settled
            and not self.fields.field_edits.problems
            and self.confirmations.first_unconfirmed() is None
        )

    def refresh(self) -> None:
        """Update the progress, the number of rows to save, and the questions to confirm."""
        if self.run_page is not None:
            return
        reading, drafts = self.reader, self.ready_drafts
        self.progress.setVisible(reading.is_running)
        self.progress.setMaximum(max(1, len(reading.ids)))
        self.progress.setValue(reading.done_count)
        total = len(reading.ids)
        words = reading_progress_text(reading.done_count, total) if reading.is_running else ""
        self.count.setText(words or ready_count_text(len(drafts), total))
        self.fold_button.set_count(self.model.left_out_count)
        self.confirmations.set_questions(self._confirmation_texts(drafts))
        self._refresh_trial_offer()
        super().refresh()

    @property
    def typed_passwords(self) -> int:
        """The number of passwords typed into rows."""
        return self.row_passwords.typed_count

    @property
    def has_typed_values(self) -> bool:
        """Whether the user ticked a field, which entering a value does, or unticked a row."""
        chosen = self._prepared is None and self.fields.has_ticks
        return chosen or self.model.has_excluded_rows

    def clear_secrets(self) -> None:
        """Discard typed passwords, because the program was locked; field values stay."""
        self.row_passwords.clear_typed()
        super().clear_secrets()

    def release(self) -> None:
        """Stop reading details and discard typed passwords, because the review is over."""
        self.reader.cancel()
        self.row_passwords.clear_typed()

    def _confirmation_texts(self, drafts: Sequence[Draft]) -> Mapping[Confirmation, str]:
        asked: dict[Confirmation, str] = {}
        moved = sum(_uses_other_login(draft) for draft in drafts)
        if moved:
            asked[Confirmation.OTHER_LOGIN] = password_reuse_text(moved)
        return asked

    def _on_keep_behaviour(self) -> None:
        """Follow what a test has found, here or in another window, until the run begins."""
        if self.run_page is None:
            self.row_passwords.set_required(not self._keeps_password)
            if not self.reader.is_running:
                self._update_plan()

    def _refresh_trial_offer(self) -> None:
        """Offer to test the selected mailbox, or the first that can be tested."""
        read = self.reader.mailboxes
        selected = self.model.mailbox_id_at(self.table.currentIndex().row())
        usable = [box for box in self.reader.in_order() if can_test_keep(box)]
        mailbox = next(iter(usable), None) if selected is None else read.get(selected)
        reason = password_demand_text(self.workspace.server_facts.keep_behaviour)
        self.trial_offer.refresh(reason, mailbox)

    def _on_read(self) -> None:
        """Fill the fields and the plan: all details were read, or failed to be."""
        self.fields.load(self.reader.in_order())
        self.fields.setEnabled(True)
        self._update_plan()
        self.count.show_result(self.count.text())
        if self._prepared is None:
            self.fields.checkboxes[BULK_EDITABLE_FIELDS[0]].setFocus()
        else:
            self.table.setFocus()

    def _update_plan(self) -> None:
        self._plan_timer.stop()
        edits = self.fields.field_edits.edits
        fields = list(edits) if self._prepared is None else _changed_fields(self._prepared.drafts)
        made = self._prepared_plan(self._prepared) if self._prepared else self._edit_plan()
        unread = tuple(self._unread_rows())
        whole = BulkEditPlan(made.drafts, (*made.exclusions, *unread), made.unchanged)
        self.model.set_plan(whole, fields)
        fit_columns(self.table, self.model)

    def _fold(self, shown: bool) -> None:
        """Show or hide the rows that are left out; the selection stays."""
        selected = self.model.mailbox_id_at(self.table.currentIndex().row())
        self.model.show_left_out(shown)
        fit_columns(self.table, self.model)
        if shown and self.model.rowCount():
            self.table.scrollToBottom()
        for line in range(self.model.rowCount()):
            if selected is not None and self.model.mailbox_id_at(line) == selected:
                self.table.selectRow(line)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the columns the room that the table has now."""
        super().showEvent(event)
        fit_columns(self.table, self.model)

    def _edit_plan(self) -> BulkEditPlan:
        mailboxes, edits = self.reader.in_order(), self.fields.field_edits.edits
        made = plan_edit(mailboxes, edits, {}, keep_proved=self._keeps_password)
        return made if edits else replace(made, unchanged=())  # locked rows show before any edit

    def _prepared_plan(self, prepared: PreparedRun) -> BulkEditPlan:
        read = self.reader.mailboxes
        there = [draft for draft in prepared.drafts if draft.original.id in read]
        edited = [(with_old_values(read[d.original.id], d.original), d.changes) for d in there]
        return plan_edits(edited, {}, keep_proved=self._keeps_password)

    def _unread_rows(self) -> list[Exclusion]:
        work = self.workspace
        return [
            Exclusion(
                Mailbox(number, {Field.ADDRESS: work.address_of(number)}),
                None,
                ExclusionReason.NOT_LOADED,
                error,
            )
            for number, error in self.reader.errors.items()
        ]


def _changed_fields(drafts: Sequence[Draft]) -> list[Field]:
    return [field for field in Field if any(field in draft.changes for draft in drafts)]


def _uses_other_login(draft: Draft) -> bool:
    """Return whether a saved password would be sent for another login than it was typed for."""
    choice = draft.password
    now = MailLogin.of(draft.result)
    return isinstance(choice, SendSavedPassword) and not choice.login.fits(now)
