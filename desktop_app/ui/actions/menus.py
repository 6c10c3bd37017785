"""The menus of the main window; the groups of actions fill them."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar

from desktop_app.ui.i18n import translate


class Menus:
    """From left to right."""

    def __init__(self, bar: QMenuBar) -> None:
        self.profile = bar.addMenu(translate("shell", "&Profile"))
        self.mailbox = bar.addMenu(translate("shell", "&Mailbox"))
        self.list = bar.addMenu(translate("shell", "&List"))
        self.history = bar.addMenu(translate("shell", "H&istory"))
        self.help = bar.addMenu(translate("shell", "&Help"))

    def all(self) -> tuple[QMenu, ...]:
        """Each of them."""
        return (self.profile, self.mailbox, self.list, self.history, self.help)
