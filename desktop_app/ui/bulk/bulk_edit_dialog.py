"""Edit several mailboxes: read them, fill in what they get, review row by row, save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractItemView, QProgressBar, QVBoxLayout, QWidget

from desktop_app.core.bulk.bulk_edit import (
    EDITABLE_TOGETHER,
    LeftOut,
    Plan,
    Without,
    laid_on,
    plan,
    plan_each,
)
from desktop_app.core.bulk.bulk_run import BatchKind
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepVerdict, Mailbox, MailLogin, SendKept
from desktop_app.services.mailbox_list.batch_reader import Reading
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.bulk.bulk_dialog import BatchDialog
from desktop_app.ui.bulk.bulk_fields import SeveralFields
from desktop_app.ui.bulk.bulk_text import (
    count_words,
    elsewhere_words,
    reading_words,
    unproved_words,
)
from desktop_app.ui.bulk.plan_model import PlanTable
from desktop_app.ui.bulk.row_passwords import PasswordCell, RowPasswords
from desktop_app.ui.bulk.run_model import LeftAlone
from desktop_app.ui.mailbox_edit.confirmation_text import Confirm, question
from desktop_app.ui.mailbox_edit.confirmations import Confirmations
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.widgets.tables.read_only_table import plain_table

PAUSE_MS = 150
"""A plan of hundreds is not made anew at every key."""
WIDE, NARROW = 30, 14


@dataclass(frozen=True, slots=True)
class Given:
    """Drafts that are not filled in here: an undo, or what a run that was cut left to do.

    ``batch`` is the key of the run that goes on, empty for one of its own.
    """

    kind: BatchKind
    title: str
    drafts: tuple[Draft, ...]
    batch: str = ""


class EditSeveralDialog(BatchDialog):
    """For the selected rows, or for given drafts."""

    def __init__(
        self,
        workplace: Workplace,
        ids: Sequence[int],
        parent: QWidget | None = None,
        given: Given | None = None,
    ) -> None:
        super().__init__(workplace, parent, given.batch if given else "")
        self._given = given
        ids = [draft.original.id for draft in given.drafts] if given else ids
        self.reading = Reading(workplace, ids, self)
        self.fields = SeveralFields()
        self.passwords = RowPasswords(self)
        self._proved = workplace.learnt.keep_verdict is KeepVerdict.PROVED
        self.model = PlanTable(None if self._proved else self.passwords)
        self.table = plain_table(self.model, self.tr("What changes"), (WIDE,))
        self.progress, self.count = QProgressBar(), plain_label()
        self.confirmations = Confirmations()
        self._later = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._fill()
        self._connect()
        self.refresh()
        self.reading.start()

    def _fill(self) -> None:
        title = self._given.title if self._given else self.tr("Edit %d mailboxes")
        self.setWindowTitle(title % len(self.reading.ids) if "%d" in title else title)
        self.table.setItemDelegate(PasswordCell(self.table))
        triggers = QAbstractItemView.EditTrigger
        self.table.setEditTriggers(
            triggers.SelectedClicked | triggers.DoubleClicked | triggers.AnyKeyPressed
        )
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        note = plain_label(unproved_words())
        layout = QVBoxLayout(self.review)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.fields, note, self.progress, self.table):
            layout.addWidget(widget)
        layout.addWidget(self.confirmations)
        layout.addWidget(self.count)
        layout.setStretchFactor(self.table, 1)
        self.fields.setVisible(self._given is None)
        self.fields.setEnabled(False)
        note.setVisible(not self._proved)

    def _connect(self) -> None:
        self.fields.changed.connect(self._later.start)
        self._later.timeout.connect(self._plan)
        self.model.taken_changed.connect(self.refresh)
        self.confirmations.changed.connect(self.refresh)
        self.reading.progressed.connect(self.refresh)
        self.reading.ended.connect(self._read)
        if not self._proved:
            self.passwords.look(self.workplace)

    @property
    def kind(self) -> BatchKind:
        """An edit, or what was given."""
        return self._given.kind if self._given else BatchKind.EDIT

    @property
    def ready(self) -> Sequence[Draft]:
        """The rows that change, have what they need, and were not taken out."""
        return self.model.drafts

    @property
    def left_alone(self) -> Sequence[LeftAlone]:
        """Locked, taken out, without a password, or so already."""
        return self.model.left_alone

    @property
    def may_begin(self) -> bool:
        """Whether the fields are right, shown as planned, and all is confirmed."""
        settled = not (self._later.isActive() or self.reading.is_running)
        return settled and not self.fields.filled.faults and self.confirmations.missing() is None

    def refresh(self) -> None:
        """Say how many, and what is to be confirmed."""
        if self.run is not None:
            return
        reading, drafts = self.reading, self.ready
        self.progress.setVisible(reading.is_running)
        self.progress.setMaximum(max(1, len(reading.ids)))
        self.progress.setValue(reading.done)
        total = len(reading.ids)
        words = reading_words(reading.done, total) if reading.is_running else ""
        self.count.setText(words or count_words(len(drafts), total))
        self.confirmations.ask(self._questions(drafts))
        super().refresh()

    @property
    def typed_passwords(self) -> int:
        """Those of its rows."""
        return self.passwords.typed

    def forget_secrets(self) -> None:
        """What was typed goes; what was filled in stays."""
        self.passwords.forget()
        super().forget_secrets()

    def let_go(self) -> None:
        """The review is over."""
        self.reading.cancel()
        self.passwords.forget()

    def _questions(self, drafts: Sequence[Draft]) -> Mapping[Confirm, str]:
        asked: dict[Confirm, str] = {}
        if drafts and self.workplace.learnt.asks_for_notes:
            asked[Confirm.NOTES] = question(Confirm.NOTES)
        moved = sum(_goes_elsewhere(draft) for draft in drafts)
        if moved:
            asked[Confirm.OTHER_LOGIN] = elsewhere_words(moved)
        return asked

    def _read(self) -> None:
        """Everything is there that can be."""
        self.fields.load(self.reading.in_order())
        self.fields.setEnabled(True)
        self._plan()
        if self._given is None:
            self.fields.boxes[EDITABLE_TOGETHER[0]].setFocus()
        else:
            self.table.setFocus()

    def _plan(self) -> None:
        self._later.stop()
        edits = self.fields.filled.edits
        fields = list(edits) if self._given is None else _fields_of(self._given.drafts)
        made = self._given_plan(self._given) if self._given else self._edited()
        unread = tuple(self._unread())
        whole = Plan(made.drafts, (*made.left_out, *unread), made.unchanged)
        self.model.show(whole, fields)
        for column in range(1, self.model.columnCount()):
            self.table.setColumnWidth(column, self._width(column))

    def _width(self, column: int) -> int:
        narrow = (self.tr("Port"),)
        name = self.model.headerData(column, self.table.horizontalHeader().orientation())
        letters = NARROW if name in narrow else WIDE
        return letters * self.table.fontMetrics().averageCharWidth()

    def _edited(self) -> Plan:
        mailboxes, edits = self.reading.in_order(), self.fields.filled.edits
        made = plan(mailboxes, edits, {}, keeps=self._proved)
        return made if edits else replace(made, unchanged=())  # what is locked is told at once

    def _given_plan(self, given: Given) -> Plan:
        read = self.reading.mailboxes
        there = [draft for draft in given.drafts if draft.original.id in read]
        edited = [(laid_on(read[d.original.id], d.original), d.changes) for d in there]
        return plan_each(edited, {}, keeps=self._proved)

    def _unread(self) -> list[LeftOut]:
        work = self.workplace
        return [
            LeftOut(
                Mailbox(number, {Field.ADDRESS: work.address_of(number)}),
                None,
                Without.NOT_READ,
                trouble,
            )
            for number, trouble in self.reading.troubles.items()
        ]


def _fields_of(drafts: Sequence[Draft]) -> list[Field]:
    return [which for which in Field if any(which in draft.changes for draft in drafts)]


def _goes_elsewhere(draft: Draft) -> bool:
    """Whether a kept password would be used for another login than it was typed for."""
    choice = draft.password
    return isinstance(choice, SendKept) and choice.typed_for != MailLogin.of(draft.result)
