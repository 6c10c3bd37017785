"""The bar that says what someone else had changed in mailboxes that were saved."""

from __future__ import annotations

from desktop_app.services.saving.save import SaveResult
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.saving import merged_text
from desktop_app.ui.widgets.banner import Banner

MAX_TOLD = 3
"""The most mailboxes that are told of at a time; a bulk run has a line for each."""


class MergedChangesBar(Banner):
    """Stays until the user closes it: the status bar may show the next sentence at once."""

    def __init__(self) -> None:
        super().__init__(icon_name="info", is_neutral=True)
        self._told: list[str] = []

    def add(self, saved: SaveResult) -> None:
        """Tell what someone else had changed before a save, if anything."""
        text = merged_text(saved)
        if text:
            self._told = [text, *self._told][:MAX_TOLD]
            close = (translate("mailbox_list", "Cl&ose"), self._close)
            self.show_message("\n".join(self._told), close)

    def _close(self) -> None:
        self._told.clear()
        self.hide()
