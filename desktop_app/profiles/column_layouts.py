"""The file in which the looks of the lists are kept, by profile. What cannot be read is usual."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from desktop_app.core.errors import FileNotWritten
from desktop_app.core.mailbox_list.column_layout import ListLook
from desktop_app.profiles.atomic_file import make_folder, read_file, sweep, write_safely

FILE_NAME = "lists.json"
VERSION = 1
MAX_BYTES = 4 * 1024 * 1024
MOST_NAMES = 100
"""More columns than any version will have."""
WIDTHS = range(8, 4000)
"""Logical pixels that a column can sensibly have."""


class ListLooksFile:
    """Reads and writes looks. A file of a newer version is left alone."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def load(self, profile_id: str) -> ListLook | None:
        """The look of a profile's list; None if there is none that can be read. Never raises."""
        sweep(self.path)
        lists = self._lists()
        entry = None if lists is None else lists.get(profile_id)
        return _look(entry) if isinstance(entry, dict) else None

    def save(self, profile_id: str, look: ListLook | None) -> None:
        """Keep a look, or forget it. Raises FileNotWritten."""
        lists = self._lists()
        if lists is None or (look is None and profile_id not in lists):
            return
        if look is None:
            del lists[profile_id]
        else:
            lists[profile_id] = _entry(look)
        whole = {"version": VERSION, "lists": lists}
        try:
            make_folder(self.path.parent)
            write_safely(self.path, (json.dumps(whole, indent=2) + "\n").encode("ascii"))
        except OSError as error:
            raise FileNotWritten(error.strerror or type(error).__name__) from None

    def close(self) -> None:
        """Nothing to let go of."""

    def _lists(self) -> dict[str, object] | None:
        """The looks by profile; None for a file that a newer program wrote."""
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


def _entry(look: ListLook) -> dict[str, object]:
    return {
        "order": list(look.order),
        "widths": dict(look.widths),
        "hidden": None if look.hidden is None else sorted(look.hidden),
        "sort": look.sort,
        "backwards": look.backwards,
        "grouped": look.grouped,
        "side": look.side,
    }


def _look(entry: Mapping[str, object]) -> ListLook:
    """Each part by itself: one that makes no sense does not take the others along."""
    hidden, widths, sort = entry.get("hidden"), entry.get("widths"), entry.get("sort")
    side = entry.get("side")
    return ListLook(
        order=tuple(dict.fromkeys(_names(entry.get("order")))),
        widths=_widths(widths) if isinstance(widths, dict) else {},
        hidden=frozenset(_names(hidden)) if isinstance(hidden, list) else None,
        sort=sort if isinstance(sort, str) else "",
        backwards=entry.get("backwards") is True,
        grouped=entry.get("grouped") is True,
        side=side if isinstance(side, str) else "",
    )


def _names(found: object) -> list[str]:
    if not isinstance(found, list):
        return []
    return [name for name in found[:MOST_NAMES] if isinstance(name, str)]


def _widths(found: dict[str, object]) -> dict[str, int]:
    return {
        name: width
        for name, width in found.items()
        if isinstance(width, int) and not isinstance(width, bool) and width in WIDTHS
    }
