"""Parses masks of rights: flag names joined by commas, as .NET writes them."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from desktop_app.core.mailbox.rights import FieldFlag, TableFlag

_Flag = TypeVar("_Flag", TableFlag, FieldFlag)

_S, _U, _I, _D, _F, _R = (
    TableFlag.SELECT,
    TableFlag.UPDATE,
    TableFlag.INSERT,
    TableFlag.DELETE,
    TableFlag.FILTERING,
    TableFlag.RESTRICTED_UPDATE,
)

_TABLE_NAMES = {
    "none": TableFlag.NONE,
    "select": _S,
    "r": _S,
    "update": _U,
    "ur": _S | _U,
    "insert": _I,
    "ri": _S | _I,
    "uri": _S | _U | _I,
    "delete": _D,
    "udr": _S | _U | _D,
    "full": _S | _U | _I | _D,
    "filtering": _F,
    "f": _F,
    "rf": _S | _F,
    "fi": _I | _F,
    "restrictedupdate": _R,
    "uru": _U | _R,
    "write": _U | _I | _R,
    "unused1": TableFlag.UNUSED,
    "uninitialized": TableFlag.UNINITIALIZED,
}

_HINTS = FieldFlag.HINT_MANDATORY | FieldFlag.HINT_READ_ONLY

_FIELD_NAMES = {
    "none": FieldFlag.NONE,
    "read": FieldFlag.READ,
    "write": FieldFlag.WRITE,
    "update": FieldFlag.READ | FieldFlag.WRITE,
    "full": FieldFlag.READ | FieldFlag.WRITE,
    "unused1": FieldFlag.UNUSED1,
    "unused2": FieldFlag.UNUSED2,
    "unused3": FieldFlag.UNUSED3,
    "unused4": FieldFlag.NULLABLE,
    "nullable": FieldFlag.NULLABLE,
    "uihintmandatory": FieldFlag.HINT_MANDATORY,
    "uihintreadonly": FieldFlag.HINT_READ_ONLY,
    "uihints": _HINTS,
    "undefinedvalue256": FieldFlag.UNDEFINED,
}


@lru_cache(maxsize=1024)
def table_flags(mask: str) -> TableFlag | None:
    """Return the flags of a row's mask; None if it holds no known name.

    A number is no known name: .NET writes numbers only for bits that have no name.
    """
    return _flags(mask, _TABLE_NAMES)


@lru_cache(maxsize=1024)
def field_flags(mask: str) -> FieldFlag | None:
    """Return the flags of a field's mask; None if it holds no known name."""
    return _flags(mask, _FIELD_NAMES)


def _flags(mask: str, names: dict[str, _Flag]) -> _Flag | None:
    known = [names[name] for each in mask.split(",") if (name := each.strip().lower()) in names]
    if not known:
        return None
    flags = known[0]
    for flag in known[1:]:
        flags |= flag
    return flags
