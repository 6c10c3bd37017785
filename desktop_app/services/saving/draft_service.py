"""Edits in progress, kept on this computer so that a crash does not lose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Draft
    from desktop_app.core.saved_draft import SavedDraft
    from desktop_app.services.store.store_service import StoreService


class DraftService(QObject):
    """The drafts of one profile. Where nothing is kept, it does nothing."""

    found = Signal(object)
    """The edits of an earlier run that were not saved: a list of SavedDraft."""

    def __init__(self, profile_id: str, store: StoreService | None, parent: QObject) -> None:
        super().__init__(parent)
        self._profile_id = profile_id
        self._store = store
        self._closed = False

    def save(self, draft: Draft) -> None:
        """Keep an edit in progress, without its password."""
        if self._store is not None:
            profile_id = self._profile_id
            self._store.run(lambda store: store.drafts.save(profile_id, draft))

    def delete(self, mailbox_id: int) -> None:
        """The edit was saved, or given up."""
        if self._store is not None:
            profile_id = self._profile_id
            self._store.run(lambda store: store.drafts.delete(profile_id, mailbox_id))

    def load(self) -> None:
        """Look for what an earlier run left; ``found`` tells."""
        if self._store is not None:
            profile_id = self._profile_id
            none: list[SavedDraft] = []
            self._store.read(
                lambda store: store.drafts.of_profile(profile_id), none, self._on_loaded
            )

    def close(self) -> None:
        """What is kept is asked for beside the session's work, and may come after its end."""
        self._closed = True

    def _on_loaded(self, drafts: list[SavedDraft]) -> None:
        if not self._closed:
            self.found.emit(drafts)
