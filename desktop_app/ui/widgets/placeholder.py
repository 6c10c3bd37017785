"""The page shown in place of content that is empty, loading or failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.widgets.focus.buttons import FilledButton, LinkButton, PushButton
from desktop_app.ui.widgets.qt_enum_values import CENTRED, PLAIN_TEXT, SELECTABLE

if TYPE_CHECKING:
    from desktop_app.ui.widgets.banner import ButtonAction

MARGIN = 9
"""Logical pixels around the content."""
PICTURE_SIZE = 48
"""Logical pixels, the side of the picture."""
TEXT_WIDTH = 520
"""Logical pixels, the width of the text where the page is wide enough."""
MIN_WIDTH = 220
"""Logical pixels, the least width of the page: at 200 % a small screen has 683 for the window."""


class PlaceholderPage(QWidget):
    """A picture, a headline, a sentence and buttons, in plain text."""

    def __init__(self, *, pictures: bool = True) -> None:
        super().__init__()
        self._icon_name = "inbox"
        self._pictures_enabled = pictures
        """Whether pictures are drawn and states announced; the program's first paint does neither,
        to be faster."""
        self._picture = QLabel()
        self._text_width = TEXT_WIDTH
        self._picture.setFixedHeight(PICTURE_SIZE)
        self._picture.setProperty(*CENTRED)
        self._headline = self._make_label()
        font = self._headline.font()
        font.setPointSizeF(font.pointSizeF() * 1.3)
        self._headline.setFont(font)
        self._text = self._make_label()
        self._content_row = QHBoxLayout()
        self._buttons, self._links = QHBoxLayout(), QHBoxLayout()
        self._build_ui()

    def _build_ui(self) -> None:
        middle = QGridLayout()
        middle.setColumnStretch(0, 1)
        middle.setColumnStretch(2, 1)
        for line, widget in enumerate((self._picture, self._headline, self._text)):
            middle.addWidget(widget, line, 1)
        self.setMinimumWidth(MIN_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addLayout(self._content_row)
        layout.addSpacing(8)
        layout.addLayout(self._buttons)
        layout.addLayout(self._links)
        layout.addStretch(3)

    def show_state(
        self,
        icon_name: str,
        headline: str,
        text: str = "",
        *actions: ButtonAction,
        links: Sequence[ButtonAction] = (),
        is_filled: bool = False,
    ) -> None:
        """Show a state with a button for each action; the first action is the default.

        ``is_filled`` fills the buttons with the palette's highlight; ``links`` stand below them.
        """
        self._announce(f"{headline} {text}".strip())
        self._remove_content()
        self._icon_name = icon_name
        self._headline.setText(headline)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._fit_height()
        self.setAccessibleName(f"{headline} {text}".strip())
        self._update_picture()
        make = FilledButton if is_filled else PushButton
        self._set_buttons([(make(label), act) for label, act in actions], self._buttons)
        self._set_buttons([(LinkButton(label), act) for label, act in links], self._links)

    def show_failure(self, headline: str, text: str, *actions: ButtonAction) -> None:
        """Show a failure and what can be done about it.

        The first action gets the keyboard if the page has it, for instance because the button that
        was pressed has gone.
        """
        focused = self.window().focusWidget()
        has_keyboard = focused is self or (focused is not None and self.isAncestorOf(focused))
        self.show_state("circle-alert", headline, text, *actions)
        if has_keyboard:
            self.focus_first_action()

    def _announce(self, text: str) -> None:
        """Announce a new state; at the first paint, screen readers read the whole window."""
        if self._pictures_enabled and self.isVisible() and text != self.accessibleName():
            from desktop_app.ui.accessibility.announcements import announce  # lazy: start

            announce(self, text)

    def focus_first_action(self) -> None:
        """Focus the first action, so that Enter triggers it."""
        first = next((b for b in self.findChildren(QPushButton) if not b.isHidden()), None)
        (first or self).setFocus()

    def show_content(self, content: QWidget, width: int, height: int) -> None:
        """Show a widget above the buttons until the next state; sizes are in logical pixels."""
        self._remove_content()
        content.setFixedWidth(width)
        content.setMaximumHeight(height)
        self._content_row.addStretch(1)
        self._content_row.addWidget(content)
        self._content_row.addStretch(1)
        content.show()

    def _remove_content(self) -> None:
        while (item := self._content_row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()

    def enable_pictures(self) -> None:
        """Draw the picture of this state and of those to come."""
        self._pictures_enabled = True
        self._update_picture()

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
            self._update_picture()
        elif event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text and the buttons into the new width."""
        super().resizeEvent(event)
        self._fit_width()

    def _fit_width(self) -> None:
        room = self.contentsRect().width() - 2 * MARGIN
        text_width = max(1, min(TEXT_WIDTH, room))
        if text_width != self._text_width:
            self._text_width = text_width
            self._headline.setFixedWidth(text_width)
            self._text.setFixedWidth(text_width)
            self._fit_height()
        for row in (self._buttons, self._links):
            self._fit_buttons(row, room)

    def _fit_buttons(self, row: QHBoxLayout, room: int) -> None:
        """Put the buttons below each other where a row of them would be too wide."""
        widths = [
            button.sizeHint().width() + row.spacing()
            for button in self.findChildren(QPushButton)
            if row.indexOf(button) >= 0
        ]
        directions = QBoxLayout.Direction
        fits = sum(widths) <= room
        row.setDirection(directions.LeftToRight if fits else directions.TopToBottom)

    def _fit_height(self) -> None:
        """Fit the labels to their lines: a centred label gets the height of one line."""
        for label in (self._headline, self._text):
            label.setFixedHeight(max(0, label.heightForWidth(self._text_width)))

    def _make_label(self) -> QLabel:
        label = QLabel()
        label.setProperty(*PLAIN_TEXT)
        label.setWordWrap(True)
        label.setProperty(*CENTRED)
        label.setFixedWidth(TEXT_WIDTH)
        label.setProperty(*SELECTABLE)
        return label

    def _set_buttons(
        self, buttons: Sequence[tuple[PushButton, Callable[[], None]]], row: QHBoxLayout
    ) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.setFocus()  # a button that goes would give the focus to its neighbour
        while (item := row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        row.addStretch(1)
        for place, (button, act) in enumerate(buttons):
            button.setDefault(place == 0 and row is self._buttons)
            button.clicked.connect(act)
            row.addWidget(button)
            button.show()  # at once: only a visible button can take the focus
        row.addStretch(1)
        self._fit_width()

    def _update_picture(self) -> None:
        if not self._pictures_enabled:
            return
        from desktop_app.ui.widgets.colors import muted_text_color  # lazy: start
        from desktop_app.ui.widgets.icons import icon_pixmap  # lazy: start

        color = muted_text_color(self.palette())
        self._picture.setPixmap(
            icon_pixmap(self._icon_name, PICTURE_SIZE, color, self.devicePixelRatioF())
        )
