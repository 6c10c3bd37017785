"""The index of kept passwords, for whichever thread needs it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from desktop_app.core.errors import NothingKept
from desktop_app.offline.database import DatabaseTrouble, open_database
from desktop_app.offline.kept_passwords import KeptPasswords

Result = TypeVar("Result")


class KeptIndex:
    """Opens the file for each use, which is rare: no thread owns it, and a keyring that takes its
    time never holds up the drafts.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def use(self, work: Callable[[KeptPasswords], Result]) -> Result:
        """What the work gives. Raises NothingKept."""
        try:
            with closing(open_database(self._folder)) as connection:
                return work(KeptPasswords(connection))
        except (DatabaseTrouble, sqlite3.Error) as error:
            raise NothingKept(type(error).__name__) from None
