"""One profile, connected: its lanes of work, and the halt after a refused password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Trouble
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Courier, Done, Failed, Lane, Ticket
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.save import Saved, SaveRequest, save
from desktop_app.services.session.circuit_breaker import Brake, BrakedClient

if TYPE_CHECKING:
    from desktop_app.core.journal import Case, Entry
    from desktop_app.core.mailbox_list.listing import Came, ListedMailbox, Listing
    from desktop_app.core.profiles.server_info import Principal, ServerVersion
    from desktop_app.core.retry import Waiting
    from desktop_app.net.cancel_token import Cancel
    from desktop_app.services.saving.journaled_save import JournalWriter
    from desktop_app.services.saving.outcome_lookup import Found

    Journaling = tuple[JournalWriter, Case]

READ_WIDTH = 8
"""Threads for reads: more make gaps in the window, fewer wait for the network (measured)."""

Result = TypeVar("Result")
Told = TypeVar("Told")
Deliver = Callable[[Done[Result] | Failed], None]


class Session(QObject):
    """All work for one profile. Results are delivered on the GUI thread.

    A refused password or a missing secret halts the session: nothing more is sent until
    ``resume``, so that the CRM user is never locked out by this program.
    """

    halted = Signal(object)
    """The trouble that halted the session."""
    coming = Signal(object)
    """The rows so far of a list that is coming in."""
    waiting = Signal(object)
    """A Waiting: a read pauses before it is tried again."""

    def __init__(
        self,
        profile: Profile,
        connect: Callable[[], MailboxClient],
        courier: Courier,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.profile = profile
        self.brake = Brake(_telling(WeakMethod(self._tell), courier))
        self._open = True
        self._list: Ticket | None = None
        self._lists = 0
        self._courier = courier

        brake, told = self.brake, _telling(WeakMethod(self._tell_wait), courier)

        def make() -> MailboxClient:
            client = BrakedClient(brake.run(connect), brake)
            client.tell_waits(told)
            return client

        self._reads = Lane(f"read {profile.name}", READ_WIDTH, make, courier)
        self._saves = Lane(f"save {profile.name}", 1, make, courier)
        self._sign_ins = Lane(f"sign in {profile.name}", 1, _Nothing, courier)

    def list_mailboxes(self, deliver: Deliver[Listing], *, tells_rows: bool = False) -> Ticket:
        """All mailboxes. A list that is still under way is given up.

        Where asked to, ``coming`` tells of its rows while they come in.
        """
        if self._list is not None:
            self._list.forget()
        self._lists += 1
        came = self._telling_rows(self._lists) if tells_rows else None
        self._list = self._reads.submit(lambda client, stop: client.mailboxes(stop, came), deliver)
        return self._list

    def _telling_rows(self, number: int) -> Came:
        told = _telling(WeakMethod(self._tell_rows), self._courier)
        return lambda rows: told((number, rows))

    def read_mailbox(self, mailbox_id: int, deliver: Deliver[Mailbox]) -> Ticket:
        """One mailbox with its rights."""
        return self._reads.submit(lambda client, stop: client.mailbox(mailbox_id, stop), deliver)

    def read_default(self, deliver: Deliver[Mailbox]) -> Ticket:
        """What a new mailbox starts from."""
        return self._reads.submit(lambda client, stop: client.default_mailbox(stop), deliver)

    def ask_who(self, deliver: Deliver[Principal]) -> Ticket:
        """Who is signed in."""
        return self._reads.submit(lambda client, stop: client.who(stop), deliver)

    def ask_version(self, deliver: Deliver[ServerVersion]) -> Ticket:
        """Which version the server is."""
        return self._reads.submit(lambda client, stop: client.version(stop), deliver)

    def knock(self, deliver: Deliver[None]) -> Ticket:
        """One attempt to reach the server; nothing is tried again."""
        return self._reads.submit(lambda client, stop: client.knock(stop), deliver)

    def save(
        self, request: SaveRequest, deliver: Deliver[Saved], journal: Journaling | None = None
    ) -> Ticket:
        """Save one draft; saves of a profile run one after another.

        With a journal, the save is written down before it goes out, and what became of it after.
        """
        if journal is None:
            return self._saves.submit(lambda client, stop: save(client, request, stop), deliver)
        writer, case = journal

        def run(client: MailboxClient, stop: Cancel) -> Saved:
            from desktop_app.services.saving.journaled_save import journaled_save

            return journaled_save(client, request, stop, writer, case)

        return self._saves.submit(run, deliver)

    def look_up(self, entry: Entry, deliver: Deliver[Found]) -> Ticket:
        """What became of a save whose end nobody saw. Nothing is sent again."""

        def run(client: MailboxClient, stop: Cancel) -> Found:
            from desktop_app.services.saving.outcome_lookup import look_up

            return look_up(client, entry, stop)

        return self._reads.submit(run, deliver)

    def refuse(self, trouble: Trouble, deliver: Deliver[Result]) -> Ticket:
        """Do nothing; ``deliver`` gets the trouble, as it would from work."""
        return self._saves.refuse(trouble, deliver)

    def drop_clients(self) -> None:
        """Let every client go, with the secret in it, after the work that it has.

        The one that saves right now stays: saves of a profile never run side by side.
        """
        self._reads.renew()
        if not self._saves.busy:
            self._saves.renew()

    def sign_in(self, work: Callable[[Cancel], None], deliver: Deliver[None]) -> Ticket:
        """Have a person sign in; cancel the ticket to stop waiting for that."""
        return self._sign_ins.submit(lambda _nothing, stop: work(stop), deliver)

    @property
    def saves_under_way(self) -> int:
        """How many saves are queued or running."""
        return self._saves.busy

    def resume(self) -> None:
        """The user acted: work may be sent again."""
        self.brake.release()

    def close(self) -> None:
        """End all work. Nothing is delivered any more."""
        self._open = False
        self._reads.close()
        self._saves.close()
        self._sign_ins.close()

    def _tell(self, trouble: Trouble) -> None:
        if self._open and self.brake.why is trouble:
            self.halted.emit(trouble)

    def _tell_rows(self, came: tuple[int, Sequence[ListedMailbox]]) -> None:
        number, rows = came
        if self._open and number == self._lists:
            self.coming.emit(rows)

    def _tell_wait(self, wait: Waiting) -> None:
        if self._open:
            self.waiting.emit(wait)


def _telling(tell: WeakMethod[Callable[[Told], None]], courier: Courier) -> Callable[[Told], None]:
    """Calls a method on the GUI thread; no worker gets hold of the object it belongs to."""

    def call(what: Told) -> None:
        method = tell()
        if method is not None:
            method(what)

    return lambda what: courier.post(lambda: call(what))


class _Nothing:
    """What a sign-in keeps between its jobs."""

    def close(self) -> None:
        """Nothing to let go of."""
