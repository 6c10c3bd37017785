"""What sending pending changes needs of one profile: the part of a workspace it uses."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop_app.services.list_state import ListState
from desktop_app.services.saving.save_target import SaveTarget
from desktop_app.services.session.server_facts import ServerFacts


class PendingTarget(SaveTarget, Protocol):
    """A profile at work, for its pending changes. services/workspace has the real one."""

    server_facts: ServerFacts

    @property
    def list_state(self) -> ListState:
        """How the list stands."""

    @property
    def is_ready(self) -> bool:
        """Whether the list is there, as new as can be."""

    @property
    def state_changed(self) -> SignalInstance:
        """The list stands differently now."""

    def refresh(self) -> None:
        """Ask for the list; the user acted, so a halted session resumes."""
