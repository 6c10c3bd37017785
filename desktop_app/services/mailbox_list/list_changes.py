"""What is new, removed or changed in the list since the user last marked changes as seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.core.snapshot import SnapshotRow, are_names_comparable
from desktop_app.services.snapshots.snapshot_rows import snapshot_rows

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.listing import ListedMailbox


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How many mailboxes of the list are new, removed or changed."""

    new: int = 0
    removed: int = 0
    changed: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.removed or self.changed)


class ListChanges:
    """Compares the list with a baseline: the first list shown, or the one last marked as seen."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        """The local time at which the baseline was loaded; None before the first list."""
        self._counts = ChangeCounts()
        self._new_ids: frozenset[int] = frozenset()
        self._new_rows: Sequence[ListedMailbox] | None = None
        """A list that was not compared with the baseline yet."""
        self._rows: dict[int, ListedMailbox] = {}
        self._known: dict[int, Mailbox] = {}
        self._language: str | None = None
        """The language of the baseline's categories and priorities; None if not known."""
        self._new_language: str | None = None

    def update(
        self,
        rows: Sequence[ListedMailbox],
        known: Mapping[int, Mailbox],
        at: datetime | None,
        language: str | None = None,
    ) -> None:
        """Take a new list, loaded at the local time ``at``; the first list becomes the baseline.

        ``language`` is that of the names of categories and priorities, None if not known.
        """
        if self.since is None:
            self.mark_seen(rows, known, at, language)
            return
        self._new_rows, self._new_language = rows, language

    @property
    def counts(self) -> ChangeCounts:
        """Counts from comparing list rows; details may differ in more."""
        self._compare()
        return self._counts

    @property
    def new_ids(self) -> frozenset[int]:
        """The ids of the mailboxes that the baseline lacks."""
        self._compare()
        return self._new_ids

    def mark_seen(
        self,
        rows: Sequence[ListedMailbox],
        known: Mapping[int, Mailbox],
        at: datetime | None,
        language: str | None = None,
    ) -> None:
        """Make the current list the baseline."""
        self._language = language
        self.since, self._counts, self._new_rows = at, ChangeCounts(), None
        self._new_ids = frozenset()
        self._rows, self._known = {row.id: row for row in rows}, dict(known)

    def add_details(self, mailbox: Mailbox) -> None:
        """Add details to the baseline if it has none of this mailbox."""
        self._known.setdefault(mailbox.id, mailbox)

    def baseline(self) -> list[SnapshotRow]:
        """Return the baseline as snapshot rows."""
        return snapshot_rows(self._rows.values(), self._known, self._language)

    def _compare(self) -> None:
        """Compare a new list on first access, so that it is painted before."""
        if self._new_rows is not None:
            rows, self._new_rows = self._new_rows, None
            names = are_names_comparable(self._language, self._new_language)
            self._new_ids = frozenset(row.id for row in rows if row.id not in self._rows)
            self._counts = _counts(self._rows, rows, len(self._new_ids), names=names)


def _counts(
    before: Mapping[int, ListedMailbox], rows: Sequence[ListedMailbox], new: int, *, names: bool
) -> ChangeCounts:
    """Count what differs; without ``names``, whatever the server translates is not compared."""
    if names:
        different = sum(before.get(row.id, row) != row for row in rows)
    else:
        different = sum(before.get(row.id, row).address != row.address for row in rows)
    return ChangeCounts(new, len(before) + new - len(rows), different)
