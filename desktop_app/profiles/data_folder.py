"""Where all state of this program lives."""

from __future__ import annotations

import sys
from pathlib import Path

APPLICATION_NAME = "Mailbox Admin"
PORTABLE_MARKER = "portable"
PORTABLE_FOLDER = "data"


def find_data_folder(chosen: Path | None = None, *, executable: Path | None = None) -> Path:
    """The data folder, which may not exist yet: ``safe_file.make_folder`` makes it.

    ``chosen`` is ``--data-dir``. Else, when a file ``portable`` lies beside the executable, it is
    the folder ``data`` beside it. Else it is the platform's own, on Windows the local one that
    does not roam. ``executable`` is the running one unless told.
    """
    if chosen is not None:
        return chosen.absolute()
    beside = (executable or Path(sys.executable)).parent
    if (beside / PORTABLE_MARKER).is_file():
        return beside / PORTABLE_FOLDER
    return _platform_folder()


def _platform_folder() -> Path:
    # Imported here because it costs 10 ms before the first paint and --data-dir has no need of it.
    from platformdirs import user_data_path  # lazy: start

    return user_data_path(APPLICATION_NAME, appauthor=False, roaming=False)
