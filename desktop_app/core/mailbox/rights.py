"""Rights: what the server says about a row and its fields, and what may be edited because of it.

The meaning of the flags follows SuperOffice's ETableRight and EFieldRight; how they combine is
this project's own decision, because nothing public defines it:

* no right, no mask, or "not computed yet" restricts nothing; the server decides at save;
* known names in a mask count, unknown ones are kept as text; a mask of unknown names only locks;
* an existing row needs Update or RestrictedUpdate, a new one Insert;
* of two rights for one field the stricter wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntFlag, auto


class TableFlag(IntFlag):
    """What may be done with a row (ETableRight)."""

    NONE = 0
    SELECT = 1
    UPDATE = 2
    INSERT = 4
    DELETE = 8
    FILTERING = 16
    RESTRICTED_UPDATE = 32
    UNUSED = 64
    UNINITIALIZED = 128


class FieldFlag(IntFlag):
    """What may be done with a field (EFieldRight)."""

    NONE = 0
    READ = 1
    WRITE = 2
    UNUSED1 = 4
    UNUSED2 = 8
    UNUSED3 = 16
    NULLABLE = 32
    HINT_MANDATORY = 64
    HINT_READ_ONLY = 128
    UNDEFINED = 256


@dataclass(frozen=True, slots=True)
class TableRight:
    """A row's right. ``flags`` is None when no name in ``mask`` is known."""

    flags: TableFlag | None
    mask: str = ""
    reason: str = ""

    @property
    def states_nothing(self) -> bool:
        """Whether this right restricts nothing: an empty mask, or one not computed yet."""
        return not self.mask.strip() or self.flags == TableFlag.UNINITIALIZED


@dataclass(frozen=True, slots=True)
class FieldRight:
    """A field's right and size. ``flags`` is None when no name in ``mask`` is known.

    ``stated`` is False when the server gave no right for the field. ``max_characters`` is None
    unless the server's length means characters.
    """

    flags: FieldFlag | None
    mask: str = ""
    reason: str = ""
    stated: bool = True
    max_characters: int | None = None

    @property
    def states_nothing(self) -> bool:
        """Whether this right restricts nothing."""
        return not self.stated or not self.mask.strip()


class Access(Enum):
    """What a person may do with a field, from the strictest to the freest."""

    HIDDEN = 0
    LOCKED = 1
    WRITE_ONLY = 2
    EDITABLE = 3


class Cause(Enum):
    """Why a field is not simply editable."""

    ROW = auto()
    NO_INSERT = auto()
    FIELD = auto()
    HINT = auto()
    UNKNOWN_MASK = auto()
    TYPE_NOT_VOUCHED = auto()
    PROFILE = auto()


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a lock: its cause, the server's mask, and the server's own words."""

    cause: Cause
    mask: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FieldAccess:
    """What holds for one field, and why."""

    access: Access
    mandatory: bool = False
    why: tuple[Why, ...] = ()
    mandatory_reason: str = ""
    max_characters: int | None = None

    @property
    def can_write(self) -> bool:
        """Whether a value for this field may be sent."""
        return self.access in (Access.EDITABLE, Access.WRITE_ONLY)

    @property
    def can_read(self) -> bool:
        """Whether the server shows the value."""
        return self.access in (Access.EDITABLE, Access.LOCKED)


def row_lock(right: TableRight | None, *, creates: bool) -> Why | None:
    """Why the row may not be saved, or None if it may."""
    if right is None or right.states_nothing:
        return None
    if right.flags is None:
        return Why(Cause.UNKNOWN_MASK, right.mask, right.reason)
    needed = TableFlag.INSERT if creates else TableFlag.UPDATE | TableFlag.RESTRICTED_UPDATE
    if right.flags & needed:
        return None
    return Why(Cause.NO_INSERT if creates else Cause.ROW, right.mask, right.reason)


def field_access(rights: Sequence[FieldRight], row: Why | None) -> FieldAccess:
    """Combine all rights that the server gives for one field with the lock of its row."""
    given = [right for right in rights if not right.states_nothing]
    mandatory = [r for r in given if r.flags is not None and r.flags & FieldFlag.HINT_MANDATORY]
    sizes = [r.max_characters for r in rights if r.max_characters is not None]
    locks = [why for why in (row, *map(_lock, given)) if why is not None]
    return FieldAccess(
        _access(can_read=all(map(_can_read, given)), can_write=not locks),
        mandatory=bool(mandatory),
        why=tuple(locks),
        mandatory_reason=mandatory[0].reason if mandatory else "",
        max_characters=min(sizes, default=None),
    )


def _access(*, can_read: bool, can_write: bool) -> Access:
    if can_write:
        return Access.EDITABLE if can_read else Access.WRITE_ONLY
    return Access.LOCKED if can_read else Access.HIDDEN


def _can_read(right: FieldRight) -> bool:
    return right.flags is None or bool(right.flags & FieldFlag.READ)


def _lock(right: FieldRight) -> Why | None:
    if right.flags is None:
        return Why(Cause.UNKNOWN_MASK, right.mask, right.reason)
    if not right.flags & FieldFlag.WRITE:
        return Why(Cause.FIELD, right.mask, right.reason)
    if right.flags & FieldFlag.HINT_READ_ONLY:
        return Why(Cause.HINT, right.mask, right.reason)
    return None
