"""What the thread of Keeping works with: the database, opened by its first job."""

from __future__ import annotations

from pathlib import Path

from desktop_app.core.errors import NothingKept
from desktop_app.offline.database import DatabaseTrouble, open_database
from desktop_app.offline.drafts import Drafts
from desktop_app.offline.verdicts import Verdicts


class OfflineShelf:
    """The open database and what reads and writes it. Raises NothingKept."""

    def __init__(self, folder: Path) -> None:
        try:
            self._connection = open_database(folder)
        except DatabaseTrouble as trouble:
            raise NothingKept(str(trouble)) from None
        self.drafts = Drafts(self._connection)
        self.verdicts = Verdicts(self._connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
