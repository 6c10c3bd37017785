"""One field of the form: its label, its editor or a locked line, and what is said beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from desktop_app.core.mailbox.hosts import Split
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.mailbox.rights import Access, FieldAccess
from desktop_app.core.mailbox.validation import Finding, Severity
from desktop_app.ui.mailbox_edit.fields.validation_text import finding_words
from desktop_app.ui.text.mailbox import field_label, field_name, lock_words
from desktop_app.ui.widgets.colors import error_color, muted_text
from desktop_app.ui.widgets.icons import icon

LINES = 4
"""Lines of the grid that a field takes: editor, note, split, and the gap to the next one."""
GAP = 7
LABEL_DROP = 4
"""Logical pixels: between two fields, and what brings a label to the height of its field's text."""


class LockedLine(QLineEdit):
    """A value that may be read and copied, not changed: greyed, but still in the Tab order."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self._color()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color()

    def _color(self) -> None:
        palette = QPalette()
        text = muted_text(palette)
        base = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Base)
        palette.setColor(QPalette.ColorRole.Text, text)
        palette.setColor(QPalette.ColorRole.Base, base)
        self.setPalette(palette)

    def show_value(self, text: str) -> None:
        """Show it from its beginning; nothing is cut."""
        self.setMaxLength(max(self.maxLength(), len(text)))
        self.setText(text)
        self.setCursorPosition(0)


class Note(QLabel):
    """What is said beside a field: muted, or in the colour of errors."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._is_error = False

    def say(self, text: str, *, is_error: bool) -> None:
        """Show a text."""
        self.setText(text)
        self._is_error = is_error
        self._color()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color()

    def _color(self) -> None:
        palette = QPalette()
        color = error_color(palette) if self._is_error else muted_text(palette)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.setPalette(palette)


class FieldRow(QObject):
    """The widgets of one field in the form's grid: the editor with its undo, and a note below."""

    undo_wanted = Signal(object)
    """The Field whose change is to be undone."""
    split_wanted = Signal(object)
    """A Split that was offered and accepted."""

    def __init__(self, which: Field, editor: QWidget, grid: QGridLayout, line: int) -> None:
        super().__init__(editor)
        self.which = which
        self.editor = editor
        self.access = FieldAccess(Access.EDITABLE)
        self.label = QLabel(field_label(which))
        self.label.setContentsMargins(0, LABEL_DROP, 0, 0)
        self.locked = LockedLine(field_name(which))
        self.undo = self._undo_button()
        self.note = Note()
        self.split = QPushButton(self.tr("Put them into their fields"))
        self._offered: Split | None = None
        self._changed = False
        self._grid, self._line = grid, line
        editor.setAccessibleName(field_name(which))
        self._place()
        self.split.clicked.connect(self._accept_split)
        self.show_findings([])

    def _place(self) -> None:
        grid, line, top = self._grid, self._line, Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.label, line, 0, top)
        grid.addWidget(self.editor, line, 1)
        grid.addWidget(self.locked, line, 1)
        grid.addWidget(self.undo, line, 2, top)
        grid.addWidget(self.note, line + 1, 1)
        grid.addWidget(self.split, line + 2, 1, Qt.AlignmentFlag.AlignLeft)

    def obey(self, access: FieldAccess, shown: str) -> None:
        """Show, lock or hide the field as its rights say. ``shown`` is its value in words."""
        self.access = access
        hidden = access.access is Access.HIDDEN
        locked = access.access is Access.LOCKED
        self.label.setVisible(not hidden)
        self._grid.setRowMinimumHeight(self._line + LINES - 1, 0 if hidden else GAP)
        self.editor.setVisible(access.can_write)
        self.locked.setVisible(locked)
        self.locked.show_value(shown)
        self.label.setBuddy(self.locked if locked else self.editor)
        self.label.setText(self._label_text())
        self.show_findings([])

    def mark(self, *, changed: bool) -> None:
        """Show by a word and a button that the value is not the loaded one."""
        self._changed = changed
        self.undo.setVisible(changed)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Say the worst of what was found; a lock goes before everything."""
        worst = found[0] if found else None
        said = lock_words(self.access) or (finding_words(worst) if worst else "")
        self.note.setVisible(bool(said) and self.access.access is not Access.HIDDEN)
        is_error = worst is not None and worst.severity is Severity.ERROR
        self.note.say(said, is_error=is_error)
        self._offer(worst.about if worst and isinstance(worst.about, Split) else None)
        widget = self.locked if self.access.access is Access.LOCKED else self.editor
        changed = self.tr("Changed.") if self._changed else ""
        widget.setAccessibleDescription(" ".join(part for part in (changed, said) if part))

    def _offer(self, split: Split | None) -> None:
        self._offered = split
        self.split.setVisible(split is not None)

    def _accept_split(self) -> None:
        if self._offered is not None:
            self.split_wanted.emit(self._offered)

    def _label_text(self) -> str:
        return field_label(self.which) + (" *" if self.access.mandatory else "")

    def _undo_button(self) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setIcon(icon("undo-2"))
        button.setText(self.tr("Changed"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(self.tr("Changed. Undo this change"))
        button.setAccessibleName(self.tr("Undo the change of %s") % field_name(self.which))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.hide()
        button.clicked.connect(lambda: self.undo_wanted.emit(self.which))
        return button
