"""What the list shows of each mailbox: from the list call, the details and the last check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.errors import AppError
from desktop_app.core.mail_check.last_check import LastCheck
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.rights import LockReason, TableRight, row_lock
from desktop_app.core.mailbox_list.quick_filter import EditRight, FilterTraits, traits_for
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    last_check_text,
    right_text,
    security_text,
    type_trait_text,
)
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import display_text

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


class DetailsSource(Protocol):
    """Where the details of mailboxes are."""

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """Those that are there."""

    def error_for(self, mailbox_id: int) -> AppError | None:
        """Why those of a mailbox are missing."""

    def cached_at(self, mailbox_id: int) -> float | None:
        """When they were read, in seconds since 1970 (UTC), if that was at an earlier time."""


class ChecksSource(Protocol):
    """Where the last checks of mailboxes are."""

    def get(self, mailbox_id: int) -> LastCheck | None:
        """The last check of a mailbox."""

    def ids(self) -> frozenset[int]:
        """The mailboxes that were ever checked."""


RowTexts = tuple[str, ...]
"""The texts of one row, by column."""
NO_DETAILS: Mapping[int, Mailbox] = {}
MISSING_TEXT = "—"
"""Stands where the details of a mailbox could not be read."""


@dataclass(frozen=True, slots=True)
class DetailTexts:
    """What came after the list: made once from the details of a mailbox.

    ``texts`` are those between the priority and the id.
    """

    mailbox: Mailbox
    list_right: TableRight | None
    traits: FilterTraits
    texts: RowTexts
    rights: str


class CellTexts:
    """Asks each source once, and again only for a mailbox of which something new is known."""

    def __init__(
        self, details: DetailsSource | None = None, checks: ChecksSource | None = None
    ) -> None:
        self._details = details
        self._checks = checks
        self._detail_texts: dict[int, DetailTexts] = {}
        self._never_text = last_check_text(None)
        self._locked_text = right_text(EditRight.NO_UPDATE)

    def has_sources(self, details: DetailsSource | None, checks: ChecksSource | None) -> bool:
        """Whether these are its sources."""
        return self._details is details and self._checks is checks

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """The mailboxes whose details are there."""
        return self._details.known if self._details else NO_DETAILS

    @property
    def checked_ids(self) -> frozenset[int]:
        """The mailboxes that were ever checked."""
        return self._checks.ids() if self._checks else frozenset()

    def texts(self, row: ListedMailbox) -> RowTexts:
        """One row, by column; what is not known yet is empty."""
        return (
            row.address or "",
            row.category or "",
            row.priority or "",
            *self._detail_columns(row),
            str(row.id),
            self._rights_text(row),
            self.last_check_text(row.id),
        )

    def text(self, row: ListedMailbox, column: int) -> str:
        """One cell."""
        if Column.TYPE <= column <= Column.USER_NAME:
            return self._detail_columns(row)[column - Column.TYPE]
        if column == Column.ADDRESS:
            return row.address or ""
        if column == Column.CATEGORY:
            return row.category or ""
        if column == Column.PRIORITY:
            return row.priority or ""
        if column == Column.ID:
            return str(row.id)
        return self._rights_text(row) if column == Column.RIGHTS else self.last_check_text(row.id)

    def _detail_columns(self, row: ListedMailbox) -> RowTexts:
        late = self.detail_texts(row)
        if late is not None:
            return late.texts
        return _FAILED_TEXTS if self.failure_text(row.id) else _EMPTY_TEXTS

    def _rights_text(self, row: ListedMailbox) -> str:
        late = self.detail_texts(row)
        if late is not None:
            return late.rights
        return self._locked_text if list_lock_reason(row.right) else ""

    def detail_texts(self, row: ListedMailbox) -> DetailTexts | None:
        """What the details say of a row, if they are there."""
        mailbox = self.known.get(row.id)
        if mailbox is None:
            return None
        late = self._detail_texts.get(row.id)
        if late is None or late.mailbox is not mailbox or late.list_right != row.right:
            late = self._detail_texts[row.id] = _make_detail_texts(row, mailbox)
        return late

    def traits(self, row: ListedMailbox) -> FilterTraits:
        """What a row is counted as, but for its twins."""
        late = self.detail_texts(row)
        if late is not None:
            return late.traits
        return _LOCKED_TRAITS if list_lock_reason(row.right) else _UNKNOWN_TRAITS

    def last_check(self, mailbox_id: int) -> LastCheck | None:
        """The last check of a mailbox."""
        return self._checks.get(mailbox_id) if self._checks else None

    def last_check_text(self, mailbox_id: int) -> str:
        """When a mailbox was checked last, and what was found."""
        check = self.last_check(mailbox_id)
        return self._never_text if check is None else last_check_text(check)

    def cached_at(self, mailbox_id: int) -> float | None:
        """When the details of a mailbox were read, if that was at an earlier time."""
        return self._details.cached_at(mailbox_id) if self._details else None

    def failure_text(self, mailbox_id: int) -> str:
        """Why the details of a mailbox are missing; empty if they did not fail."""
        error = self._details.error_for(mailbox_id) if self._details else None
        return explain(error).text if error else ""


_FAILED_TEXTS = (MISSING_TEXT,) * 5
_EMPTY_TEXTS = ("",) * 5
_UNKNOWN_TRAITS = FilterTraits()
_LOCKED_TRAITS = FilterTraits(right=EditRight.NO_UPDATE)


@lru_cache(maxsize=1024)
def list_lock_reason(right: TableRight | None) -> LockReason | None:
    """Why a listed mailbox may not be changed; thousands of rows have the same few rights."""
    return row_lock(right, is_new=False)


def _make_detail_texts(row: ListedMailbox, mailbox: Mailbox) -> DetailTexts:
    traits = traits_for(row.right, mailbox)
    texts = (
        type_trait_text(traits.type) if traits.type else "",
        security_text(traits.security) if traits.security else "",
        display_text(mailbox.values.get(Field.SERVER)),
        display_text(mailbox.values.get(Field.PORT)),
        display_text(mailbox.values.get(Field.USER_NAME)),
    )
    rights = right_text(traits.right) if traits.right else ""
    return DetailTexts(mailbox, row.right, traits, texts, rights)
