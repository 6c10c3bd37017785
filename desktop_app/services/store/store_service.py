"""What is kept on this computer between two runs, in the background."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from weakref import ref

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import StoreSetAside, Trouble
from desktop_app.core.profiles.policy import JournalRules
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.background import Courier, Done, Failed, Lane
from desktop_app.services.store.lazy_store import LateShelf

if TYPE_CHECKING:  # or imported by the worker that first needs it: nothing is kept at the start
    from desktop_app.services.bulk.run_history import BatchKeeper
    from desktop_app.services.journal.journal_service import JournalKeeper
    from desktop_app.services.mailbox_list.column_layouts import ListLooks
    from desktop_app.services.snapshots.snapshot_service import SnapshotKeeper
    from desktop_app.services.store.local_store import OfflineShelf

Result = TypeVar("Result")
END_SECONDS = 2.0
"""How long the end of the program waits for what is still to be written."""


class Keeping(QObject):
    """The way to the store. Its calls return at once, and are carried out in their order."""

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
        from desktop_app.services.journal.journal_service import JournalKeeper

        return JournalKeeper(self, self._courier, self._rules)

    @cached_property
    def snapshots(self) -> SnapshotKeeper:
        """What the lists were at earlier times."""
        from desktop_app.services.snapshots.snapshot_service import SnapshotKeeper

        return SnapshotKeeper(self)

    @cached_property
    def batches(self) -> BatchKeeper:
        """Runs of many saves."""
        from desktop_app.services.bulk.run_history import BatchKeeper

        return BatchKeeper(self)

    @cached_property
    def looks(self) -> ListLooks:
        """How the lists were arranged."""
        from desktop_app.services.mailbox_list.column_layouts import ListLooks

        return ListLooks(self._folder, self._courier)

    def follow(self, rules: JournalRules) -> None:
        """What the administrator asks for of the journal now."""
        self._rules = rules
        if "journal" in vars(self):
            self.journal.follow(rules)

    def close(self) -> None:
        """Carry out what was handed in, then stop."""
        if "journal" in vars(self):
            self.journal.close()
        if "looks" in vars(self):
            self.looks.finish(END_SECONDS)
        self._lane.finish(END_SECONDS)
        self.shelf.close(END_SECONDS)

    def do(self, work: Callable[[OfflineShelf], None]) -> None:
        """Write something down, or forget it; nobody waits for that."""
        self.submit(work, lambda _outcome: None)

    def find(
        self,
        work: Callable[[OfflineShelf], Result],
        otherwise: Result,
        deliver: Callable[[Result], None],
    ) -> None:
        """Read something; ``otherwise`` is delivered where it cannot be read."""
        self.submit(
            work, lambda outcome: deliver(outcome.value if isinstance(outcome, Done) else otherwise)
        )

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
