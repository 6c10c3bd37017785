"""A panel that shows the stages of a connection test while the test runs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop_app.core.mail_check.stage_states import StageState
from desktop_app.core.profiles.connection_test import (
    Stage,
    StageFailed,
    StageOutcome,
    StagePassed,
)
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Principal
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.connection_test import ConnectionTest
from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.connection_test_text import (
    connection_result_text,
    connection_stage_text,
    missing_right_request,
    planned_stages,
    stage_name,
    stage_outcome_text,
)
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.colors import error_color, muted_text_color
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.folded_section import FoldedSection
from desktop_app.ui.widgets.mark_strip import MarkStrip, StageMark


class ConnectionTestPanel(QWidget):
    """Shows the stages of the current test, then a sentence, and the findings to unfold.

    Offers a request for a missing right. All texts are shown as plain text. GUI thread.
    """

    def __init__(self, test: ConnectionTest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self._outcomes: dict[Stage, StageOutcome] = {}
        self._request = ""
        self._result = ""
        """The sentence, without the heading of an outdated one."""
        self._is_running = self._is_outdated = self._has_failed = False
        self.strip = MarkStrip()
        self.result_label = ResultLabel()
        self.findings = FoldedSection()
        self.copy_button = PushButton(translate("profiles", "Copy a re&quest to the administrator"))
        self._build_ui()
        test.stage_passed.connect(self._on_stage)
        test.stage_failed.connect(self._on_stage)
        test.ended.connect(self._on_ended)
        self.copy_button.clicked.connect(self._copy)

    def text(self) -> str:
        """Return the sentence that is shown."""
        return self.result_label.text()

    @property
    def failed_stage(self) -> StageFailed | None:
        """The stage at which the test ended; None if no stage has failed."""
        return next((o for o in self._outcomes.values() if isinstance(o, StageFailed)), None)

    def start(self, profile: Profile) -> None:
        """Show that a test of this profile starts."""
        self._profile, self._outcomes, self._request = profile, {}, ""
        self._is_running, self._is_outdated, self._has_failed = True, False, False
        self._result = translate("profiles", "Testing…")
        self._update()
        self.result_label.show_result(self._result)
        self.show()

    def set_outdated(self, is_outdated: bool) -> None:
        """Grey the result and say that it is from before a change of the form, or undo that."""
        if is_outdated is not self._is_outdated:
            self._is_outdated = is_outdated
            self._update()
            announce(self.result_label, self._outdated_text if is_outdated else self.text())

    def stop(self) -> None:
        """Show that the test was stopped, because the form changed."""
        self._is_running = False
        self._result = translate("profiles", "Stopped, because you changed the profile.")
        self._update()

    def _build_ui(self) -> None:
        ignore_enter_elsewhere(self.copy_button)
        self.copy_button.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strip)
        layout.addWidget(self.result_label)
        layout.addWidget(self.findings)
        layout.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def _on_stage(self, outcome: StageOutcome) -> None:
        self._outcomes[outcome.stage] = outcome
        if isinstance(outcome, StageFailed):
            self._result, self._has_failed = stage_outcome_text(outcome), True
            self._is_running = False
            if self._profile is not None:
                self._request = missing_right_request(self._profile, self._principal, outcome)
        self._update()
        announce(self.result_label, connection_stage_text(outcome))

    def _on_ended(self, outcome: Success[Profile] | Failure) -> None:
        self._is_running = False
        if isinstance(outcome, Success):
            self._result = connection_result_text(self._outcomes.values())
        elif self.failed_stage is None:
            self._result, self._has_failed = explain(outcome.error).full_text, True
        self._update()
        if isinstance(outcome, Success) or self.failed_stage is None:
            announce(self.result_label, self._result)

    @property
    def _principal(self) -> Principal | None:
        outcome = self._outcomes.get(Stage.IDENTITY)
        found = outcome.finding if isinstance(outcome, StagePassed) else None
        return found if isinstance(found, Principal) else None

    @property
    def _outdated_text(self) -> str:
        return translate("profiles", "Before your change:")

    def _update(self) -> None:
        self._update_strip()
        lines = [self._outdated_text, self._result] if self._is_outdated else [self._result]
        self.result_label.setText("\n".join(lines))
        self.result_label.setPalette(self._result_palette())
        found = "\n".join(map(connection_stage_text, self._outcomes.values()))
        is_over = bool(found) and not self._is_running
        self.findings.set_content(
            translate("profiles", "What each stage found") if is_over else "", found
        )
        self.copy_button.setVisible(bool(self._request) and not self._is_outdated)

    def _update_strip(self) -> None:
        if self._profile is None:
            return
        marks, is_next = [], self._is_running
        for stage in planned_stages(self._profile, tuple(self._outcomes)):
            outcome = self._outcomes.get(stage)
            state = StageState.PASSED if isinstance(outcome, StagePassed) else StageState.FAILED
            if outcome is None:
                state = StageState.RUNNING if is_next else StageState.NOT_TRIED
                is_next = False
            marks.append(StageMark(stage_name(stage), state, stage_name(stage)))
        is_signed_in = isinstance(self._outcomes.get(Stage.IDENTITY), StagePassed)
        self.strip.set_marks(marks, is_verified=is_signed_in)
        self.strip.setEnabled(not self._is_outdated)

    def _result_palette(self) -> QPalette:
        palette = QPalette(self.palette())
        if self._is_outdated:
            palette.setColor(QPalette.ColorRole.WindowText, muted_text_color(palette))
        elif self._has_failed:
            palette.setColor(QPalette.ColorRole.WindowText, error_color(palette))
        return palette

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._request)
