"""The panel with the confirmations that the next save needs, in place of a message box."""

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


class ConfirmationPanel(QFrame):
    """Questions with checkboxes. A tick is cleared when its question changes or goes away."""

    changed = Signal()
    trial_requested = Signal()
    """The user wants to test what a save without a password does."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.labels = {confirm: self._make_label() for confirm in Confirmation}
        self.checkboxes = {confirm: CheckBox(checkbox_text(confirm)) for confirm in Confirmation}
        self.trial_button = PushButton(translate("mailbox_edit", "Fi&nd out once…"))
        ignore_enter_elsewhere(self.trial_button)
        self.trial_button.clicked.connect(self.trial_requested)
        layout = QVBoxLayout(self)
        for confirm in Confirmation:
            layout.addWidget(self.labels[confirm])
            layout.addWidget(self.checkboxes[confirm])
            self.checkboxes[confirm].toggled.connect(self._on_toggle)
            if confirm is Confirmation.KEEP_PASSWORD:
                layout.addWidget(self.trial_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._update_palette()
        self.set_questions({})

    def set_questions(self, questions: Mapping[Confirmation, str]) -> None:
        """Show these questions; untick each that is new, changed or no longer asked."""
        for confirm, box in self.checkboxes.items():
            asked, text = confirm in questions, questions.get(confirm, "")
            if not asked or text != self.labels[confirm].text():
                box.setChecked(False)
            self.labels[confirm].setText(text)
            self.labels[confirm].setVisible(bool(text))
            box.setAccessibleDescription(text)
            box.setVisible(asked)
        self.trial_button.setVisible(Confirmation.KEEP_PASSWORD in questions)
        self.setVisible(bool(questions))

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
