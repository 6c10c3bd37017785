"""The line "5 left out ▸" beside a table, which unfolds the rows that are left out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import LinkButton


class FoldButton(LinkButton):
    """Tells how many rows are folded away, and unfolds or folds them; hidden if there are none.

    ``count_text`` returns the translated text for a number of rows, with a mnemonic.
    """

    folded = Signal(bool)
    """The rows are to be shown (True) or hidden again (False)."""

    def __init__(self, count_text: Callable[[int], str]) -> None:
        super().__init__()
        self.is_unfolded = False
        self._count_text = count_text
        self._count = 0
        ignore_enter_elsewhere(self)
        self.clicked.connect(self._toggle)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Set the number of rows that are left out."""
        self._count = count
        text = self._count_text(count)
        self.setText(f"{text} {'▾' if self.is_unfolded else '▸'}")
        self.setAccessibleName(text.replace("&", ""))
        self.setAccessibleDescription(
            translate("widgets", "Hides these rows.")
            if self.is_unfolded
            else translate("widgets", "Shows these rows with their reasons.")
        )
        self.setVisible(count > 0)

    def _toggle(self) -> None:
        self.is_unfolded = not self.is_unfolded
        self.set_count(self._count)
        self.folded.emit(self.is_unfolded)
