"""Every action of the main window, with its words, its key and its place in a menu."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("actions", text)


class Actions:
    """What can be done in a main window."""

    profile_menu: QMenu

    def __init__(self, window: QMainWindow) -> None:
        def action(text: str, key: str | QKeySequence.StandardKey) -> QAction:
            made = QAction(text, window)
            made.setShortcut(QKeySequence(key))
            return made

        self.refresh = action(tr("&Refresh"), "F5")
        self.create = action(tr("&New mailbox"), QKeySequence.StandardKey.New)
        self.edit = action(tr("&Edit"), "Ctrl+E")
        self.duplicate = action(tr("&Duplicate as new"), "Ctrl+D")
        self.delete = action(tr("De&lete …"), "Ctrl+Del")
        self.rights = action(tr("&What may I do here?"), "Ctrl+I")
        self.find = action(tr("&Filter"), QKeySequence.StandardKey.Find)
        self.new_profile = action(tr("&New profile …"), "Ctrl+Shift+N")
        self.change_profile = action(tr("&Change profile …"), "Ctrl+Shift+E")
        self.delete_profile = action(tr("&Delete profile …"), "Ctrl+Shift+Del")
        self.copy_profile = action(tr("D&uplicate profile …"), "Ctrl+Shift+U")
        self.arrange_profiles = action(tr("&All profiles …"), "Ctrl+Shift+P")
        self.switch = action(tr("&Switch profile …"), "Ctrl+P")
        self.unlock = action(tr("Un&lock"), "Ctrl+U")
        self.lock_now = action(tr("Lock no&w"), "Ctrl+L")
        self.secrets = action(tr("Where sec&rets live …"), "Ctrl+Shift+K")
        self.numbers = [action("", f"Ctrl+{number}") for number in range(1, 10)]
        self.demo = action(tr("Open the &demo"), "Ctrl+Shift+D")
        self.quit = action(tr("&Quit"), "Ctrl+Q")
        self.about = action(tr("&About Mailbox Admin"), "Ctrl+F1")
        self.quit.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)  # from dialogs too

    def icons(self) -> dict[QAction, str]:
        """The icons, to be drawn again when the palette changes."""
        return {
            self.refresh: "refresh-cw",
            self.create: "plus",
            self.edit: "pencil",
            self.duplicate: "copy",
            self.rights: "shield",
            self.delete: "trash-2",
            self.find: "search",
            self.new_profile: "building-2",
            self.change_profile: "key-round",
            self.unlock: "lock-open",
            self.lock_now: "lock",
            self.about: "info",
        }

    def draw_icons(self) -> None:
        """Draw the icons in the colours of the palette."""
        from desktop_app.ui.icons import icon

        for action, name in self.icons().items():
            action.setIcon(icon(name))

    def draw_toolbar_icons(self) -> None:
        """Draw those that the toolbar shows; the others follow with their menus."""
        from desktop_app.ui.icons import icon

        for action in self.for_the_list():
            action.setIcon(icon(self.icons()[action]))

    def for_the_list(self) -> list[QAction]:
        """What the toolbar offers beside a list."""
        return [self.refresh, self.create, self.edit, self.unlock]


def make_actions(window: QMainWindow) -> Actions:
    """Make the actions and the menus of a window."""
    actions = Actions(window)
    _make_menus(window, actions)
    return actions


def _make_menus(window: QMainWindow, actions: Actions) -> None:
    bar = window.menuBar()
    profile = actions.profile_menu = bar.addMenu(tr("&Profile"))
    profile.addAction(actions.switch)
    profile.addActions(actions.numbers)
    profile.addSeparator()
    profile.addActions([actions.new_profile, actions.change_profile, actions.copy_profile])
    profile.addActions([actions.delete_profile, actions.arrange_profiles])
    profile.addSeparator()
    profile.addActions([actions.unlock, actions.lock_now, actions.secrets])
    profile.addSeparator()
    profile.addAction(actions.demo)
    profile.addSeparator()
    profile.addAction(actions.quit)
    mailbox = bar.addMenu(tr("&Mailbox"))
    mailbox.addActions([actions.create, actions.edit, actions.duplicate, actions.delete])
    mailbox.addAction(actions.rights)
    mailbox.addSeparator()
    mailbox.addActions([actions.refresh, actions.find])
    about = bar.addMenu(tr("&Help"))
    about.addAction(actions.about)
    for menu in (profile, mailbox, about):
        menu.aboutToShow.connect(actions.draw_icons)
