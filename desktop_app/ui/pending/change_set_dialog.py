"""The edits that wait to be sent: reviewed side by side, and sent when the user says so."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import Trouble
from desktop_app.core.pending_change import PendingEdit
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.services.bulk.save_queue import Row, RowState, RunState, Sending
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.pending.sender import Dispatch
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.dialogs.message_boxes import ask
from desktop_app.ui.pending.change_set_model import ChangesTable
from desktop_app.ui.pending.change_set_text import run_words, value_pairs, why_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.tables.comparison_model import SidesTable
from desktop_app.ui.widgets.tables.read_only_table import plain_table
from desktop_app.ui.widgets.window_size import resize_to_fit

Action = QDialogButtonBox.ButtonRole.ActionRole


class ChangesView(QDialog):
    """Shows the edits of all profiles. Sending goes on when it is closed."""

    edit_wanted = Signal(object, object)
    """The Workplace and the PendingEdit that the user wants to go on with."""

    def __init__(
        self,
        changes: ChangeSet,
        profile_of: Callable[[str], Profile | None],
        place_of: Callable[[Profile], Workplace],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._changes = changes
        self._profile_of = profile_of
        self._place_of = place_of
        self._connecting = ""
        self.model = ChangesTable(self._name, self._row, self._can_send)
        self.sides = SidesTable(self.tr("In SuperOffice, as last seen"), self.tr("Mine"))
        self.table = plain_table(self.model, self.tr("Changes"), (36, 46, 34, 24))
        self.two = plain_table(self.sides, self.tr("The two sides of the change"), (20, 48, 48))
        self.banner = Banner()
        self.status = QLabel()
        self.buttons = button_box(Standard.Close)
        self.send, self.pause, self.stop = QPushButton(), QPushButton(), QPushButton()
        self.edit, self.drop = QPushButton(self.tr("&Edit …")), QPushButton(self.tr("Take &out …"))
        self._arrange()
        self._connect()
        self._show()

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Changes that wait to be sent"))
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        self.pause.setText(self.tr("&Pause"))
        self.stop.setText(self.tr("S&top"))
        for button in (self.send, self.pause, self.stop, self.edit, self.drop):
            self.buttons.addButton(button, Action)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.two)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        for widget in (self.banner, split, self.status, self.buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(split, 1)
        self.send.setDefault(True)
        resize_to_fit(self, 880, 520)

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self._changes.changed.connect(self._show)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self.table.doubleClicked.connect(self._edit)
        self.send.clicked.connect(self._send)
        self.pause.clicked.connect(self._pause)
        self.stop.clicked.connect(self._stop)
        self.edit.clicked.connect(self._edit)
        self.drop.clicked.connect(self._drop)
        for profile_id in self._changes.profiles:
            self._follow(self._changes.run_of(profile_id))

    @property
    def current(self) -> PendingEdit | None:
        """The edit that is selected."""
        return self.model.at(self.table.currentIndex().row())

    def _show(self) -> None:
        before = self.current
        profiles = self._changes.profiles
        self.model.show([edit for each in profiles for edit in self._changes.of_profile(each)])
        self.table.selectRow(self.model.line_of(before.number) if before is not None else 0)
        self._update()

    def _update(self) -> None:
        edit, run = self.current, self._run()
        self.sides.show([] if edit is None else value_pairs(edit))
        busy = run is not None and (run.state is RunState.SENDING or run.is_busy)
        idle = edit is not None and not busy and not self._connecting
        self.send.setText(self._send_words(edit))
        self.send.setEnabled(idle)
        self.pause.setEnabled(busy)
        self.stop.setEnabled(busy or (run is not None and run.state is RunState.PAUSED))
        settled = edit is not None and self._may_touch(edit)
        self.edit.setEnabled(settled and not busy)
        self.drop.setEnabled(settled)
        self.status.setText(self._status(edit, run))

    def _status(self, edit: PendingEdit | None, run: Sending | None) -> str:
        if self._connecting:
            return self.tr("Connecting to %s …") % self._connecting
        if edit is None:
            done = run_words(run) if run is not None else ""
            return " ".join(filter(None, (done, self.tr("Nothing waits to be sent."))))
        why = why_words(self._row(edit), can_send=self._can_send(edit))
        return "\n".join(filter(None, (why, run_words(run) if run is not None else "")))

    def _send_words(self, edit: PendingEdit | None) -> str:
        if edit is None:
            return self.tr("&Send")
        count = len(self._changes.of_profile(edit.profile_id))
        return self.tr("&Send %d to %s") % (count, self._name(edit))

    def _name(self, edit: PendingEdit) -> str:
        profile = self._profile_of(edit.profile_id)
        return profile_title(profile) if profile is not None else self.tr("a deleted profile")

    def _run(self) -> Sending | None:
        edit = self.current
        if edit is not None:
            return self._changes.run_of(edit.profile_id)
        return self._last

    _last: Sending | None = None

    def _row(self, edit: PendingEdit) -> Row | None:
        run = self._changes.run_of(edit.profile_id)
        rows = run.rows if run is not None else ()
        return next((row for row in rows if row.errand.key == edit.key), None)

    def _can_send(self, edit: PendingEdit) -> bool:
        """What is not known yet is found out before anything is sent."""
        profile = self._profile_of(edit.profile_id)
        if profile is None:
            return False
        place = self._place_of(profile)
        return not place.learnt.has_arrived or self._changes.can_send(edit, place)

    def _may_touch(self, edit: PendingEdit) -> bool:
        """What is on its way, or may have been saved, stays as it is."""
        row = self._row(edit)
        return row is None or row.state not in (RowState.SENDING, RowState.UNKNOWN)

    def _send(self) -> None:
        edit = self.current
        profile = None if edit is None else self._profile_of(edit.profile_id)
        if edit is None or profile is None or not self._may_write_production(profile):
            return
        self.banner.hide()
        self._connecting = profile_title(profile)
        dispatch = Dispatch(self._changes, self._place_of(profile), self)
        dispatch.started.connect(self._started)
        dispatch.failed.connect(self._failed)
        dispatch.start()
        self._update()

    def _may_write_production(self, profile: Profile) -> bool:
        if profile.environment is not Environment.PRODUCTION:
            return True
        edits = self._changes.of_profile(profile.id)
        new = sum(edit.draft.creates for edit in edits)
        more = self.tr("Each one is read again first, and sent on its own.")
        if new:
            more += " " + self.tr("New mailboxes: %d. They cannot be deleted from here.") % new
        text = self.tr("Send %d changes to %s (production)?") % (len(edits), profile.name)
        return ask(self, text, more, self.tr("&Send them"), self.tr("&Not yet"))

    def _started(self, run: Sending) -> None:
        self._connecting = ""
        self._follow(run)
        self._update()

    def _follow(self, run: Sending | None) -> None:
        if run is not None:
            self._last = run
            run.row_changed.connect(self._row_changed)
            run.changed.connect(self._update)

    def _row_changed(self) -> None:
        self.model.refresh()
        self._update()

    def _failed(self, trouble: Trouble) -> None:
        self._connecting = ""
        said = explain(trouble)
        self.banner.say(said.text, detail=said.detail)
        self._update()

    def _pause(self) -> None:
        if (run := self._run()) is not None:
            run.pause()

    def _stop(self) -> None:
        if (run := self._run()) is not None:
            run.stop()

    def _edit(self) -> None:
        edit = self.current
        profile = None if edit is None else self._profile_of(edit.profile_id)
        if edit is not None and profile is not None and self._may_touch(edit):
            self.edit_wanted.emit(self._place_of(profile), edit)

    def _drop(self) -> None:
        edit = self.current
        if edit is None:
            return
        sure = ask(
            self,
            self.tr("Take out the change of %s?") % edit.name,
            self.tr("What you typed is lost. In SuperOffice nothing is changed by that."),
            self.tr("Take it &out"),
            self.tr("&Keep it"),
        )
        if sure:
            self._changes.drop(edit.number)
