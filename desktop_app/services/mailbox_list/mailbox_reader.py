"""The part of a workspace that services use to read mailboxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.mailbox_list.detail_loader import DetailLoader


class MailboxReader(Protocol):
    """A workspace for readers; services/workspace implements the protocol."""

    profile: Profile
    details: DetailLoader

    @property
    def rows(self) -> Sequence[ListedMailbox]:
        """The rows of the list; empty until a list was loaded."""

    def read_mailbox(
        self, mailbox_id: int, on_done: Callable[[Success[Mailbox] | Failure], None]
    ) -> Job:
        """Read one mailbox; id 0 reads the default values of a new mailbox."""
