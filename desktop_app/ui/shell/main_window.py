"""The main window: which profile, its list, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.ui.profiles.profile_controller import ProfileDesk
from desktop_app.ui.profiles.profile_flows import ProfilesFlow
from desktop_app.ui.shell.main_toolbar import Head
from desktop_app.ui.shell.menus import Menus
from desktop_app.ui.shell.open_editors import OpenDialogs
from desktop_app.ui.shell.start_page import show_no_profile, show_profiles
from desktop_app.ui.widgets.placeholder import Face
from desktop_app.ui.widgets.qt_enum_values import PLAIN_TEXT
from desktop_app.ui.widgets.status_label import StatusLine
from desktop_app.ui.widgets.window_size import resize_to_fit

if TYPE_CHECKING:  # or imported where it is used: the first paint shows no list and no dialog
    from desktop_app.core.errors import Trouble
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.saved_draft import KeptDraft
    from desktop_app.services.profiles.profile_service import Kept, ProfileBook
    from desktop_app.services.support.support import Support
    from desktop_app.services.workspace.workspace import Workplace
    from desktop_app.services.workspace.workspaces import Workplaces
    from desktop_app.ui.actions.all_actions import AllCommands
    from desktop_app.ui.bulk.bulk_windows import SeveralWindows
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane
    from desktop_app.ui.shell.desktop_session_end import LogOut
    from desktop_app.ui.widgets.banner import Banner


SOON_MS = 30
"""Milliseconds after which the window says what a list has told: the rows are painted first."""


class MainWindow(QMainWindow):
    """Shows one profile at a time; each has a pane of its own that keeps its state."""

    def __init__(
        self,
        book: ProfileBook,
        workplaces: Workplaces,
        make_demo: Callable[[], Workplace],
        support: Support,
    ) -> None:
        super().__init__()
        self.book = book
        self._workplaces = workplaces
        self._support = support
        self._commands: AllCommands | None = None
        self._make_demo = make_demo
        self._panes: dict[str, MailboxPane] = {}
        self._just_started = True
        self._log_out: LogOut | None = None
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self._update)
        self.head = Head()
        self._banner: Banner | None = None
        self.face = Face(draws=False)
        self.pages = QStackedWidget()
        self.status = StatusLine()
        self.dialogs = OpenDialogs(self)
        self.profiles = ProfilesFlow(book, self)
        self.desk = ProfileDesk(book, workplaces, self)
        self._arrange()
        self._connect()
        self.menus = Menus(self.menuBar())
        self._show_reading()

    def _arrange(self) -> None:
        self.addToolBar(self.head)
        self.pages.addWidget(self.face)
        middle = QWidget()
        self._above = layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages)
        self.setCentralWidget(middle)
        self.status.setProperty(*PLAIN_TEXT)
        self.status.join(self.statusBar())
        resize_to_fit(self, 1200, 700)

    def _connect(self) -> None:
        self.desk.told.connect(self.tell)
        self.desk.store_failed.connect(self.tell_of_store)
        self.desk.succeeded.connect(self._tell_saved)
        self.head.chosen.connect(self.show_profile)
        self.head.filtered.connect(self._filter)
        self.dialogs.saved.connect(self._tell_saved)
        self.dialogs.created.connect(self.tell)
        self.dialogs.unlock_wanted.connect(self.desk.unlock)
        self.dialogs.secret_wanted.connect(self._change_secret)
        self.profiles.kept.connect(self._profile_kept)
        self.profiles.removed.connect(self._profile_removed)
        self.profiles.told.connect(self.tell)
        self.profiles.store_failed.connect(self.tell_of_store)
        self.profiles.has_unsaved_work = self.dialogs.has_unsaved_work
        self.profiles.cuts_many = self._cuts_many
        self.profiles.ends_work = self._ends_work
        self.book.changed.connect(self._take_profiles)
        self.book.imported.connect(self._follow_imported)

    def finish_look(self) -> None:
        """What the first paint can do without."""
        from desktop_app.ui.shell.desktop_session_end import LogOut
        from desktop_app.ui.widgets.icons import keep_no_pictures, program_icon

        keep_no_pictures()
        self.setWindowIcon(program_icon())
        self._log_out = LogOut(self._may_end, self.dialogs.keep_drafts, self)
        self.face.draw_from_now_on()
        self._make_commands()

    @property
    def commands(self) -> AllCommands:
        """What can be done; made after the first paint, or for the first list."""
        return self._commands or self._make_commands()

    def _make_commands(self) -> AllCommands:
        from desktop_app.ui.actions.all_actions import AllCommands

        if self._commands is None:
            self._commands = AllCommands(self, self._workplaces, self._support)
            self.head.offer(self._commands.for_toolbar())
            self._commands.update()
        return self._commands

    @property
    def banner(self) -> Banner:
        """What is to be told of the program as a whole; made when there is something."""
        if self._banner is None:
            from desktop_app.ui.widgets.banner import Banner

            self._banner = Banner()
            self._above.insertWidget(0, self._banner)
        return self._banner

    @property
    def pane(self) -> MailboxPane | None:
        """The list that is shown."""
        shown = self.pages.currentWidget()
        return None if shown is self.face else cast("MailboxPane", shown)

    def show_profile(self, profile: Profile) -> None:
        """Show the list of a profile; the first time, it is asked for."""
        self._show_workplace(self._workplaces.at(profile))

    def show_demo(self) -> None:
        """Show the demo."""
        self._show_workplace(self._make_demo())

    def _show_workplace(self, workplace: Workplace) -> None:
        pane = self._panes.get(workplace.profile.id) or self._add_pane(workplace)
        if self._banner is not None:
            self._banner.hide()
        self.pages.setCurrentWidget(pane)
        self.commands.draw_toolbar_icons()
        self.head.show_workplace(workplace, pane)
        self._title()
        self._update()
        if not workplace.list.was_asked:
            workplace.refresh()
        pane.take_focus()

    def _add_pane(self, workplace: Workplace) -> MailboxPane:
        from desktop_app.ui.mailbox_list.list_pane import MailboxPane

        pane = MailboxPane(workplace)
        self._panes[workplace.profile.id] = pane
        self.pages.addWidget(pane)
        pane.status_changed.connect(self._update_soon)
        pane.workplace.lock.changed.connect(self._update)
        pane.password_wanted.connect(partial(self._change_secret, workplace))
        pane.secrets_wanted.connect(self._show_secrets)
        pane.profile_wanted.connect(partial(self._change_profile, workplace))
        pane.filter_cleared.connect(self.head.filter.clear)
        pane.create_wanted.connect(partial(self.edit, 0))
        pane.unsaved_wanted.connect(partial(self._go_on, pane.workplace))
        pane.view.opened.connect(self.edit)
        pane.view.chosen.connect(self._update)
        pane.view.restored.connect(self._update_soon)
        pane.view.typed.connect(self.head.filter.take)
        pane.view.addActions(self.commands.for_row())
        return pane

    def _drop_pane(self, profile_id: str) -> None:
        pane = self._panes.pop(profile_id, None)
        self._workplaces.drop(profile_id)
        if pane is not None:
            pane.end()
            self.pages.removeWidget(pane)
            pane.deleteLater()

    def _show_reading(self) -> None:
        self.face.show_state("mailbox", self.tr("Reading the profiles …"))
        self.head.show_none()
        self._title()
        self._update()

    def _show_no_pane(self) -> None:
        make, demo, choose = self.profiles.make, self.show_demo, self.head.switcher.open
        if self.book.profiles:
            show_profiles(self.face, choose, make, demo)
        else:
            show_no_profile(self.face, make, demo)
        self.pages.setCurrentWidget(self.face)
        self.face.take_focus()
        self.head.show_none()
        self._title()
        self._update()

    def _take_profiles(self) -> None:
        profiles = self.book.profiles
        self.head.set_profiles(profiles)
        self._workplaces.follow(profiles, self.book.policy)
        just_started, self._just_started = self._just_started, False
        if self.pane is not None:
            workplace = self.pane.workplace
            self.head.show_profile(workplace.profile, is_demo=workplace.is_demo)
            self._title()
            self._update()
        # a profile that was just made is shown by _profile_kept: twice would sign in twice
        elif just_started and len(profiles) == 1:
            self.show_profile(profiles[0])
        else:
            self._show_no_pane()

    def edit(self, mailbox_id: int) -> None:
        """Open a mailbox of the list that is shown; id 0 makes a new one."""
        if self.pane is not None:
            self.dialogs.edit(self.pane.workplace, mailbox_id)

    def _go_on(self, workplace: Workplace, unsaved: KeptDraft) -> None:
        self.dialogs.edit(workplace, unsaved.mailbox_id, unsaved)

    def _filter(self, text: str) -> None:
        if self.pane is not None:
            self.pane.set_filter(text)

    def _change_secret(self, workplace: Workplace) -> None:
        own = self.desk.own(workplace.profile)
        if own is not None:
            self.profiles.change_password(own)

    def _change_profile(self, workplace: Workplace, trouble: Trouble) -> None:
        own = self.desk.own(workplace.profile)
        if own is not None:
            self.profiles.change_way(own, trouble)

    def _profile_kept(self, kept: Kept) -> None:
        if self._ends_work(kept.profile, new_secret=kept.new_secret):
            self._drop_pane(kept.profile.id)
        elif kept.new_secret:
            self._workplaces.renew(kept.profile)
        self.show_profile(kept.profile)
        self.dialogs.move_to(self._workplaces.at(kept.profile))

    def _ends_work(self, profile: Profile, *, new_secret: bool) -> bool:
        """Whether what goes on in a profile ends with this change of it."""
        return not self._workplaces.may_go_on(profile, new_secret=new_secret)

    def _follow_imported(self) -> None:
        """Those that lead elsewhere now are left where they led, with what is typed taken along."""
        shown = None if self.pane is None else self.pane.workplace.profile.id
        for profile in self.book.profiles:
            if profile.id in self._panes and not self._workplaces.goes_on(profile):
                self._drop_pane(profile.id)
                self.dialogs.move_to(self._workplaces.at(profile))
                if profile.id == shown:
                    self.show_profile(profile)

    def _profile_removed(self, profile: Profile) -> None:
        self.dialogs.end_profile(profile.id)
        self._drop_pane(profile.id)
        self._workplaces.forget(profile.id)
        self._show_no_pane()

    def tell(self, text: str, detail: str = "") -> None:
        """Say something in the banner, until the user closes it."""
        self.banner.say(text, (self.tr("&Close"), self.banner.hide), detail=detail)

    def tell_of_store(self, text: str, detail: str = "") -> None:
        """Say why a secret is not kept, with the way to choose another place for it."""
        elsewhere = (self.tr("Where sec&rets live …"), self._show_secrets)
        self.banner.say(text, elsewhere, (self.tr("&Close"), self.banner.hide), detail=detail)

    def _show_secrets(self) -> None:
        self.desk.show_secrets(None if self.pane is None else self.pane.workplace)

    def _tell_saved(self, text: str) -> None:
        self.statusBar().showMessage(text)

    def _update_soon(self) -> None:
        """Once for all that a list tells at its reset; what a person does counts at once."""
        if not self._soon.isActive():
            self._soon.start()

    def _update(self) -> None:
        self._soon.stop()
        if self._commands is not None:
            self._commands.update()
        if self.pane is not None:
            self.desk.look_at(self.pane.workplace)
        self.status.setText("" if self.pane is None else self._status(self.pane))

    def _status(self, pane: MailboxPane) -> str:
        locked = "" if pane.workplace.may_write else self.tr("read-only")
        return " · ".join(filter(None, (pane.status(), locked)))

    def _title(self) -> None:
        name = "Mailbox Admin"
        if self.pane is not None:
            from desktop_app.ui.text.profiles import title_of

            work = self.pane.workplace
            shown = title_of(work.profile, is_demo=work.is_demo)
            name = f"{shown} — {name}"
        self.setWindowTitle(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A message has more room, or less."""
        super().resizeEvent(event)
        self.status.give_way(self.statusBar(), self.statusBar().currentMessage())

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons again when the palette changes from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._commands is not None:
            self._commands.draw_icons()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask where work would be lost; nothing else holds up the end."""
        answered = self._log_out is not None and self._log_out.is_answered
        if not answered and not self._may_end():
            event.ignore()
            return
        self.dialogs.close_unasked()
        if (several := self._several) is not None:
            several.end()
        for pane in self._panes.values():
            pane.end()
        self.desk.end()
        self._workplaces.close()
        self.book.close()
        event.accept()

    def _may_end(self) -> bool:
        """Ask where work would be lost; nothing is closed yet."""
        from desktop_app.ui.shell.quit_prompts import may_quit

        return may_quit(self, self._workplaces.saves_under_way, self._several, self.dialogs)

    @property
    def _several(self) -> SeveralWindows | None:
        """The windows for many mailboxes, if one was ever opened."""
        return None if self._commands is None else self._commands.several.opened

    def _cuts_many(self, profile_id: str) -> bool:
        return self._several is not None and self._several.would_lose(profile_id)
