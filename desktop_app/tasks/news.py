"""What is new, gone or different since the list was last looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.core.snapshot import Seen
from desktop_app.tasks.seen import seen_of

if TYPE_CHECKING:
    from desktop_app.core.listing import ListedMailbox
    from desktop_app.core.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Counts:
    """How many mailboxes of the list are new, gone or different."""

    new: int = 0
    gone: int = 0
    different: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.different)


class News:
    """The last look is the first list that is shown, until the user has seen what changed."""

    def __init__(self) -> None:
        self.since: datetime | None = None
        """When the last look was true, as a local time."""
        self.counts = Counts()
        """What the lists tell; details may tell more."""
        self._rows: dict[int, ListedMailbox] = {}
        self._known: dict[int, Mailbox] = {}

    def take(
        self, rows: Sequence[ListedMailbox], known: Mapping[int, Mailbox], at: datetime | None
    ) -> None:
        """There is a new list; the first one is what later ones are held against."""
        if self.since is None:
            self.look(rows, known, at)
            return
        before = self._rows
        new = sum(row.id not in before for row in rows)
        different = sum(before.get(row.id, row) != row for row in rows)
        self.counts = Counts(new, len(before) + new - len(rows), different)

    def look(
        self, rows: Sequence[ListedMailbox], known: Mapping[int, Mailbox], at: datetime | None
    ) -> None:
        """The user has seen the list as it is now."""
        self.since, self.counts = at, Counts()
        self._rows, self._known = {row.id: row for row in rows}, dict(known)

    def learn(self, mailbox: Mailbox) -> None:
        """Details came that the last look did not have; from now on it has."""
        self._known.setdefault(mailbox.id, mailbox)

    def before(self) -> list[Seen]:
        """What the last look showed."""
        return seen_of(self._rows.values(), self._known)
