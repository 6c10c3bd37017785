"""The program as its command starts it, until it can be used. Run by row_start."""

import sys
from pathlib import Path

from desktop_app import startup, startup_options
from desktop_app.app import Program

startup.import_qt()  # as the command does: whoever else imports Qt leaves its import hook in place
from tests.bench.first_paint import report_first_paint  # noqa: E402

PROFILES = int(sys.argv[2]) if len(sys.argv) > 2 else 50


class WatchedProgram(Program):
    """Tells when the switcher, filled with all profiles, has been painted."""

    def __init__(
        self, data_folder: Path | None, *, demo: bool, machine_wide: Path | None = None
    ) -> None:
        super().__init__(data_folder, demo=demo, machine_wide=machine_wide)
        switcher = self.window.toolbar.profile_button
        report_first_paint(switcher, lambda: switcher.profile_count() == PROFILES)


startup.Program = WatchedProgram  # type: ignore[attr-defined]
sys.exit(startup_options.main(["--data-dir", sys.argv[1]]))
