"""Actions on the mailboxes of the current list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import ActionGroup, tooltip_for
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.superoffice_places import create_forbidden_text, delete_text

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.actions.action_window import ActionWindow


class MailboxActions(ActionGroup):
    """The Mailbox menu."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        action = self._make_action
        self.refresh = action(translate("actions", "&Refresh"), "F5", self._refresh, "refresh-cw")
        self.stop_loading = action(
            translate("actions", "&Stop loading"), "Ctrl+.", self._stop_loading
        )
        self.create = action(translate("actions", "&New mailbox"), "Ctrl+N", self._create, "plus")
        self.edit = action(translate("actions", "&Edit"), "Ctrl+E", self._edit, "pencil")
        self.duplicate = action(
            translate("actions", "&Duplicate as new"), "Ctrl+D", self._duplicate, "copy"
        )
        self.delete = action(
            translate("actions", "De&lete…"), "Ctrl+Del", self._explain_delete, "trash-2"
        )
        self.rights = action(
            translate("actions", "&What may I do here?"), "Ctrl+I", self._show_rights, "shield"
        )
        self.undo_save = action(
            translate("actions", "&Undo last save"), "Ctrl+Z", window.undo_save, "undo-2"
        )
        self.focus_filter = action(
            translate("actions", "&Filter"), "Ctrl+F", self._focus_filter, "search"
        )
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self._window.menus.mailbox
        menu.addActions([self.create, self.edit, self.duplicate, self.delete, self.rights])
        menu.addAction(self.undo_save)
        menu.addSeparator()
        menu.addActions([self.refresh, self.stop_loading, self.focus_filter])

    def toolbar_actions(self) -> list[QAction]:
        """Return refresh, create and edit."""
        return [self.refresh, self.create, self.edit]

    def context_menu_actions(self) -> list[QAction]:
        """Return the actions on one mailbox."""
        return [self.edit, self.duplicate, self.delete, self.rights, self.refresh]

    def update(self) -> None:
        """Enable edit for a selected mailbox, and create if rights and connection allow."""
        pane = self._window.pane
        ready = pane is not None and _can_start_draft(pane.workspace)
        may_create = pane is not None and self._may_create(pane.workspace)
        selected = pane is not None and pane.view.current_id() is not None
        self.refresh.setEnabled(pane is not None)
        self.focus_filter.setEnabled(pane is not None)
        self.stop_loading.setEnabled(pane is not None)  # no signal tells of each detail
        self.create.setEnabled(ready and may_create)
        for action in (self.edit, self.delete):
            action.setEnabled(selected)
        self.rights.setEnabled(pane is not None and pane.model.total_count > 0)
        self.undo_save.setEnabled(self._window.can_undo_save)
        self.duplicate.setEnabled(selected and ready and may_create)

    @property
    def undo_tooltip(self) -> str:
        """What an undo does, with its key. Translated."""
        return tooltip_for(self.undo_save)

    def _may_create(self, workspace: Workspace) -> bool:
        """Return whether a mailbox can be created; the tooltip of the action says why not."""
        why_not = create_forbidden_text(workspace)
        self.create.setToolTip(tooltip(why_not) or tooltip_for(self.create))
        return not why_not

    def _refresh(self) -> None:
        self._window.refresh_list()

    def _stop_loading(self) -> None:
        if (pane := self._window.pane) is not None:
            pane.workspace.list_loader.stop()

    def _create(self) -> None:
        self._window.edit(0)

    def _current_id(self) -> int | None:
        pane = self._window.pane
        return None if pane is None else pane.view.current_id()

    def _edit(self) -> None:
        if (current := self._current_id()) is not None:
            self._window.edit(current)

    def _duplicate(self) -> None:
        pane, current = self._window.pane, self._current_id()
        if pane is not None and current is not None:
            self._window.editors.duplicate(pane.workspace, current)

    def _show_rights(self) -> None:
        from desktop_app.ui.rights.rights_dialog import RightsDialog  # lazy: start

        if (pane := self._window.pane) is not None:
            RightsDialog(pane.workspace, self._current_id(), self._window).show()

    def _explain_delete(self) -> None:
        self._window.show_message(delete_text())

    def _focus_filter(self) -> None:
        self._window.toolbar.focus_filter()


def _can_start_draft(workspace: Workspace) -> bool:
    """Return whether a new mailbox can be started, to be saved now or, offline, later."""
    away = workspace.is_offline and workspace.change_set is not None
    return workspace.is_ready or (away and workspace.last_known(0) is not None)
