"""The program without a network, until the list that it kept is painted. Run by row_offline."""

import sys
from pathlib import Path
from typing import Any

from desktop_app import startup, startup_options
from desktop_app.app import Program

startup.import_qt()  # as the command does: whoever else imports Qt leaves its import hook in place
from tests.bench.first_paint import report_first_paint  # noqa: E402

MAILBOXES = int(sys.argv[2])


class WatchedProgram(Program):
    """Tells when the list of the only profile has been painted."""

    def __init__(self, data_folder: Path | None, **more: Any) -> None:
        super().__init__(data_folder, **more)
        self.window.pages.currentChanged.connect(self._watch)

    def _watch(self) -> None:
        pane = self.window.pane
        if pane is not None:
            report_first_paint(pane.view.viewport(), lambda: pane.model.total_count == MAILBOXES)


startup.Program = WatchedProgram  # type: ignore[attr-defined]
sys.exit(startup_options.main(["--data-dir", sys.argv[1]]))
