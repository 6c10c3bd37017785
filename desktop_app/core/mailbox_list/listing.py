"""The mailbox list, its rows, and the cached copy of the last complete list.

Separate from mailbox.py, because the start of the program does not need msgspec.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

import msgspec

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox.rights import TableRight


class ListedMailbox(msgspec.Struct, frozen=True, gc=False):
    """A mailbox as returned by the list call. Texts are foreign, None if the server sent none."""

    id: int
    address: str | None = None
    category: str | None = None
    priority: str | None = None
    right: TableRight | None = None


RowsCallback = Callable[[Sequence[ListedMailbox]], None]
"""Called repeatedly while a list is read, with all rows so far in the server's order."""


class RowProblem(Enum):
    """Why an entry of the server's list is unusable or unusual."""

    NOT_AN_OBJECT = auto()
    NO_ID = auto()
    DUPLICATE_ID = auto()


@dataclass(frozen=True, slots=True)
class RowIssue:
    """An unusable or unusual entry. ``index`` counts the server's entries from 0.

    Entries with DUPLICATE_ID are among ``Listing.rows``, the others are not.
    """

    index: int
    problem: RowProblem


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer to a list call: the rows in the server's order, and issues of single entries."""

    rows: list[ListedMailbox]
    issues: tuple[RowIssue, ...] = ()

    @property
    def unreadable(self) -> int:
        """The number of entries missing from ``rows`` because they could not be read."""
        return sum(odd.problem is not RowProblem.DUPLICATE_ID for odd in self.issues)


@dataclass(frozen=True, slots=True)
class CachedList:
    """The last complete list of a profile; ``loaded_at`` is in seconds since 1970 (UTC).

    ``unreadable`` is the number of entries that could not be read. ``language`` is that of the
    names of categories and priorities, as ``Profile.language``; None if it is not known.
    """

    rows: Sequence[ListedMailbox]
    loaded_at: float
    unreadable: int = 0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class CachedDetail:
    """The cached details of a mailbox; ``read_at`` is in seconds since 1970 (UTC)."""

    mailbox: Mailbox
    read_at: float


@dataclass(frozen=True, slots=True)
class CachedProfile:
    """The cached data of a profile: its list, and the details by mailbox id."""

    listing: CachedList
    details: Mapping[int, CachedDetail] = field(default_factory=dict)
