"""One profile, connected: its lanes of work, and the halt after a refused password."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Halted, SecretMissing, SignInRefused, Trouble
from desktop_app.core.mailbox import Mailbox
from desktop_app.core.profile import Profile
from desktop_app.net.cancel import Cancel
from desktop_app.tasks.background import Courier, Done, Failed, Lane, Ticket
from desktop_app.tasks.client import MailboxClient
from desktop_app.tasks.saving import Saved, SaveRequest, save

if TYPE_CHECKING:
    from desktop_app.core.listing import Listing
    from desktop_app.core.server import Principal

READ_WIDTH = 8
"""Threads for reads: more make gaps in the window, fewer wait for the network (measured)."""

Result = TypeVar("Result")
Deliver = Callable[[Done[Result] | Failed], None]


class Session(QObject):
    """All work for one profile. Results are delivered on the GUI thread.

    A refused password or a missing secret halts the session: nothing more is sent until
    ``resume``, so that the CRM user is never locked out by this program.
    """

    halted = Signal(object)
    """The trouble that halted the session."""

    def __init__(
        self, profile: Profile, connect: Callable[[], MailboxClient], courier: Courier
    ) -> None:
        super().__init__()
        self.profile = profile
        self.halt: Trouble | None = None
        self._reads = Lane(f"read {profile.name}", READ_WIDTH, connect, courier)
        self._saves = Lane(f"save {profile.name}", 1, connect, courier)

    def list_mailboxes(self, deliver: Deliver[Listing]) -> Ticket:
        """All mailboxes. Reads still under way are given up first."""
        self._reads.cancel_all()
        return self._read(lambda client, stop: client.mailboxes(stop), deliver)

    def read_mailbox(self, mailbox_id: int, deliver: Deliver[Mailbox]) -> Ticket:
        """One mailbox with its rights."""
        return self._read(lambda client, stop: client.mailbox(mailbox_id, stop), deliver)

    def read_default(self, deliver: Deliver[Mailbox]) -> Ticket:
        """What a new mailbox starts from."""
        return self._read(lambda client, stop: client.default_mailbox(stop), deliver)

    def ask_who(self, deliver: Deliver[Principal]) -> Ticket:
        """Who is signed in."""
        return self._read(lambda client, stop: client.who(stop), deliver)

    def save(self, request: SaveRequest, deliver: Deliver[Saved]) -> Ticket:
        """Save one draft; saves of a profile run one after another."""
        return self._submit(self._saves, lambda client, stop: save(client, request, stop), deliver)

    @property
    def saves_under_way(self) -> int:
        """How many saves are queued or running."""
        return self._saves.busy

    def resume(self) -> None:
        """The user acted: work may be sent again."""
        self.halt = None

    def close(self) -> None:
        """End all work. Nothing is delivered any more."""
        self._reads.close()
        self._saves.close()

    def _read(
        self, work: Callable[[MailboxClient, Cancel], Result], deliver: Deliver[Result]
    ) -> Ticket:
        return self._submit(self._reads, work, deliver)

    def _submit(
        self,
        lane: Lane[MailboxClient],
        work: Callable[[MailboxClient, Cancel], Result],
        deliver: Deliver[Result],
    ) -> Ticket:
        def guarded(client: MailboxClient, stop: Cancel) -> Result:
            if self.halt is not None:
                raise Halted(self.halt.detail)
            return self._noting_refusal(lambda: work(client, stop))

        def finish(outcome: Done[Result] | Failed) -> None:
            if isinstance(outcome, Failed):
                self._note_failure(outcome.trouble)
            deliver(outcome)

        return lane.submit(guarded, finish)

    def _noting_refusal(self, call: Callable[[], Result]) -> Result:
        """Set the halt in the worker at once: seven other threads may be about to send."""
        try:
            return call()
        except SignInRefused as refused:
            self.halt = self.halt or refused
            raise

    def _note_failure(self, trouble: Trouble) -> None:
        if isinstance(trouble, SignInRefused | SecretMissing):
            self.halt = self.halt or trouble
            self.halted.emit(trouble)
