"""One sentence above the content, with at most two buttons; there only when needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop_app.ui.text.plain_text import shortened, tooltip
from desktop_app.ui.widgets.colors import warning_ground
from desktop_app.ui.widgets.icons import picture

LONGEST = 2000
"""Characters that are shown: servers have been known to send more."""
Action = tuple[str, Callable[[], None]]


class Banner(QFrame):
    """Says something in the window that the user should know now. Its text is plain text.

    A calm one only tells how things are, and looks like the window around it.
    """

    def __init__(
        self, parent: QWidget | None = None, *, sign: str = "triangle-alert", calm: bool = False
    ) -> None:
        super().__init__(parent)
        self._sign_name = sign
        self._calm = calm
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._sign = QLabel()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 6)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)
        layout.addLayout(self._buttons)
        self._color()
        self.hide()

    def say(self, text: str, *actions: Action, detail: str = "") -> None:
        """Show a text, and a button for each action."""
        text = shortened(text, LONGEST)
        self.label.setText(text)
        self.label.setToolTip(tooltip(detail))
        self.label.setAccessibleDescription(detail)
        self.setAccessibleName(text)
        self._clear_buttons()
        for label, act in actions:
            button = QPushButton(label)
            button.clicked.connect(act)
            self._buttons.addWidget(button)
        self.show()

    @property
    def text(self) -> str:
        """What is said now; empty while hidden."""
        return self.label.text() if not self.isHidden() else ""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color()

    def _clear_buttons(self) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()

    def _color(self) -> None:
        palette = QPalette()
        if not self._calm:
            palette.setColor(QPalette.ColorRole.Window, warning_ground(palette))
        self.setPalette(palette)
        color = palette.color(QPalette.ColorRole.WindowText)
        self._sign.setPixmap(picture(self._sign_name, 18, color, self.devicePixelRatioF()))
