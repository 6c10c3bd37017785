"""The program as its command starts it, until it can be used. Run by row_start."""

import sys
from pathlib import Path

from desktop_app import startup, startup_options
from desktop_app.app import Program

startup.import_qt()  # as the command does: whoever else imports Qt leaves its import hook in place
from PySide6.QtWidgets import QListView, QWidget  # noqa: E402

from tests.bench.first_paint import report_first_paint  # noqa: E402

PROFILES = int(sys.argv[2]) if len(sys.argv) > 2 else 50
WATCHES_LIST = "list" in sys.argv[3:]
"""Whether the list of profiles is to be painted too, and not only the start page without it."""


def _lists_profiles(pages: QWidget) -> bool:
    view = pages.findChild(QListView)
    return isinstance(view, QListView) and view.model().rowCount() == PROFILES


class WatchedProgram(Program):
    """Tells when the start page has been painted, which knows all profiles, or lists them."""

    def __init__(
        self, data_folder: Path | None, *, demo: bool, machine_wide: Path | None = None
    ) -> None:
        super().__init__(data_folder, demo=demo, machine_wide=machine_wide)
        window = self.window
        if WATCHES_LIST:
            report_first_paint(window.pages, lambda: _lists_profiles(window.pages))
        else:
            service = window.profile_service
            report_first_paint(window, lambda: len(service.profiles) == PROFILES)


startup.Program = WatchedProgram  # type: ignore[attr-defined]
sys.exit(startup_options.main(["--data-dir", sys.argv[1]]))
