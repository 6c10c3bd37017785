"""What has to be confirmed before a save, because nobody knows what SuperOffice does."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QVBoxLayout

from desktop_app.ui.colors import warning_ground


class Confirmations(QFrame):
    """Asks, beside the fields, for what the next save needs. It never pops up."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, warning_ground(palette))
        self.setPalette(palette)
        self._keep_text = self._label(
            self.tr(
                "No password is sent. Whether this SuperOffice then keeps the stored one is not "
                "proved: if mail stops after the save, come back and type the password."
            )
        )
        self.keep = QCheckBox(self.tr("Save wit&hout the password"))
        self._first_text = self._label(
            self.tr(
                "First save on this profile: SuperOffice has a folder and an interval that this "
                "program cannot see. Note them there, and compare after the save."
            )
        )
        self.first = QCheckBox(self.tr("&Folder and interval are noted"))
        layout = QVBoxLayout(self)
        for widget in (self._keep_text, self.keep, self._first_text, self.first):
            layout.addWidget(widget)
        for box in (self.keep, self.first):
            box.toggled.connect(self._on_toggle)
        self.ask(keep=False, first=False)

    def ask(self, *, keep: bool, first: bool) -> None:
        """Ask for these; what is not asked for counts as confirmed."""
        for wanted, text, box in (
            (keep, self._keep_text, self.keep),
            (first, self._first_text, self.first),
        ):
            text.setVisible(wanted)
            box.setVisible(wanted)
            if not wanted:
                box.setChecked(False)
        self.setVisible(keep or first)

    def missing(self) -> QCheckBox | None:
        """The first one that is asked for and not confirmed."""
        for box in (self.keep, self.first):
            if not box.isHidden() and not box.isChecked():
                return box
        return None

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setWordWrap(True)
        return label

    def _on_toggle(self) -> None:
        self.changed.emit()
