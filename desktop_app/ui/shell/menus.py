"""The menus of the main window; the groups of actions fill them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QMenuBar


class Menus:
    """From left to right."""

    def __init__(self, bar: QMenuBar) -> None:
        tr = QCoreApplication.translate
        self.profile = bar.addMenu(tr("Menus", "&Profile"))
        self.mailbox = bar.addMenu(tr("Menus", "&Mailbox"))
        self.list = bar.addMenu(tr("Menus", "&List"))
        self.history = bar.addMenu(tr("Menus", "H&istory"))
        self.help = bar.addMenu(tr("Menus", "&Help"))

    def all(self) -> tuple[QMenu, ...]:
        """Each of them."""
        return (self.profile, self.mailbox, self.list, self.history, self.help)
