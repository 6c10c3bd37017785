"""What this computer keeps over time, and what is to be told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.core.errors import Trouble
from desktop_app.ui.commands.group import Commands

if TYPE_CHECKING:
    from desktop_app.tasks.keeping import Keeping
    from desktop_app.ui.main_window import MainWindow


class HistoryCommands(Commands):
    """Tells of troubles with what is kept on this computer, wherever they are met."""

    def __init__(self, window: MainWindow, keeping: Keeping | None) -> None:
        super().__init__(window)
        if keeping is not None:
            for heard in (keeping.failed, keeping.set_aside, keeping.journal.copy_failed):
                heard.connect(self._tell)

    def _tell(self, trouble: Trouble) -> None:
        from desktop_app.ui.words.troubles import explain

        said = explain(trouble)
        self._window.tell(said.text, said.detail)
