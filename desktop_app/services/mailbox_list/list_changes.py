"""What is new, gone or different since the list was last looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.core.snapshot import SnapshotRow
from desktop_app.services.snapshots.snapshot_rows import snapshot_rows

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.mailbox_list.listing import ListedMailbox


@dataclass(frozen=True, slots=True)
class ChangeCounts:
    """How many mailboxes of the list are new, gone or different."""

    new: int = 0
    removed: int = 0
    changed: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.removed or self.changed)


class ListChanges:
    """The last look is the first list that is shown, until the user has seen what changed."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        """When the last look was true, as a local time."""
        self._counts = ChangeCounts()
        self._new_rows: Sequence[ListedMailbox] | None = None
        """A list that was not held against the last look yet."""
        self._rows: dict[int, ListedMailbox] = {}
        self._known: dict[int, Mailbox] = {}

    def update(
        self, rows: Sequence[ListedMailbox], known: Mapping[int, Mailbox], at: datetime | None
    ) -> None:
        """There is a new list; the first one is what later ones are held against."""
        if self.since is None:
            self.mark_seen(rows, known, at)
            return
        self._new_rows = rows

    @property
    def counts(self) -> ChangeCounts:
        """What the lists tell; details may tell more. Worked out when it is first asked for:

        a list is painted before.
        """
        if self._new_rows is not None:
            rows, self._new_rows = self._new_rows, None
            self._counts = _counts(self._rows, rows)
        return self._counts

    def mark_seen(
        self, rows: Sequence[ListedMailbox], known: Mapping[int, Mailbox], at: datetime | None
    ) -> None:
        """The user has seen the list as it is now."""
        self.since, self._counts, self._new_rows = at, ChangeCounts(), None
        self._rows, self._known = {row.id: row for row in rows}, dict(known)

    def add_details(self, mailbox: Mailbox) -> None:
        """Details came that the last look did not have; from now on it has."""
        self._known.setdefault(mailbox.id, mailbox)

    def baseline(self) -> list[SnapshotRow]:
        """What the last look showed."""
        return snapshot_rows(self._rows.values(), self._known)


def _counts(before: Mapping[int, ListedMailbox], rows: Sequence[ListedMailbox]) -> ChangeCounts:
    new = sum(row.id not in before for row in rows)
    different = sum(before.get(row.id, row) != row for row in rows)
    return ChangeCounts(new, len(before) + new - len(rows), different)
