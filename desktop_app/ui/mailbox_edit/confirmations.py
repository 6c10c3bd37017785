"""Asks, beside the fields, for what the next save needs. It never pops up."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QPushButton, QVBoxLayout

from desktop_app.ui.mailbox_edit.confirmation_text import Confirm, box_words
from desktop_app.ui.widgets.colors import warning_ground
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it


class Confirmations(QFrame):
    """A question and a box for each thing to confirm. A tick stays while its question does."""

    changed = Signal()
    trial_wanted = Signal()
    """The user wants to find out once what a save without a password does."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.texts = {confirm: self._text() for confirm in Confirm}
        self.boxes = {confirm: QCheckBox(box_words(confirm)) for confirm in Confirm}
        self.trial = QPushButton(self.tr("Fi&nd out once …"))
        only_when_on_it(self.trial)
        self.trial.clicked.connect(self.trial_wanted)
        layout = QVBoxLayout(self)
        for confirm in Confirm:
            layout.addWidget(self.texts[confirm])
            layout.addWidget(self.boxes[confirm])
            self.boxes[confirm].toggled.connect(self._on_toggle)
            if confirm is Confirm.KEEP:
                layout.addWidget(self.trial, 0, Qt.AlignmentFlag.AlignLeft)
        self._color()
        self.ask({})

    def ask(self, wanted: Mapping[Confirm, str]) -> None:
        """Ask these questions; what is not asked for, or asked otherwise, is not confirmed."""
        for confirm, box in self.boxes.items():
            asked, text = confirm in wanted, wanted.get(confirm, "")
            if not asked or text != self.texts[confirm].text():
                box.setChecked(False)
            self.texts[confirm].setText(text)
            self.texts[confirm].setVisible(bool(text))
            box.setAccessibleDescription(text)
            box.setVisible(asked)
        self.trial.setVisible(Confirm.KEEP in wanted)
        self.setVisible(bool(wanted))

    def missing(self) -> QCheckBox | None:
        """The first one that is asked for and not confirmed."""
        open_boxes = (b for b in self.boxes.values() if not b.isHidden() and not b.isChecked())
        return next(open_boxes, None)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color()

    def _color(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, warning_ground(palette))
        self.setPalette(palette)

    def _text(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _on_toggle(self) -> None:
        self.changed.emit()
