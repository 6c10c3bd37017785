"""Form rows: a label, a field, and a note for its error or hint."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from desktop_app.core.profiles.profile import Profile
from desktop_app.ui.text.odd_characters import odd_characters_text
from desktop_app.ui.widgets.colors import error_color, muted_text_color
from desktop_app.ui.widgets.secret_field import SecretField

LABEL_WIDTH = 120
"""Least width of a label in logical pixels, so that the parts of a form line up."""
FRAME_WIDTH = 2
"""Logical pixels of the frame around a field with an error."""


class FormRows(QWidget):
    """A part of the profile form. ``changed`` is emitted when the value of a field changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = QFormLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.rows.setVerticalSpacing(4)
        self._notes: dict[QWidget, _RowNote] = {}
        self._frames: dict[QWidget, _ErrorFrame] = {}
        self._marked: dict[QWidget, bool] = {}

    def add_row(
        self,
        label: str,
        field: QWidget,
        *,
        marks_oddities: bool = False,
        is_trimmed: bool = False,
    ) -> None:
        """Add a row; the label is also the field's name for screen readers.

        ``marks_oddities`` is for the line edit of a name that is used as it was typed, with
        ``is_trimmed`` but for spaces at its edges.
        """
        buddy = QLabel(label)
        buddy.setBuddy(field)
        buddy.setMinimumWidth(LABEL_WIDTH)
        field.setAccessibleName(label.replace("&", ""))
        self._notes[field] = _RowNote()
        self.rows.addRow(buddy, field)
        self.rows.addRow("", self._notes[field])
        if marks_oddities:
            self._marked[field] = is_trimmed
        self._connect_changed(field)

    def show_row(self, field: QWidget, shown: bool) -> None:
        """Show a row, or hide it with its label and note."""
        self.rows.setRowVisible(field, shown)
        note = self._notes[field]
        self.rows.setRowVisible(note, shown and bool(note.text()))

    def fill(self, profile: Profile) -> None:
        """Show the profile's values in this part of the form."""

    def apply(self, profile: Profile) -> Profile:
        """Return the profile with the entered values; call only if ``errors`` is empty."""
        return profile

    def errors(self) -> dict[QWidget, str]:
        """Return a translated error for each invalid field in a visible row."""
        return {}

    def hints(self) -> dict[QWidget, str]:
        """Return a translated hint for fields that need one."""
        return {}

    def show_errors(self, errors: Mapping[QWidget, str]) -> None:
        """Show the errors, or else the hints, below their fields; frame the fields in red."""
        hints = self.hints()
        for field, note in self._notes.items():
            error = errors.get(field, "")
            hint = self._oddity(field) or hints.get(field, "")
            self._show_note(field, note, error or hint, is_error=bool(error))
            self._show_frame(field, shown=bool(error))

    def is_marked(self, field: QWidget) -> bool:
        """Return whether a field is framed in red."""
        return field in self._frames and not self._frames[field].isHidden()

    def _show_frame(self, field: QWidget, *, shown: bool) -> None:
        if shown and field not in self._frames and not isinstance(field, QCheckBox):
            self._frames[field] = _ErrorFrame(self, field.focusProxy() or field)
        if field in self._frames:
            self._frames[field].setVisible(shown)

    def _oddity(self, field: QWidget) -> str:
        if field in self._marked and isinstance(field, QLineEdit):
            text = field.text()
            return odd_characters_text(text.strip() if self._marked[field] else text)
        return ""

    def _show_note(self, field: QWidget, note: _RowNote, text: str, *, is_error: bool) -> None:
        note.show_text(text)
        self.rows.setRowVisible(note, bool(text) and self.rows.isRowVisible(field))
        field.setAccessibleDescription(text)
        palette = QPalette(self.palette())
        color = error_color(palette) if is_error else muted_text_color(palette)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        note.setPalette(palette)

    def _connect_changed(self, field: QWidget) -> None:
        if isinstance(field, SecretField):
            field.edited.connect(self.changed)
        elif isinstance(field, QLineEdit | QPlainTextEdit):
            field.textChanged.connect(self.changed)
        elif isinstance(field, QComboBox):
            field.currentIndexChanged.connect(self.changed)
        elif isinstance(field, QSpinBox):
            field.valueChanged.connect(self.changed)
        elif isinstance(field, QCheckBox):
            field.toggled.connect(self.changed)


def select_value(box: QComboBox, value: object) -> None:
    """Select the entry whose data is ``value``.

    Raises:
        StopIteration: No entry has this value.
    """
    box.setCurrentIndex(next(i for i in range(box.count()) if box.itemData(i) is value))


class _RowNote(QLabel):
    """A note exactly as tall as its lines; QFormLayout would give one line the room of two."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setWordWrap(True)

    def show_text(self, text: str) -> None:
        """Show a text and fit the height."""
        self.setText(text)
        self._fit_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height: the new width may wrap the text differently."""
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        self.setMinimumHeight(0)  # Qt counts the least height in
        self.setFixedHeight(max(0, self.heightForWidth(self.width())))


class _ErrorFrame(QWidget):
    """A red frame around a field, which it follows; takes no clicks."""

    def __init__(self, rows: QWidget, field: QWidget) -> None:
        super().__init__(rows)
        self._rows, self._field = rows, field
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        rows.installEventFilter(self)
        field.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the field when it or the form is laid out anew."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(error_color(self.palette()), FRAME_WIDTH))
        inset = FRAME_WIDTH / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), FRAME_WIDTH, FRAME_WIDTH
        )
        painter.end()

    def _follow(self) -> None:
        place = self._field.mapTo(self._rows, self._field.rect().topLeft())
        self.setGeometry(QRect(place, self._field.size()))
        self.raise_()
