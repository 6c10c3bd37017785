"""Three tiles from which the kind of a profile is chosen, each with its colour and word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop_app.core.profiles.profile import Environment
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.profiles import environment_name
from desktop_app.ui.widgets.colors import environment_background
from desktop_app.ui.widgets.focus.buttons import DARKER, ColoredButton

DOT_SIZE, DOT_GAP = 12, 4
"""Diameter of a tile's dot, and the room beside it, in logical pixels."""
TILE_WIDTH = 110
"""Least width of a tile, in logical pixels."""


class EnvironmentTile(ColoredButton):
    """A button that stays down: with a dot of its kind's colour, or filled with it if chosen."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        super().__init__(environment_name(environment))
        self.setCheckable(True)
        self.setAutoDefault(False)  # Enter saves, as in every field of the dialog
        self.setMinimumWidth(TILE_WIDTH)
        self.setIconSize(QSize(DOT_SIZE + DOT_GAP, DOT_SIZE))
        self.setAccessibleName(
            translate("profiles", "Kind: {kind}").format(kind=environment_name(environment))
        )
        self._draw_icon()
        self.toggled.connect(self._on_toggled)

    def colors(self, palette: QPalette) -> dict[QPalette.ColorRole, QColor]:
        """Return the colour of the kind for a chosen tile; others look like any button."""
        if not self.isChecked():
            return {}
        background = environment_background(self.environment, palette).darker(DARKER)
        return {
            QPalette.ColorRole.Button: background,
            QPalette.ColorRole.ButtonText: QColor(Qt.GlobalColor.white),
        }

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()

    def _on_toggled(self) -> None:
        self._update_palette()
        self._draw_icon()

    def _draw_icon(self) -> None:
        color = environment_background(self.environment, QPalette())
        self.setIcon(dot_icon(QColor(Qt.GlobalColor.white) if self.isChecked() else color))


class EnvironmentTiles(QWidget):
    """The three tiles; the arrow keys move between them and choose, like radio buttons."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its label's mnemonic needs a policy
        self._group = QButtonGroup(self)
        self.tiles = {environment: EnvironmentTile(environment) for environment in Environment}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for tile in self.tiles.values():
            self._group.addButton(tile)
            layout.addWidget(tile)
            tile.toggled.connect(self._on_toggled)
        layout.addStretch(1)
        self.choose(Environment.PRODUCTION)

    @property
    def chosen(self) -> Environment:
        """The kind that is chosen."""
        return next(kind for kind, tile in self.tiles.items() if tile.isChecked())

    def choose(self, environment: Environment) -> None:
        """Choose a kind."""
        self.tiles[environment].setChecked(True)

    def _on_toggled(self, checked: bool) -> None:
        if checked:
            self.setFocusProxy(self.tiles[self.chosen])
            self.changed.emit()


def dot_icon(color: QColor) -> QIcon:
    """Return a round icon of one colour."""
    picture = QPixmap(2 * (DOT_SIZE + DOT_GAP), 2 * DOT_SIZE)  # sharp at two pixels a point
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(0, 0, 2 * DOT_SIZE, 2 * DOT_SIZE)
    painter.end()
    return QIcon(picture)
