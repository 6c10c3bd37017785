"""Actions of the Help menu: help pages, diagnostics file, crash reports, and about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from desktop_app.services.background import Failure, Success
from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.qt_enum_values import IN_ALL_WINDOWS
from desktop_app.ui.widgets.windows import if_still_open

if TYPE_CHECKING:
    from desktop_app.services.support.diagnostics import Diagnostics
    from desktop_app.services.support.support import Support
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.dialogs.text_preview import TextPreviewDialog
    from desktop_app.ui.support.help_window import HelpWindow


class HelpActions(ActionGroup):
    """The Help menu."""

    def __init__(self, window: ActionWindow, support: Support) -> None:
        super().__init__(window)
        self._support = support
        self._help_window: HelpWindow | None = None
        action = self._make_action
        self.help = action(translate("actions", "&Help"), "F1", self._show_help)
        self.help.setProperty(*IN_ALL_WINDOWS)  # in dialogs too
        self.diagnostics = action(
            translate("actions", "&Diagnostics file…"), "Ctrl+Shift+F1", self._show_diagnostics
        )
        self.about = action(
            translate("actions", "&About Mailbox Admin"), "Ctrl+F1", self._show_about, "info"
        )
        menu = window.menus.help
        menu.addActions([self.help, self.diagnostics])
        menu.addSeparator()
        menu.addAction(self.about)

    def offer_crash_reports(self) -> None:
        """Offer reports of earlier crashes in the banner, if any are new. Nothing is sent."""
        self._support.load_crash_reports(self._on_crash_reports)

    def _on_crash_reports(self, reports: list[str]) -> None:
        banner = self._window.banner

        def show() -> None:
            banner.hide()
            self._show_crash_reports(reports)

        banner.show_message(
            translate(
                "actions",
                "Mailbox Admin did not close properly last time. An error report was saved.",
            ),
            (translate("actions", "&Show the report…"), show),
            (translate("actions", "&Close"), banner.hide),
        )

    def _show_crash_reports(self, reports: list[str]) -> TextPreviewDialog:
        from desktop_app.ui.dialogs.text_preview import TextPreviewDialog  # lazy: start

        note = translate(
            "actions",
            "Attach this report to a ticket to have the error investigated. It contains places "
            "in the program's code, nothing that you entered. The report stays on this computer "
            "unless you share it.",
        )
        title = translate("actions", "Error report")
        preview = TextPreviewDialog(
            self._support, title, note, "mailbox-admin-fault.txt", self._window
        )
        preview.show_text("\n".join(reports))
        preview.show()
        return preview

    def _show_help(self) -> None:
        from desktop_app.ui.support.help_pages import page_for  # lazy: start
        from desktop_app.ui.support.help_window import HelpWindow  # lazy: start

        helped = QApplication.activeWindow()
        if self._help_window is None:
            self._help_window = HelpWindow(self._window)
        if helped is not self._help_window:
            self._help_window.show_page(page_for(helped))

    def _show_diagnostics(self) -> None:
        from desktop_app.services.support.diagnostics import UserSettings  # lazy: start
        from desktop_app.ui.dialogs.text_preview import TextPreviewDialog  # lazy: start

        note = translate(
            "actions",
            "Read this file before you attach it to a ticket. It contains no passwords or "
            "tokens, and no names, user names or addresses of your profiles. The log may name "
            "servers.",
        )
        title = translate("actions", "Diagnostics file")
        preview = TextPreviewDialog(
            self._support, title, note, "mailbox-admin-diagnostics.txt", self._window
        )
        preview.show()
        profile_service = self._window.profile_service
        platform = QApplication.platformName()
        own = UserSettings(
            profile_service.profiles,
            profile_service.policy,
            profile_service.secrets.settings,
            platform,
        )
        self._support.diagnose(
            own, if_still_open(preview, lambda found: self._on_diagnostics(preview, found))
        )

    def _on_diagnostics(
        self, preview: TextPreviewDialog, outcome: Success[Diagnostics] | Failure
    ) -> None:
        from desktop_app.ui.support.diagnostics_text import diagnostics_text  # lazy: start

        if isinstance(outcome, Failure):
            preview.show_text(explain(outcome.error).full_text)
        else:
            preview.show_text(diagnostics_text(outcome.value))

    def _show_about(self) -> None:
        from desktop_app.ui.support.about_dialog import AboutDialog  # lazy: start

        AboutDialog(self._support, self._window).show()
