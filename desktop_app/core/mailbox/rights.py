"""Rights that the server states for a row and its fields, and the access that results from them.

The meaning of the flags follows SuperOffice's ETableRight and EFieldRight; how they combine is
this project's own decision, because nothing public defines it:

* no right, no mask, or "not computed yet" restricts nothing; the server decides at save;
* known names in a mask count, unknown names are kept as text; a mask with no known name locks;
* an existing row needs Update or RestrictedUpdate, a new row Insert;
* of two rights for one field the stricter wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, IntFlag, auto
from functools import lru_cache


class TableFlag(IntFlag):
    """The flags of a row's right (SuperOffice's ETableRight)."""

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
    """The flags of a field's right (SuperOffice's EFieldRight)."""

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
    """A row's right. ``flags`` is None if no name in ``mask`` is known.

    ``reason`` is the server's explanation, foreign text.
    """

    flags: TableFlag | None
    mask: str = ""
    reason: str = ""

    @property
    def is_unrestricted(self) -> bool:
        """Whether this right restricts nothing: its mask is empty or not computed yet."""
        return not self.mask.strip() or self.flags == TableFlag.UNINITIALIZED


@dataclass(frozen=True, slots=True)
class FieldRight:
    """A field's right and size. ``flags`` is None if no name in ``mask`` is known.

    ``stated`` is False if the server gave no right for the field. ``max_characters`` is None
    unless the server states a length in characters.
    """

    flags: FieldFlag | None
    mask: str = ""
    reason: str = ""
    stated: bool = True
    max_characters: int | None = None

    @property
    def is_unrestricted(self) -> bool:
        """Whether this right restricts nothing: it is not stated, or its mask is empty."""
        return not self.stated or not self.mask.strip()


class AccessLevel(Enum):
    """What the user may do with a field, from the strictest to the freest level."""

    HIDDEN = 0
    LOCKED = 1
    WRITE_ONLY = 2
    EDITABLE = 3


class LockCause(Enum):
    """Why a field may not be written."""

    ROW = auto()
    NO_INSERT = auto()
    FIELD = auto()
    HINT = auto()
    UNKNOWN_MASK = auto()
    TYPE_UNSUPPORTED = auto()
    PROFILE = auto()


@dataclass(frozen=True, slots=True)
class LockReason:
    """One reason for a lock: its cause, the server's mask, and the server's text (foreign)."""

    cause: LockCause
    mask: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FieldAccess:
    """What the user may do with one field, and the reasons; ``max_characters`` None: no limit."""

    level: AccessLevel
    mandatory: bool = False
    reasons: tuple[LockReason, ...] = ()
    mandatory_reason: str = ""
    max_characters: int | None = None

    @property
    def can_write(self) -> bool:
        """Whether a value for this field may be sent."""
        return self.level in (AccessLevel.EDITABLE, AccessLevel.WRITE_ONLY)

    @property
    def can_read(self) -> bool:
        """Whether the server returns the field's value."""
        return self.level in (AccessLevel.EDITABLE, AccessLevel.LOCKED)


def row_lock(right: TableRight | None, *, is_new: bool) -> LockReason | None:
    """Return why a row with this right may not be saved, or None if it may."""
    if right is None or right.is_unrestricted:
        return None
    if right.flags is None:
        return LockReason(LockCause.UNKNOWN_MASK, right.mask, right.reason)
    needed = TableFlag.INSERT if is_new else TableFlag.UPDATE | TableFlag.RESTRICTED_UPDATE
    if right.flags & needed:
        return None
    return LockReason(LockCause.NO_INSERT if is_new else LockCause.ROW, right.mask, right.reason)


@lru_cache(maxsize=1024)
def list_lock_reason(right: TableRight | None) -> LockReason | None:
    """Why a listed mailbox may not be changed; thousands of rows have the same few rights."""
    return row_lock(right, is_new=False)


def field_access(rights: Sequence[FieldRight], row: LockReason | None) -> FieldAccess:
    """Combine all rights that the server states for one field with the lock of its row."""
    given = [right for right in rights if not right.is_unrestricted]
    mandatory = [r for r in given if r.flags is not None and r.flags & FieldFlag.HINT_MANDATORY]
    sizes = [r.max_characters for r in rights if r.max_characters is not None]
    locks = [why for why in (row, *map(_field_lock, given)) if why is not None]
    return FieldAccess(
        _access_level(can_read=all(map(_can_read, given)), can_write=not locks),
        mandatory=bool(mandatory),
        reasons=tuple(locks),
        mandatory_reason=mandatory[0].reason if mandatory else "",
        max_characters=min(sizes, default=None),
    )


def _access_level(*, can_read: bool, can_write: bool) -> AccessLevel:
    if can_write:
        return AccessLevel.EDITABLE if can_read else AccessLevel.WRITE_ONLY
    return AccessLevel.LOCKED if can_read else AccessLevel.HIDDEN


def _can_read(right: FieldRight) -> bool:
    return right.flags is None or bool(right.flags & FieldFlag.READ)


def _field_lock(right: FieldRight) -> LockReason | None:
    if right.flags is None:
        return LockReason(LockCause.UNKNOWN_MASK, right.mask, right.reason)
    if not right.flags & FieldFlag.WRITE:
        return LockReason(LockCause.FIELD, right.mask, right.reason)
    if right.flags & FieldFlag.HINT_READ_ONLY:
        return LockReason(LockCause.HINT, right.mask, right.reason)
    return None
