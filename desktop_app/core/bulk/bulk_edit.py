"""Several mailboxes edited at once: what they have in common, and what an edit makes of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop_app.core.errors import Trouble
from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, PasswordChoice, Value
from desktop_app.core.mailbox.mailbox_rules import access_of, lock_of
from desktop_app.core.mailbox.rights import Why
from desktop_app.core.mailbox.validation import Finding, Severity, findings

EDITABLE_TOGETHER = (Field.SERVER_TYPE, Field.USER_NAME, Field.SERVER, Field.PORT)
"""What makes sense for more than one mailbox; an address is each one's own."""

_PLACE = re.compile(r"\{([^{}]*)\}")


class Place(Enum):
    """What a pattern can name, as it is written between braces."""

    ADDRESS = "address"
    """The bare address, without display name."""
    USER = "user"
    """What stands before its @."""
    DOMAIN = "domain"
    NAME = "name"
    """The user name as it is now."""


PLACES = {place.value: place for place in Place}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with places, such as ``{user}@new.example``, that each mailbox fills in its own way.

    Raises ValueError with the unknown name for a place that there is not.
    """

    text: str

    def __post_init__(self) -> None:
        for name in _PLACE.findall(self.text):
            if name not in PLACES:
                raise ValueError(name)

    def fill(self, mailbox: Mailbox) -> str | None:
        """The text for one mailbox, or None where it lacks what the pattern names."""
        known = _places_of(mailbox)
        named = [known[PLACES[name]] for name in _PLACE.findall(self.text)]
        if not all(named):
            return None
        parts = iter(named)
        return _PLACE.sub(lambda _match: next(parts), self.text)


def _places_of(mailbox: Mailbox) -> dict[Place, str]:
    address = bare_address(mailbox.text(Field.ADDRESS))
    user, at, domain = address.rpartition("@")
    return {
        Place.ADDRESS: address if at else "",
        Place.USER: user,
        Place.DOMAIN: domain if at else "",
        Place.NAME: mailbox.text(Field.USER_NAME),
    }


@dataclass(frozen=True, slots=True)
class Shared:
    """The value of a field in several mailboxes. ``same`` is False if they differ."""

    value: Value
    same: bool


def shared(mailboxes: Iterable[Mailbox], which: Field) -> Shared:
    """What several mailboxes have in a field."""
    values = {mailbox.values.get(which) for mailbox in mailboxes}
    same = len(values) == 1
    return Shared(values.pop() if same else None, same)


class Without(Enum):
    """Why a mailbox, or a field of it, is left out of an edit."""

    ROW = auto()  # the server's lock of the row, a Why
    FIELD = auto()  # the lock of the field: the whys of its access
    NOTHING_TO_FILL_IN = auto()
    """It lacks what the pattern names."""
    ERROR = auto()
    """The value would be wrong for this one: a Finding."""
    NOT_READ = auto()
    """SuperOffice did not give its details: a Trouble."""
    PASSWORD_LOCKED = auto()
    """Without its password it may lose the stored one, and the password may not be changed."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A mailbox, or one field of it, that the edit does not touch, and why.

    ``which`` is None for the mailbox as a whole.
    """

    mailbox: Mailbox
    which: Field | None
    without: Without
    about: tuple[Why, ...] | Finding | Trouble | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an edit of several mailboxes comes to: a draft for each that changes."""

    drafts: tuple[Draft, ...]
    left_out: tuple[LeftOut, ...]
    unchanged: tuple[Mailbox, ...]
    """Those that are so already."""


Edits = Mapping[Field, Value | Pattern]


def plan(
    mailboxes: Sequence[Mailbox],
    edits: Edits,
    passwords: Mapping[int, PasswordChoice],
    *,
    keeps: bool = True,
) -> Plan:
    """Apply an edit to each mailbox as far as its rights allow; nothing is sent.

    ``passwords`` are the choices by mailbox id; without one the stored password is kept.
    ``keeps`` says whether it is proved that a save without a password keeps the stored one.
    """
    return plan_each([(mailbox, edits) for mailbox in mailboxes], passwords, keeps=keeps)


def plan_each(
    edited: Iterable[tuple[Mailbox, Edits]],
    passwords: Mapping[int, PasswordChoice],
    *,
    keeps: bool = True,
) -> Plan:
    """The same for mailboxes that have an edit of their own each."""
    planner = _Planner(passwords, keeps=keeps)
    for mailbox, edits in edited:
        planner.add(mailbox, edits)
    return Plan(tuple(planner.drafts), tuple(planner.left_out), tuple(planner.unchanged))


def laid_on(current: Mailbox, then: Mailbox) -> Mailbox:
    """A mailbox as it was then, with the rights of now: what changed since is a conflict."""
    return replace(current, values={**current.values, **then.values})


class _Planner:
    def __init__(self, passwords: Mapping[int, PasswordChoice], *, keeps: bool) -> None:
        self._passwords = passwords
        self._keeps = keeps
        self._edits: Edits = {}
        self.drafts: list[Draft] = []
        self.left_out: list[LeftOut] = []
        self.unchanged: list[Mailbox] = []

    def add(self, mailbox: Mailbox, edits: Edits) -> None:
        self._edits = edits
        lock = lock_of(mailbox)
        if lock is not None:
            self.left_out.append(LeftOut(mailbox, None, Without.ROW, (lock,)))
            return
        left_before = len(self.left_out)
        draft = self._draft(mailbox)
        if not draft.is_empty and self._has_a_way(draft):
            self.drafts.append(draft)
        elif len(self.left_out) == left_before:
            self.unchanged.append(mailbox)

    def _draft(self, mailbox: Mailbox) -> Draft:
        changes = self._without_errors(mailbox, self._changes(mailbox))
        password = self._passwords.get(mailbox.id) if changes else None
        return Draft(mailbox, changes, password) if password else Draft(mailbox, changes)

    def _has_a_way(self, draft: Draft) -> bool:
        """Whether its password can be sent with it, or need not be."""
        password = access_of(draft.original)[Field.PASSWORD]
        if self._keeps or password.can_write:
            return True
        self.left_out.append(LeftOut(draft.original, None, Without.PASSWORD_LOCKED, password.why))
        return False

    def _changes(self, mailbox: Mailbox) -> dict[Field, Value]:
        access, changes = access_of(mailbox), dict[Field, Value]()
        for which, edit in self._edits.items():
            value = edit.fill(mailbox) if isinstance(edit, Pattern) else edit
            if not access[which].can_write:
                self.left_out.append(LeftOut(mailbox, which, Without.FIELD, access[which].why))
            elif value is None:
                self.left_out.append(LeftOut(mailbox, which, Without.NOTHING_TO_FILL_IN))
            else:
                changes[which] = value
        return changes

    def _without_errors(self, mailbox: Mailbox, changes: dict[Field, Value]) -> dict[Field, Value]:
        """One value that is wrong leaves the whole mailbox alone: half an edit is none."""
        draft = Draft(mailbox, changes)
        wrong = [
            LeftOut(mailbox, which, Without.ERROR, found[0])
            for which, found in findings(draft, access_of(mailbox)).items()
            if which in draft.changes and found and found[0].severity is Severity.ERROR
        ]
        self.left_out += wrong
        return {} if wrong else changes
