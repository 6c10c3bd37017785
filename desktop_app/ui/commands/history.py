"""What this computer keeps over time: changes that wait, and what is to be told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.core.errors import Trouble
from desktop_app.ui.commands.group import Commands

if TYPE_CHECKING:
    from desktop_app.core.pending import PendingEdit
    from desktop_app.core.profile import Profile
    from desktop_app.tasks.workplace import Workplace
    from desktop_app.tasks.workplaces import Workplaces
    from desktop_app.ui.main_window import MainWindow


class HistoryCommands(Commands):
    """The menu History. Troubles with what is kept are told of wherever they are met."""

    def __init__(self, window: MainWindow, workplaces: Workplaces) -> None:
        super().__init__(window)
        self._workplaces = workplaces
        action = self._action
        self.changes = action(self.tr("&Changes"), "Ctrl+H", self._show_changes, "list-checks")
        self._window.menus.history.addActions([self.changes])
        workplaces.changes_changed.connect(self._count)
        self._listen()

    def _listen(self) -> None:
        keeping = self._workplaces.keeping
        if keeping is not None:
            for heard in (keeping.failed, keeping.set_aside, keeping.journal.copy_failed):
                heard.connect(self._tell)

    def for_toolbar(self) -> list[QAction]:
        """What waits to be sent is always in sight."""
        return [self.changes]

    def update(self) -> None:
        """There are changes only where something is kept."""
        self.changes.setEnabled(self._workplaces.change_set is not None)

    def _count(self) -> None:
        from desktop_app.ui.words.changes import count_words

        changes = self._workplaces.change_set
        ids = changes.profiles if changes is not None else ()
        count = sum(len(changes.of_profile(each)) for each in ids) if changes is not None else 0
        self.changes.setText(count_words(count))
        self.update()

    def _show_changes(self) -> None:
        from desktop_app.ui.changes_view import ChangesView

        changes = self._workplaces.change_set
        if changes is not None:
            view = ChangesView(changes, self._profile, self._workplaces.at, self._window)
            view.edit_wanted.connect(self._go_on)
            view.show()

    def _profile(self, profile_id: str) -> Profile | None:
        profiles = self._window.book.profiles
        return next((each for each in profiles if each.id == profile_id), None)

    def _go_on(self, workplace: Workplace, edit: PendingEdit) -> None:
        self._window.dialogs.edit(workplace, edit.mailbox_id, pending=edit)

    def _tell(self, trouble: Trouble) -> None:
        from desktop_app.ui.words.troubles import explain

        said = explain(trouble)
        self._window.tell(said.text, said.detail)
