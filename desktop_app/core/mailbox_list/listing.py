"""The mailbox list, its rows, and what is kept of the last good one.

Apart from mailbox.py: msgspec is not needed to start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import msgspec

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox.rights import TableRight


class ListedMailbox(msgspec.Struct, frozen=True, gc=False):
    """What the list call tells of a mailbox. Texts are the server's own and may be None."""

    id: int
    address: str | None = None
    category: str | None = None
    priority: str | None = None
    right: TableRight | None = None


RowsCallback = Callable[[Sequence[ListedMailbox]], None]
"""Is told all rows so far while a list comes in, in the server's order."""


class RowProblem(Enum):
    """Why an entry of the list is no usable row, or an unusual one."""

    NOT_AN_OBJECT = auto()
    NO_ID = auto()
    DUPLICATE_ID = auto()


@dataclass(frozen=True, slots=True)
class RowIssue:
    """An entry that needs mention. ``index`` counts the server's entries from 0.

    One with ID_TWICE is among the rows all the same; the others are not.
    """

    index: int
    problem: RowProblem


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer to a list call: the rows in the server's order, and what was odd about it."""

    rows: list[ListedMailbox]
    issues: tuple[RowIssue, ...] = ()

    @property
    def unreadable(self) -> int:
        """How many entries are missing from ``rows``, because they were no mailbox."""
        return sum(odd.problem is not RowProblem.DUPLICATE_ID for odd in self.issues)


@dataclass(frozen=True, slots=True)
class CachedList:
    """The last good list of a profile: ``loaded_at`` in seconds since 1970 (UTC)."""

    rows: Sequence[ListedMailbox]
    loaded_at: float
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class CachedDetail:
    """A mailbox as it was read at ``read_at``, in seconds since 1970 (UTC)."""

    mailbox: Mailbox
    read_at: float


@dataclass(frozen=True, slots=True)
class CachedProfile:
    """All that is kept of a profile: its list, and its details by mailbox id."""

    listing: CachedList
    details: Mapping[int, CachedDetail] = field(default_factory=dict)
