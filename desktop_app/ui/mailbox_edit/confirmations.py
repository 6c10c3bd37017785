"""The panel with what the next save asks a person to confirm, in place of a message box."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout

from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation, checkbox_text
from desktop_app.ui.widgets.colors import warning_background
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import CheckBox, PushButton


def trial_label() -> str:
    """Return the text of the buttons that test saves without a password."""
    return translate("mailbox_edit", "Test this o&nce…")


class ConfirmationPanel(QFrame):
    """Questions, most with a checkbox: a tick is cleared when its question changes or goes away.

    A question without a checkbox is a notice: the words of the save button answer it.
    """

    changed = Signal()
    trial_requested = Signal()
    """The user wants to test what a save without a password does."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.labels = {confirm: self._make_label() for confirm in Confirmation}
        self.checkboxes = {
            confirm: CheckBox(text) for confirm in Confirmation if (text := checkbox_text(confirm))
        }
        self.trial_button = PushButton(trial_label())
        ignore_enter_elsewhere(self.trial_button)
        self.trial_button.clicked.connect(self.trial_requested)
        layout = QVBoxLayout(self)
        for confirm in Confirmation:
            layout.addWidget(self.labels[confirm])
            if (box := self.checkboxes.get(confirm)) is not None:
                layout.addWidget(box)
                box.toggled.connect(self._on_toggle)
            if confirm is Confirmation.KEEP_PASSWORD:
                layout.addWidget(self.trial_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._update_palette()
        self.set_questions({})

    def set_questions(
        self, questions: Mapping[Confirmation, str], *, offers_trial: bool = False
    ) -> None:
        """Show these questions; untick each that is new, changed or no longer asked.

        ``offers_trial`` shows the button for the test of saves without a password.
        """
        for confirm, label in self.labels.items():
            asked, text = confirm in questions, questions.get(confirm, "")
            if (box := self.checkboxes.get(confirm)) is not None:
                if not asked or text != label.text():
                    box.setChecked(False)
                box.setAccessibleDescription(text)
                box.setVisible(asked)
            label.setText(text)
            label.setVisible(bool(text))
        self.trial_button.setVisible(offers_trial)
        self.setAutoFillBackground(bool(questions))
        self.setVisible(bool(questions) or offers_trial)

    def first_unconfirmed(self) -> QCheckBox | None:
        """Return the first visible checkbox that is not ticked; None if there is none."""
        open_boxes = (b for b in self.checkboxes.values() if not b.isHidden() and not b.isChecked())
        return next(open_boxes, None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_palette()

    def _update_palette(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, warning_background(palette))
        self.setPalette(palette)

    def _make_label(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _on_toggle(self) -> None:
        self.changed.emit()
