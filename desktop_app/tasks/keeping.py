"""What is kept on this computer between two runs, in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import ref

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import StoreSetAside, Trouble
from desktop_app.core.policy import JournalRules
from desktop_app.net.cancel import Cancel
from desktop_app.tasks.background import Courier, Done, Failed, Lane
from desktop_app.tasks.late_shelf import LateShelf

if TYPE_CHECKING:  # or imported by the worker that first needs it: nothing is kept at the start
    from desktop_app.core.drafts import KeptDraft
    from desktop_app.core.looks import PastCheck
    from desktop_app.core.mailbox import Draft, KeepVerdict
    from desktop_app.tasks.batch_keeper import BatchKeeper
    from desktop_app.tasks.journal_keeper import JournalKeeper
    from desktop_app.tasks.list_looks import ListLooks
    from desktop_app.tasks.shelf import OfflineShelf
    from desktop_app.tasks.snapshot_keeper import SnapshotKeeper

Result = TypeVar("Result")
END_SECONDS = 2.0
"""How long the end of the program waits for what is still to be written."""


class Keeping(QObject):
    """Drafts and verdicts. Its calls return at once, and are carried out in their order."""

    failed = Signal(object)
    """The first trouble; afterwards nothing is kept, and the program works on."""
    set_aside = Signal(object)
    """A StoreSetAside: the store was damaged, a new one is used. Or EditsUnreadable."""

    def __init__(self, folder: Callable[[], Path], courier: Courier) -> None:
        super().__init__()
        self._told = False
        self.troubles: list[Trouble] = []
        """All that was told of, for who comes later than the first of it."""
        self.failed.connect(self._remember)
        self.set_aside.connect(self._remember)
        self._folder = folder
        self._courier = courier
        self._rules = JournalRules()
        tell = _Telling(self, courier)
        self.shelf = LateShelf(folder, tell)
        """For workers, which write without a way over the GUI thread."""
        shelf = self.shelf
        self._lane = Lane("offline", 1, lambda: shelf, courier)

    @cached_property
    def journal(self) -> JournalKeeper:
        """What was saved, and what became of it."""
        from desktop_app.tasks.journal_keeper import JournalKeeper

        return JournalKeeper(self, self._courier, self._rules)

    @cached_property
    def snapshots(self) -> SnapshotKeeper:
        """What the lists were at earlier times."""
        from desktop_app.tasks.snapshot_keeper import SnapshotKeeper

        return SnapshotKeeper(self)

    @cached_property
    def batches(self) -> BatchKeeper:
        """Runs of many saves."""
        from desktop_app.tasks.batch_keeper import BatchKeeper

        return BatchKeeper(self)

    @cached_property
    def looks(self) -> ListLooks:
        """How the lists were arranged."""
        from desktop_app.tasks.list_looks import ListLooks

        return ListLooks(self._folder, self._courier)

    def follow(self, rules: JournalRules) -> None:
        """What the administrator asks for of the journal now."""
        self._rules = rules
        if "journal" in vars(self):
            self.journal.follow(rules)

    def keep_draft(self, profile_id: str, draft: Draft) -> None:
        """Keep an edit in progress, without its password."""
        self._submit(lambda shelf: shelf.drafts.keep(profile_id, draft))

    def drop_draft(self, profile_id: str, mailbox_id: int) -> None:
        """The edit was saved, or given up."""
        self._submit(lambda shelf: shelf.drafts.drop(profile_id, mailbox_id))

    def find_drafts(self, profile_id: str, deliver: Callable[[list[KeptDraft]], None]) -> None:
        """The edits of a profile that were neither saved nor given up."""

        def finish(outcome: Done[list[KeptDraft]] | Failed) -> None:
            deliver(outcome.value if isinstance(outcome, Done) else [])

        self.submit(lambda shelf: shelf.drafts.of_profile(profile_id), finish)

    def find_verdict(
        self, profile_id: str, server_version: str, deliver: Callable[[KeepVerdict], None]
    ) -> None:
        """What was learnt about saves without a password."""

        def finish(outcome: Done[KeepVerdict] | Failed) -> None:
            from desktop_app.core.mailbox import KeepVerdict

            deliver(outcome.value if isinstance(outcome, Done) else KeepVerdict.UNPROVED)

        self.submit(lambda shelf: shelf.verdicts.get(profile_id, server_version), finish)

    def note_verdict(self, profile_id: str, server_version: str, verdict: KeepVerdict) -> None:
        """What a guided trial showed."""
        self._submit(lambda shelf: shelf.verdicts.set(profile_id, server_version, verdict))

    def find_first_save(self, profile_id: str, deliver: Callable[[bool], None]) -> None:
        """Whether a save on this profile has worked before."""

        def finish(outcome: Done[bool] | Failed) -> None:
            deliver(isinstance(outcome, Done) and outcome.value)

        self.submit(lambda shelf: shelf.verdicts.first_save_is_done(profile_id), finish)

    def note_first_save(self, profile_id: str) -> None:
        """A save on this profile worked."""
        self._submit(lambda shelf: shelf.verdicts.note_first_save(profile_id))

    def keep_check(self, profile_id: str, check: PastCheck) -> None:
        """How the check of a mailbox ended."""
        self._submit(lambda shelf: shelf.checks.keep(profile_id, check))

    def forget_check(self, profile_id: str, mailbox_id: int) -> None:
        """The mailbox has other settings now."""
        self._submit(lambda shelf: shelf.checks.forget(profile_id, mailbox_id))

    def find_checks(self, profile_id: str, deliver: Callable[[list[PastCheck]], None]) -> None:
        """How the checks of earlier runs ended."""

        def finish(outcome: Done[list[PastCheck]] | Failed) -> None:
            deliver(outcome.value if isinstance(outcome, Done) else [])

        self.submit(lambda shelf: shelf.checks.of_profile(profile_id), finish)

    def close(self) -> None:
        """Carry out what was handed in, then stop."""
        if "journal" in vars(self):
            self.journal.close()
        if "looks" in vars(self):
            self.looks.finish(END_SECONDS)
        self._lane.finish(END_SECONDS)
        self.shelf.close(END_SECONDS)

    def submit(
        self,
        work: Callable[[OfflineShelf], Result],
        done: Callable[[Done[Result] | Failed], None],
    ) -> None:
        """Do some work with the store; ``done`` gets its outcome on the GUI thread."""

        def run(shelf: LateShelf, _stop: Cancel) -> Result:
            return shelf.run(work)

        def finish(outcome: Done[Result] | Failed) -> None:
            self._note(outcome)
            done(outcome)

        self._lane.submit(run, finish)

    def _submit(self, work: Callable[[OfflineShelf], None]) -> None:
        self.submit(work, lambda _outcome: None)

    def _remember(self, trouble: Trouble) -> None:
        self.troubles.append(trouble)

    def _note(self, outcome: Done[Result] | Failed) -> None:
        if isinstance(outcome, Failed) and not self._told:
            self._told = True
            self.failed.emit(outcome.trouble)


class _Telling:
    """Passes news of a damaged store on to the GUI thread, without keeping the object alive."""

    def __init__(self, keeping: Keeping, courier: Courier) -> None:
        self._keeping = ref(keeping)
        self._courier = courier

    def __call__(self, aside: Path) -> None:
        self._courier.post(lambda: self._tell(aside))

    def _tell(self, aside: Path) -> None:
        keeping = self._keeping()
        if keeping is not None:
            keeping.set_aside.emit(StoreSetAside(str(aside)))
