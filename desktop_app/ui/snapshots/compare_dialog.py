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
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.core.snapshot import (
    Difference,
    DifferenceKind,
    Snapshot,
    SnapshotRow,
    by_address,
    by_id,
    compare,
)
from desktop_app.services.background import Failure, Success
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.services.mailbox_list.export import SheetRow as FileRow
from desktop_app.services.snapshots.snapshot_rows import snapshot_rows
from desktop_app.services.snapshots.snapshot_service import SnapshotService
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.dialogs.save_file import (
    SPREADSHEET_FILTERS,
    choose_save_path,
    csv_delimiter,
    export_kind_of,
    file_saved_text,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.snapshots.snapshot_text import (
    difference_kind_text,
    difference_text,
    snapshot_row_cells,
    snapshot_row_header,
    snapshot_text,
)
from desktop_app.ui.snapshots.source_combo import ComparisonSource, SourceComboBox
from desktop_app.ui.text.dates import moment_text
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box, ignore_enter_elsewhere
from desktop_app.ui.widgets.guarded_callback import if_still_open
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel
from desktop_app.ui.widgets.window_size import resize_to_fit

Action = QDialogButtonBox.ButtonRole.ActionRole


class CompareDialog(QDialog):
    """Belongs to the profile that was shown when it was opened."""

    edit_requested = Signal(object, object)
    """The Workplace, and a SavedDraft with the values of the other side, or a mailbox id."""

    def __init__(
        self,
        workspace: Workspace,
        snapshots: SnapshotService,
        other_profiles: Sequence[Profile],
        exporter: Exporter,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._snapshots = snapshots
        self._other_profiles = [each for each in other_profiles if each.id != workspace.profile.id]
        self._exporter = exporter
        self._rows_by_side: dict[int, list[SnapshotRow] | None] = {}
        self.model = TextTableModel(
            (
                TextColumn[Difference](
                    translate("snapshots", "What"), lambda d: difference_kind_text(d.kind)
                ),
                TextColumn(translate("snapshots", "Mailbox"), lambda d: d.address),
                TextColumn(translate("snapshots", "Difference"), difference_text),
            )
        )
        self.table = read_only_table(
            self.model, translate("snapshots", "Differences"), (12, 44, 60)
        )
        self.left_source, self.right_source, self.name_edit = (
            SourceComboBox(),
            SourceComboBox(),
            QLineEdit(),
        )
        self.status = QLabel()
        self.buttons = button_box(StandardButton.Close)
        self.take_button = QPushButton(translate("snapshots", "&Take a snapshot"))
        self.delete_button = QPushButton(translate("snapshots", "&Delete it …"))
        self.edit_button = QPushButton(translate("snapshots", "&Edit …"))
        self.export_button = QPushButton(translate("snapshots", "E&xport …"))
        self.export_all_button = QPushButton(translate("snapshots", "Export &all of “From” …"))
        self._build_ui()
        self._connect()

    def _build_ui(self) -> None:
        self.setWindowTitle(
            translate("snapshots", "What changed") + f" — {profile_title(self._workspace.profile)}"
        )
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.name_edit.setPlaceholderText(
            translate("snapshots", "name of a new snapshot, such as: before the move")
        )
        form, first, last = QFormLayout(), QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.left_source, 1)
        first.addWidget(self.delete_button)
        last.addWidget(self.name_edit, 1)
        last.addWidget(self.take_button)
        form.addRow(translate("snapshots", "&From"), first)
        form.addRow(translate("snapshots", "T&o"), self.right_source)
        form.addRow(translate("snapshots", "&Name"), last)
        for text, box in (
            (translate("snapshots", "&From"), self.left_source),
            (translate("snapshots", "&Name"), self.name_edit),
        ):
            label = form.labelForField(first if box is self.left_source else last)
            if isinstance(label, QLabel):
                label.setText(text)
                label.setBuddy(box)
        for button in (self.edit_button, self.export_button, self.export_all_button):
            self.buttons.addButton(button, Action)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.status)
        layout.addWidget(self.buttons)
        resize_to_fit(self, 900, 560)

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self.left_source.activated.connect(self.compare)
        self.right_source.activated.connect(self.compare)
        for button in (self.take_button, self.delete_button):
            ignore_enter_elsewhere(button)
        self.name_edit.returnPressed.connect(self.take_button.click)
        self.take_button.clicked.connect(self._take_snapshot)
        self.delete_button.clicked.connect(self._delete_snapshot)
        self.edit_button.clicked.connect(self._edit)
        self.table.doubleClicked.connect(self._edit)
        self.export_button.clicked.connect(partial(self._choose_export_file, self.export_to))
        self.export_all_button.clicked.connect(
            partial(self._choose_export_file, self.export_all_to)
        )
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self._snapshots.changed.connect(self._load_snapshots)
        self._workspace.list_changed.connect(self.compare)

    def showEvent(self, event: QShowEvent) -> None:
        """Read it when it is there to be shown."""
        super().showEvent(event)
        self._load_snapshots()

    def _load_snapshots(self) -> None:
        self._snapshots.load(if_still_open(self, self._show_sources))

    def _show_sources(self, snapshots: list[Snapshot]) -> None:
        mine = self._workspace.profile.id
        since = self._workspace.list_loader.changes.since
        last = translate("snapshots", "the last look")
        if since is not None:
            last = translate("snapshots", "the last look, {moment}").format(
                moment=moment_text(since)
            )
        looks = [
            ComparisonSource(last, mine),
            ComparisonSource(translate("snapshots", "now"), mine, is_now=True),
        ]
        looks += [
            ComparisonSource(snapshot_text(each), each.profile_id, each) for each in snapshots
        ]
        looks += [
            ComparisonSource(
                translate("snapshots", "last list of {profile_title}").format(
                    profile_title=profile_title(p)
                ),
                p.id,
                profile=p,
            )
            for p in self._other_profiles
        ]
        for box, usual in ((self.left_source, 0), (self.right_source, 1)):
            box.set_sources(looks, usual)
        self.compare()

    def compare(self) -> None:
        """Read both sides, then show what differs."""
        self._rows_by_side.clear()
        for number, box in enumerate((self.left_source, self.right_source)):
            if (look := box.source) is not None:
                self._load_side(look, partial(self._on_side_loaded, number))

    def _load_side(
        self, source: ComparisonSource, on_done: Callable[[list[SnapshotRow] | None], None]
    ) -> None:
        guarded = if_still_open(self, on_done)
        if source.snapshot is not None:
            self._snapshots.load_rows(source.snapshot.id, guarded)
        elif source.profile is not None:
            self._snapshots.load_last_list(source.profile, guarded)
        else:
            on_done(
                snapshot_rows(self._workspace.rows, self._workspace.details.known)
                if source.is_now
                else self._workspace.list_loader.changes.baseline()
            )

    def _on_side_loaded(self, side: int, rows: list[SnapshotRow] | None) -> None:
        self._rows_by_side[side] = rows
        if len(self._rows_by_side) < 2:
            return
        left, right = self._rows_by_side[0], self._rows_by_side[1]
        if left is None or right is None:
            self.model.set_items([])
            self.status.setText(
                translate("snapshots", "One of the two cannot be read on this computer.")
            )
        else:
            same = by_id if self._is_same_profile else by_address
            self._show_differences(compare(left, right, same))
        self._update()

    def _show_differences(self, differences: list[Difference]) -> None:
        self.model.set_items(differences)
        count = QLocale().toString(len(differences))
        message = (
            translate("snapshots", "Mailboxes that differ: {count}.").format(count=count)
            if differences
            else translate("snapshots", "No difference.")
        )
        self.status.setText(message)
        self.table.selectRow(0)

    @property
    def _is_same_profile(self) -> bool:
        left, right = self.left_source.source, self.right_source.source
        return bool(left and right and left.profile_id == right.profile_id)

    def _update(self) -> None:
        look = self.left_source.source
        self.delete_button.setEnabled(look is not None and look.snapshot is not None)
        self.edit_button.setEnabled(self._target_id() != 0)
        self.export_button.setEnabled(self.model.rowCount() > 0)
        self.export_all_button.setEnabled(bool(self._rows_by_side.get(0)))
        self.take_button.setEnabled(bool(self._workspace.rows))

    def _target_id(self) -> int:
        """The mailbox of this profile that a difference is about, 0 for none."""
        difference = self.model.item_at(self.table.currentIndex().row())
        if difference is None:
            return 0
        mine = self._workspace.profile.id
        right, left = self.right_source.source, self.left_source.source
        if right is not None and right.profile_id == mine and difference.after_id:
            return difference.after_id
        if (
            left is not None
            and left.profile_id == mine
            and difference.kind is not DifferenceKind.GONE
        ):
            return difference.before_id
        return 0

    def _edit(self) -> None:
        """Open the mailbox with the values of the other side laid on it; nothing is sent yet."""
        difference, number = self.model.item_at(self.table.currentIndex().row()), self._target_id()
        if difference is None or not number:
            return
        mine_is_right = number == difference.after_id
        fields = [c for c in difference.changes if isinstance(c.field, Field)]
        before = {c.field: c.after if mine_is_right else c.before for c in fields}
        after = {c.field: c.before if mine_is_right else c.after for c in fields}
        kept = SavedDraft(number, difference.address, before, after, 0.0, DraftOrigin.SNAPSHOT)  # type: ignore[arg-type]
        self.edit_requested.emit(self._workspace, kept)

    def _take_snapshot(self) -> None:
        self._snapshots.take(
            self._workspace.profile,
            self._workspace.rows,
            self._workspace.details.known,
            self.name_edit.text().strip(),
        )
        self.name_edit.clear()

    def _delete_snapshot(self) -> None:
        look = self.left_source.source
        if look is None or look.snapshot is None:
            return
        sure = confirm(
            self,
            translate("snapshots", "Delete the snapshot {text}?").format(text=look.text),
            translate("snapshots", "It cannot be taken again: it shows what was there then."),
            translate("snapshots", "&Delete it"),
            translate("snapshots", "&Keep it"),
        )
        if sure:
            self._snapshots.delete(look.snapshot.id)

    def _choose_export_file(self, save: Callable[[Path], None]) -> None:
        choose_save_path(self, SPREADSHEET_FILTERS, "csv", "", save)

    def export_to(self, path: Path) -> None:
        """Write the differences that are shown."""
        self._export(path, self.model.titles, self.model.texts())

    def export_all_to(self, path: Path) -> None:
        """Write all that the left side holds."""
        self._export(
            path,
            snapshot_row_header(),
            list(map(snapshot_row_cells, self._rows_by_side.get(0) or [])),
        )

    def _export(self, path: Path, names: Sequence[str], rows: Sequence[FileRow]) -> None:
        sheet = Sheet(translate("snapshots", "What changed"), names, lambda: rows, csv_delimiter())
        saved = if_still_open(self, partial(self._on_exported, path))
        self._exporter.write(path, export_kind_of(path), sheet, saved)

    def _on_exported(self, path: Path, outcome: Success[None] | Failure) -> None:
        self.status.setText(file_saved_text(path, outcome))
