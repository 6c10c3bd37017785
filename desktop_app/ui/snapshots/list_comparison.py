"""Loads the two lists that are chosen for a comparison, and compares them in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.snapshot import SnapshotComparison, SnapshotRow
from desktop_app.services.snapshots.snapshot_service import SnapshotService
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.snapshots.source_form import ComparisonSource, SourceForm
from desktop_app.ui.widgets.windows import if_still_open


class ListComparison(QWidget):
    """Compares the lists of a `SourceForm`; shows nothing itself. GUI thread.

    A widget, so that results that come after its window was closed are dropped; so are those of
    lists that are no longer chosen.
    """

    compared = Signal(object)
    """The SnapshotComparison; None if one of the lists could not be read."""

    def __init__(
        self, workspace: Workspace, snapshots: SnapshotService, sources: SourceForm, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.hide()
        self._workspace = workspace
        self._snapshots = snapshots
        self._sources = sources
        self._number = 0
        self._rows_by_side: dict[int, list[SnapshotRow] | None] = {}

    @property
    def left_rows(self) -> list[SnapshotRow]:
        """The rows of the first list; empty until they are loaded."""
        return self._rows_by_side.get(0) or []

    @property
    def is_same_profile(self) -> bool:
        """Whether both lists are of one profile, so that mailboxes are compared by their ids."""
        left, right = self._sources.left.source, self._sources.right.source
        return bool(left and right and left.profile_id == right.profile_id)

    def start(self) -> None:
        """Load both lists, then compare them."""
        self._number += 1
        self._rows_by_side.clear()
        for side, box in enumerate((self._sources.left, self._sources.right)):
            if (source := box.source) is not None:
                self._load(source, partial(self._on_loaded, self._number, side))

    def _load(
        self, source: ComparisonSource, on_done: Callable[[list[SnapshotRow] | None], None]
    ) -> None:
        guarded, work = if_still_open(self, on_done), self._workspace
        if source.snapshot is not None:
            self._snapshots.load_rows(source.snapshot.id, guarded)
        elif source.profile is not None:
            self._snapshots.load_last_list(source.profile, guarded)
        elif source.is_now:
            known, language = work.details.known, work.list_loader.language
            self._snapshots.build_rows(work.rows, known, language, guarded)
        else:
            on_done(work.list_loader.changes.baseline())

    def _on_loaded(self, number: int, side: int, rows: list[SnapshotRow] | None) -> None:
        if number != self._number:
            return  # other lists were chosen meanwhile
        self._rows_by_side[side] = rows
        if len(self._rows_by_side) < 2:
            return
        left, right = self._rows_by_side[0], self._rows_by_side[1]
        if left is None or right is None:
            self.compared.emit(None)
            return
        on_done = if_still_open(self, partial(self._on_compared, number))
        self._snapshots.compare(left, right, on_done, same_profile=self.is_same_profile)

    def _on_compared(self, number: int, comparison: SnapshotComparison) -> None:
        if number == self._number:
            self.compared.emit(comparison)
