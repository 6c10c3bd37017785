"""What a pane shows in place of its content: empty, loading, failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.ui.widgets.qt_enum_values import CENTRED, PLAIN_TEXT, SELECTABLE

if TYPE_CHECKING:
    from desktop_app.ui.widgets.banner import Action

PICTURE = 48
"""Side of the picture, in logical pixels."""
WIDEST = 520
"""Width of the text, in logical pixels."""


class Face(QWidget):
    """A picture, a headline, a sentence and buttons. Its texts are plain text."""

    def __init__(self, *, draws: bool = True) -> None:
        super().__init__()
        self._name = "inbox"
        self._draws = draws
        """Whether the picture is drawn at once; the first paint of the program does without."""
        self._picture = QLabel()
        self._picture.setFixedSize(WIDEST, PICTURE)
        self._picture.setProperty(*CENTRED)
        self._headline = self._label()
        font = self._headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self._headline.setFont(font)
        self._text = self._label()
        self._buttons = QHBoxLayout()
        self._arrange()

    def _arrange(self) -> None:
        middle = QGridLayout()
        middle.setColumnStretch(0, 1)
        middle.setColumnStretch(2, 1)
        for line, widget in enumerate((self._picture, self._headline, self._text)):
            middle.addWidget(widget, line, 1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addSpacing(8)
        layout.addLayout(self._buttons)
        layout.addStretch(3)

    def show_state(self, name: str, headline: str, text: str = "", *actions: Action) -> None:
        """Show a state; the first action is the one to take."""
        self._name = name
        self._headline.setText(headline)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._fit()
        self.setAccessibleName(f"{headline} {text}".strip())
        self._draw()
        self._set_buttons(actions)

    def take_focus(self) -> None:
        """Put the focus on the first action, so that Enter takes it."""
        first = next((b for b in self.findChildren(QPushButton) if not b.isHidden()), None)
        (first or self).setFocus()

    def draw_from_now_on(self) -> None:
        """Draw the picture of this state and of those to come."""
        self._draws = True
        self._draw()

    @property
    def headline(self) -> str:
        """The headline shown now."""
        return self._headline.text()

    @property
    def text(self) -> str:
        """The sentence shown now."""
        return self._text.text()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        elif event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Make room for all lines: what is centred in a layout gets the height of one."""
        for label in (self._headline, self._text):
            label.setFixedHeight(max(0, label.heightForWidth(WIDEST)))

    def _label(self) -> QLabel:
        label = QLabel()
        label.setProperty(*PLAIN_TEXT)
        label.setWordWrap(True)
        label.setProperty(*CENTRED)
        label.setFixedWidth(WIDEST)
        label.setProperty(*SELECTABLE)
        return label

    def _set_buttons(self, actions: tuple[Action, ...]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._buttons.addStretch(1)
        for place, (label, act) in enumerate(actions):
            button = QPushButton(label)
            button.setDefault(place == 0)
            button.clicked.connect(act)
            self._buttons.addWidget(button)
            button.show()  # at once, not at the next event: it may be given the focus now
        self._buttons.addStretch(1)

    def _draw(self) -> None:
        if not self._draws:
            return
        from desktop_app.ui.widgets.colors import muted_text
        from desktop_app.ui.widgets.icons import picture

        color = muted_text(self.palette())
        self._picture.setPixmap(picture(self._name, PICTURE, color, self.devicePixelRatioF()))
