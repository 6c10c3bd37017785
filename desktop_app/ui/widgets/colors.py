"""The few colours that the system's palette does not have, for light and for dark windows."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from desktop_app.core.profiles.profile import Environment


def is_dark(palette: QPalette) -> bool:
    """Whether windows are dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def error_color(palette: QPalette) -> QColor:
    """Text that says what is wrong."""
    return QColor("#ff8f85") if is_dark(palette) else QColor("#b3261e")


def warning_background(palette: QPalette) -> QColor:
    """The ground of a banner that warns; the palette's own text stays readable on it."""
    return QColor("#4a3b12") if is_dark(palette) else QColor("#fff2cc")


def group_background(palette: QPalette) -> QColor:
    """The band above the rows of a group; the palette's own text stays readable on it."""
    return QColor("#3d4a57") if is_dark(palette) else QColor("#dfe7ef")


def muted_text_color(palette: QPalette) -> QColor:
    """Notes, and values that may be read, not changed: greyed, yet legible.

    The palette's own grey for placeholders and disabled text is often too faint to be read.
    """
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
    """The ground of the mark of a demo window."""
    return QColor("#8e6bd1") if is_dark(palette) else QColor("#6b46b8")


def environment_background(environment: Environment, palette: QPalette) -> QColor:
    """The ground of a mark that says what an installation is for; its text is white."""
    dark = is_dark(palette)
    return QColor(
        {
            Environment.PRODUCTION: "#c4403a" if dark else "#b3261e",
            Environment.TEST: "#2f74c0" if dark else "#1f5fa8",
            Environment.DEVELOPMENT: "#66737f" if dark else "#4f5b66",
        }[environment]
    )


def bar_color(palette: QPalette, *, is_chosen: bool) -> QColor:
    """The bar of an overview; the one that the list is filtered by is stronger, and in bold."""
    if is_dark(palette):
        return QColor("#7db3ec") if is_chosen else QColor("#4a7fb5")
    return QColor("#1f5fa8") if is_chosen else QColor("#7fa9d6")
