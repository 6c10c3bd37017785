"""Plans a bulk edit: the values that mailboxes share, and the draft of each after an edit."""

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
"""Fields that a bulk edit can change; each mailbox has its own address."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Placeholder(Enum):
    """A placeholder of a template. The value is the name written between braces."""

    ADDRESS = "address"
    """The bare address, without display name."""
    LOCAL_PART = "user"
    """The part of the address before the @."""
    DOMAIN = "domain"
    USER_NAME = "name"
    """The mailbox's current user name."""


PLACEHOLDERS = {place.value: place for place in Placeholder}


@dataclass(frozen=True, slots=True)
class Template:
    """A text with placeholders, such as ``{user}@new.example``, to be filled for each mailbox.

    Raises ValueError with the name of a placeholder that does not exist.
    """

    text: str

    def __post_init__(self) -> None:
        for name in _PLACEHOLDER.findall(self.text):
            if name not in PLACEHOLDERS:
                raise ValueError(name)

    def fill(self, mailbox: Mailbox) -> str | None:
        """Return the text for one mailbox, or None if a placeholder has no value there."""
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
    """The value of a field in several mailboxes; None, with ``same`` False, if values differ."""

    value: Value
    same: bool


def common_value(mailboxes: Iterable[Mailbox], field: Field) -> CommonValue:
    """Return the value that several mailboxes share in a field."""
    values = {mailbox.values.get(field) for mailbox in mailboxes}
    same = len(values) == 1
    return CommonValue(values.pop() if same else None, same)


class ExclusionReason(Enum):
    """Why a mailbox, or one of its fields, is left out of a bulk edit.

    ``Exclusion.detail`` holds the type named for each member, else None.
    """

    ROW_LOCKED = auto()  # the server's lock of the row: a tuple of one LockReason
    FIELD_LOCKED = auto()  # the reasons for the field's lock: a tuple of LockReason
    PLACEHOLDER_EMPTY = auto()
    """A placeholder of the template has no value in this mailbox."""
    INVALID_VALUE = auto()
    """The value would be invalid for this mailbox: a ValidationIssue."""
    NOT_LOADED = auto()
    """SuperOffice did not return the mailbox's details: an AppError."""
    PASSWORD_LOCKED = auto()
    """A save without password may clear the stored one, and the user may not change it."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A mailbox or field left out of a bulk edit; ``field`` is None for the whole mailbox."""

    mailbox: Mailbox
    field: Field | None
    reason: ExclusionReason
    detail: tuple[LockReason, ...] | ValidationIssue | AppError | None = None


@dataclass(frozen=True, slots=True)
class BulkEditPlan:
    """The result of planning a bulk edit: a draft for each mailbox that changes."""

    drafts: tuple[Draft, ...]
    exclusions: tuple[Exclusion, ...]
    unchanged: tuple[Mailbox, ...]
    """Mailboxes that already have the values of the edit."""


Edits = Mapping[Field, Value | Template]


def plan_edit(
    mailboxes: Sequence[Mailbox],
    edits: Edits,
    passwords: Mapping[int, PasswordChoice],
    *,
    keep_proved: bool = True,
) -> BulkEditPlan:
    """Return a draft of the same edit for each mailbox, as far as its rights allow.

    ``passwords`` maps mailbox ids to choices; other mailboxes keep their stored password.
    ``keep_proved`` says whether a test has proved that saving without a password keeps the stored
    password.
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
    """Return what ``plan_edit`` returns, for mailboxes that each have their own edit."""
    planner = _Planner(passwords, keep_proved=keep_proved)
    for mailbox, edits in edited:
        planner.add(mailbox, edits)
    return BulkEditPlan(tuple(planner.drafts), tuple(planner.exclusions), tuple(planner.unchanged))


def with_old_values(current: Mailbox, old: Mailbox) -> Mailbox:
    """Return the current mailbox with its old values, so that the save detects later changes."""
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
        """Return whether the password may be sent or is not needed; else exclude the draft."""
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
        """Return the changes, or none if one value is invalid: an edit is never applied by half."""
        draft = Draft(mailbox, changes)
        wrong = [
            Exclusion(mailbox, field, ExclusionReason.INVALID_VALUE, found[0])
            for field, found in validate(draft, field_access_for(mailbox)).items()
            if field in draft.changes and found and found[0].severity is Severity.ERROR
        ]
        self.exclusions += wrong
        return {} if wrong else changes
