"""How a person arranged the list of one profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """Columns by name, from left to right; what it does not name is as it was at first.

    ``widths`` are in logical pixels. ``hidden`` is None where nothing was chosen.
    """

    order: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] | None = None
    sort: str = ""
    descending: bool = False
    grouped: bool = False
    side_pane: str = ""
    """What stands beside the list: nothing, ``details`` or ``overview``."""
