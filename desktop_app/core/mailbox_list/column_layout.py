"""How the user arranged the mailbox list of one profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """The list's columns by name, from left to right; columns not named keep their defaults.

    ``widths`` are in logical pixels. ``hidden`` is None if the user has not chosen columns.
    """

    order: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] | None = None
    sort: str = ""
    descending: bool = False
    grouped: bool = False
    side_pane: str = ""
    """The pane beside the list: empty for none, ``details`` or ``overview``."""
