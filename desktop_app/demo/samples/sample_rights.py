"""Parses the rights that the demo server sends, in order to enforce them at a save.

The store holds rights as the JSON text that is sent, so the server states nothing that it does
not also enforce. Where the vendor defines nothing, these rules apply:

* null, an empty dictionary, a missing key, an empty mask or Uninitialized restrict nothing;
* unknown names are ignored; a field whose mask has no known name can be read but not written;
* UIHintReadOnly is advice to the user interface: the server accepts such a write;
* UIHintMandatory requires a value at every save, even if the field is not changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

TABLE_FLAGS = {
    "None": 0,
    "Select": 1,
    "R": 1,
    "Update": 2,
    "UR": 3,
    "Insert": 4,
    "RI": 5,
    "URI": 7,
    "Delete": 8,
    "UDR": 11,
    "FULL": 15,
    "Filtering": 16,
    "F": 16,
    "RF": 17,
    "FI": 20,
    "RestrictedUpdate": 32,
    "URU": 34,
    "WRITE": 38,
    "Unused1": 64,
    "Uninitialized": 128,
}
FIELD_FLAGS = {
    "None": 0,
    "Read": 1,
    "Write": 2,
    "Update": 3,
    "FULL": 3,
    "Unused1": 4,
    "Unused2": 8,
    "Unused3": 16,
    "Unused4": 32,
    "Nullable": 32,
    "UIHintMandatory": 64,
    "UIHintReadOnly": 128,
    "UIHints": 192,
    "UndefinedValue256": 256,
}
_UPDATE, _INSERT, _RESTRICTED_UPDATE, _UNINITIALIZED = 2, 4, 32, 128
_READ, _WRITE, _MANDATORY = 1, 2, 64

# A FieldProperties key in lower case, without underscores -> its property.
_PROPERTY_OF_KEY = {
    "mailinfilterid": "MailInFilterId",
    "id": "MailInFilterId",
    "servertype": "ServerType",
    "address": "Address",
    "username": "Username",
    "popuser": "Username",
    "password": "Password",
    "poppassword": "Password",
    "server": "Server",
    "popserver": "Server",
    "port": "Port",
}


@dataclass(frozen=True)
class FieldRule:
    """What the user may do with one property; `length` is the maximum in characters, or None."""

    readable: bool = True
    writable: bool = True
    mandatory: bool = False
    length: int | None = None

    def stricter(self, other: FieldRule) -> FieldRule:
        """Return the combination of two rules for one property, as strict as both."""
        lengths = [length for length in (self.length, other.length) if length is not None]
        return FieldRule(
            readable=self.readable and other.readable,
            writable=self.writable and other.writable,
            mandatory=self.mandatory or other.mandatory,
            length=min(lengths, default=None),
        )


UNRESTRICTED = FieldRule()


def property_for_key(key: str) -> str | None:
    """Return the property that a FieldProperties key means, or None if the key is unknown."""
    return _PROPERTY_OF_KEY.get(key.replace("_", "").lower())


def parse_mask(mask: str, flags: Mapping[str, int]) -> int | None:
    """Return the union of the flags that a mask names, or None if it has no known name."""
    known = [flags[name] for name in _mask_names(mask) if name in flags]
    if not known:
        return None
    total = 0
    for value in known:
        total |= value
    return total


def _mask_names(mask: str) -> Iterable[str]:
    return (name.strip() for name in mask.split(","))


def may_update(table_right: str) -> bool:
    """Return whether a row with this TableRight (JSON text) may be updated."""
    return _row_allows(table_right, _UPDATE | _RESTRICTED_UPDATE)


def may_insert(table_right: str) -> bool:
    """Return whether a default entity with this TableRight (JSON text) may be saved as new."""
    return _row_allows(table_right, _INSERT)


def _row_allows(table_right: str, any_of: int) -> bool:
    right = json.loads(table_right)
    if right is None or not right["Mask"]:
        return True
    held = parse_mask(right["Mask"], TABLE_FLAGS)
    return held is not None and bool(held & (any_of | _UNINITIALIZED))


@lru_cache(maxsize=1024)
def field_rules(field_properties: str) -> Mapping[str, FieldRule]:
    """Parse the JSON text of FieldProperties into one rule per known property in it."""
    rules: dict[str, FieldRule] = {}
    for key, stated in (json.loads(field_properties) or {}).items():
        name = property_for_key(key)
        if name is not None:
            rules[name] = _parse_rule(stated).stricter(rules.get(name, UNRESTRICTED))
    return MappingProxyType(rules)


def _parse_rule(stated: Mapping[str, object]) -> FieldRule:
    kind, length = stated["FieldType"], stated["FieldLength"]
    is_limit = kind == "System.String" and isinstance(length, int) and length > 0
    limit = length if is_limit and isinstance(length, int) else None
    right = stated["FieldRight"]
    mask = right["Mask"] if isinstance(right, dict) else ""
    if not mask:
        return FieldRule(length=limit)
    held = parse_mask(mask, FIELD_FLAGS)
    if held is None:
        return FieldRule(writable=False, length=limit)
    return FieldRule(bool(held & _READ), bool(held & _WRITE), bool(held & _MANDATORY), limit)
