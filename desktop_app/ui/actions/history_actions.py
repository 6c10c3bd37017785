"""What this computer keeps over time: changes that wait, the journal, snapshots, all profiles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.core.errors import Trouble
from desktop_app.ui.actions.action_group import Commands

if TYPE_CHECKING:
    from desktop_app.core.journal import Search
    from desktop_app.core.pending_change import PendingEdit
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.saved_draft import KeptDraft
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.services.workspace.workspaces import Workplaces
    from desktop_app.ui.shell.main_window import MainWindow


class HistoryCommands(Commands):
    """The menu History. Troubles with what is kept are told of wherever they are met."""

    def __init__(self, window: MainWindow, workplaces: Workplaces) -> None:
        super().__init__(window)
        self._workplaces = workplaces
        action = self._action
        self.changes = action(self.tr("&Changes"), "Ctrl+H", self._show_changes, "list-checks")
        self.news = action(
            self.tr("&What changed …"), "Ctrl+Shift+H", self._show_news, "git-compare"
        )
        self.seen = action(self.tr("&Note the list as seen"), "Ctrl+Shift+L", self._note_look)
        self.journal = action(self.tr("&Journal …"), "Ctrl+J", self._show_journal, "scroll-text")
        self.of_mailbox = action(
            self.tr("&History of the mailbox …"), "Ctrl+Shift+J", self._show_mailbox, "history"
        )
        self.refresh_all = action(
            self.tr("&Refresh all profiles …"), "Ctrl+Alt+F5", self._refresh_all
        )
        self.find_all = action(
            self.tr("&Find in all profiles …"), "Ctrl+Alt+F", self._find_all, "search-check"
        )
        self._fill_menu()
        workplaces.changes_changed.connect(self._count)
        self._listen()

    def _fill_menu(self) -> None:
        menu = self._window.menus.history
        menu.addActions([self.changes, self.news, self.seen])
        menu.addSeparator()
        menu.addActions([self.journal, self.of_mailbox])
        menu.addSeparator()
        menu.addActions([self.refresh_all, self.find_all])

    def _listen(self) -> None:
        keeping = self._workplaces.keeping
        if keeping is not None:
            for heard in (keeping.failed, keeping.set_aside, keeping.journal.copy_failed):
                heard.connect(self._tell)
            for trouble in keeping.troubles:  # the store may be quicker than the first paint
                self._tell(trouble)

    def for_toolbar(self) -> list[QAction]:
        """What waits to be sent is always in sight."""
        return [self.changes]

    def for_row(self) -> list[QAction]:
        """What became of one mailbox."""
        return [self.of_mailbox]

    def update(self) -> None:
        """There are changes only where something is kept."""
        pane = self._window.pane
        kept = self._workplaces.keeping is not None
        selected = pane is not None and pane.view.current_id() is not None
        self.changes.setEnabled(self._workplaces.change_set is not None)
        self.news.setEnabled(pane is not None and kept)
        self.seen.setEnabled(pane is not None and bool(pane.workplace.list.news.counts))
        self.journal.setEnabled(kept)
        self.of_mailbox.setEnabled(kept and selected)
        several = bool(self._window.book.profiles)
        self.refresh_all.setEnabled(several)
        self.find_all.setEnabled(several and kept)

    def _count(self) -> None:
        from desktop_app.ui.pending.change_set_text import count_words

        changes = self._workplaces.change_set
        ids = changes.profiles if changes is not None else ()
        count = sum(len(changes.of_profile(each)) for each in ids) if changes is not None else 0
        self.changes.setText(count_words(count))
        self.update()

    def _show_changes(self) -> None:
        from desktop_app.ui.pending.change_set_dialog import ChangesView

        changes = self._workplaces.change_set
        if changes is not None:
            view = ChangesView(changes, self._profile, self._workplaces.at, self._window)
            view.edit_wanted.connect(self._go_on)
            view.show()

    def _show_news(self) -> None:
        from desktop_app.ui.snapshots.compare_dialog import SnapshotsView

        pane, keeping = self._window.pane, self._workplaces.keeping
        if pane is not None and keeping is not None:
            others, exporter = self._window.book.profiles, self._workplaces.exporter
            view = SnapshotsView(pane.workplace, keeping.snapshots, others, exporter, self._window)
            view.edit_wanted.connect(self._lay_on)
            view.show()

    def _note_look(self) -> None:
        if (pane := self._window.pane) is not None:
            pane.workplace.list.note_look()

    def _show_journal(self) -> None:
        from desktop_app.core.journal import Search

        self._open_journal(Search())

    def _show_mailbox(self) -> None:
        from desktop_app.core.journal import Search

        pane = self._window.pane
        number = None if pane is None else pane.view.current_id()
        if pane is not None and number is not None:
            profile_id = pane.workplace.profile.id
            self._open_journal(replace(Search(), profile_id=profile_id, mailbox_id=number))

    def _open_journal(self, search: Search) -> None:
        from desktop_app.ui.journal.journal_dialog import JournalView

        keeping = self._workplaces.keeping
        if keeping is not None:
            exporter = self._workplaces.exporter
            view = JournalView(keeping.journal, self._profile, exporter, self._window, search)
            view.restore_wanted.connect(self._restore)
            view.show()

    def _refresh_all(self) -> None:
        from desktop_app.services.workspace.all_profiles import RefreshAll
        from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllView

        profiles = self._window.book.profiles
        run = RefreshAll(profiles, self._workplaces.at, self)
        view = RefreshAllView(run, {each.id: each for each in profiles}, self._window)
        view.show()
        run.start()

    def _find_all(self) -> None:
        from desktop_app.ui.mailbox_list.find_all_dialog import FindAllView

        keeping = self._workplaces.keeping
        if keeping is not None:
            view = FindAllView(keeping, self._window.book.profiles, self._window)
            view.opened.connect(self._open_found)
            view.show()

    def _profile(self, profile_id: str) -> Profile | None:
        profiles = self._window.book.profiles
        return next((each for each in profiles if each.id == profile_id), None)

    def _go_on(self, workplace: Workplace, edit: PendingEdit) -> None:
        self._window.dialogs.edit(workplace, edit.mailbox_id, pending=edit)

    def _lay_on(self, workplace: Workplace, kept: KeptDraft) -> None:
        self._window.dialogs.edit(workplace, kept.mailbox_id, kept)

    def _restore(self, profile: Profile, kept: KeptDraft) -> None:
        self._lay_on(self._workplaces.at(profile), kept)

    def _open_found(self, profile: Profile, mailbox_id: int) -> None:
        self._window.show_profile(profile)
        if self._window.pane is not None:
            self._window.pane.select(mailbox_id)
        self._window.edit(mailbox_id)

    def _tell(self, trouble: Trouble) -> None:
        from desktop_app.ui.text.errors.explain import explain

        said = explain(trouble)
        self._window.tell(said.text, said.detail)
