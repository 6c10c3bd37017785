"""Edits in progress, kept on this computer so that a crash does not lose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Draft
    from desktop_app.core.saved_draft import KeptDraft
    from desktop_app.services.store.store_service import Keeping


class Drafts(QObject):
    """The drafts of one profile. Where nothing is kept, it does nothing."""

    found = Signal(object)
    """The edits of an earlier run that were not saved: a list of KeptDraft."""

    def __init__(self, profile_id: str, keeping: Keeping | None, parent: QObject) -> None:
        super().__init__(parent)
        self._profile_id = profile_id
        self._keeping = keeping
        self._closed = False

    def keep(self, draft: Draft) -> None:
        """Keep an edit in progress, without its password."""
        if self._keeping is not None:
            profile_id = self._profile_id
            self._keeping.do(lambda shelf: shelf.drafts.keep(profile_id, draft))

    def drop(self, mailbox_id: int) -> None:
        """The edit was saved, or given up."""
        if self._keeping is not None:
            profile_id = self._profile_id
            self._keeping.do(lambda shelf: shelf.drafts.drop(profile_id, mailbox_id))

    def find(self) -> None:
        """Look for what an earlier run left; ``found`` tells."""
        if self._keeping is not None:
            profile_id = self._profile_id
            none: list[KeptDraft] = []
            self._keeping.find(lambda shelf: shelf.drafts.of_profile(profile_id), none, self._take)

    def close(self) -> None:
        """What is kept is asked for beside the session's work, and may come after its end."""
        self._closed = True

    def _take(self, drafts: list[KeptDraft]) -> None:
        if not self._closed:
            self.found.emit(drafts)
