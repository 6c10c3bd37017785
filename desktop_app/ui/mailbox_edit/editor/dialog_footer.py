"""The last row of the edit dialog: which profile the buttons act on, and the buttons."""

from __future__ import annotations

from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QWidget

from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.environment_badge import EnvironmentBadge
from desktop_app.ui.text.plain_text import one_line, shortened
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box, set_cancel_text
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.plain_label import plain_label


class DialogFooter(QWidget):
    """Environment and name of the profile, *Save* or *Unlock to edit* in its place, *Cancel*."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.environment_badge = EnvironmentBadge(workspace.profile.environment)
        self.environment_badge.setVisible(not workspace.is_demo)
        self.profile_label = plain_label(one_line(shortened(workspace.profile.name)))
        self.buttons = button_box(StandardButton.Cancel)
        self.save_button = PushButton(translate("mailbox_edit", "&Save"))
        self.unlock_button = PushButton()
        for button in (self.save_button, self.unlock_button):
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.show_unlock(can_unlock=False, has_changes=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.environment_badge)
        row.addWidget(self.profile_label, 1)
        row.addWidget(self.buttons)

    def show_save(self, text: str, *, can_save: bool, can_change: bool) -> None:
        """Show what the save button does; it is hidden where nothing can be changed."""
        self.save_button.setText(text)
        self.save_button.setEnabled(can_save)
        self.save_button.setVisible(can_change)
        set_cancel_text(
            self.buttons,
            translate("mailbox_edit", "&Cancel"),
            translate("mailbox_edit", "&Close"),
            can_change=can_change,
        )

    def show_unlock(self, *, can_unlock: bool, has_changes: bool) -> None:
        """Offer to unlock the profile in the place of the save button, or no longer."""
        self.unlock_button.setText(
            translate("mailbox_edit", "Un&lock to save")
            if has_changes
            else translate("mailbox_edit", "Un&lock to edit")
        )
        self.unlock_button.setVisible(can_unlock)
        if can_unlock:
            self.save_button.hide()
