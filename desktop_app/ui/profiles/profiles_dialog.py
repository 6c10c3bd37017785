"""The list of all profiles: order, change, export and import."""

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

from desktop_app.core.mailbox.characters import search_words
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.profile_import import Imported
from desktop_app.services.profiles.profile_service import ProfileService
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.form.environment_tiles import dot_icon
from desktop_app.ui.profiles.profile_flows import ProfileFlows
from desktop_app.ui.profiles.profile_list_model import matches_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.policy import forbidden_text
from desktop_app.ui.text.profiles import import_text, profile_list_texts
from desktop_app.ui.widgets.colors import environment_background
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import if_still_open, resize_to_fit

FILE_FILTER = "JSON (*.json)"


class ProfilesDialog(QDialog):
    """One row per profile in the user's order. Works without a network."""

    def __init__(
        self, profile_service: ProfileService, flows: ProfileFlows, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._profile_service = profile_service
        self._flows = flows
        self.search_field = QLineEdit()
        self.list_widget = QListWidget()
        self.message_label = ResultLabel()
        self.up_button = self._make_button(translate("profiles", "Move &up"), self._move_up)
        self.down_button = self._make_button(translate("profiles", "Move &down"), self._move_down)
        self.new_button = self._make_button(translate("profiles", "&New…"), flows.create)
        self.change_button = self._make_button(translate("profiles", "&Change…"), self._change)
        self.duplicate_button = self._make_button(
            translate("profiles", "D&uplicate…"), self._duplicate
        )
        self.delete_button = self._make_button(translate("profiles", "De&lete…"), self._delete)
        self.import_button = self._make_button(
            translate("profiles", "&Import…"), self.choose_import
        )
        self.export_button = self._make_button(translate("profiles", "&Export…"), self._export)
        self._build_ui()
        self._fill()
        profile_service.changed.connect(self._fill)
        self.search_field.textChanged.connect(self._apply_filter)
        self.search_field.returnPressed.connect(self._change)
        self.list_widget.itemSelectionChanged.connect(self._update_buttons)
        self.list_widget.itemActivated.connect(self._change)

    def _build_ui(self) -> None:
        self.setWindowTitle(translate("profiles", "All profiles"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search_field.setPlaceholderText(translate("profiles", "Find a profile"))
        self.search_field.setAccessibleName(translate("profiles", "Find a profile"))
        self.search_field.setClearButtonEnabled(True)
        self.list_widget.setAccessibleName(translate("profiles", "Profiles"))
        self.list_widget.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        if not self._profile_service.policy.own_profiles:
            self.message_label.setText(forbidden_text("own_profiles"))
        self.message_label.setVisible(bool(self.message_label.text()))
        close = self._make_button(translate("profiles", "Cl&ose"), self.accept)
        column = QVBoxLayout()
        for button in (
            self.new_button,
            self.change_button,
            self.duplicate_button,
            self.delete_button,
            self.up_button,
            self.down_button,
        ):
            column.addWidget(button)
        column.addSpacing(12)
        for button in (self.import_button, self.export_button):
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(close)
        row = QHBoxLayout()
        left = QVBoxLayout()
        left.addWidget(self.search_field)
        left.addWidget(self.list_widget)
        row.addLayout(left, 1)
        row.addLayout(column)
        layout = QVBoxLayout(self)
        layout.addLayout(row)
        layout.addWidget(self.message_label)
        resize_to_fit(self, 620, 420)

    def selected(self) -> list[Profile]:
        """Return the selected profiles in the order of the list."""
        ids = {item.data(Qt.ItemDataRole.UserRole) for item in self.list_widget.selectedItems()}
        return [profile for profile in self._profile_service.profiles if profile.id in ids]

    def export_to(self, path: Path) -> None:
        """Write the selected profiles, or all if none is selected, to a file without secrets."""
        chosen = self.selected() or list(self._profile_service.profiles)
        self._profile_service.export_to(
            path, [profile.id for profile in chosen], if_still_open(self, self._on_exported)
        )

    def import_from(self, path: Path) -> None:
        """Import the profiles of a file."""
        if self._flows.may_import():
            self._profile_service.import_from(path, if_still_open(self, self._on_imported))

    def _fill(self) -> None:
        ids = {item.data(Qt.ItemDataRole.UserRole) for item in self.list_widget.selectedItems()}
        self.list_widget.clear()
        profiles = self._profile_service.profiles
        for profile, text in zip(profiles, profile_list_texts(profiles), strict=True):
            color = environment_background(profile.environment, self.palette())
            item = QListWidgetItem(dot_icon(color), text)
            item.setData(Qt.ItemDataRole.UserRole, profile.id)
            self.list_widget.addItem(item)
            item.setSelected(profile.id in ids)
        self._apply_filter()

    def _apply_filter(self) -> None:
        """Show the profiles that contain all words, and deselect hidden ones."""
        words = search_words(self.search_field.text())
        for line, profile in enumerate(self._profile_service.profiles):
            item, seen = self.list_widget.item(line), matches_words(profile, words)
            item.setHidden(not seen)
            item.setSelected(item.isSelected() and seen)
            if seen and words and not self.list_widget.selectedItems():
                self.list_widget.setCurrentRow(line)  # so that Enter opens the first match
        self._update_buttons()

    def _update_buttons(self) -> None:
        chosen = self.selected()
        one = len(chosen) == 1
        own = one and not chosen[0].is_machine_wide
        may = self._profile_service.policy.own_profiles and not self._profile_service.read_only
        self.change_button.setEnabled(one)
        self.duplicate_button.setEnabled(one and may)
        self.delete_button.setEnabled(own)
        self.new_button.setEnabled(may)
        self.import_button.setEnabled(may)
        self.export_button.setEnabled(bool(self._profile_service.profiles))
        every = translate("profiles", "&Export all…")
        self.export_button.setText(
            translate("profiles", "&Export {count}…").format(count=len(chosen)) if chosen else every
        )
        for button in (
            self.up_button,
            self.down_button,
        ):  # moving past a hidden row would show no change
            button.setEnabled(one and not self.search_field.text())

    def _change(self) -> None:
        for profile in self.selected()[:1]:
            self._flows.change(profile)

    def _duplicate(self) -> None:
        for profile in self.selected()[:1]:
            self._flows.duplicate(profile)

    def _delete(self) -> None:
        for profile in self.selected()[:1]:
            self._flows.remove(profile)

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, offset: int) -> None:
        ids = [profile.id for profile in self._profile_service.profiles]
        for profile in self.selected()[:1]:
            place = ids.index(profile.id)
            ids.insert(max(0, place + offset), ids.pop(place))
            self._profile_service.reorder(ids, if_still_open(self, self._on_reordered))

    def choose_import(self) -> None:
        """Ask for a file and import its profiles, if the administrator allows own ones."""
        if not self.import_button.isEnabled():
            return
        path, _ = QFileDialog.getOpenFileName(
            self, translate("profiles", "Import profiles"), "", FILE_FILTER
        )
        if path:
            self.import_from(Path(path))

    def _export(self) -> None:
        name = translate("profiles", "profiles.json")
        path, _ = QFileDialog.getSaveFileName(
            self, translate("profiles", "Export profiles"), name, FILE_FILTER
        )
        if path:
            self.export_to(Path(path))

    def _on_exported(self, outcome: Success[int] | Failure) -> None:
        if self._succeeded(outcome) and isinstance(outcome, Success):
            count = outcome.value
            self._show_result(
                translate("profiles", "%n profile(s) exported, without passwords.", None, count)
            )

    def _on_imported(self, outcome: Success[Imported] | Failure) -> None:
        if self._succeeded(outcome) and isinstance(outcome, Success):
            self._show_result(import_text(outcome.value))

    def _on_reordered(self, outcome: Success[None] | Failure) -> None:
        self._succeeded(outcome)

    def _succeeded(
        self, outcome: Success[None] | Success[int] | Success[Imported] | Failure
    ) -> bool:
        if isinstance(outcome, Failure):
            self._show_result(explain(outcome.error).full_text)
            return False
        return True

    def _show_result(self, text: str) -> None:
        self.message_label.show()
        self.message_label.show_result(text)

    def _make_button(self, text: str, on_clicked: object) -> QPushButton:
        button = PushButton(text)
        ignore_enter_elsewhere(button)
        button.clicked.connect(on_clicked)
        return button
