"""Snapshots of a profile's mailboxes, and the comparison of two of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.characters import search_key, search_words
from desktop_app.core.mailbox.mailbox import Field, Value, value_text


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A mailbox in a snapshot. ``values`` is None if its details were not read.

    ``language`` is that of the names of category and priority, as ``Profile.language``; None if it
    is not known.
    """

    id: int
    address: str
    category: str = ""
    priority: str = ""
    values: Mapping[Field, Value] | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SavesAfterSnapshot:
    """What was saved right after an automatic snapshot was taken.

    ``mailbox_count`` is the number of mailboxes of the bulk run, or 0 for the save of a single
    mailbox, whose address is ``address``.
    """

    mailbox_count: int = 0
    address: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot without its rows. ``taken_at`` is in seconds since 1970 (UTC).

    The program takes an ``is_automatic`` snapshot before the first save to a profile and before a
    bulk run; ``saves_after`` says which, None if the journal and the bulk runs no longer know.
    """

    id: int
    profile_id: str
    profile_name: str
    name: str
    taken_at: float
    is_automatic: bool
    mailbox_count: int
    saves_after: SavesAfterSnapshot | None = None


class DifferenceKind(Enum):
    """How a mailbox differs between two snapshots."""

    NEW = auto()
    GONE = auto()
    DIFFERENT = auto()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that differs. ``field`` is a Field, or "category" or "priority"."""

    field: Field | str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """A mailbox that differs. An id is 0 on the side where the mailbox does not exist."""

    kind: DifferenceKind
    address: str
    before_id: int
    after_id: int
    changes: tuple[FieldChange, ...] = ()


class SnapshotComparison(NamedTuple):
    """The differences of two snapshots, and how many mailboxes have details on one side only."""

    differences: list[Difference]
    unread_count: int


def by_id(row: SnapshotRow) -> object:
    """Return a key that identifies a mailbox within one installation: its id."""
    return row.id


def by_address(row: SnapshotRow) -> object:
    """Return a key that identifies a mailbox across installations: its bare address."""
    return bare_address(row.address) or row.address.casefold()


def compare(
    before: Iterable[SnapshotRow],
    after: Iterable[SnapshotRow],
    key: Callable[[SnapshotRow], object] = by_id,
) -> list[Difference]:
    """Return the differences between two snapshots in the order of ``after``, GONE ones last.

    If the details of a mailbox are known on one side only, just its list columns are compared.
    Names of categories and priorities are not compared if they are in two languages.
    """
    later = list(after)
    pairs, gone = _match_rows(before, later, key)
    found: list[Difference] = []
    for was, now in zip(pairs, later, strict=True):
        if was is None:
            found.append(Difference(DifferenceKind.NEW, now.address, 0, now.id))
        elif changes := tuple(_field_changes(was, now)):
            found.append(Difference(DifferenceKind.DIFFERENT, now.address, was.id, now.id, changes))
    return found + [Difference(DifferenceKind.GONE, was.address, was.id, 0) for was in gone]


def unread_count(
    before: Iterable[SnapshotRow],
    after: Iterable[SnapshotRow],
    key: Callable[[SnapshotRow], object] = by_id,
) -> int:
    """Return how many mailboxes of both snapshots are compared by their list columns alone."""
    later = list(after)
    pairs, _gone = _match_rows(before, later, key)
    matched = ((was, now) for was, now in zip(pairs, later, strict=True) if was is not None)
    return sum(was.values is None or now.values is None for was, now in matched)


def _match_rows(
    before: Iterable[SnapshotRow],
    after: Sequence[SnapshotRow],
    key: Callable[[SnapshotRow], object],
) -> tuple[list[SnapshotRow | None], list[SnapshotRow]]:
    """Return the earlier row of each row of ``after`` (or None), and the rows without a match.

    Rows with the same key are matched by their full address first, then by their order.
    """
    free: dict[object, list[SnapshotRow]] = {}
    for seen in before:
        free.setdefault(key(seen), []).append(seen)
    pairs: list[SnapshotRow | None] = [None] * len(after)
    for exactly in (True, False):
        for line, now in enumerate(after):
            if pairs[line] is None:
                pairs[line] = _pop_match(free.get(key(now), []), now.address if exactly else None)
    return pairs, [seen for alike in free.values() for seen in alike]


def _pop_match(alike: list[SnapshotRow], address: str | None) -> SnapshotRow | None:
    fits = (n for n, was in enumerate(alike) if address is None or was.address == address)
    line = next(fits, None)
    return None if line is None else alike.pop(line)


def are_names_comparable(before: str | None, after: str | None) -> bool:
    """Return whether names in these languages can be compared; an unknown one counts as equal."""
    return before is None or after is None or before == after


def _field_changes(was: SnapshotRow, now: SnapshotRow) -> Iterable[FieldChange]:
    listed: list[tuple[Field | str, Value, Value]] = []
    if are_names_comparable(was.language, now.language):
        listed = _names(was, now)
    if was.values is None or now.values is None:
        yield from _unequal([(Field.ADDRESS, was.address, now.address), *listed])
        return
    both = [field for field in Field if field in was.values and field in now.values]
    read = [(field, was.values[field], now.values[field]) for field in both]
    yield from _unequal([*read, *listed])


def _names(was: SnapshotRow, now: SnapshotRow) -> list[tuple[Field | str, Value, Value]]:
    return [("category", was.category, now.category), ("priority", was.priority, now.priority)]


def _unequal(pairs: Iterable[tuple[Field | str, Value, Value]]) -> Iterable[FieldChange]:
    return (FieldChange(what, old, new) for what, old, new in pairs if old != new)


def search(rows: Iterable[SnapshotRow], text: str) -> list[SnapshotRow]:
    """Return the rows that contain every word of ``text``; none if ``text`` has no words."""
    wanted = search_words(text)
    return [one for one in rows if wanted and all(w in _searchable_text(one) for w in wanted)]


def _searchable_text(row: SnapshotRow) -> str:
    values = (value_text(value) for value in (row.values or {}).values())
    return search_key("\n".join((row.address, row.category, row.priority, *values)))
