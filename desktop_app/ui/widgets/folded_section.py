"""A line that unfolds a longer text: for details that few people need."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QLabel,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import one_line
from desktop_app.ui.widgets.plain_label import plain_label

LONG_TEXT_LINES = 10
"""Lines of a long text that are in sight; the others are scrolled to."""
INDENT = 22
"""Logical pixels by which the text stands to the right of its line's arrow."""


class FoldedSection(QWidget):
    """A line with an arrow, and below it plain text that can be copied, folded at first.

    Without a text the line cannot be unfolded; without a title nothing is shown. A long text
    scrolls by itself, in the system's font of fixed width.
    """

    unfolded = Signal()
    """The text has come into sight."""

    def __init__(self, *, is_long: bool = False) -> None:
        super().__init__()
        self.button = QToolButton()
        self.button.setAutoRaise(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.clicked.connect(self._toggle)
        self._is_wanted = False
        """Whether the user wants to see the text, if there is one."""
        self.title = plain_label()
        self.title.setIndent(INDENT)
        self._body: QLabel | QPlainTextEdit = _long_text() if is_long else _short_text()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.title)
        layout.addWidget(self.button)
        layout.addWidget(self._body)
        self.set_content("", "")

    def set_content(self, title: str, text: str) -> None:
        """Show a line, and the text that it unfolds; what is unfolded stays so."""
        self.title.setText(title)
        self.button.setText(one_line(title).replace("&", "&&"))
        self.button.setAccessibleName(title)
        if isinstance(self._body, QLabel):
            self._body.setText(text)
        else:
            self._body.setPlainText(text)
            self._body.setAccessibleName(title)
        self.title.setVisible(not text)
        self.button.setVisible(bool(text))
        self.setVisible(bool(title))
        self._show_text()

    @property
    def text(self) -> str:
        """The text that the line unfolds."""
        body = self._body
        return body.text() if isinstance(body, QLabel) else body.toPlainText()

    @property
    def is_unfolded(self) -> bool:
        """Whether the text is in sight."""
        return not self._body.isHidden()

    def unfold(self) -> None:
        """Show the text."""
        self._is_wanted = True
        self._show_text()
        self.unfolded.emit()

    def _toggle(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self._show_text()
        else:
            self.unfold()

    def _show_text(self) -> None:
        shown = self._is_wanted
        self.button.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self.button.setAccessibleDescription(
            translate("widgets", "unfolded") if shown else translate("widgets", "folded")
        )
        self._body.setVisible(shown and bool(self.text))


def _short_text() -> QLabel:
    label = plain_label()
    label.setIndent(INDENT)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _long_text() -> QPlainTextEdit:
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.setTabChangesFocus(True)
    view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    view.setFixedHeight(view.fontMetrics().lineSpacing() * LONG_TEXT_LINES)
    return view
