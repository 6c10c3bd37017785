"""How the list of a profile stands, and what a save belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Field


class ListPhase(Enum):
    """How the list stands."""

    NOT_REQUESTED = auto()
    LOADING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class ListState:
    """What the window says about the connection.

    ``loaded_at`` is the local time of the last good list, ``load_seconds`` how long it took,
    ``unreadable_count`` how many entries of it were no mailbox. ``is_from_cache`` means that it
    was kept from an earlier run of the program, and nothing newer has come yet.
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
    """What a save belongs to: ``operation_id`` is the key of an edit that may be sent only once.

    In a ``bulk_run_id`` the list is not read after each save, but by the batch at its end.
    ``pending_change_id`` is the number under which the password of the edit waits on this
    computer, 0 for none. ``must_match`` are fields that must still be as in the draft: a password
    was proved for them.
    """

    operation_id: str = ""
    bulk_run_id: str = ""
    pending_change_id: int = 0
    must_match: tuple[Field, ...] = ()


INTERACTIVE = SaveOptions()
