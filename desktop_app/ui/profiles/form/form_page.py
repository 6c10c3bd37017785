"""A page of the profile form: as high as its parts, and scrolled where they do not fit."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.widgets.form_rows import FormRows


class FormPage(QScrollArea):
    """Parts of a form below each other. GUI thread."""

    laid_out = Signal()
    """The content may need another height."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.parts = parts
        self.content = QWidget()
        column = QVBoxLayout(self.content)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the first stop is a field
        self.setWidgetResizable(True)
        self.setWidget(self.content)
        self.content.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Report a new layout of the content once it is done."""
        handled = super().eventFilter(watched, event)
        if watched is self.content and event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return handled

    @property
    def needed_height(self) -> int:
        """Logical pixels at which nothing has to scroll."""
        layout = self.content.layout()
        return 0 if layout is None else layout.totalHeightForWidth(self.viewport().width())

    def sizeHint(self) -> QSize:
        """Return the size of the content: Qt would cap it."""
        return self.content.sizeHint()


class PageShortcuts:
    """Lets the letters of a page's fields open the page while another one is shown.

    A label or button that is not in sight has no mnemonic of its own in Qt.
    """

    def __init__(self, tabs: QTabWidget, page: FormPage) -> None:
        self._tabs, self._page = tabs, page
        self._shortcuts = [self._shortcut(keys, field) for keys, field in _mnemonics(page)]
        tabs.currentChanged.connect(self._update)
        self._update()

    def _shortcut(self, keys: QKeySequence, field: QWidget) -> QShortcut:
        shortcut = QShortcut(keys, self._tabs)
        shortcut.activated.connect(lambda: self._show(field))
        return shortcut

    def _show(self, field: QWidget) -> None:
        if not field.isVisibleTo(self._page):
            return
        self._tabs.setCurrentWidget(self._page)
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if isinstance(field, QAbstractButton):
            field.click()

    def _update(self) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(self._tabs.currentWidget() is not self._page)


def _mnemonics(page: FormPage) -> Iterator[tuple[QKeySequence, QWidget]]:
    """Yield the mnemonics of a page's labels and buttons, with what each leads to."""
    for part in page.parts:
        if not isinstance(part, FormRows):
            continue
        for label in part.findChildren(QLabel):
            buddy, keys = label.buddy(), QKeySequence.mnemonic(label.text())
            if buddy is not None and not keys.isEmpty():
                yield keys, buddy
        for button in part.findChildren(QAbstractButton):
            keys = QKeySequence.mnemonic(button.text())
            if not keys.isEmpty():
                yield keys, button
