"""The state of a profile's mailbox list, and the options of a save."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from desktop_app.core.errors import AppError


class ListPhase(Enum):
    """Whether the list was requested, is loading, is ready or has failed."""

    NOT_REQUESTED = auto()
    LOADING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class ListState:
    """The state of a mailbox list and its connection, as the window shows it.

    ``loaded_at`` is the local time of the last good list, ``load_seconds`` how long loading took,
    ``unreadable_count`` how many of its entries could not be read as mailboxes. ``is_from_cache``
    means that the list was stored by an earlier run and no newer one has arrived yet.
    """

    phase: ListPhase = ListPhase.NOT_REQUESTED
    error: AppError | None = None
    loaded_at: datetime | None = None
    load_seconds: float = 0.0
    unreadable_count: int = 0
    signed_in_as: str = ""
    is_anonymous: bool = False
    is_from_cache: bool = False


@dataclass(frozen=True, slots=True)
class SaveOptions:
    """The context of a save. ``operation_id`` identifies an edit that may be sent only once.

    With a ``bulk_run_id`` the list is refreshed once at the end of the run, not after each save.
    ``pending_change_id`` is the id under which the password of the pending change is stored on this
    computer, 0 for none.
    """

    operation_id: str = ""
    bulk_run_id: str = ""
    pending_change_id: int = 0


INTERACTIVE = SaveOptions()
