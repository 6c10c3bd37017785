"""The page that compares two mailbox lists: as last seen and now, snapshots, or profiles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.core.snapshot import (
    Difference,
    DifferenceKind,
    SnapshotComparison,
)
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.services.mailbox_list.export import SheetRow as FileRow
from desktop_app.services.snapshots.snapshot_service import SnapshotService
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.save_file import csv_delimiter
from desktop_app.ui.dialogs.table_page import TablePage
from desktop_app.ui.i18n import translate
from desktop_app.ui.snapshots.list_comparison import ListComparison
from desktop_app.ui.snapshots.snapshot_text import (
    difference_details_text,
    difference_kind_text,
    difference_sides,
    difference_text,
    differences_count_text,
    snapshot_row_cells,
    snapshot_row_header,
)
from desktop_app.ui.snapshots.source_form import SourceForm
from desktop_app.ui.text.mailbox import address_without_name
from desktop_app.ui.widgets.tables.read_only_table import comparison_table, read_only_table
from desktop_app.ui.widgets.tables.text_table_model import (
    ComparisonModel,
    TextColumn,
    TextTableModel,
)
from desktop_app.ui.widgets.windows import if_still_open


class DifferencesPage(TablePage):
    """Compares lists with those of the profile that is shown in the main window."""

    edit_requested = Signal(object, object)
    """The Workspace, and a SavedDraft with the values of the other list."""

    def __init__(
        self,
        workspace: Workspace,
        snapshots: SnapshotService,
        other_profiles: Sequence[Profile],
        exporter: Exporter,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._snapshots = snapshots
        self._exporter = exporter
        columns: tuple[TextColumn[Difference], ...] = (
            TextColumn(
                translate("snapshots", "Mailbox"), lambda d: address_without_name(d.address)
            ),
            TextColumn(
                translate("snapshots", "Difference"), lambda d: difference_kind_text(d.kind)
            ),
            TextColumn(translate("snapshots", "Values"), difference_text),
        )
        self.model = TextTableModel(columns)
        self.comparison_model = ComparisonModel(
            translate("snapshots", "From"), translate("snapshots", "To")
        )
        self.table = read_only_table(
            self.model, translate("snapshots", "Differences"), (36, 14, 40)
        )
        sides = comparison_table(
            self.comparison_model, translate("snapshots", "Values in both lists")
        )
        self.sources = SourceForm(workspace, snapshots, other_profiles)
        self.comparison = ListComparison(workspace, snapshots, self.sources, self)
        self._add_buttons()
        self.lay_out(self.table, sides, above=[self.sources])
        self._connect()
        self.show_details("", "")

    def _add_buttons(self) -> None:
        self.edit_button = self.add_action(translate("snapshots", "&Edit…"), self._edit)
        self.export_button = self.add_action(
            translate("snapshots", "E&xport…"), partial(self.choose_export_file, self.export_to)
        )
        self.export_all_button = self.add_action(
            translate("snapshots", "Export &all of “From”…"),
            partial(self.choose_export_file, self.export_all_to),
        )

    def _connect(self) -> None:
        self.sources.changed.connect(self._on_sources_changed)
        self.table.doubleClicked.connect(self._edit)
        self.table.selectionModel().currentRowChanged.connect(self._update)
        self._snapshots.changed.connect(self.reload)
        self._workspace.list_changed.connect(self.comparison.start)
        self.comparison.compared.connect(self._show_comparison)

    @property
    def unsaved_text(self) -> str:
        """The name of a snapshot that is not taken yet."""
        return self.sources.name_edit.text()

    def restore_unsaved_text(self, text: str) -> None:
        """Put back the name of a snapshot that is not taken yet."""
        self.sources.name_edit.setText(text)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether a name is entered for a snapshot that is not taken yet."""
        return bool(self.unsaved_text.strip())

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated; empty if nothing is lost."""
        if not self.has_unsaved_work:
            return ""
        return translate("snapshots", "You entered a name for a snapshot that is not taken yet.")

    @property
    def start_widget(self) -> QWidget:
        """The list to compare from."""
        return self.sources.left

    def showEvent(self, event: QShowEvent) -> None:
        """Load the snapshots when the page comes into view."""
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """Load the snapshots, then compare again."""
        self._snapshots.load(if_still_open(self, self.sources.set_snapshots))

    def _on_sources_changed(self) -> None:
        """Take away the differences of other lists, and compare those chosen now."""
        if self.sources.left.source is not None and self.sources.right.source is not None:
            self.model.set_items([])
            self._update()
            self.status.setText(translate("snapshots", "Comparing…"))
        self.comparison.start()

    def _show_comparison(self, comparison: SnapshotComparison | None) -> None:
        differences = [] if comparison is None else comparison.differences
        self.model.set_items(differences)
        if comparison is None:
            self.status.show_result(
                translate("snapshots", "One of the two lists could not be read.")
            )
            self._show_none(translate("snapshots", "Nothing to compare"))
        else:
            self.status.show_result(
                differences_count_text(len(differences), comparison.unread_count)
            )
            if differences:
                self.show_list()
                self.table.selectRow(0)
            else:
                self._show_none(translate("snapshots", "No differences"))
        self._update()

    def _show_none(self, headline: str) -> None:
        """Show that no difference was found, and what the page is for."""
        self.show_empty(
            "git-compare",
            headline,
            translate(
                "snapshots",
                "This page compares two lists: as last seen, now, a snapshot, or the last list of "
                "another profile. Choose them above. To compare with today later, take a snapshot.",
            ),
        )

    @property
    def current(self) -> Difference | None:
        """The selected difference; None if there is none."""
        return self.model.item_at(self.table.currentIndex().row())

    def _update(self) -> None:
        difference = self.current
        self.comparison_model.set_items([] if difference is None else difference_sides(difference))
        if difference is None:
            self.show_details("", "")
        else:
            self.show_details(difference.address, difference_details_text(difference))
        self.sources.update_buttons()
        self.edit_button.setEnabled(self._target_id() != 0)
        self.export_button.setEnabled(self.model.rowCount() > 0)
        self.export_all_button.setEnabled(bool(self.comparison.left_rows))

    def _target_id(self) -> int:
        """Return the id of this profile's mailbox in the selected difference; 0 if none."""
        difference = self.current
        if difference is None:
            return 0
        mine = self._workspace.profile.id
        right, left = self.sources.right.source, self.sources.left.source
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
        """Open the edit dialog with the values of the other list; nothing is sent yet."""
        difference, number = self.current, self._target_id()
        if difference is None or not number:
            return
        mine_is_right = number == difference.after_id
        fields = [c for c in difference.changes if isinstance(c.field, Field)]
        before = {c.field: c.after if mine_is_right else c.before for c in fields}
        after = {c.field: c.before if mine_is_right else c.after for c in fields}
        kept = SavedDraft(number, difference.address, before, after, 0.0, DraftOrigin.SNAPSHOT)  # type: ignore[arg-type]
        self.edit_requested.emit(self._workspace, kept)

    def export_to(self, path: Path) -> None:
        """Write the differences shown to a file; the suffix of ``path`` decides the format."""
        self._export(path, self.model.titles, self.model.texts())

    def export_all_to(self, path: Path) -> None:
        """Write all mailboxes of the left side to a file; the suffix decides the format."""
        self._export(
            path,
            snapshot_row_header(),
            list(map(snapshot_row_cells, self.comparison.left_rows)),
        )

    def _export(self, path: Path, names: Sequence[str], rows: Sequence[FileRow]) -> None:
        sheet = Sheet(translate("snapshots", "Differences"), names, lambda: rows, csv_delimiter())
        self.export_sheet(self._exporter, path, sheet)
