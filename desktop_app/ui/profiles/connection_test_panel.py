"""A panel that shows the stages of a connection test while the test runs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_app.core.profiles.connection_test import StageFailed, StagePassed
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Principal
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.connection_test import ConnectionTest
from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.connection_test_text import (
    connection_stage_text,
    missing_right_request,
)
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.colors import muted_text_color
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton


class ConnectionTestPanel(QWidget):
    """Shows the stages of the current test, and offers a request for a missing right.

    All texts are shown as plain text. GUI thread.
    """

    def __init__(self, test: ConnectionTest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self._principal: Principal | None = None
        self._failed_stage: StageFailed | None = None
        self._request = ""
        self._lines: list[str] = []
        """The result, without the heading of an outdated one."""
        self._is_outdated = False
        self.result_label = ResultLabel()
        self.copy_button = PushButton(translate("profiles", "&Copy a request to the administrator"))
        self._build_ui()
        test.stage_passed.connect(self._on_stage_passed)
        test.stage_failed.connect(self._on_stage_failed)
        test.ended.connect(self._on_ended)
        self.copy_button.clicked.connect(self._copy)

    def text(self) -> str:
        """Return the text that is shown."""
        return self.result_label.text()

    def start(self, profile: Profile) -> None:
        """Show that a test of this profile starts."""
        self._profile, self._principal, self._failed_stage = profile, None, None
        self._request, self._is_outdated = "", False
        self._lines = [translate("profiles", "Testing…")]
        self._update_label()
        self.result_label.show_result(self._lines[0])
        self.show()

    def set_outdated(self, is_outdated: bool) -> None:
        """Grey the result and say that it is from before a change of the form, or undo that."""
        if is_outdated is not self._is_outdated:
            self._is_outdated = is_outdated
            self._update_label()
            announce(self.result_label, self._outdated_text if is_outdated else self.text())

    def stop(self) -> None:
        """Show that the test was stopped, because the form changed."""
        self._replace_progress(translate("profiles", "Stopped, because you changed the profile."))

    def _build_ui(self) -> None:
        ignore_enter_elsewhere(self.copy_button)
        self.copy_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.result_label)
        layout.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def _on_stage_passed(self, passed: StagePassed) -> None:
        if isinstance(passed.finding, Principal):
            self._principal = passed.finding
        self._append_line(connection_stage_text(passed))

    def _on_stage_failed(self, failed: StageFailed) -> None:
        self._failed_stage = failed
        self._append_line(connection_stage_text(failed))
        if self._profile is not None:
            self._request = missing_right_request(self._profile, self._principal, failed)
        self._update_label()

    def _on_ended(self, outcome: Success[Profile] | Failure) -> None:
        if isinstance(outcome, Success):
            self._append_line(translate("profiles", "The connection works."))
        elif self._failed_stage is None:
            self._append_line(f"✗ {explain(outcome.error).full_text}")

    @property
    def _outdated_text(self) -> str:
        return translate("profiles", "Before your change:")

    def _update_label(self) -> None:
        lines = [self._outdated_text, *self._lines] if self._is_outdated else self._lines
        self.result_label.setText("\n".join(lines))
        palette = QPalette(self.palette())
        if self._is_outdated:
            palette.setColor(QPalette.ColorRole.WindowText, muted_text_color(palette))
        self.result_label.setPalette(palette)
        self.copy_button.setVisible(bool(self._request) and not self._is_outdated)

    def _append_line(self, line: str) -> None:
        self._replace_progress(line)
        announce(self.result_label, line)

    def _replace_progress(self, line: str) -> None:
        """Add a line, in place of the one that says that the test runs."""
        progress = translate("profiles", "Testing…")
        self._lines = [*(each for each in self._lines if each != progress), line]
        self._update_label()

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._request)
