"""Decodes rights: TableRight and FieldProperties.

JSON that is not as documented counts as an unknown mask: field or row are locked, and the
JSON is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from desktop_app.core.mailbox.mailbox_rules import RIGHT_KEYS
from desktop_app.core.mailbox.rights import FieldRight, TableRight
from desktop_app.webapi.codec.right_masks import field_flags, table_flags


def table_right(carrier: Any) -> TableRight | None:
    """Return a row's right. ``carrier`` is the decoded JSON; None means null or absent."""
    if carrier is None:
        return None
    mask, reason = _mask_and_reason(carrier)
    if mask is None:
        return TableRight(None, _json(carrier))
    return TableRight(table_flags(mask), mask, reason)


def field_rights(carrier: Any) -> dict[str, FieldRight]:
    """Return the rights of all fields, by lower-case name."""
    if carrier is None:
        return {}
    if not isinstance(carrier, dict):
        return {names[0]: _locked(carrier) for names in RIGHT_KEYS.values()}
    found: dict[str, FieldRight] = {}
    for name, properties in carrier.items():
        key = name.lower()
        # two names that differ only in case contradict each other: either may be right
        found[key] = _locked(carrier) if key in found else _field_right(properties)
    return found


def _field_right(properties: Any) -> FieldRight:
    if properties is None:
        return FieldRight(None, stated=False)
    if not isinstance(properties, dict):
        return _locked(properties)
    named = _lower_keys(properties)
    size = _max_characters(named)
    right = named.get("fieldright")
    if right is None:
        return FieldRight(None, stated=False, max_characters=size)
    mask, reason = _mask_and_reason(right)
    if mask is None:
        return FieldRight(None, _json(right), max_characters=size)
    return FieldRight(field_flags(mask), mask, reason, max_characters=size)


def _locked(carrier: Any) -> FieldRight:
    return FieldRight(None, _json(carrier))


def _mask_and_reason(right: Any) -> tuple[str | None, str]:
    """Return mask and reason; the mask is None if the JSON is not as documented."""
    if not isinstance(right, dict):
        return None, ""
    named = _lower_keys(right)
    mask, reason = named.get("mask"), named.get("reason")
    mask = "" if mask is None else mask
    return (mask if isinstance(mask, str) else None), (reason if isinstance(reason, str) else "")


def _max_characters(properties: Mapping[str, Any]) -> int | None:
    """Return FieldLength of a text in characters; None for other types, and for 0 and -1."""
    length = properties.get("fieldlength")
    if properties.get("fieldtype") != "System.String" or type(length) is not int:
        return None
    return length if length > 0 else None


def _lower_keys(carrier: Mapping[str, Any]) -> dict[str, Any]:
    return {name.lower(): value for name, value in carrier.items()}


def _json(carrier: Any) -> str:
    return msgspec.json.encode(carrier).decode("utf-8")
