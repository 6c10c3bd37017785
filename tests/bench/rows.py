"""All rows, by name. Each issue adds its own file and names it here."""

from __future__ import annotations

from tests.bench import (
    row_bulk_run,
    row_cancel,
    row_checks,
    row_dead_address,
    row_details,
    row_filter,
    row_first_rows,
    row_gap,
    row_growth,
    row_idle,
    row_memory,
    row_mute_start,
    row_offline,
    row_package,
    row_refresh,
    row_save,
    row_start,
)

MODULES = (
    row_start,
    row_refresh,
    row_first_rows,
    row_gap,
    row_filter,
    row_memory,
    row_details,
    row_save,
    row_bulk_run,
    row_idle,
    row_growth,
    row_mute_start,
    row_offline,
    row_package,
    row_cancel,
    row_checks,
    row_dead_address,
)
ROWS = {row.name: row for module in MODULES for row in module.ROWS}
