"""Offers what an earlier run of the program left behind unsaved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal

from desktop_app.core.saved_draft import KeptDraft
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.text.saving import drafts_words
from desktop_app.ui.widgets.banner import Banner


class UnsavedNote(Banner):
    """The drafts of a profile: go on with all of them, or none."""

    wanted = Signal(object)
    """A KeptDraft that the user wants to go on with."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._drafts: Sequence[KeptDraft] = ()

    def offer(self, drafts: Sequence[KeptDraft]) -> None:
        """Ask what is to become of them."""
        if drafts:
            self._drafts = drafts
            go_on = (self.tr("&Go on with them"), self._go_on)
            self.say(drafts_words(drafts), go_on, (self.tr("&Discard"), self._discard))

    def _go_on(self) -> None:
        self.hide()
        for draft in self._drafts:
            self.wanted.emit(draft)

    def _discard(self) -> None:
        self.hide()
        for draft in self._drafts:
            self._workplace.drafts.drop(draft.mailbox_id)
