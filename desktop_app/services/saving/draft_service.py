"""Stores edits in progress, so that a crash does not lose them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Draft
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.saved_draft import SavedDraft
    from desktop_app.services.store.store_service import StoreService


class DraftService(QObject):
    """The drafts of one profile. GUI thread; without a store nothing is stored.

    Drafts that were made while the profile led to another SuperOffice stay stored, and are offered
    when it leads there again.
    """

    found = Signal(object)
    """The unsaved edits of an earlier run that no dialog has taken yet: a list of SavedDraft."""
    unsaved_changed = Signal()
    """``unsaved`` changed."""

    def __init__(self, profile: Profile, store: StoreService | None, parent: QObject) -> None:
        super().__init__(parent)
        self._profile_id = profile.id
        self._installation_id = profile.installation_id
        self._store = store
        self._closed = False
        self._is_loaded = False
        self._taken: set[int] = set()
        """Ids of mailboxes that were opened: what is stored for them is the dialog's."""
        self._offered: dict[int, SavedDraft] = {}
        self._unsaved: dict[int, float] = {}

    @property
    def unsaved(self) -> Mapping[int, float]:
        """The mailboxes with an unsaved edit: when it was kept, in seconds since 1970 (UTC)."""
        return self._unsaved

    def take(self, mailbox_id: int) -> SavedDraft | None:
        """Return the unsaved edit of a mailbox that is being opened, and offer it no longer.

        None if there is none.
        """
        self._taken.add(mailbox_id)
        draft = self._offered.pop(mailbox_id, None)
        if draft is not None:
            self.found.emit(list(self._offered.values()))
        return draft

    def save(self, draft: Draft) -> None:
        """Store an edit in progress, without its password."""
        self._note(draft.original.id, time.time() if draft.changes else None)
        if self._store is not None:
            key = self._profile_id, draft, self._installation_id
            self._store.run(lambda store: store.drafts.save(*key))

    def delete(self, mailbox_id: int) -> None:
        """Delete the stored edit of a mailbox, because it was saved or discarded."""
        self._note(mailbox_id, None)
        if self._store is not None:
            profile_id = self._profile_id
            self._store.run(lambda store: store.drafts.delete(profile_id, mailbox_id))

    def load(self) -> None:
        """Load the edits that an earlier run left, once; ``found`` is emitted with the result."""
        if self._store is not None and not self._is_loaded:
            self._is_loaded = True
            profile_id = self._profile_id
            none: list[SavedDraft] = []
            self._store.read(
                lambda store: store.drafts.of_profile(profile_id), none, self._on_loaded
            )

    def close(self) -> None:
        """Ignore a result that arrives later: the store outlives the workspace."""
        self._closed = True

    def _on_loaded(self, drafts: list[SavedDraft]) -> None:
        if not self._closed:
            mine = [d for d in drafts if d.installation_id in ("", self._installation_id)]
            self._offered = {d.mailbox_id: d for d in mine if d.mailbox_id not in self._taken}
            kept = {mailbox_id: draft.saved_at for mailbox_id, draft in self._offered.items()}
            self._unsaved = kept | self._unsaved
            self.found.emit(list(self._offered.values()))
            self.unsaved_changed.emit()

    def _note(self, mailbox_id: int, kept_at: float | None) -> None:
        """Note when the unsaved edit of a mailbox was kept; None for no such edit."""
        before = mailbox_id in self._unsaved
        if kept_at is not None:
            self._unsaved[mailbox_id] = kept_at
        else:
            self._unsaved.pop(mailbox_id, None)
        if before is not (kept_at is not None):
            self.unsaved_changed.emit()
