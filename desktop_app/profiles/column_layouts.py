"""The file of column layouts, by profile. An unreadable layout counts as none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from desktop_app.core.errors import FileNotWritten
from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.profiles.atomic_file import (
    make_folder,
    read_file,
    remove_temporaries,
    write_atomically,
)

FILE_NAME = "lists.json"
VERSION = 1
MAX_BYTES = 4 * 1024 * 1024
MAX_COLUMNS = 100
"""More columns than any version will have."""
VALID_WIDTHS = range(8, 4000)
"""Column widths that make sense, in logical pixels."""


class ColumnLayoutsFile:
    """Reads and writes column layouts. A file of a newer version is not touched."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def load(self, profile_id: str) -> ColumnLayout | None:
        """Return the layout of a profile's list; None if there is no readable one. Never raises."""
        remove_temporaries(self.path)
        lists = self._read_layouts()
        entry = None if lists is None else lists.get(profile_id)
        return _decode_layout(entry) if isinstance(entry, dict) else None

    def save(self, profile_id: str, layout: ColumnLayout | None) -> None:
        """Store a layout; None removes the stored one. Raises FileNotWritten."""
        lists = self._read_layouts()
        if lists is None or (layout is None and profile_id not in lists):
            return
        if layout is None:
            del lists[profile_id]
        else:
            lists[profile_id] = _encode_layout(layout)
        whole = {"version": VERSION, "lists": lists}
        try:
            make_folder(self.path.parent)
            write_atomically(self.path, (json.dumps(whole, indent=2) + "\n").encode("ascii"))
        except OSError as error:
            raise FileNotWritten(error.strerror or type(error).__name__) from None

    def _read_layouts(self) -> dict[str, object] | None:
        """Return the stored layouts by profile id; None for a file written by a newer program."""
        try:
            found = json.loads(read_file(self.path, MAX_BYTES))
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict):
            return {}
        version = found.get("version")
        if isinstance(version, int) and version > VERSION:
            return None
        lists = found.get("lists")
        return lists if isinstance(lists, dict) else {}


def _encode_layout(layout: ColumnLayout) -> dict[str, object]:
    return {
        "order": list(layout.order),
        "widths": dict(layout.widths),
        "hidden": None if layout.hidden is None else sorted(layout.hidden),
        "sort": layout.sort,
        "backwards": layout.descending,
        "grouped": layout.grouped,
        "side": layout.side_pane,
    }


def _decode_layout(entry: Mapping[str, object]) -> ColumnLayout:
    """Return a layout, with the default for each part that is invalid."""
    hidden, widths, sort = entry.get("hidden"), entry.get("widths"), entry.get("sort")
    side = entry.get("side")
    return ColumnLayout(
        order=tuple(dict.fromkeys(_decode_names(entry.get("order")))),
        widths=_decode_widths(widths) if isinstance(widths, dict) else {},
        hidden=frozenset(_decode_names(hidden)) if isinstance(hidden, list) else None,
        sort=sort if isinstance(sort, str) else "",
        descending=entry.get("backwards") is True,
        grouped=entry.get("grouped") is True,
        side_pane=side if isinstance(side, str) else "",
    )


def _decode_names(value: object) -> list[str]:
    if not isinstance(value, list):
        return []
    return [name for name in value[:MAX_COLUMNS] if isinstance(name, str)]


def _decode_widths(value: dict[str, object]) -> dict[str, int]:
    return {
        name: width
        for name, width in value.items()
        if isinstance(width, int) and not isinstance(width, bool) and width in VALID_WIDTHS
    }
