"""The bar that offers the drafts an earlier run of the program left unsaved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop_app.core.saved_draft import SavedDraft
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.saving import unsaved_drafts_text
from desktop_app.ui.widgets.banner import Banner


class UnsavedEditsBar(Banner):
    """Offers to continue all drafts of a profile, or to discard them."""

    restore_requested = Signal(object)
    """A SavedDraft that the user wants to continue."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._drafts: Sequence[SavedDraft] = ()

    def offer_drafts(self, drafts: Sequence[SavedDraft]) -> None:
        """Show the bar with these drafts; hide it if there are none."""
        self._drafts = drafts
        if not drafts:
            self.hide()
        else:
            go_on = (translate("mailbox_list", "&Continue editing"), self._restore_all)
            self.show_message(
                unsaved_drafts_text(drafts),
                go_on,
                (translate("mailbox_list", "&Discard"), self._discard_all),
            )

    def _restore_all(self) -> None:
        self.hide()
        for draft in tuple(self._drafts):
            self.restore_requested.emit(draft)

    def _discard_all(self) -> None:
        self.hide()
        for draft in self._drafts:
            self._workspace.drafts.delete(draft.mailbox_id)
