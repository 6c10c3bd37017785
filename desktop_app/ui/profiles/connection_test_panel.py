"""The stages of a connection test as they happen, and a request that can be copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.profiles.connection_test import Missed, Passed
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Principal
from desktop_app.services.background import Done, Failed
from desktop_app.services.profiles.connection_test import ConnectionTest
from desktop_app.ui.profiles.connection_test_text import right_request, stage_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it


class ConnectionStages(QWidget):
    """Shows one test after another. All its texts are plain text."""

    def __init__(self, test: ConnectionTest, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: Profile | None = None
        self._who: Principal | None = None
        self._missed: Missed | None = None
        self._request = ""
        self.lines = QLabel()
        self.copy = QPushButton(self.tr("&Copy a request to the administrator"))
        self._arrange()
        test.passed.connect(self._take_passed)
        test.missed.connect(self._take_missed)
        test.ended.connect(self._take_end)
        self.copy.clicked.connect(self._copy)

    def text(self) -> str:
        """What is shown."""
        return self.lines.text()

    def begin(self, profile: Profile) -> None:
        """A test of this profile starts now."""
        self._profile, self._who, self._missed = profile, None, None
        self.copy.hide()
        self.lines.setText(self.tr("Testing …"))
        self.show()

    def clear(self) -> None:
        """What was tested is no longer what is in the form."""
        self.lines.clear()
        self.hide()

    def _arrange(self) -> None:
        self.lines.setTextFormat(Qt.TextFormat.PlainText)
        self.lines.setWordWrap(True)
        self.lines.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.lines.setAccessibleName(self.tr("Connection test"))
        only_when_on_it(self.copy)
        self.copy.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.lines)
        layout.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def _take_passed(self, passed: Passed) -> None:
        if isinstance(passed.found, Principal):
            self._who = passed.found
        self._add(stage_words(passed))

    def _take_missed(self, missed: Missed) -> None:
        self._missed = missed
        self._add(stage_words(missed))
        if self._profile is not None:
            self._request = right_request(self._profile, self._who, missed)
        self.copy.setVisible(bool(self._request))

    def _take_end(self, outcome: Done[Profile] | Failed) -> None:
        if isinstance(outcome, Done):
            self._add(self.tr("The connection works."))
        elif self._missed is None:
            self._add(f"✗ {explain(outcome.trouble).text}")

    def _add(self, line: str) -> None:
        before = self.lines.text().replace(self.tr("Testing …"), "").strip()
        self.lines.setText(f"{before}\n{line}".strip())

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._request)
