"""A panel that shows the stages of a connection test while the test runs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_app.core.profiles.connection_test import StageFailed, StagePassed
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Principal
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.connection_test import ConnectionTest
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.connection_test_text import (
    connection_stage_text,
    missing_right_request,
)
from desktop_app.ui.text.errors.explain import explain
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
        self.copy_button.hide()
        self.result_label.show_result(translate("profiles", "Testing …"))
        self.show()

    def clear(self) -> None:
        """Remove the result of the last test and hide the panel."""
        self.result_label.clear()
        self.hide()

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
        self.copy_button.setVisible(bool(self._request))

    def _on_ended(self, outcome: Success[Profile] | Failure) -> None:
        if isinstance(outcome, Success):
            self._append_line(translate("profiles", "The connection works."))
        elif self._failed_stage is None:
            self._append_line(f"✗ {explain(outcome.error).text}")

    def _append_line(self, line: str) -> None:
        before = self.result_label.text().replace(translate("profiles", "Testing …"), "").strip()
        self.result_label.show_result(f"{before}\n{line}".strip(), spoken=line)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._request)
