"""What helps: the pages, the diagnostics file, reports of crashes, and what the program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop_app.ui.actions.action_group import Commands
from desktop_app.ui.widgets.qt_enum_values import IN_ALL_WINDOWS

if TYPE_CHECKING:
    from desktop_app.services.background import Done, Failed
    from desktop_app.services.support.diagnostics import Diagnosis
    from desktop_app.services.support.support import Support
    from desktop_app.ui.dialogs.text_preview import Preview
    from desktop_app.ui.shell.main_window import MainWindow
    from desktop_app.ui.support.help_window import HelpWindow


class HelpCommands(Commands):
    """The menu Help."""

    def __init__(self, window: MainWindow, support: Support) -> None:
        super().__init__(window)
        self._support = support
        self._help: HelpWindow | None = None
        action = self._action
        self.help = action(self.tr("&Help"), "F1", self._show_help)
        self.help.setProperty(*IN_ALL_WINDOWS)  # in dialogs too
        self.diagnostics = action(
            self.tr("&Diagnostics file …"), "Ctrl+Shift+F1", self._show_diagnostics
        )
        self.about = action(self.tr("&About Mailbox Admin"), "Ctrl+F1", self._about, "info")
        menu = window.menus.help
        menu.addActions([self.help, self.diagnostics])
        menu.addSeparator()
        menu.addAction(self.about)

    def offer_reports(self) -> None:
        """After a crash, offer its report in the banner; nothing is sent by itself."""
        self._support.find_reports(self._offer)

    def _offer(self, reports: list[str]) -> None:
        banner = self._window.banner

        def show() -> None:
            banner.hide()
            self._show_reports(reports)

        banner.say(
            self.tr("Mailbox Admin met a fault the last time. There is a report of it."),
            (self.tr("&Show the report …"), show),
            (self.tr("&Close"), banner.hide),
        )

    def _show_reports(self, reports: list[str]) -> Preview:
        from desktop_app.ui.dialogs.text_preview import Preview

        note = self.tr(
            "Attach this report to a ticket if you want the fault to be found. It holds places "
            "in the program, nothing that you typed. It stays on this computer unless you pass "
            "it on."
        )
        title = self.tr("Report of a fault")
        preview = Preview(self._support, title, note, "mailbox-admin-fault.txt", self._window)
        preview.show_text("\n".join(reports))
        preview.show()
        return preview

    def _show_help(self) -> None:
        from desktop_app.ui.support.help_window import HelpWindow, page_for

        helped = QApplication.activeWindow()
        if self._help is None:
            self._help = HelpWindow(self._window)
        if helped is not self._help:
            self._help.show_page(page_for(helped))

    def _show_diagnostics(self) -> None:
        from desktop_app.services.support.diagnostics import Own
        from desktop_app.ui.dialogs.text_preview import Preview
        from desktop_app.ui.widgets.guarded_callback import while_open

        note = self.tr(
            "Read it before you attach it to a ticket. Passwords, tokens, and the names, user "
            "names and addresses of your profiles are not in it; the log may name servers."
        )
        title = self.tr("Diagnostics file")
        preview = Preview(self._support, title, note, "mailbox-admin-diagnostics.txt", self._window)
        preview.show()
        book = self._window.book
        platform = QApplication.platformName()
        own = Own(book.profiles, book.policy, book.secrets.settings, platform)
        self._support.diagnose(own, while_open(preview, lambda found: self._show(preview, found)))

    def _show(self, preview: Preview, outcome: Done[Diagnosis] | Failed) -> None:
        from desktop_app.services.background import Failed
        from desktop_app.ui.support.diagnostics_text import diagnosis_text
        from desktop_app.ui.text.errors.explain import explain

        if isinstance(outcome, Failed):
            preview.show_text(explain(outcome.trouble).text)
        else:
            preview.show_text(diagnosis_text(outcome.value))

    def _about(self) -> None:
        from desktop_app.ui.support.about_dialog import About

        About(self._support, self._window).show()
