"""How the list of each profile was arranged, read and written in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.services.background import Courier, Done, Failed, Lane

if TYPE_CHECKING:  # or imported by the worker that first needs it: no list is shown at the start
    from desktop_app.core.mailbox_list.column_layout import ListLook
    from desktop_app.profiles.column_layouts import ListLooksFile


class ListLooks:
    """Its calls return at once, and are carried out in their order.

    A look that cannot be written is lost with the end of the program, which is worth no words.
    """

    def __init__(self, folder: Callable[[], Path], courier: Courier) -> None:
        self._lane = Lane("list looks", 1, lambda: _file(folder()), courier)

    def find(self, profile_id: str, deliver: Callable[[ListLook], None]) -> None:
        """The look of a profile's list, if one was kept."""

        def finish(outcome: Done[ListLook | None] | Failed) -> None:
            if isinstance(outcome, Done) and outcome.value is not None:
                deliver(outcome.value)

        self._lane.submit(lambda file, _stop: file.load(profile_id), finish)

    def keep(self, profile_id: str, look: ListLook | None) -> None:
        """Keep the look of a profile's list, or forget it."""
        self._lane.submit(lambda file, _stop: file.save(profile_id, look), lambda _outcome: None)

    def finish(self, seconds: float) -> None:
        """Carry out what was handed in, and wait for that at most so long."""
        self._lane.finish(seconds)


def _file(folder: Path) -> ListLooksFile:
    from desktop_app.profiles.column_layouts import ListLooksFile

    return ListLooksFile(folder)
