"""Palettes of the themes for pictures; the offscreen platform has only a light one."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

Role, Group = QPalette.ColorRole, QPalette.ColorGroup


def dark() -> QPalette:
    """Return Fusion's dark palette."""
    palette = QPalette(QColor("#31363b"))
    palette.setColor(Role.Base, QColor("#232629"))
    palette.setColor(Role.AlternateBase, QColor("#2a2e32"))
    palette.setColor(Role.Highlight, QColor("#2d7dba"))
    palette.setColor(Role.Link, QColor("#1d99f3"))
    palette.setColor(Role.PlaceholderText, QColor("#a1a9b1"))
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        palette.setColor(Group.Disabled, role, QColor("#727a82"))
    return palette


def contrast_black() -> QPalette:
    """Return the colours of Windows' contrast theme *Night sky*: white and yellow on black."""
    return _two_colors("#ffffff", "#000000", "#ffff00", "#000000", "#8080ff", "#a6a6a6")


def contrast_white() -> QPalette:
    """Return the colours of Windows' contrast theme *Desert*, with white paper."""
    return _two_colors("#000000", "#ffffff", "#000080", "#ffffff", "#0000ff", "#595959")


def _two_colors(
    text: str, paper: str, highlight: str, highlighted: str, link: str, disabled: str
) -> QPalette:
    palette = QPalette(QColor(paper))
    for role in (Role.WindowText, Role.Text, Role.ButtonText, Role.ToolTipText, Role.BrightText):
        palette.setColor(role, QColor(text))
        palette.setColor(Group.Disabled, role, QColor(disabled))
    palette.setColor(Role.PlaceholderText, QColor(disabled))
    for role in (Role.Window, Role.Base, Role.AlternateBase, Role.Button, Role.ToolTipBase):
        palette.setColor(role, QColor(paper))
    for role in (Role.Light, Role.Midlight, Role.Mid, Role.Dark, Role.Shadow):
        palette.setColor(role, QColor(text))
    palette.setColor(Role.Highlight, QColor(highlight))
    palette.setColor(Role.HighlightedText, QColor(highlighted))
    palette.setColor(Role.Link, QColor(link))
    palette.setColor(Role.LinkVisited, QColor(link))
    return palette


THEMES = {"dark": dark, "contrast-black": contrast_black, "contrast-white": contrast_white}
"""The palette of each theme but the platform's own, ``light``."""
