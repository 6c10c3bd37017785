"""The part of a workspace that sending pending changes uses."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop_app.services.list_state import ListState
from desktop_app.services.saving.save_target import SaveTarget
from desktop_app.services.session.server_facts import ServerFacts


class PendingTarget(SaveTarget, Protocol):
    """A workspace for pending changes; services/workspace implements the protocol."""

    server_facts: ServerFacts

    @property
    def list_state(self) -> ListState:
        """The state of the list."""

    @property
    def is_ready(self) -> bool:
        """Whether the last load of the list succeeded, and none has started since."""

    @property
    def state_changed(self) -> SignalInstance:
        """The signal that ``list_state`` changed."""

    def refresh(self) -> None:
        """Load the list because the user asked: a halted session resumes."""
