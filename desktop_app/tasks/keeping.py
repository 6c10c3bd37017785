"""What is kept on this computer between two runs: drafts and verdicts, in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import NothingKept
from desktop_app.net.cancel import Cancel
from desktop_app.tasks.background import Courier, Done, Failed, Lane

if TYPE_CHECKING:  # or imported by the worker that first needs it: nothing is kept at the start
    from desktop_app.core.drafts import KeptDraft
    from desktop_app.core.mailbox import Draft, KeepVerdict
    from desktop_app.tasks.shelf import OfflineShelf

Result = TypeVar("Result")
END_SECONDS = 2.0
"""How long the end of the program waits for what is still to be written."""


class Keeping(QObject):
    """Drafts and verdicts. Its calls return at once, and are carried out in their order."""

    failed = Signal(object)
    """The first trouble; afterwards nothing is kept, and the program works on."""

    def __init__(self, folder: Callable[[], Path], courier: Courier) -> None:
        super().__init__()
        self._told = False
        self._lane = Lane("offline", 1, lambda: _open_shelf(folder()), courier)

    def keep_draft(self, profile_id: str, draft: Draft) -> None:
        """Keep an edit in progress, without its password."""
        self._submit(lambda shelf: shelf.drafts.keep(profile_id, draft), self._note)

    def drop_draft(self, profile_id: str, mailbox_id: int) -> None:
        """The edit was saved, or given up."""
        self._submit(lambda shelf: shelf.drafts.drop(profile_id, mailbox_id), self._note)

    def find_drafts(self, profile_id: str, deliver: Callable[[list[KeptDraft]], None]) -> None:
        """The edits of a profile that were neither saved nor given up."""

        def finish(outcome: Done[list[KeptDraft]] | Failed) -> None:
            self._note(outcome)
            deliver(outcome.value if isinstance(outcome, Done) else [])

        self._submit(lambda shelf: shelf.drafts.of_profile(profile_id), finish)

    def find_verdict(
        self, profile_id: str, server_version: str, deliver: Callable[[KeepVerdict], None]
    ) -> None:
        """What was learnt about saves without a password."""

        def finish(outcome: Done[KeepVerdict] | Failed) -> None:
            from desktop_app.core.mailbox import KeepVerdict

            self._note(outcome)
            deliver(outcome.value if isinstance(outcome, Done) else KeepVerdict.UNPROVED)

        self._submit(lambda shelf: shelf.verdicts.get(profile_id, server_version), finish)

    def note_verdict(self, profile_id: str, server_version: str, verdict: KeepVerdict) -> None:
        """What a guided trial showed."""
        self._submit(
            lambda shelf: shelf.verdicts.set(profile_id, server_version, verdict), self._note
        )

    def find_first_save(self, profile_id: str, deliver: Callable[[bool], None]) -> None:
        """Whether a save on this profile has worked before."""

        def finish(outcome: Done[bool] | Failed) -> None:
            self._note(outcome)
            deliver(isinstance(outcome, Done) and outcome.value)

        self._submit(lambda shelf: shelf.verdicts.first_save_is_done(profile_id), finish)

    def note_first_save(self, profile_id: str) -> None:
        """A save on this profile worked."""
        self._submit(lambda shelf: shelf.verdicts.note_first_save(profile_id), self._note)

    def close(self) -> None:
        """Carry out what was handed in, then stop."""
        self._lane.finish(END_SECONDS)

    def _submit(
        self,
        work: Callable[[OfflineShelf], Result],
        done: Callable[[Done[Result] | Failed], None],
    ) -> None:
        def guarded(shelf: OfflineShelf, _stop: Cancel) -> Result:
            import sqlite3

            try:
                return work(shelf)
            except sqlite3.Error as error:
                raise NothingKept(type(error).__name__) from None

        self._lane.submit(guarded, done)

    def _note(self, outcome: Done[Result] | Failed) -> None:
        if isinstance(outcome, Failed) and not self._told:
            self._told = True
            self.failed.emit(outcome.trouble)


def _open_shelf(folder: Path) -> OfflineShelf:
    from desktop_app.tasks.shelf import OfflineShelf

    return OfflineShelf(folder)
