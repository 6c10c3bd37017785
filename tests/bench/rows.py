"""All rows, by name. Each issue adds its own file and names it here."""

from __future__ import annotations

from tests.bench import row_refresh, row_start

ROWS = {row.name: row for module in (row_start, row_refresh) for row in module.ROWS}
