"""Keeps a dialog as high as its content."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from desktop_app.ui.widgets.windows import TITLE_BAR_HEIGHT


class HeightFitter:
    """Makes a dialog as high as its content, at most as high as the screen.

    A height that the user has chosen stays.
    """

    def __init__(self, dialog: QDialog) -> None:
        self._dialog = dialog
        self._height = dialog.height()
        """The height that was set last, in logical pixels; another one is the user's own."""

    def fit(self, *, may_shrink: bool = False) -> None:
        """Fit the height; call when the layout has changed.

        Without ``may_shrink`` the dialog only grows, so that it does not jump while the user types.
        """
        dialog = self._dialog
        layout = dialog.layout()
        ours = max(self._height, dialog.minimumHeight())  # the layout may have had to grow it
        if layout is None or dialog.height() != ours:
            return
        layout.activate()
        room = dialog.screen().availableGeometry()
        wanted = min(layout.totalSizeHint().height(), room.height() - TITLE_BAR_HEIGHT)
        if wanted > dialog.height() or may_shrink:
            dialog.resize(dialog.width(), wanted)
            below = dialog.frameGeometry().bottom() - room.bottom()
            if dialog.isVisible() and below > 0:
                dialog.move(dialog.x(), max(room.top(), dialog.y() - below))
        self._height = dialog.height()
