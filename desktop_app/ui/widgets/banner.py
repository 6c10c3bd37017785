"""A bar above the content with a message and buttons, visible only when needed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from shiboken6 import isValid

from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import shortened, tooltip
from desktop_app.ui.widgets.colors import warning_background
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.icons import icon_pixmap

MAX_TEXT_LENGTH = 2000
"""The most characters shown: servers have been known to send more."""
ButtonAction = tuple[str, Callable[[], None]]


class Banner(QFrame):
    """Shows a message in plain text; hidden until the first.

    A neutral banner gives information, and has the window's background; others warn.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        icon_name: str = "triangle-alert",
        is_neutral: bool = False,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._is_neutral = is_neutral
        self.setAutoFillBackground(True)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._icon_label = QLabel()
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.focus_after: Callable[[], None] = self._focus_what_was_before
        """Moves the focus when the banner's focused button goes, by default to where it was."""
        self._focused_before: QWidget | None = None
        self._buttons = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 6)
        layout.addWidget(self._icon_label, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)
        layout.addLayout(self._buttons)
        self._update_palette()
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def setVisible(self, visible: bool) -> None:
        """Show or hide the banner; its focus moves to where the user goes on."""
        if not visible:
            self._release_focus()
        super().setVisible(visible)

    def show_message(self, text: str, *actions: ButtonAction, detail: str = "") -> None:
        """Show a text and a button for each action; ``detail`` becomes the tooltip."""
        text = shortened(text, MAX_TEXT_LENGTH)
        if detail:
            detail = translate("widgets", "Details: {detail}").format(detail=detail)
        if text != self.text:
            announce(self.label, text)
        self.label.setText(text)
        self.label.setToolTip(tooltip(detail))
        self.label.setAccessibleDescription(detail)
        self._clear_buttons()
        for label, act in actions:
            button = PushButton(label)
            button.clicked.connect(act)
            self._buttons.addWidget(button)
        self.show()

    @property
    def buttons(self) -> list[PushButton]:
        """The buttons of the message, from left to right."""
        items = filter(None, map(self._buttons.itemAt, range(self._buttons.count())))
        return [w for item in items if isinstance(w := item.widget(), PushButton)]

    def set_icon(self, name: str) -> None:
        """Show another icon beside the message."""
        if name != self._icon_name:
            self._icon_name = name
            self._update_palette()

    @property
    def text(self) -> str:
        """The message shown; empty while the banner is hidden."""
        return self.label.text() if not self.isHidden() else ""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_palette()

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is None or before is None or not self.isAncestorOf(now):
            return
        if not self.isAncestorOf(before):
            self._focused_before = before

    def _release_focus(self) -> None:
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self.focus_after()

    def _focus_what_was_before(self) -> None:
        before = self._focused_before
        if before is not None and isValid(before) and before.window() is self.window():
            before.setFocus()

    def _clear_buttons(self) -> None:
        self._release_focus()
        while (item := self._buttons.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.hide()
                button.deleteLater()

    def _update_palette(self) -> None:
        palette = QPalette()
        if not self._is_neutral:
            palette.setColor(QPalette.ColorRole.Window, warning_background(palette))
        self.setPalette(palette)
        color = palette.color(QPalette.ColorRole.WindowText)
        self._icon_label.setPixmap(
            icon_pixmap(self._icon_name, 18, color, self.devicePixelRatioF())
        )
