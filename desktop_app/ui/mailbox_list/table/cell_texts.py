"""What the list shows of each mailbox: from the list call, the details and the last check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.errors import Trouble
from desktop_app.core.mail_check.last_check import LastCheck
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.rights import TableRight, Why, row_lock
from desktop_app.core.mailbox_list.quick_filter import Right, Traits, traits_of
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    check_words,
    right_words,
    security_words,
    type_trait_words,
)
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import shown

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


class DetailsSource(Protocol):
    """Where the details of mailboxes are."""

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """Those that are there."""

    def trouble(self, mailbox_id: int) -> Trouble | None:
        """Why those of a mailbox are missing."""

    def as_of(self, mailbox_id: int) -> float | None:
        """When they were read, in seconds since 1970 (UTC), if that was at an earlier time."""


class ChecksSource(Protocol):
    """Where the last checks of mailboxes are."""

    def get(self, mailbox_id: int) -> LastCheck | None:
        """The last check of a mailbox."""

    def ids(self) -> frozenset[int]:
        """The mailboxes that were ever checked."""


Texts = tuple[str, ...]
"""The texts of one row, by column."""
NOTHING: Mapping[int, Mailbox] = {}
MISSING = "—"
"""Stands where the details of a mailbox could not be read."""


@dataclass(frozen=True, slots=True)
class Late:
    """What came after the list: made once from the details of a mailbox.

    ``texts`` are those between the priority and the id.
    """

    mailbox: Mailbox
    listed: TableRight | None
    traits: Traits
    texts: Texts
    rights: str


class Cells:
    """Asks each source once, and again only for a mailbox of which something new is known."""

    def __init__(
        self, details: DetailsSource | None = None, checks: ChecksSource | None = None
    ) -> None:
        self._details = details
        self._checks = checks
        self._late: dict[int, Late] = {}
        self._never = check_words(None)
        self._locked = right_words(Right.NO_UPDATE)

    def is_of(self, details: DetailsSource | None, checks: ChecksSource | None) -> bool:
        """Whether these are its sources."""
        return self._details is details and self._checks is checks

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """The mailboxes whose details are there."""
        return self._details.known if self._details else NOTHING

    @property
    def checked(self) -> frozenset[int]:
        """The mailboxes that were ever checked."""
        return self._checks.ids() if self._checks else frozenset()

    def texts(self, row: ListedMailbox) -> Texts:
        """One row, by column; what is not known yet is empty."""
        return (
            row.address or "",
            row.category or "",
            row.priority or "",
            *self._middle(row),
            str(row.id),
            self._rights(row),
            self.check_text(row.id),
        )

    def text(self, row: ListedMailbox, column: int) -> str:
        """One cell."""
        if Column.TYPE <= column <= Column.USER_NAME:
            return self._middle(row)[column - Column.TYPE]
        if column == Column.ADDRESS:
            return row.address or ""
        if column == Column.CATEGORY:
            return row.category or ""
        if column == Column.PRIORITY:
            return row.priority or ""
        if column == Column.ID:
            return str(row.id)
        return self._rights(row) if column == Column.RIGHTS else self.check_text(row.id)

    def _middle(self, row: ListedMailbox) -> Texts:
        late = self.late(row)
        if late is not None:
            return late.texts
        return _FAILED if self.failure(row.id) else _EMPTY

    def _rights(self, row: ListedMailbox) -> str:
        late = self.late(row)
        if late is not None:
            return late.rights
        return self._locked if lock_of(row.right) else ""

    def late(self, row: ListedMailbox) -> Late | None:
        """What the details say of a row, if they are there."""
        mailbox = self.known.get(row.id)
        if mailbox is None:
            return None
        late = self._late.get(row.id)
        if late is None or late.mailbox is not mailbox or late.listed != row.right:
            late = self._late[row.id] = _late(row, mailbox)
        return late

    def traits(self, row: ListedMailbox) -> Traits:
        """What a row is counted as, but for its twins."""
        late = self.late(row)
        if late is not None:
            return late.traits
        return _LOCKED if lock_of(row.right) else _UNKNOWN

    def check(self, mailbox_id: int) -> LastCheck | None:
        """The last check of a mailbox."""
        return self._checks.get(mailbox_id) if self._checks else None

    def check_text(self, mailbox_id: int) -> str:
        """When a mailbox was checked last, and what was found."""
        check = self.check(mailbox_id)
        return self._never if check is None else check_words(check)

    def as_of(self, mailbox_id: int) -> float | None:
        """When the details of a mailbox were read, if that was at an earlier time."""
        return self._details.as_of(mailbox_id) if self._details else None

    def failure(self, mailbox_id: int) -> str:
        """Why the details of a mailbox are missing; empty if they did not fail."""
        trouble = self._details.trouble(mailbox_id) if self._details else None
        return explain(trouble).text if trouble else ""


_FAILED = (MISSING,) * 5
_EMPTY = ("",) * 5
_UNKNOWN = Traits()
_LOCKED = Traits(right=Right.NO_UPDATE)


@lru_cache(maxsize=1024)
def lock_of(right: TableRight | None) -> Why | None:
    """Why a listed mailbox may not be changed; thousands of rows have the same few rights."""
    return row_lock(right, creates=False)


def _late(row: ListedMailbox, mailbox: Mailbox) -> Late:
    traits = traits_of(row.right, mailbox)
    texts = (
        type_trait_words(traits.type) if traits.type else "",
        security_words(traits.security) if traits.security else "",
        shown(mailbox.values.get(Field.SERVER)),
        shown(mailbox.values.get(Field.PORT)),
        shown(mailbox.values.get(Field.USER_NAME)),
    )
    rights = right_words(traits.right) if traits.right else ""
    return Late(mailbox, row.right, traits, texts, rights)
