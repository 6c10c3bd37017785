"""Several mailboxes edited at once: what they have in common, and what an edit makes of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.addresses import bare_address
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, PasswordChoice, Value
from desktop_app.core.mailbox.mailbox_rules import field_access_for, row_lock_for
from desktop_app.core.mailbox.rights import LockReason
from desktop_app.core.mailbox.validation import Severity, ValidationIssue, validate

BULK_EDITABLE_FIELDS = (Field.SERVER_TYPE, Field.USER_NAME, Field.SERVER, Field.PORT)
"""What makes sense for more than one mailbox; an address is each one's own."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Placeholder(Enum):
    """What a pattern can name, as it is written between braces."""

    ADDRESS = "address"
    """The bare address, without display name."""
    LOCAL_PART = "user"
    """What stands before its @."""
    DOMAIN = "domain"
    USER_NAME = "name"
    """The user name as it is now."""


PLACEHOLDERS = {place.value: place for place in Placeholder}


@dataclass(frozen=True, slots=True)
class Template:
    """A text with places, such as ``{user}@new.example``, that each mailbox fills in its own way.

    Raises ValueError with the unknown name for a place that there is not.
    """

    text: str

    def __post_init__(self) -> None:
        for name in _PLACEHOLDER.findall(self.text):
            if name not in PLACEHOLDERS:
                raise ValueError(name)

    def fill(self, mailbox: Mailbox) -> str | None:
        """The text for one mailbox, or None where it lacks what the pattern names."""
        known = _placeholder_values(mailbox)
        named = [known[PLACEHOLDERS[name]] for name in _PLACEHOLDER.findall(self.text)]
        if not all(named):
            return None
        parts = iter(named)
        return _PLACEHOLDER.sub(lambda _match: next(parts), self.text)


def _placeholder_values(mailbox: Mailbox) -> dict[Placeholder, str]:
    address = bare_address(mailbox.text(Field.ADDRESS))
    user, at, domain = address.rpartition("@")
    return {
        Placeholder.ADDRESS: address if at else "",
        Placeholder.LOCAL_PART: user,
        Placeholder.DOMAIN: domain if at else "",
        Placeholder.USER_NAME: mailbox.text(Field.USER_NAME),
    }


@dataclass(frozen=True, slots=True)
class CommonValue:
    """The value of a field in several mailboxes. ``same`` is False if they differ."""

    value: Value
    same: bool


def common_value(mailboxes: Iterable[Mailbox], field: Field) -> CommonValue:
    """What several mailboxes have in a field."""
    values = {mailbox.values.get(field) for mailbox in mailboxes}
    same = len(values) == 1
    return CommonValue(values.pop() if same else None, same)


class ExclusionReason(Enum):
    """Why a mailbox, or a field of it, is left out of an edit."""

    ROW_LOCKED = auto()  # the server's lock of the row, a Why
    FIELD_LOCKED = auto()  # the lock of the field: the whys of its access
    PLACEHOLDER_EMPTY = auto()
    """It lacks what the pattern names."""
    INVALID_VALUE = auto()
    """The value would be wrong for this one: a Finding."""
    NOT_LOADED = auto()
    """SuperOffice did not give its details: a AppError."""
    PASSWORD_LOCKED = auto()
    """Without its password it may lose the stored one, and the password may not be changed."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A mailbox, or one field of it, that the edit does not touch, and why.

    ``field`` is None for the mailbox as a whole.
    """

    mailbox: Mailbox
    field: Field | None
    reason: ExclusionReason
    detail: tuple[LockReason, ...] | ValidationIssue | AppError | None = None


@dataclass(frozen=True, slots=True)
class BulkEditPlan:
    """What an edit of several mailboxes comes to: a draft for each that changes."""

    drafts: tuple[Draft, ...]
    exclusions: tuple[Exclusion, ...]
    unchanged: tuple[Mailbox, ...]
    """Those that are so already."""


Edits = Mapping[Field, Value | Template]


def plan_edit(
    mailboxes: Sequence[Mailbox],
    edits: Edits,
    passwords: Mapping[int, PasswordChoice],
    *,
    keep_proved: bool = True,
) -> BulkEditPlan:
    """Apply an edit to each mailbox as far as its rights allow; nothing is sent.

    ``passwords`` are the choices by mailbox id; without one the stored password is kept.
    ``keep_proved`` says whether it is proved that a save without a password keeps the stored one.
    """
    return plan_edits(
        [(mailbox, edits) for mailbox in mailboxes], passwords, keep_proved=keep_proved
    )


def plan_edits(
    edited: Iterable[tuple[Mailbox, Edits]],
    passwords: Mapping[int, PasswordChoice],
    *,
    keep_proved: bool = True,
) -> BulkEditPlan:
    """The same for mailboxes that have an edit of their own each."""
    planner = _Planner(passwords, keep_proved=keep_proved)
    for mailbox, edits in edited:
        planner.add(mailbox, edits)
    return BulkEditPlan(tuple(planner.drafts), tuple(planner.exclusions), tuple(planner.unchanged))


def with_old_values(current: Mailbox, old: Mailbox) -> Mailbox:
    """A mailbox as it was then, with the rights of now: what changed since is a conflict."""
    return replace(current, values={**current.values, **old.values})


class _Planner:
    def __init__(self, passwords: Mapping[int, PasswordChoice], *, keep_proved: bool) -> None:
        self._passwords = passwords
        self._keep_proved = keep_proved
        self._edits: Edits = {}
        self.drafts: list[Draft] = []
        self.exclusions: list[Exclusion] = []
        self.unchanged: list[Mailbox] = []

    def add(self, mailbox: Mailbox, edits: Edits) -> None:
        self._edits = edits
        lock = row_lock_for(mailbox)
        if lock is not None:
            self.exclusions.append(Exclusion(mailbox, None, ExclusionReason.ROW_LOCKED, (lock,)))
            return
        left_before = len(self.exclusions)
        draft = self._make_draft(mailbox)
        if not draft.is_empty and self._can_send_password(draft):
            self.drafts.append(draft)
        elif len(self.exclusions) == left_before:
            self.unchanged.append(mailbox)

    def _make_draft(self, mailbox: Mailbox) -> Draft:
        changes = self._valid_changes(mailbox, self._allowed_changes(mailbox))
        password = self._passwords.get(mailbox.id) if changes else None
        return Draft(mailbox, changes, password) if password else Draft(mailbox, changes)

    def _can_send_password(self, draft: Draft) -> bool:
        """Whether its password can be sent with it, or need not be."""
        password = field_access_for(draft.original)[Field.PASSWORD]
        if self._keep_proved or password.can_write:
            return True
        self.exclusions.append(
            Exclusion(draft.original, None, ExclusionReason.PASSWORD_LOCKED, password.reasons)
        )
        return False

    def _allowed_changes(self, mailbox: Mailbox) -> dict[Field, Value]:
        access, changes = field_access_for(mailbox), dict[Field, Value]()
        for field, edit in self._edits.items():
            value = edit.fill(mailbox) if isinstance(edit, Template) else edit
            if not access[field].can_write:
                self.exclusions.append(
                    Exclusion(mailbox, field, ExclusionReason.FIELD_LOCKED, access[field].reasons)
                )
            elif value is None:
                self.exclusions.append(Exclusion(mailbox, field, ExclusionReason.PLACEHOLDER_EMPTY))
            else:
                changes[field] = value
        return changes

    def _valid_changes(self, mailbox: Mailbox, changes: dict[Field, Value]) -> dict[Field, Value]:
        """One value that is wrong leaves the whole mailbox alone: half an edit is none."""
        draft = Draft(mailbox, changes)
        wrong = [
            Exclusion(mailbox, field, ExclusionReason.INVALID_VALUE, found[0])
            for field, found in validate(draft, field_access_for(mailbox)).items()
            if field in draft.changes and found and found[0].severity is Severity.ERROR
        ]
        self.exclusions += wrong
        return {} if wrong else changes
