"""The journal behind the windows: lines are written by workers, read and kept from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import JournalNotCopied
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.background import Courier, Done, Failed, Lane
from desktop_app.services.store.lazy_store import LateShelf

if TYPE_CHECKING:
    from desktop_app.core.journal import Entry, Outcome, Search
    from desktop_app.core.profiles.policy import JournalRules
    from desktop_app.services.saving.journaled_save import JournalWriter
    from desktop_app.services.store.local_store import OfflineShelf
    from desktop_app.services.store.store_service import Keeping

KEEP_DAYS = "journal days"
"""The setting that says how many days the user keeps the journal; 0 is for ever."""


class JournalKeeper(QObject):
    """Reads the journal, drops what is old, and copies lines where the administrator wants them.

    Copies are made beside all other work: a folder that does not answer holds up no save, and gets
    what it missed when it is back.
    """

    changed = Signal()
    """There is a new line, or a new outcome."""
    copy_failed = Signal(object)
    """A JournalNotCopied, once until a copy works again."""

    def __init__(self, keeping: Keeping, courier: Courier, rules: JournalRules) -> None:
        super().__init__(keeping)
        self._keeping = keeping
        self._courier = courier
        self._rules = rules
        self._awake = False
        self._told = False
        self._copying = False
        self._again = False
        shelf = keeping.shelf
        self._copies = Lane("journal copies", 1, lambda: _Borrowed(shelf), courier)

    def writer(self, before: Callable[[OfflineShelf], None] | None = None) -> JournalWriter:
        """Writes lines from any worker; ``before`` is done just before the first one."""
        from desktop_app.services.saving.journaled_save import JournalWriter

        courier, tell = self._courier, WeakMethod(self._tell)

        def told() -> None:
            method = tell()
            if method is not None:
                method()

        return JournalWriter(self._keeping.shelf, lambda: courier.post(told), before)

    def follow(self, rules: JournalRules) -> None:
        """What the administrator asks for now. At the start of the program nothing is read."""
        self._rules = rules
        if self._awake:
            self.purge()
            self._copy()

    def wake(self) -> None:
        """There is time for what earlier runs left: old lines, and copies that are missing."""
        if not self._awake:
            self._awake = True
            self.follow(self._rules)

    @property
    def rules(self) -> JournalRules:
        """What the administrator asks for."""
        return self._rules

    def find(self, search: Search, deliver: Callable[[list[Entry]], None]) -> None:
        """The lines of a search, the newest first; none if the store cannot be read."""

        def finish(outcome: Done[list[Entry]] | Failed) -> None:
            deliver(outcome.value if isinstance(outcome, Done) else [])

        self._keeping.submit(lambda shelf: shelf.journal.find(search), finish)

    def of_batch(self, batch: str, deliver: Callable[[list[Entry]], None]) -> None:
        """The lines of a run of many saves, the oldest first."""

        def finish(outcome: Done[list[Entry]] | Failed) -> None:
            deliver(outcome.value if isinstance(outcome, Done) else [])

        self._keeping.submit(lambda shelf: shelf.journal.of_batch(batch), finish)

    def find_unknown(self, profile_id: str, deliver: Callable[[list[Entry]], None]) -> None:
        """Saves of a profile whose end nobody saw, and that a look may settle."""

        def finish(outcome: Done[list[Entry]] | Failed) -> None:
            from desktop_app.services.saving.outcome_lookup import worth_a_look

            found = outcome.value if isinstance(outcome, Done) else []
            deliver([entry for entry in found if worth_a_look(entry)])

        self._keeping.submit(lambda shelf: shelf.journal.unknown(profile_id), finish)

    def settle(self, number: int, outcome: Outcome, why: str, mailbox_id: int = 0) -> None:
        """A look showed what became of a save."""

        def finish(_outcome: Done[None] | Failed) -> None:
            self._tell()

        self._keeping.submit(
            lambda shelf: shelf.journal.end(number, outcome, why, mailbox_id), finish
        )

    def find_keep_days(self, deliver: Callable[[int], None]) -> None:
        """How many days the user keeps the journal, 0 for ever; the administrator's may be more."""

        def finish(outcome: Done[str] | Failed) -> None:
            text = outcome.value if isinstance(outcome, Done) else ""
            deliver(int(text) if text.isdecimal() else 0)

        self._keeping.submit(lambda shelf: shelf.journal.setting(KEEP_DAYS), finish)

    def keep_for(self, days: int) -> None:
        """Keep lines so many days from now on, 0 for ever; never fewer than the administrator."""
        self._keeping.submit(
            lambda shelf: shelf.journal.set(KEEP_DAYS, str(max(0, days))), lambda _done: None
        )
        self.purge()

    def purge(self) -> None:
        """Drop what is older than both user and administrator keep."""
        least = self._rules.keep_days

        def work(shelf: OfflineShelf) -> int:
            text = shelf.journal.setting(KEEP_DAYS)
            days = int(text) if text.isdecimal() else 0
            return shelf.journal.purge(max(days, least) if days else 0)

        def finish(outcome: Done[int] | Failed) -> None:
            if isinstance(outcome, Done) and outcome.value:
                self.changed.emit()

        self._keeping.submit(work, finish)

    def close(self) -> None:
        """Copy nothing more; what is missing is copied by the next run."""
        self._copies.close()

    def _tell(self) -> None:
        self.changed.emit()
        self._copy()

    def _copy(self) -> None:
        """One run at a time; news that come meanwhile are for the next one."""
        rules = self._rules
        if not (rules.folder or rules.system_log):
            return
        if self._copying:
            self._again = True
            return
        self._copying, self._again = True, False
        self._copies.submit(lambda borrowed, stop: borrowed.copy(rules, stop), self._copied)

    def _copied(self, outcome: Done[None] | Failed) -> None:
        self._copying = False
        failed = isinstance(outcome, Failed)
        if isinstance(outcome, Failed) and not self._told:
            self.copy_failed.emit(outcome.trouble)
        self._told = failed
        if self._again:
            self._copy()


class _Borrowed:
    """The store in the thread that copies; it is others' to close."""

    def __init__(self, shelf: LateShelf) -> None:
        self._shelf = shelf

    def copy(self, rules: JournalRules, stop: Cancel) -> None:
        """Copy each line that is missing. Raises JournalNotCopied, NothingKept."""
        from desktop_app.storage.journal_export import copy

        for entry in self._shelf.run(lambda shelf: shelf.journal.uncopied()):
            stop.check()
            try:
                copy(entry, rules)
            except OSError as error:
                raise JournalNotCopied(error.strerror or type(error).__name__) from None
            self._note(entry)

    def _note(self, entry: Entry) -> None:
        self._shelf.run(lambda shelf: shelf.journal.note_copied(entry))

    def close(self) -> None:
        """Nothing of its own."""
