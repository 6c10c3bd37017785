"""A masked line edit that gives Qt only bullets, and keeps what is typed to itself.

WORKAROUND: QLineEdit sends the real text of a masked line to the accessibility bus with each change
(seen in Qt 6.11, qwidgetlinecontrol.cpp), where any program of the session can listen. It also
answers input methods with that text. So Qt's text has a bullet for each character of the secret.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QDropEvent,
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame

from desktop_app.ui.widgets.line_edit import CappedLineEdit
from desktop_app.ui.widgets.secret_clipboard import secret_clipboard

BULLET = "\u2022"
TEXT_MARGIN = 2
"""Logical pixels that QLineEdit leaves beside its text."""


class SecretLineEdit(CappedLineEdit):
    """A masked line edit; screen readers are told that it is a password, and how long.

    The text that is passed on by ``textChanged`` and ``textEdited`` is bullets too: call ``text``.
    The line infers Caps Lock from typed letters, because Qt cannot query its state.
    """

    caps_lock = Signal(bool)
    """True if Caps Lock was on at the last letter."""

    def __init__(self) -> None:
        super().__init__()
        self._secret = ""
        self._inserted = ""
        self._is_editing = False
        self._is_revealed = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.textChanged.connect(self._follow_bullets)

    def text(self) -> str:
        """Return the secret as typed."""
        return self._secret

    def setText(self, text: str | None) -> None:
        """Replace the secret, and forget the undo history."""
        secret = (text or "")[: self.maxLength()]
        is_changed, self._secret = secret != self._secret, secret
        bullets = BULLET * len(secret)
        if is_changed and bullets == super().text():
            self.textChanged.emit(bullets)
        else:
            super().setText(bullets)

    def clear(self) -> None:
        """Forget the secret and the undo history."""
        self.setText("")

    def insert(self, text: str) -> None:
        """Put a text in place of the selection, as far as there is room for it."""
        length = len(self._secret) - len(self.selectedText())
        self._inserted = text[: max(0, self.maxLength() - length)]
        is_cut = len(self._inserted) < len(text)
        with self._editing():
            super().insert(BULLET * len(self._inserted))
        if is_cut:
            self.inputRejected.emit()

    def paste(self) -> None:
        """Insert the text of the clipboard."""
        self._paste_from(QClipboard.Mode.Clipboard)

    def undo(self) -> None:
        """Clear the line: Qt takes back nothing else in a masked one."""
        with self._editing():
            super().undo()

    def del_(self) -> None:
        """Remove the selection, or the character after the cursor."""
        with self._editing():
            super().del_()

    def backspace(self) -> None:
        """Remove the selection, or the character before the cursor."""
        with self._editing():
            super().backspace()

    def copy_secret(self) -> None:
        """Copy the secret, marked as one for clipboard histories, for ten seconds."""
        if self._secret:
            secret_clipboard().copy(self._secret)

    def is_revealed(self) -> bool:
        """Whether the secret is painted readably."""
        return self._is_revealed

    def reveal(self, shown: bool) -> None:
        """Paint the secret readably, or mask it again; screen readers are told bullets all along.

        What is held up to one pair of eyes is not sent to every program of the session.
        """
        self._is_revealed = shown
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert what is typed; Ctrl+C copies for ten seconds, which Qt refuses a masked line."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_secret()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif typed := _typed_text(event):
            self._infer_caps_lock(event)
            self.insert(typed)
        else:
            with self._editing():
                super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Insert what an input method commits; show bullets for what it has not committed yet."""
        if self.isReadOnly():
            event.ignore()  # Qt's own line takes a commit even then
            return
        start, length = event.replacementStart(), event.replacementLength()
        if event.commitString() or length:
            if length or start:
                self.setSelection(max(0, self.cursorPosition() + start), length)
            self.insert(event.commitString())
        bullets = BULLET * len(event.preeditString())
        super().inputMethodEvent(QInputMethodEvent(bullets, event.attributes()))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Insert what is selected elsewhere, if the middle button is released (X11)."""
        if event.button() is not Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)
        elif QGuiApplication.clipboard().supportsSelection() and not self.isReadOnly():
            self.deselect()
            self._paste_from(QClipboard.Mode.Selection)

    def dropEvent(self, event: QDropEvent) -> None:
        """Insert a dropped text where it is dropped."""
        text = event.mimeData().text()
        if not text or self.isReadOnly():
            event.ignore()
            return
        self.deselect()
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        self.insert(text)
        event.acceptProposedAction()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show Qt's menu, with entries that change the text in ways this line can follow."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own = {"edit-undo": self.undo, "edit-paste": self.paste, "edit-delete": self.del_}
        for action in menu.actions():
            if (change := own.get(action.objectName())) is not None:
                action.triggered.disconnect()
                action.triggered.connect(change)
        menu.popup(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint bullets, or the secret while it is revealed."""
        if not self._is_revealed:
            super().paintEvent(event)
            return
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        painter, style = QPainter(self), self.style()
        style.drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, option, painter, self)
        room = style.subElementRect(QStyle.SubElement.SE_LineEditContents, option, self)
        self._paint_secret(painter, room.adjusted(TEXT_MARGIN, 0, -TEXT_MARGIN, 0))

    def _paint_secret(self, painter: QPainter, room: QRect) -> None:
        """Paint the part of the secret that ends at the cursor, if there is no room for all."""
        before = self._secret[: self.cursorPosition()]
        hidden = max(0, QFontMetrics(self.font()).horizontalAdvance(before) - room.width())
        painter.setClipRect(room)
        painter.setPen(self.palette().text().color())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(room.adjusted(-hidden, 0, 0, 0), flags, self._secret)

    def _paste_from(self, mode: QClipboard.Mode) -> None:
        self.insert(QGuiApplication.clipboard().text(mode))

    @contextmanager
    def _editing(self) -> Iterator[None]:
        """Mark what Qt does to the bullets as an edit at the cursor."""
        before, self._is_editing = self._is_editing, True
        try:
            yield
        finally:
            self._is_editing = before

    def _follow_bullets(self) -> None:
        """Do to the secret what was done to the bullets.

        After an edit the cursor stands behind what was inserted, or where something was removed.
        """
        shown = super().text()
        if self._is_editing:
            inserted, self._inserted = self._inserted, ""
            cursor = self.cursorPosition()
            before = self._secret[: cursor - len(inserted)]
            after = self._secret[len(self._secret) - (len(shown) - cursor) :]
            self._secret = before + inserted + after
        elif shown != BULLET * len(self._secret):
            self._take_foreign_text(shown)

    def _take_foreign_text(self, shown: str) -> None:
        """Take what assistive technology has written into the line, and mask it.

        If it has only removed characters, it cannot be told which: then all are removed.
        """
        end = shown.lstrip(BULLET)
        middle = end.rstrip(BULLET)
        before = self._secret[: len(shown) - len(end)]
        after = self._secret[len(self._secret) - (len(end) - len(middle)) :]
        self.setText(before + middle + after if middle else "")

    def _infer_caps_lock(self, event: QKeyEvent) -> None:
        """Emit ``caps_lock`` for a capital without Shift, or the reverse."""
        text = event.text()
        if text.isalpha() and text.lower() != text.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(text.isupper() != shifted)


def _typed_text(event: QKeyEvent) -> str:
    """Return the text that a key types; empty for a key that does something else.

    The rule is that of Qt's QInputControl: AltGr is Control and Alt, and types.
    """
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    text = event.text()
    if not text or event.modifiers() in (control, control | shift):
        return ""
    return "" if unicodedata.category(text[0]) in ("Cc", "Cs", "Cn") else text
