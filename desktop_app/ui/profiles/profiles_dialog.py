"""All profiles in a list: arranged, changed, handed out and taken over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Done, Failed
from desktop_app.services.profiles.profile_import import Imported
from desktop_app.services.profiles.profile_service import ProfileBook
from desktop_app.ui.profiles.environment_section import swatch
from desktop_app.ui.profiles.profile_flows import ProfilesFlow
from desktop_app.ui.profiles.profile_list_model import holds
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.text.policy import forbidden_words
from desktop_app.ui.text.profiles import imported_words, profile_lines
from desktop_app.ui.widgets.colors import environment_ground
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.window_size import resize_to_fit

FILTER = "JSON (*.json)"


class ProfilesDialog(QDialog):
    """One row a profile in the user's order. Everything here works without a network."""

    def __init__(self, book: ProfileBook, flow: ProfilesFlow, parent: QWidget) -> None:
        super().__init__(parent)
        self._book = book
        self._flow = flow
        self.finder = QLineEdit()
        self.list = QListWidget()
        self.said = plain_label()
        self.up = self._button(self.tr("Move &up"), self._move_up)
        self.down = self._button(self.tr("Move &down"), self._move_down)
        self.make = self._button(self.tr("&New …"), flow.make)
        self.change = self._button(self.tr("&Change …"), self._change)
        self.copy = self._button(self.tr("D&uplicate …"), self._copy)
        self.delete = self._button(self.tr("De&lete …"), self._delete)
        self.take = self._button(self.tr("&Import …"), self._import)
        self.give = self._button(self.tr("&Export …"), self._export)
        self._arrange()
        self._fill()
        book.changed.connect(self._fill)
        self.finder.textChanged.connect(self._narrow)
        self.finder.returnPressed.connect(self._change)
        self.list.itemSelectionChanged.connect(self._update)
        self.list.itemActivated.connect(self._change)

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("All profiles"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.finder.setPlaceholderText(self.tr("Type to find a profile"))
        self.finder.setAccessibleName(self.tr("Find a profile"))
        self.finder.setClearButtonEnabled(True)
        self.list.setAccessibleName(self.tr("Profiles"))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        if not self._book.policy.own_profiles:
            self.said.setText(forbidden_words("own_profiles"))
        close = self._button(self.tr("Cl&ose"), self.accept)
        column = QVBoxLayout()
        for button in (self.make, self.change, self.copy, self.delete, self.up, self.down):
            column.addWidget(button)
        column.addSpacing(12)
        for button in (self.take, self.give):
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(close)
        row = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.finder)
        left.addWidget(self.list)
        row.addLayout(left, 1)
        row.addLayout(column)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.said)
        resize_to_fit(self, 620, 420)

    def selected(self) -> list[Profile]:
        """The profiles that are selected, in their order."""
        ids = {item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()}
        return [profile for profile in self._book.profiles if profile.id in ids]

    def export_to(self, path: Path) -> None:
        """Write the selected profiles, or all if none is, to a file without secrets."""
        chosen = self.selected() or list(self._book.profiles)
        self._book.export_to(
            path, [profile.id for profile in chosen], while_open(self, self._exported)
        )

    def import_from(self, path: Path) -> None:
        """Take over the profiles of a file."""
        if self._flow.may_import():
            self._book.import_from(path, while_open(self, self._imported))

    def _fill(self) -> None:
        ids = {item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()}
        self.list.clear()
        profiles = self._book.profiles
        for profile, text in zip(profiles, profile_lines(profiles), strict=True):
            color = environment_ground(profile.environment, self.palette())
            item = QListWidgetItem(swatch(color), text)
            item.setData(Qt.ItemDataRole.UserRole, profile.id)
            self.list.addItem(item)
            item.setSelected(profile.id in ids)
        self._narrow()

    def _narrow(self) -> None:
        """Show the profiles that hold all words; what is not seen is not selected either."""
        words = self.finder.text().casefold().split()
        for line, profile in enumerate(self._book.profiles):
            item, seen = self.list.item(line), holds(profile, words)
            item.setHidden(not seen)
            item.setSelected(item.isSelected() and seen)
            if seen and words and not self.list.selectedItems():
                self.list.setCurrentRow(line)  # so that Enter opens what was found first
        self._update()

    def _update(self) -> None:
        chosen = self.selected()
        one = len(chosen) == 1
        own = one and not chosen[0].deployed
        may = self._book.policy.own_profiles and not self._book.read_only
        self.change.setEnabled(one)
        self.copy.setEnabled(one and may)
        self.delete.setEnabled(own)
        self.make.setEnabled(may)
        self.take.setEnabled(may)
        self.give.setEnabled(bool(self._book.profiles))
        every = self.tr("&Export all …")
        self.give.setText(self.tr("&Export %d …") % len(chosen) if chosen else every)
        for button in (self.up, self.down):  # past a line that is not seen, nothing would move
            button.setEnabled(one and not self.finder.text())

    def _change(self) -> None:
        for profile in self.selected()[:1]:
            self._flow.change(profile)

    def _copy(self) -> None:
        for profile in self.selected()[:1]:
            self._flow.duplicate(profile)

    def _delete(self) -> None:
        for profile in self.selected()[:1]:
            self._flow.remove(profile)

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        ids = [profile.id for profile in self._book.profiles]
        for profile in self.selected()[:1]:
            place = ids.index(profile.id)
            ids.insert(max(0, place + by), ids.pop(place))
            self._book.arrange(ids, while_open(self, self._arranged))

    def _import(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Import profiles"), "", FILTER)
        if path:
            self.import_from(Path(path))

    def _export(self) -> None:
        name = self.tr("profiles.json")
        path, _ = QFileDialog.getSaveFileName(self, self.tr("Export profiles"), name, FILTER)
        if path:
            self.export_to(Path(path))

    def _exported(self, outcome: Done[int] | Failed) -> None:
        if self._done(outcome) and isinstance(outcome, Done):
            text = self.tr("Exported, without any secret: %d profiles.")
            self.said.setText(text % outcome.value)

    def _imported(self, outcome: Done[Imported] | Failed) -> None:
        if self._done(outcome) and isinstance(outcome, Done):
            self.said.setText(imported_words(outcome.value))

    def _arranged(self, outcome: Done[None] | Failed) -> None:
        self._done(outcome)

    def _done(self, outcome: Done[None] | Done[int] | Done[Imported] | Failed) -> bool:
        if isinstance(outcome, Failed):
            self.said.setText(explain(outcome.trouble).text)
            return False
        return True

    def _button(self, text: str, act: object) -> QPushButton:
        button = QPushButton(text)
        only_when_on_it(button)
        button.clicked.connect(act)
        return button
