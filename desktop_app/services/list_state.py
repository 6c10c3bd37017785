"""How the list of a profile stands, and what a save belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from desktop_app.core.errors import Trouble
from desktop_app.core.mailbox.mailbox import Field


class Phase(Enum):
    """How the list stands."""

    NOT_ASKED = auto()
    LOADING = auto()
    READY = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """What the window says about the connection.

    ``loaded_at`` is the local time of the last good list, ``seconds`` how long it took,
    ``unreadable`` how many entries of it were no mailbox. ``recalled`` means that it was kept from
    an earlier run of the program, and nothing newer has come yet.
    """

    phase: Phase = Phase.NOT_ASKED
    trouble: Trouble | None = None
    loaded_at: datetime | None = None
    seconds: float = 0.0
    unreadable: int = 0
    signed_in_as: str = ""
    anonymous: bool = False
    recalled: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """What a save belongs to: ``errand`` is the key of an edit that may be sent only once.

    In a ``batch`` the list is not read after each save, but by the batch at its end. ``pending`` is
    the number under which the password of the edit waits on this computer, 0 for none.
    ``relies_on`` are fields that must still be as in the draft: a password was proved for them.
    """

    errand: str = ""
    batch: str = ""
    pending: int = 0
    relies_on: tuple[Field, ...] = ()


BY_HAND = Way()
