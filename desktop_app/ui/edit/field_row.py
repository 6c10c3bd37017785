"""One field of the form: its label, its editor or a locked line, and what is said beside it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from desktop_app.core.mailbox import Field
from desktop_app.core.rights import Access, FieldAccess
from desktop_app.ui.colors import error_color
from desktop_app.ui.words.mailboxes import field_label, field_name, lock_words


class LockedLine(QLineEdit):
    """A value that may be read and copied, not changed: greyed, but still in the Tab order."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        palette = self.palette()
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Base):
            palette.setColor(role, palette.color(QPalette.ColorGroup.Disabled, role))
        self.setPalette(palette)

    def show_value(self, text: str) -> None:
        """Show it from its beginning; nothing is cut."""
        self.setMaxLength(max(self.maxLength(), len(text)))
        self.setText(text)
        self.setCursorPosition(0)


class FieldRow(QObject):
    """The widgets of one field in the form's grid. Two lines: the editor, and a note below it."""

    def __init__(self, which: Field, editor: QWidget, grid: QGridLayout, line: int) -> None:
        super().__init__(editor)
        self.which = which
        self.editor = editor
        self.access = FieldAccess(Access.EDITABLE)
        self.label = QLabel(field_label(which))
        self.label.setBuddy(editor)
        self.locked = LockedLine(field_name(which))
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        editor.setAccessibleName(field_name(which))
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.label, line, 0, top)
        grid.addWidget(editor, line, 1)
        grid.addWidget(self.locked, line, 1)
        grid.addWidget(self.note, line + 1, 1)
        self._hint = ""
        self.set_error("")

    def obey(self, access: FieldAccess, shown: str) -> None:
        """Show, lock or hide the field as its rights say. ``shown`` is its value in words."""
        self.access = access
        hidden = access.access is Access.HIDDEN
        locked = access.access is Access.LOCKED
        self.label.setVisible(not hidden)
        self.editor.setVisible(access.can_write)
        self.locked.setVisible(locked)
        self.locked.show_value(shown)
        self.label.setBuddy(self.locked if locked else self.editor)
        self.label.setText(field_label(self.which) + (" *" if access.mandatory else ""))
        self.set_error("")

    def set_hint(self, text: str) -> None:
        """What is worth knowing about the value; shown when there is no error."""
        self._hint = text
        self.set_error("")

    def set_error(self, text: str) -> None:
        """What is wrong with the value; empty for nothing."""
        said = text or self._lock_text() or self._hint
        self.note.setText(said)
        self.note.setVisible(bool(said) and self.access.access is not Access.HIDDEN)
        self._color_note(is_error=bool(text))
        widget = self.locked if self.access.access is Access.LOCKED else self.editor
        widget.setAccessibleDescription(said)

    def _lock_text(self) -> str:
        return "" if self.access.can_write else lock_words(self.access)

    def _color_note(self, *, is_error: bool) -> None:
        palette = QPalette(self.editor.palette())
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        color = error_color(palette) if is_error else muted
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.note.setPalette(palette)
