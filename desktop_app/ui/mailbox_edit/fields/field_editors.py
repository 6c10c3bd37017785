"""The editors of single fields. An editor that was not edited returns exactly the loaded value."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox

from desktop_app.core.mailbox.mailbox import ServerType, Value, value_text
from desktop_app.core.mailbox.mailbox_rules import DEFAULT_PORTS, PORT_MAX, PORT_MIN, is_valid_port
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.fields.server_type_model import ServerTypeModel
from desktop_app.ui.widgets.line_edit import CappedLineEdit


class TextEditor(CappedLineEdit):
    """A line edit for the text of a field."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._loaded: Value = None
        self._shown_text = ""
        self.textChanged.connect(self._on_text)

    def load_value(self, value: Value) -> None:
        """Load a value and show its text from the start, whatever its length."""
        self._loaded = value
        self.show_full_text(value_text(value))
        self._shown_text = self.text()

    def set_value(self, value: Value) -> None:
        """Set the text, as if the user had typed it."""
        self.setText(value_text(value))

    def current_value(self) -> Value:
        """Return the text, or the loaded value if the text is unchanged."""
        return self._loaded if self.text() == self._shown_text else self.text()

    def _on_text(self) -> None:
        self.edited.emit()


class PortEditor(QSpinBox):
    """A spin box for a port from 1 to 65535; any other loaded value is shown raw and kept.

    The raw text is the spin box's "special value", one below the smallest port.
    """

    edited = Signal()
    RAW_VALUE = PORT_MIN - 1
    zero_is_unset = False
    """Whether a loaded 0 is shown as "not set", as in a new mailbox."""

    def __init__(self) -> None:
        super().__init__()
        self._loaded: Value = None
        self._is_user_edited = False
        self._is_updating = False
        self.setRange(PORT_MIN, PORT_MAX)
        self.setAccelerated(True)
        self.valueChanged.connect(self._on_value)

    def load_value(self, value: Value) -> None:
        """Load a port, or show any other value as its raw text."""
        self._loaded = value
        self._is_updating = True
        if isinstance(value, int) and is_valid_port(value):
            self.setSpecialValueText("")
            self.setRange(PORT_MIN, PORT_MAX)
            self.setValue(value)
        else:
            self.setRange(self.RAW_VALUE, PORT_MAX)
            unset = value is None or (self.zero_is_unset and value == 0)
            self.setSpecialValueText(
                translate("mailbox_edit", "not set") if unset else value_text(value)
            )
            self.setValue(self.RAW_VALUE)
        self._is_updating = False
        self._is_user_edited = False

    def set_value(self, value: Value) -> None:
        """Set the port; a value that is not from 1 to 65535 is ignored."""
        if isinstance(value, int) and is_valid_port(value):
            self.setValue(value)

    def current_value(self) -> Value:
        """Return the port, or the loaded value while that is shown raw."""
        number = self.value()
        return self._loaded if number == self.RAW_VALUE else number

    def suggest_for_type(self, server_type: Value) -> None:
        """Set the default port of a server type, unless the user has edited the port."""
        usual = DEFAULT_PORTS.get(server_type) if isinstance(server_type, ServerType) else None
        if usual is None or self._is_user_edited:
            return
        self._is_updating = True
        self.setValue(usual)
        self._is_updating = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all, so that typing replaces the port, even after a click."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel without focus: scrolling the form must not change a port."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_value(self) -> None:
        if not self._is_updating:
            self._is_user_edited = True
        self.edited.emit()


class TypeEditor(QComboBox):
    """A combo box of the ten server types; unsupported types cannot be chosen."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._loaded: Value = None
        self._type_model = ServerTypeModel(self)
        self.setModel(self._type_model)
        self.setPlaceholderText(translate("mailbox_edit", "Choose a type"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(self._on_index)

    def load_value(self, value: Value) -> None:
        """Load a type; UNKNOWN, as on a new mailbox, leaves the box empty."""
        self._loaded = value
        with QSignalBlocker(self):  # a model reset selects the first line
            self._type_model.set_loaded_type(value)
            self.setCurrentIndex(
                -1 if value is ServerType.UNKNOWN else self._type_model.row_of(value)
            )

    def allow_all_types(self, allowed: bool) -> None:
        """Let the user choose every type, or only supported ones."""
        self._type_model.allow_all_types(allowed)

    def set_value(self, value: Value) -> None:
        """Select a type."""
        self.setCurrentIndex(self._type_model.row_of(value))

    def current_value(self) -> Value:
        """Return the selected type, or the loaded value while nothing is selected."""
        row = self.currentIndex()
        return self._loaded if row < 0 else self._type_model.value_at(row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel without focus: scrolling the form must not change a type."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_index(self) -> None:
        self.edited.emit()
