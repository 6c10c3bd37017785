"""A save that is written down before it goes out, and after. Runs in a worker thread."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from desktop_app.core.errors import NothingKept, NotWrittenDown, SentBefore, ServerSaid, Trouble
from desktop_app.core.journal import Case, Entry, Outcome, PasswordDeed
from desktop_app.core.mailbox.mailbox import Draft, Field, Keep
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.save import (
    Conflict,
    LockedMeanwhile,
    Saved,
    SaveRequest,
    SaveUnknown,
    save,
)
from desktop_app.services.store.lazy_store import LateShelf

if TYPE_CHECKING:
    from desktop_app.services.store.local_store import OfflineShelf

NOTHING_TO_SEND = "NOTHING_TO_SEND"
"""Why a save is done of which nothing was sent: someone else had made the same changes."""


class JournalWriter:
    """Writes the lines of saves, from any worker. ``news`` hears of each new line.

    ``before`` is done before a save goes out, and is on the disk before its line is.
    """

    def __init__(
        self,
        shelf: LateShelf,
        news: Callable[[], None] = lambda: None,
        before: Callable[[OfflineShelf], None] | None = None,
    ) -> None:
        self._shelf = shelf
        self._news = news
        self._before = before

    def begin(self, entry: Entry) -> int:
        """Its number, once the line is on the disk. Raises NotWrittenDown."""

        def work(shelf: OfflineShelf) -> int:
            if self._before is not None:
                self._before(shelf)
            return shelf.journal.begin(_signed(entry))

        try:
            number = self._shelf.run(work)
        except NothingKept as trouble:
            raise NotWrittenDown(trouble.detail) from None
        self._news()
        return number

    def end(self, number: int, outcome: Outcome, why: str, mailbox_id: int) -> None:
        """What became of it. If that cannot be written, the line stays open and is looked up."""
        self._try(lambda shelf: shelf.journal.end(number, outcome, why, mailbox_id))

    def add(self, entry: Entry) -> None:
        """A save that ended before anything was sent."""
        self._try(lambda shelf: shelf.journal.add(_signed(entry)))

    def _try(self, work: Callable[..., object]) -> None:
        try:
            self._shelf.run(work)
        except NothingKept:
            return
        self._news()


def journaled_save(
    client: MailboxClient, request: SaveRequest, stop: Cancel, writer: JournalWriter, case: Case
) -> Saved:
    """Save one draft, and write down what is sent and what became of it. Raises Trouble.

    Without a line in the journal nothing is sent: NotWrittenDown.
    """
    lines: list[int] = []

    def sending(prepared: SaveRequest) -> None:
        lines.append(writer.begin(entry_of(case, prepared)))

    def told(outcome: Outcome, why: str, mailbox_id: int = 0) -> None:
        if lines:
            writer.end(lines[0], outcome, why, mailbox_id)
        else:
            writer.add(replace(entry_of(case, request), outcome=outcome, why=why))

    try:
        saved = save(client, request, stop, sending)
    except SentBefore:
        raise  # the line of the time before stands
    except Trouble as trouble:
        told(outcome_of(trouble), why_of(trouble))
        raise
    except Exception as fault:
        told(Outcome.UNKNOWN if lines else Outcome.NOT_SENT, type(fault).__name__)
        raise
    differs = [which.name for which in saved.differs]
    why = " ".join([saved.proof.name, *differs]) if lines else NOTHING_TO_SEND
    told(Outcome.DONE, why, saved.mailbox.id)
    return saved


def entry_of(case: Case, request: SaveRequest) -> Entry:
    """The line of a save that is about to be sent."""
    draft, original = request.draft, request.draft.original
    return Entry(
        case,
        original.id,
        original.text(Field.ADDRESS) or draft_address(draft),
        {} if draft.creates else {f: original.values.get(f) for f in draft.changes},
        dict(draft.changes),
        _deed(draft),
        draft.creates,
        request.highest_id,
    )


def draft_address(draft: Draft) -> str:
    """The address that a mailbox will have after the save."""
    return replace(draft.original, values=draft.result).text(Field.ADDRESS)


def outcome_of(trouble: Trouble) -> Outcome:
    """What a failed save was, for the journal."""
    if isinstance(trouble, SaveUnknown) or trouble.may_have_run:
        return Outcome.UNKNOWN
    if isinstance(trouble, Conflict | LockedMeanwhile | ServerSaid):
        return Outcome.REFUSED
    return Outcome.NOT_SENT


def why_of(trouble: Trouble) -> str:
    """The kind of trouble and its technical text, which never holds a secret."""
    if isinstance(trouble, SaveUnknown):
        return trouble.look.name
    text = trouble.message if isinstance(trouble, ServerSaid) else trouble.detail
    return f"{type(trouble).__name__}: {text}" if text else type(trouble).__name__


def _deed(draft: Draft) -> PasswordDeed:
    if not isinstance(draft.password, Keep):
        return PasswordDeed.REPLACED
    return PasswordDeed.NONE if draft.creates else PasswordDeed.KEPT


def _signed(entry: Entry) -> Entry:
    return replace(entry, account=account(), computer=computer())


@cache
def account() -> str:
    """The operating system's name of the person at this computer, not what the environment says."""
    if sys.platform == "win32":
        return "\\".join(filter(None, (os.environ.get("USERDOMAIN"), os.getlogin())))
    import pwd

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


@cache
def computer() -> str:
    """The name of this computer."""
    return socket.gethostname()
