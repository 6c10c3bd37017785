"""The line above the buttons that says what will be sent, and why without the password."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desktop_app.core.mailbox.mailbox import Draft, KeepBehaviour, KeepPassword
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.saving import keep_reason_text, sending_text
from desktop_app.ui.widgets.plain_label import plain_label


class SendingLine(QWidget):
    """Shows what a save of the draft sends; *Why?* unfolds why the password is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.label = plain_label()
        self.why_button = QToolButton()
        self.why_button.setText(translate("mailbox_edit", "W&hy?"))
        self.why_button.setAccessibleName(
            translate("mailbox_edit", "Why is the password left out?")
        )
        self.why_button.setCheckable(True)
        self.why_button.setAutoRaise(True)
        self.why_button.toggled.connect(self._show_reason)
        self.reason_label = ResultLabel()
        self._reason = ""
        line = QHBoxLayout()
        line.addWidget(self.label, 1)
        line.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.reason_label)
        self.clear()

    def show_draft(
        self, draft: Draft, behaviour: KeepBehaviour, *, is_later: bool, is_explained: bool
    ) -> None:
        """Show what a save of ``draft`` sends; ``is_later`` for a pending change.

        ``is_explained`` means that a notice already says what becomes of the stored password.
        """
        self.label.setText(sending_text(draft, behaviour, is_later=is_later))
        leaves_out = isinstance(draft.password, KeepPassword) and not draft.is_new
        is_asked = leaves_out and behaviour is KeepBehaviour.UNPROVED and not is_explained
        self._reason = keep_reason_text(is_later=is_later) if is_asked else ""
        self.why_button.setVisible(is_asked)
        if not is_asked:
            self.why_button.setChecked(False)
        self.setVisible(bool(self.label.text()))

    def clear(self) -> None:
        """Hide the line: nothing would be sent."""
        self.label.clear()
        self.why_button.setChecked(False)
        self.reason_label.hide()
        self.hide()

    def _show_reason(self, shown: bool) -> None:
        self.reason_label.setVisible(shown)
        if shown:
            self.reason_label.show_result(self._reason)
