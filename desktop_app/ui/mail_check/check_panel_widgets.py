"""The widgets of the check in the edit dialog: buttons, stages and result."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.core.mail_check.check_verdicts import LoginSkipped, VerdictLevel
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_text import skipped_login_text
from desktop_app.ui.mail_check.stage_strip import StageStrip
from desktop_app.ui.widgets.colors import error_color, muted_text_color
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton

SETTINGS_KEY = QKeySequence("Alt+B")
"""Finds the settings by the address; no letter of the button's text is left for a mnemonic."""


class CheckPanelWidgets(QWidget):
    """Buttons, the stages, and the result as plain text that can be copied.

    The settings button is not in the panel: it belongs beside the server, which it finds.
    """

    def __init__(self) -> None:
        super().__init__()
        self.check_button = PushButton(translate("mail_check", "Check ser&ver now"))
        self.stop_button = PushButton(translate("mail_check", "Sto&p"))
        self.login_button = PushButton()
        """Tries the login that a check skipped; one button, because one key is left for it."""
        self.copy_button = PushButton(translate("mail_check", "Cop&y report"))
        self.settings_button = PushButton(translate("mail_check", "Find settings…"))
        self.settings_button.setShortcut(SETTINGS_KEY)
        self.stages = StageStrip()
        self.result = ResultLabel()
        self._build_ui()

    @property
    def is_busy(self) -> bool:
        """Whether a check is running."""
        return not self.stop_button.isHidden()

    def show_message(self, text: str, level: VerdictLevel, *, spoken: str = "") -> None:
        """Show a text in the colour of ``level``; announce it, or only the part ``spoken``.

        The text is also the description of the button.
        """
        palette = QPalette(self.palette())
        plain = palette.color(QPalette.ColorRole.WindowText)
        color = {
            VerdictLevel.BROKEN: error_color(palette),
            VerdictLevel.UNREACHABLE: muted_text_color(palette),
        }.get(level, plain)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.result.setPalette(palette)
        self.result.show_result(text, spoken=spoken)
        self.result.setVisible(bool(text))
        self.check_button.setAccessibleDescription(text)

    def clear_result(self) -> None:
        """Hide the stages and the buttons that belong to a result."""
        self.stages.set_stages(())
        self.copy_button.hide()
        self.offer_login(None)

    def offer_login(self, skipped: LoginSkipped | None) -> None:
        """Show the button for a login that was skipped for a reason which the user can judge."""
        text = "" if skipped is None else skipped_login_text(skipped)
        self.login_button.setText(text)
        self.login_button.setVisible(bool(text))

    def _build_ui(self) -> None:
        self.setAccessibleName(translate("mail_check", "Check of the mail server"))
        self.result.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        line = QHBoxLayout()
        for button in (
            self.check_button,
            self.stop_button,
            self.login_button,
            self.copy_button,
        ):
            ignore_enter_elsewhere(button)
            line.addWidget(button)
        line.addStretch(1)
        ignore_enter_elsewhere(self.settings_button)
        for button in (self.stop_button, self.login_button, self.copy_button):
            button.focus_after = self.check_button
        self.stop_button.hide()
        self.clear_result()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.stages)
        column.addWidget(self.result)
        self.result.hide()
