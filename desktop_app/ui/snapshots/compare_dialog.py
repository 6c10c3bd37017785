"""Two looks at mailboxes side by side: then and now, two snapshots, or two profiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import KeptDraft, Origin
from desktop_app.core.snapshot import Difference, Kind, Seen, Snapshot, by_address, by_id, compare
from desktop_app.services.background import Done, Failed
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.services.mailbox_list.export import Row as FileRow
from desktop_app.services.snapshots.snapshot_rows import seen_now
from desktop_app.services.snapshots.snapshot_service import SnapshotKeeper
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.dialogs.message_boxes import ask
from desktop_app.ui.dialogs.save_file import SHEETS, ask_where, delimiter, kind_of, saved_words
from desktop_app.ui.snapshots.snapshot_text import (
    difference_words,
    kind_words,
    seen_cells,
    seen_header,
    snapshot_words,
)
from desktop_app.ui.snapshots.source_combo import Look, LookBox
from desktop_app.ui.text.dates import moment_words
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box, only_when_on_it
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.tables.read_only_table import plain_table
from desktop_app.ui.widgets.tables.row_model import RowsTable
from desktop_app.ui.widgets.window_size import resize_to_fit

Action = QDialogButtonBox.ButtonRole.ActionRole


class SnapshotsView(QDialog):
    """Belongs to the profile that was shown when it was opened."""

    edit_wanted = Signal(object, object)
    """The Workplace, and a KeptDraft with the values of the other side, or a mailbox id."""

    def __init__(
        self,
        workplace: Workplace,
        snapshots: SnapshotKeeper,
        others: Sequence[Profile],
        exporter: Exporter,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workplace = workplace
        self._snapshots = snapshots
        self._others = [each for each in others if each.id != workplace.profile.id]
        self._exporter = exporter
        self._sides: dict[int, list[Seen] | None] = {}
        names = (self.tr("What"), self.tr("Mailbox"), self.tr("Difference"))
        self.model: RowsTable[Difference] = RowsTable(names)
        self.table = plain_table(self.model, self.tr("Differences"), (12, 44, 60))
        self.left, self.right, self.name = LookBox(), LookBox(), QLineEdit()
        self.status = QLabel()
        self.buttons = button_box(Standard.Close)
        self.take = QPushButton(self.tr("&Take a snapshot"))
        self.drop = QPushButton(self.tr("&Delete it …"))
        self.edit = QPushButton(self.tr("&Edit …"))
        self.export = QPushButton(self.tr("E&xport …"))
        self.whole = QPushButton(self.tr("Export &all of “From” …"))
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.setWindowTitle(
            self.tr("What changed") + f" — {profile_title(self._workplace.profile)}"
        )
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.name.setPlaceholderText(self.tr("name of a new snapshot, such as: before the move"))
        form, first, last = QFormLayout(), QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.left, 1)
        first.addWidget(self.drop)
        last.addWidget(self.name, 1)
        last.addWidget(self.take)
        form.addRow(self.tr("&From"), first)
        form.addRow(self.tr("T&o"), self.right)
        form.addRow(self.tr("&Name"), last)
        for text, box in ((self.tr("&From"), self.left), (self.tr("&Name"), self.name)):
            label = form.labelForField(first if box is self.left else last)
            if isinstance(label, QLabel):
                label.setText(text)
                label.setBuddy(box)
        for button in (self.edit, self.export, self.whole):
            self.buttons.addButton(button, Action)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.status)
        layout.addWidget(self.buttons)
        resize_to_fit(self, 900, 560)

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self.left.activated.connect(self.compare)
        self.right.activated.connect(self.compare)
        for button in (self.take, self.drop):
            only_when_on_it(button)
        self.name.returnPressed.connect(self.take.click)
        self.take.clicked.connect(self._take)
        self.drop.clicked.connect(self._drop)
        self.edit.clicked.connect(self._edit)
        self.table.doubleClicked.connect(self._edit)
        self.export.clicked.connect(partial(self._choose, self.save_to))
        self.whole.clicked.connect(partial(self._choose, self.save_whole))
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self._snapshots.changed.connect(self._find)
        self._workplace.listed.connect(self.compare)

    def showEvent(self, event: QShowEvent) -> None:
        """Read it when it is there to be shown."""
        super().showEvent(event)
        self._find()

    def _find(self) -> None:
        self._snapshots.find(while_open(self, self._show_looks))

    def _show_looks(self, found: list[Snapshot]) -> None:
        mine = self._workplace.profile.id
        since = self._workplace.list.news.since
        last = self.tr("the last look")
        if since is not None:
            last = self.tr("the last look, %s") % moment_words(since)
        looks = [Look(last, mine), Look(self.tr("now"), mine, is_now=True)]
        looks += [Look(snapshot_words(each), each.profile_id, each) for each in found]
        looks += [
            Look(self.tr("last list of %s") % profile_title(p), p.id, profile=p)
            for p in self._others
        ]
        for box, usual in ((self.left, 0), (self.right, 1)):
            box.fill(looks, usual)
        self.compare()

    def compare(self) -> None:
        """Read both sides, then show what differs."""
        self._sides.clear()
        for number, box in enumerate((self.left, self.right)):
            if (look := box.look) is not None:
                self._read(look, partial(self._take_side, number))

    def _read(self, look: Look, deliver: Callable[[list[Seen] | None], None]) -> None:
        guarded = while_open(self, deliver)
        if look.snapshot is not None:
            self._snapshots.read(look.snapshot.id, guarded)
        elif look.profile is not None:
            self._snapshots.read_last(look.profile, guarded)
        else:
            deliver(
                seen_now(self._workplace) if look.is_now else self._workplace.list.news.before()
            )

    def _take_side(self, number: int, seen: list[Seen] | None) -> None:
        self._sides[number] = seen
        if len(self._sides) < 2:
            return
        left, right = self._sides[0], self._sides[1]
        if left is None or right is None:
            self.model.show([])
            self.status.setText(self.tr("One of the two cannot be read on this computer."))
        else:
            same = by_id if self._is_same_profile else by_address
            self._show(compare(left, right, same))
        self._update()

    def _show(self, found: list[Difference]) -> None:
        self.model.show([((kind_words(d.kind), d.address, difference_words(d)), d) for d in found])
        count = QLocale().toString(len(found))
        said = self.tr("Mailboxes that differ: %s.") % count if found else self.tr("No difference.")
        self.status.setText(said)
        self.table.selectRow(0)

    @property
    def _is_same_profile(self) -> bool:
        left, right = self.left.look, self.right.look
        return bool(left and right and left.profile_id == right.profile_id)

    def _update(self) -> None:
        look = self.left.look
        self.drop.setEnabled(look is not None and look.snapshot is not None)
        self.edit.setEnabled(self._target() != 0)
        self.export.setEnabled(self.model.rowCount() > 0)
        self.whole.setEnabled(bool(self._sides.get(0)))
        self.take.setEnabled(bool(self._workplace.rows))

    def _target(self) -> int:
        """The mailbox of this profile that a difference is about, 0 for none."""
        difference = self.model.thing(self.table.currentIndex().row())
        if difference is None:
            return 0
        mine = self._workplace.profile.id
        right, left = self.right.look, self.left.look
        if right is not None and right.profile_id == mine and difference.after_id:
            return difference.after_id
        if left is not None and left.profile_id == mine and difference.kind is not Kind.GONE:
            return difference.before_id
        return 0

    def _edit(self) -> None:
        """Open the mailbox with the values of the other side laid on it; nothing is sent yet."""
        difference, number = self.model.thing(self.table.currentIndex().row()), self._target()
        if difference is None or not number:
            return
        mine_is_right = number == difference.after_id
        fields = [c for c in difference.changes if isinstance(c.what, Field)]
        before = {c.what: c.after if mine_is_right else c.before for c in fields}
        after = {c.what: c.before if mine_is_right else c.after for c in fields}
        kept = KeptDraft(number, difference.address, before, after, 0.0, Origin.SNAPSHOT)  # type: ignore[arg-type]
        self.edit_wanted.emit(self._workplace, kept)

    def _take(self) -> None:
        self._snapshots.take(self._workplace, self.name.text().strip())
        self.name.clear()

    def _drop(self) -> None:
        look = self.left.look
        if look is None or look.snapshot is None:
            return
        sure = ask(
            self,
            self.tr("Delete the snapshot %s?") % look.text,
            self.tr("It cannot be taken again: it shows what was there then."),
            self.tr("&Delete it"),
            self.tr("&Keep it"),
        )
        if sure:
            self._snapshots.drop(look.snapshot.id)

    def _choose(self, save: Callable[[Path], None]) -> None:
        ask_where(self, SHEETS, "csv", "", save)

    def save_to(self, path: Path) -> None:
        """Write the differences that are shown."""
        names = (self.tr("What"), self.tr("Mailbox"), self.tr("Difference"))
        self._write(path, names, self.model.texts())

    def save_whole(self, path: Path) -> None:
        """Write all that the left side holds."""
        self._write(path, seen_header(), list(map(seen_cells, self._sides.get(0) or [])))

    def _write(self, path: Path, names: Sequence[str], rows: Sequence[FileRow]) -> None:
        sheet = Sheet(self.tr("What changed"), names, lambda: rows, delimiter())
        saved = while_open(self, partial(self._saved, path))
        self._exporter.write(path, kind_of(path), sheet, saved)

    def _saved(self, path: Path, outcome: Done[None] | Failed) -> None:
        self.status.setText(saved_words(path, outcome))
