"""The choice of two lists to compare: now, as last seen, a snapshot, another profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QWidget,
)

from desktop_app.core.profiles.profile import Profile
from desktop_app.core.snapshot import Snapshot
from desktop_app.services.snapshots.snapshot_service import SnapshotService
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate
from desktop_app.ui.snapshots.snapshot_text import snapshot_text
from desktop_app.ui.text.dates import moment_text
from desktop_app.ui.text.profiles import profile_title
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton


@dataclass(frozen=True, slots=True)
class ComparisonSource:
    """A list of mailboxes to compare; without ``snapshot`` and ``profile`` the list as last seen.

    ``profile`` is another profile, whose stored list is compared; ``is_now`` is the current list.
    """

    text: str
    profile_id: str
    snapshot: Snapshot | None = None
    profile: Profile | None = None
    is_now: bool = False

    def is_same(self, other: ComparisonSource) -> bool:
        """Return whether both mean the same list, even if their texts differ."""
        return self._identity == other._identity

    @property
    def _identity(self) -> tuple[object, ...]:
        snapshot, profile = self.snapshot, self.profile
        return (snapshot and snapshot.id, profile and profile.id, self.is_now)


class SourceComboBox(QComboBox):
    """The lists to choose from; the choice survives a refill."""

    @property
    def source(self) -> ComparisonSource | None:
        """The chosen list; None if there is none."""
        source = self.currentData()
        return source if isinstance(source, ComparisonSource) else None

    def set_sources(self, sources: Sequence[ComparisonSource], default_index: int) -> None:
        """Offer these lists; keep the choice, or choose ``default_index`` if it is gone."""
        before = self.source
        self.clear()
        for source in sources:
            self.addItem(source.text, source)
        same = (n for n, each in enumerate(sources) if before is not None and each.is_same(before))
        self.setCurrentIndex(next(same, default_index))


class SourceForm(QWidget):
    """Chooses the two lists of a comparison, and takes and deletes snapshots."""

    changed = Signal()
    """The choice or the snapshots changed: compare again."""

    def __init__(
        self, workspace: Workspace, snapshots: SnapshotService, other_profiles: Sequence[Profile]
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._snapshots = snapshots
        self._other_profiles = [each for each in other_profiles if each.id != workspace.profile.id]
        self.left, self.right, self.name_edit = SourceComboBox(), SourceComboBox(), QLineEdit()
        self.take_button = PushButton(translate("snapshots", "&Take a snapshot"))
        self.delete_button = PushButton(translate("snapshots", "&Delete snapshot…"))
        self._build_ui()
        self.left.activated.connect(self.changed)
        self.right.activated.connect(self.changed)
        self.name_edit.returnPressed.connect(self.take_button.click)
        self.take_button.clicked.connect(self._take_snapshot)
        self.delete_button.clicked.connect(self._delete_snapshot)

    def _build_ui(self) -> None:
        self.name_edit.setPlaceholderText(translate("snapshots", "for example: before the move"))
        form = QGridLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        rows = (
            (translate("snapshots", "&From"), self.left, self.delete_button),
            (translate("snapshots", "T&o"), self.right, None),
            (translate("snapshots", "New s&napshot"), self.name_edit, self.take_button),
        )
        for line, (text, field, button) in enumerate(rows):
            label = QLabel(text)
            label.setBuddy(field)
            form.addWidget(label, line, 0)
            form.addWidget(field, line, 1)
            if button is not None:
                form.addWidget(button, line, 2)
        form.setColumnStretch(1, 1)
        for button in (self.take_button, self.delete_button):
            ignore_enter_elsewhere(button)

    def set_snapshots(self, snapshots: Sequence[Snapshot]) -> None:
        """Offer these snapshots, the list as last seen and now, and the other profiles."""
        mine = self._workspace.profile.id
        sources = [
            ComparisonSource(self._last_seen_text(), mine),
            ComparisonSource(translate("snapshots", "Now"), mine, is_now=True),
        ]
        sources += [ComparisonSource(snapshot_text(s), s.profile_id, s) for s in snapshots]
        last_list = translate("snapshots", "Last list of {profile}")
        sources += [
            ComparisonSource(last_list.format(profile=profile_title(p)), p.id, profile=p)
            for p in self._other_profiles
        ]
        self.left.set_sources(sources, 0)
        self.right.set_sources(sources, 1)
        self.changed.emit()

    def update_buttons(self) -> None:
        """Show Delete if the first list is a snapshot, and enable Take if there is a list."""
        source = self.left.source
        self.delete_button.setVisible(source is not None and source.snapshot is not None)
        self.take_button.setEnabled(bool(self._workspace.rows))

    def _last_seen_text(self) -> str:
        since = self._workspace.list_loader.changes.since
        if since is None:
            return translate("snapshots", "As last seen")
        return translate("snapshots", "As last seen, {moment}").format(moment=moment_text(since))

    def _take_snapshot(self) -> None:
        self._snapshots.take(
            self._workspace.profile,
            self._workspace.rows,
            self._workspace.details.known,
            self.name_edit.text().strip(),
            language=self._workspace.list_loader.language,
        )
        self.name_edit.clear()

    def _delete_snapshot(self) -> None:
        source = self.left.source
        if source is None or source.snapshot is None:
            return
        sure = confirm(
            self,
            translate("snapshots", "Delete the snapshot {snapshot}?").format(snapshot=source.text),
            translate(
                "snapshots", "It cannot be recreated: it records how the list was at that time."
            ),
            translate("snapshots", "&Delete"),
            translate("snapshots", "&Keep"),
        )
        if sure:
            self._snapshots.delete(source.snapshot.id)
