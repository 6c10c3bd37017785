"""What can be done with profiles, and with the one that is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import Commands

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.ui.shell.main_window import MainWindow

NUMBERED = 9
"""How many profiles have a key of their own."""


class ProfileCommands(Commands):
    """The menu Profile."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        action, flow = self._action, window.profiles
        self.switch = action(self.tr("&Switch profile …"), "Ctrl+P", self._switch)
        self.numbers = [
            action("", f"Ctrl+{number}", partial(self._show_number, number - 1))
            for number in range(1, NUMBERED + 1)
        ]
        self.create = action(self.tr("&New profile …"), "Ctrl+Shift+N", flow.make, "building-2")
        self.change = action(
            self.tr("&Change profile …"),
            "Ctrl+Shift+E",
            partial(self._own, flow.change),
            "key-round",
        )
        self.copy = action(
            self.tr("D&uplicate profile …"), "Ctrl+Shift+U", partial(self._own, flow.duplicate)
        )
        self.delete = action(
            self.tr("&Delete profile …"), "Ctrl+Shift+Del", partial(self._own, flow.remove)
        )
        self.arrange = action(self.tr("&All profiles …"), "Ctrl+Shift+P", self._arrange)
        self.unlock = action(self.tr("Un&lock"), "Ctrl+U", self._unlock, "lock-open")
        self.lock = action(self.tr("Lock no&w"), "Ctrl+L", window.desk.lock, "lock")
        self.secrets = action(self.tr("Where sec&rets live …"), "Ctrl+Shift+K", self._show_secrets)
        self.kept = action(
            self.tr("&Kept mailbox passwords …"), "Ctrl+Shift+W", window.desk.show_kept_passwords
        )
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self._window.menus.profile
        menu.addAction(self.switch)
        menu.addActions(self.numbers)
        menu.addSeparator()
        menu.addActions([self.create, self.change, self.copy, self.delete, self.arrange])
        menu.addSeparator()
        menu.addActions([self.unlock, self.lock, self.secrets, self.kept])
        menu.addSeparator()
        menu.aboutToShow.connect(self._name_numbers)

    def for_toolbar(self) -> list[QAction]:
        """The way out of read-only."""
        return [self.unlock]

    def update(self) -> None:
        """Only what the book holds can be changed: the demo is in no book."""
        own = self._shown()
        self.change.setEnabled(own is not None)
        self.copy.setEnabled(own is not None)
        self.delete.setEnabled(own is not None and not own.deployed)
        self._update_lock()

    def _update_lock(self) -> None:
        pane = self._window.pane
        lock = None if pane is None else pane.workplace.lock
        self.unlock.setVisible(lock is not None and not lock.may_write)
        self.unlock.setEnabled(lock is not None and lock.can_unlock)
        if lock is not None and lock.why is not None:
            from desktop_app.ui.text.profiles import lock_words

            self.unlock.setToolTip(lock_words(lock.why))

    def _shown(self) -> Profile | None:
        pane = self._window.pane
        return None if pane is None else self._window.desk.own(pane.workplace.profile)

    def _own(self, run: Callable[[Profile], object]) -> None:
        """Do something with the profile that is shown."""
        if (profile := self._shown()) is not None:
            run(profile)

    def _switch(self) -> None:
        self._window.head.switcher.open()

    def _name_numbers(self) -> None:
        """When the menu is opened; the keys work before that."""
        from desktop_app.ui.text.profiles import profile_title

        profiles = self._window.head.switcher.profiles
        for number, action in enumerate(self.numbers):
            there = number < len(profiles)
            action.setText(profile_title(profiles[number]).replace("&", "&&") if there else "")
            action.setVisible(there)

    def _show_number(self, number: int) -> None:
        profiles = self._window.head.switcher.profiles
        if number < len(profiles):
            self._window.show_profile(profiles[number])

    def _unlock(self) -> None:
        if (pane := self._window.pane) is not None:
            self._window.desk.unlock(pane.workplace)

    def _show_secrets(self) -> None:
        pane = self._window.pane
        self._window.desk.show_secrets(None if pane is None else pane.workplace)

    def _arrange(self) -> None:
        from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog

        ProfilesDialog(self._window.book, self._window.profiles, self._window).open()
