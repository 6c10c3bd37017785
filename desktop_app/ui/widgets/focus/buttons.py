"""The program's buttons: they act at the key press, and never hand the focus to a neighbour."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPalette, QShortcutEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QPushButton, QRadioButton, QWidget

PRESSES = frozenset(
    (
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Shortcut,
    )
)

DARKER = 120
"""Percent by which a filled button is darker than a selection: styles paint it lighter again."""


class CheckBox(QCheckBox):
    """A check box whose mnemonic acts at the key press."""

    def event(self, event: QEvent) -> bool:
        """Act at once on the mnemonic."""
        return _acted_on_mnemonic(self, event) or super().event(event)


class RadioButton(QRadioButton):
    """A radio button whose mnemonic acts at the key press."""

    def event(self, event: QEvent) -> bool:
        """Act at once on the mnemonic."""
        return _acted_on_mnemonic(self, event) or super().event(event)


class PushButton(QPushButton):
    """A button that keeps the focus when it is disabled or works, so that Enter meets no other.

    Qt gives the focus of a disabled button to its neighbour, which may be Cancel. This button rests
    instead: it looks disabled and does nothing, and is disabled once the user moves on.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._is_resting = False
        self.focus_after: QWidget | None = None
        """The widget that takes the focus when this button is hidden while it has the focus."""

    def isEnabled(self) -> bool:
        """Return whether the button can be pressed."""
        return super().isEnabled() and not self._is_resting

    def setEnabled(self, enabled: bool) -> None:
        """Enable or disable the button; with the focus it rests instead of being disabled."""
        rests = not enabled and super().isEnabled() and self._is_focus_of_window
        self._set_resting(rests)
        super().setEnabled(enabled or rests)

    def setVisible(self, visible: bool) -> None:
        """Show or hide the button; a hidden one gives its focus to ``focus_after``.

        A button box lays all its buttons out again then, and takes the focus from them.
        """
        if not visible and self.focus_after is not None and self._is_focus_of_window:
            self.focus_after.setFocus()
        before = self.window().focusWidget()
        super().setVisible(visible)
        if isinstance(before, PushButton) and before is not self and before.isVisible():
            before.setFocus()

    def event(self, event: QEvent) -> bool:
        """Act at once on the mnemonic; do nothing while resting."""
        if self._is_resting and (event.type() in PRESSES or _is_press_key(event)):
            return True
        return _acted_on_mnemonic(self, event) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Disable a resting button when the focus leaves it."""
        super().focusOutEvent(event)
        if self._is_resting and self.window().focusWidget() is not self:
            self._set_resting(False)
            super().setEnabled(False)

    @property
    def _is_focus_of_window(self) -> bool:
        return self.isVisible() and self.window().focusWidget() is self

    def _set_resting(self, rests: bool) -> None:
        """Look disabled, or no longer; signals are blocked, as screen readers press buttons too."""
        if rests == self._is_resting:
            return
        self._is_resting = rests
        self.blockSignals(rests)
        self.setPalette(_greyed(self.palette()) if rests else QPalette())


class ColoredButton(PushButton):
    """Base of buttons in colours of their own, which follow the palette from light to dark."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._update_palette()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and not self._is_resting:
            self._update_palette()

    def colors(self, palette: QPalette) -> dict[QPalette.ColorRole, QColor]:
        """Return the colours that differ from those of ``palette``."""
        raise NotImplementedError

    def _update_palette(self) -> None:
        made = QPalette()
        for role, color in self.colors(made).items():
            for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
                made.setColor(group, role, color)
        if made != self.palette():  # setting it changes the palette, which calls this again
            self.setPalette(made)


class LinkButton(ColoredButton):
    """A button without a frame, in the colour of a link, for what is offered on the side."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setFlat(True)
        self.setAutoDefault(False)

    def colors(self, palette: QPalette) -> dict[QPalette.ColorRole, QColor]:
        """Return the colour of a link for the text."""
        return {QPalette.ColorRole.ButtonText: palette.color(QPalette.ColorRole.Link)}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter too: Qt leaves it to the default button."""
        if _is_press_key(event):
            self.click()
        else:
            super().keyPressEvent(event)


class FilledButton(ColoredButton):
    """The default button of a page, filled with the palette's highlight: the way to go on."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setDefault(True)

    def colors(self, palette: QPalette) -> dict[QPalette.ColorRole, QColor]:
        """Return the colours of a selection."""
        roles = QPalette.ColorRole
        return {
            roles.Button: palette.color(roles.Highlight).darker(DARKER),
            roles.ButtonText: palette.color(roles.HighlightedText),
        }


def _greyed(palette: QPalette) -> QPalette:
    """Return a palette that looks disabled in every state."""
    disabled, made = QPalette.ColorGroup.Disabled, QPalette(palette)
    for role in (QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button):
        made.setBrush(role, palette.brush(disabled, role))
    return made


def _is_press_key(event: QEvent) -> bool:
    from PySide6.QtCore import Qt  # lazy: start

    press_keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
    return isinstance(event, QKeyEvent) and event.key() in press_keys


def _acted_on_mnemonic(button: QAbstractButton, event: QEvent) -> bool:
    """Press a button at once on its mnemonic: Qt waits 100 ms, and letters typed then are lost.

    Returns False for any other event, and if several widgets share the mnemonic.
    """
    if not isinstance(event, QShortcutEvent) or event.isAmbiguous() or not button.isEnabled():
        return False
    if button.isCheckable():
        button.setFocus()
    button.click()
    return True
