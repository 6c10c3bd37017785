"""The folder with all state of this program."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from desktop_app.core.errors import DataFolderUnsafe

APPLICATION_NAME = "Mailbox Admin"
PORTABLE_MARKER = "portable"
PORTABLE_FOLDER = "data"


def find_data_folder(chosen: Path | None = None, *, executable: Path | None = None) -> Path:
    """Return the data folder, which may not exist yet: ``atomic_file.make_folder`` creates it.

    ``chosen`` is ``--data-dir``. Otherwise, if a file ``portable`` lies beside the executable, it
    is the folder ``data`` there. Otherwise it is the platform's own folder, on Windows the local
    one that does not roam. ``executable`` defaults to the running one.
    """
    if chosen is not None:
        return chosen.absolute()
    beside = (executable or Path(sys.executable)).parent
    if (beside / PORTABLE_MARKER).is_file():
        return beside / PORTABLE_FOLDER
    return _platform_folder()


def require_own_folder(folder: Path) -> None:
    """Raise DataFolderUnsafe if an existing data folder is another user's or everyone's to write.

    Windows has access lists instead, which the folder inherits from the user's own.
    """
    if sys.platform == "win32":
        return
    try:
        found = folder.stat()
    except OSError:
        return  # made later, or reported when it is used
    if found.st_uid != os.geteuid() or found.st_mode & stat.S_IWOTH:
        raise DataFolderUnsafe(str(folder), is_foreign=found.st_uid != os.geteuid())


def _platform_folder() -> Path:
    # Imported here: it costs 10 ms before the first paint, and --data-dir does not need it.
    from platformdirs import user_data_path  # lazy: start

    return user_data_path(APPLICATION_NAME, appauthor=False, roaming=False)
