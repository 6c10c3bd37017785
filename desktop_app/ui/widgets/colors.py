"""Colours that the system's palette lacks, for light and dark windows."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from desktop_app.core.profiles.profile import Environment


def is_dark(palette: QPalette) -> bool:
    """Return whether the palette has a dark window background."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def error_color(palette: QPalette) -> QColor:
    """Return the colour of error texts."""
    return QColor("#ff8f85") if is_dark(palette) else QColor("#b3261e")


def success_color(palette: QPalette) -> QColor:
    """Return the colour of what was verified: a login that works, a save that was read back."""
    return QColor("#6fd08c") if is_dark(palette) else QColor("#1b7a3d")


def warning_background(palette: QPalette) -> QColor:
    """Return the background of a warning; the palette's text colour is legible on it."""
    return QColor("#4a3b12") if is_dark(palette) else QColor("#fff2cc")


def warning_color(palette: QPalette) -> QColor:
    """Return the colour of signs and bars of a risk."""
    return QColor("#f0b429") if is_dark(palette) else QColor("#b86e00")


def group_background(palette: QPalette) -> QColor:
    """Return the background of a group heading; the palette's text colour is legible on it."""
    return QColor("#3d4a57") if is_dark(palette) else QColor("#dfe7ef")


def muted_text_color(palette: QPalette) -> QColor:
    """Return the colour of notes and read-only values: greyed, yet legible."""
    text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
    ground = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Base)
    return QColor(
        _blend(text.red(), ground.red()),
        _blend(text.green(), ground.green()),
        _blend(text.blue(), ground.blue()),
    )


def _blend(text: int, background: int) -> int:
    return round(0.65 * text + 0.35 * background)


def demo_background(palette: QPalette) -> QColor:
    """Return the background of the demo badge."""
    return QColor("#8e6bd1") if is_dark(palette) else QColor("#6b46b8")


def environment_background(environment: Environment, palette: QPalette) -> QColor:
    """Return the background of an environment badge, whose text is white."""
    dark = is_dark(palette)
    return QColor(
        {
            Environment.PRODUCTION: "#c4403a" if dark else "#b3261e",
            Environment.TEST: "#2f74c0" if dark else "#1f5fa8",
            Environment.DEVELOPMENT: "#66737f" if dark else "#4f5b66",
        }[environment]
    )


def accent_color(palette: QPalette) -> QColor:
    """Return the colour of signs of what the user does or chose, which are no risk."""
    return QColor("#7db3ec") if is_dark(palette) else QColor("#1f5fa8")


def bar_color(palette: QPalette, *, is_risk: bool, is_chosen: bool) -> QColor:
    """Return the colour of a bar in the overview: that of a risk, of the chosen bar, or grey."""
    if is_risk:
        return warning_color(palette)
    if is_chosen:
        return accent_color(palette)
    return QColor("#7d8791") if is_dark(palette) else QColor("#9aa5b1")
