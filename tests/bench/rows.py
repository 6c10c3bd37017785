"""All rows, by name. Each issue adds its own file and names it here."""

from __future__ import annotations

from tests.bench import row_cancel, row_gap, row_mute_start, row_package, row_refresh, row_start

MODULES = (row_start, row_refresh, row_gap, row_mute_start, row_package, row_cancel)
ROWS = {row.name: row for module in MODULES for row in module.ROWS}
