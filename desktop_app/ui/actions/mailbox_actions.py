"""What can be done with the list that is shown, and with its mailboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import Commands, tip_of
from desktop_app.ui.text.plain_text import tooltip

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.ui.shell.main_window import MainWindow


class MailboxCommands(Commands):
    """The menu Mailbox."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        action = self._action
        self.refresh = action(self.tr("&Refresh"), "F5", self._refresh, "refresh-cw")
        self.stop = action(self.tr("&Stop loading"), "Ctrl+.", self._stop)
        self.create = action(self.tr("&New mailbox"), "Ctrl+N", self._create, "plus")
        self.edit = action(self.tr("&Edit"), "Ctrl+E", self._edit, "pencil")
        self.copy = action(self.tr("&Duplicate as new"), "Ctrl+D", self._duplicate, "copy")
        self.delete = action(self.tr("De&lete …"), "Ctrl+Del", self._explain_delete, "trash-2")
        self.rights = action(self.tr("&What may I do here?"), "Ctrl+I", self._show_rights, "shield")
        self.find = action(self.tr("&Filter"), "Ctrl+F", self._find, "search")
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self._window.menus.mailbox
        menu.addActions([self.create, self.edit, self.copy, self.delete, self.rights])
        menu.addSeparator()
        menu.addActions([self.refresh, self.stop, self.find])

    def for_toolbar(self) -> list[QAction]:
        """What a list is for."""
        return [self.refresh, self.create, self.edit]

    def for_row(self) -> list[QAction]:
        """What can be done with one mailbox."""
        return [self.edit, self.copy, self.delete, self.rights, self.refresh]

    def update(self) -> None:
        """A mailbox can be opened as soon as it is listed; for a new one more is needed."""
        pane = self._window.pane
        ready = pane is not None and _can_begin(pane.workplace)
        may_create = pane is not None and self._may_create(pane.workplace)
        selected = pane is not None and pane.view.current_id() is not None
        self.refresh.setEnabled(pane is not None)
        self.find.setEnabled(pane is not None)
        self.stop.setEnabled(pane is not None)  # nothing tells of each detail that comes
        self.create.setEnabled(ready and may_create)
        for action in (self.edit, self.delete, self.rights):
            action.setEnabled(selected)
        self.copy.setEnabled(selected and ready and may_create)

    def _may_create(self, workplace: Workplace) -> bool:
        """Whether a mailbox can be made; the action says why not."""
        from desktop_app.ui.text.superoffice_places import no_create_words

        why_not = no_create_words(workplace)
        self.create.setToolTip(tooltip(why_not) or tip_of(self.create))
        return not why_not

    def _refresh(self) -> None:
        if (pane := self._window.pane) is not None:
            pane.workplace.refresh()

    def _stop(self) -> None:
        if (pane := self._window.pane) is not None:
            pane.workplace.list.stop()

    def _create(self) -> None:
        self._window.edit(0)

    def _current(self) -> int | None:
        pane = self._window.pane
        return None if pane is None else pane.view.current_id()

    def _edit(self) -> None:
        if (current := self._current()) is not None:
            self._window.edit(current)

    def _duplicate(self) -> None:
        pane, current = self._window.pane, self._current()
        if pane is not None and current is not None:
            self._window.dialogs.duplicate(pane.workplace, current)

    def _show_rights(self) -> None:
        from desktop_app.ui.rights.rights_dialog import RightsView

        if (pane := self._window.pane) is not None:
            RightsView(pane.workplace, self._current(), self._window).show()

    def _explain_delete(self) -> None:
        from desktop_app.ui.text.superoffice_places import delete_words

        self._window.tell(delete_words())

    def _find(self) -> None:
        self._window.head.focus_filter()


def _can_begin(workplace: Workplace) -> bool:
    """Whether a new mailbox can be begun: now, or to be sent later."""
    away = workplace.is_away and workplace.change_set is not None
    return workplace.is_ready or (away and workplace.recalled(0) is not None)
