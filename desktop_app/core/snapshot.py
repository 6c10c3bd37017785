"""What a profile held at one time, and what is different at another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.mailbox import Field, Value, value_text


@dataclass(frozen=True, slots=True)
class Seen:
    """A mailbox as it was seen. ``values`` is None where its details were not read."""

    id: int
    address: str
    category: str = ""
    priority: str = ""
    values: Mapping[Field, Value] | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is known of a snapshot without reading it. ``taken_at``: seconds since 1970 (UTC).

    An ``automatic`` one was taken before the first save to its profile, or before many saves.
    """

    id: int
    profile_id: str
    profile_name: str
    name: str
    taken_at: float
    automatic: bool
    mailboxes: int


class Kind(Enum):
    """How a mailbox differs."""

    NEW = auto()
    GONE = auto()
    DIFFERENT = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs. ``what`` is a field, "category" or "priority"."""

    what: Field | str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Difference:
    """A mailbox that differs. The ids are those of either side, 0 where it is not there."""

    kind: Kind
    address: str
    before_id: int
    after_id: int
    changes: tuple[Change, ...] = ()


def by_id(seen: Seen) -> object:
    """The same mailbox of the same installation."""
    return seen.id


def by_address(seen: Seen) -> object:
    """The same mailbox of another installation: its address, whatever its display name."""
    return bare_address(seen.address) or seen.address.casefold()


def compare(
    before: Iterable[Seen], after: Iterable[Seen], same: Callable[[Seen], object] = by_id
) -> list[Difference]:
    """What is new, gone or different, in the order of ``after``, what is gone at the end.

    A mailbox whose details are known on one side only differs in what the list tells.
    """
    later = list(after)
    pairs, gone = _pair(before, later, same)
    found: list[Difference] = []
    for was, now in zip(pairs, later, strict=True):
        if was is None:
            found.append(Difference(Kind.NEW, now.address, 0, now.id))
        elif changes := tuple(_changes(was, now)):
            found.append(Difference(Kind.DIFFERENT, now.address, was.id, now.id, changes))
    return found + [Difference(Kind.GONE, was.address, was.id, 0) for was in gone]


def _pair(
    before: Iterable[Seen], after: Sequence[Seen], same: Callable[[Seen], object]
) -> tuple[list[Seen | None], list[Seen]]:
    """The earlier one of each of ``after``, and those that are left over.

    Several may share an address: they are told apart by their display names, then by their order.
    """
    free: dict[object, list[Seen]] = {}
    for seen in before:
        free.setdefault(same(seen), []).append(seen)
    pairs: list[Seen | None] = [None] * len(after)
    for exactly in (True, False):
        for line, now in enumerate(after):
            if pairs[line] is None:
                pairs[line] = _take(free.get(same(now), []), now.address if exactly else None)
    return pairs, [seen for alike in free.values() for seen in alike]


def _take(alike: list[Seen], address: str | None) -> Seen | None:
    fits = (n for n, was in enumerate(alike) if address is None or was.address == address)
    line = next(fits, None)
    return None if line is None else alike.pop(line)


def _changes(was: Seen, now: Seen) -> Iterable[Change]:
    listed = [("category", was.category, now.category), ("priority", was.priority, now.priority)]
    if was.values is None or now.values is None:
        yield from _differing([(Field.ADDRESS, was.address, now.address), *listed])
        return
    both = [which for which in Field if which in was.values and which in now.values]
    read = [(which, was.values[which], now.values[which]) for which in both]
    yield from _differing([*read, *listed])


def _differing(pairs: Iterable[tuple[Field | str, Value, Value]]) -> Iterable[Change]:
    return (Change(what, old, new) for what, old, new in pairs if old != new)


def search(seen: Iterable[Seen], words: str) -> list[Seen]:
    """The mailboxes that hold every word in something that is known of them."""
    wanted = words.casefold().split()
    return [one for one in seen if wanted and all(w in _text(one) for w in wanted)]


def _text(seen: Seen) -> str:
    values = (value_text(value) for value in (seen.values or {}).values())
    return "\n".join((seen.address, seen.category, seen.priority, *values)).casefold()
