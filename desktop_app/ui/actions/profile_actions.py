"""Actions on profiles, locks and stored secrets."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.profiles import profile_title, write_lock_text
from desktop_app.ui.widgets.qt_enum_values import IN_ALL_WINDOWS

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog

SHORTCUT_COUNT = 9
"""Number of profiles with a shortcut of their own (Ctrl+1 to Ctrl+9)."""


class ProfileActions(ActionGroup):
    """The Profile menu, except its end."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        action, flow = self._make_action, window.profile_flows
        self.switch = action(translate("actions", "&Switch profile…"), "Ctrl+P", self._switch)
        self.numbered_profiles = [
            action("", f"Ctrl+{number}", partial(self._show_profile_at, number - 1))
            for number in range(1, SHORTCUT_COUNT + 1)
        ]
        self.create = action(
            translate("actions", "&New profile…"), "Ctrl+Shift+N", flow.create, "building-2"
        )
        self.change = action(
            translate("actions", "&Change profile…"),
            "Ctrl+Shift+E",
            partial(self._with_own_profile, flow.change),
            "key-round",
        )
        self.duplicate = action(
            translate("actions", "D&uplicate profile…"),
            "Ctrl+Shift+U",
            partial(self._with_own_profile, flow.duplicate),
        )
        self.delete = action(
            translate("actions", "&Delete profile…"),
            "Ctrl+Shift+Del",
            partial(self._with_own_profile, flow.remove),
        )
        self.manage_profiles = action(
            translate("actions", "&All profiles…"), "Ctrl+Shift+P", self._open_all_profiles
        )
        self.open_last = action(
            translate("actions", "Open last profile at s&tart"),
            "",
            self._choose_open_last,
        )
        self.open_last.setCheckable(True)
        self.unlock = action(translate("actions", "Un&lock"), "Ctrl+U", self._unlock, "lock-open")
        self.lock = action(
            translate("actions", "Lock no&w"), "Ctrl+L", window.profile_controller.lock, "lock"
        )
        self.lock.setProperty(*IN_ALL_WINDOWS)  # from an edit dialog too
        self.secret_storage = action(
            translate("actions", "Passwo&rd storage…"), "Ctrl+Shift+K", self._show_secret_storage
        )
        self.saved_passwords = action(
            translate("actions", "&Kept mailbox passwords…"),
            "Ctrl+Shift+W",
            window.profile_controller.show_saved_passwords,
        )
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self._window.menus.profile
        menu.addAction(self.switch)
        menu.addActions(self.numbered_profiles)
        menu.addSeparator()
        menu.addActions(
            [self.create, self.change, self.duplicate, self.delete, self.manage_profiles]
        )
        menu.addSeparator()
        menu.addActions([self.unlock, self.lock, self.secret_storage, self.saved_passwords])
        menu.addSeparator()
        menu.addAction(self.open_last)
        menu.addSeparator()
        menu.aboutToShow.connect(self._update_menu)

    def toolbar_actions(self) -> list[QAction]:
        """Return unlock, which is visible while the profile is read-only."""
        return [self.unlock]

    def update(self) -> None:
        """Enable the actions that need a stored profile; the demo has none."""
        own = self._own_profile()
        self.change.setEnabled(own is not None)
        self.duplicate.setEnabled(own is not None)
        self.delete.setEnabled(own is not None and not own.is_machine_wide)
        self._update_lock()

    def _update_lock(self) -> None:
        pane = self._window.pane
        lock = None if pane is None else pane.workspace.write_lock
        self.unlock.setVisible(lock is not None and not lock.may_write)
        self.unlock.setEnabled(lock is not None and lock.can_unlock)
        if lock is not None and lock.reason is not None:
            self.unlock.setToolTip(write_lock_text(lock.reason))

    def _own_profile(self) -> Profile | None:
        pane = self._window.pane
        return (
            None
            if pane is None
            else self._window.profile_controller.find_own(pane.workspace.profile)
        )

    def _with_own_profile(self, action: Callable[[Profile], object]) -> None:
        """Call ``action`` with the stored profile of the current list, if there is one."""
        if (profile := self._own_profile()) is not None:
            action(profile)

    def _switch(self) -> None:
        if self._window.pane is None:
            self._window.show_start_page()  # which has the list of profiles
        else:
            self._window.toolbar.profile_button.open_popup()

    def _update_menu(self) -> None:
        """Name the numbered profiles when the menu opens; their shortcuts work before that."""
        self.open_last.setChecked(self._window.profile_service.start.opens_last)
        profiles = self._window.toolbar.profile_button.profiles
        for number, action in enumerate(self.numbered_profiles):
            there = number < len(profiles)
            action.setText(profile_title(profiles[number]).replace("&", "&&") if there else "")
            action.setVisible(there)

    def _open_all_profiles(self) -> ProfilesDialog:
        from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog  # lazy: start

        dialog = ProfilesDialog(
            self._window.profile_service, self._window.profile_flows, self._window
        )
        dialog.open()
        return dialog

    def import_profiles(self) -> None:
        """Ask for a file of profiles to import; the list of all profiles shows the result."""
        self._open_all_profiles().choose_import()

    def _choose_open_last(self) -> None:
        own = self._own_profile()
        self._window.profile_controller.open_last_at_start(
            self.open_last.isChecked(), "" if own is None else own.id
        )

    def _show_profile_at(self, index: int) -> None:
        profiles = self._window.toolbar.profile_button.profiles
        if index < len(profiles):
            self._window.show_profile(profiles[index])

    def _unlock(self) -> None:
        if (pane := self._window.pane) is not None:
            self._window.profile_controller.unlock(pane.workspace)

    def _show_secret_storage(self) -> None:
        pane = self._window.pane
        self._window.profile_controller.show_secret_storage(
            None if pane is None else pane.workspace
        )
