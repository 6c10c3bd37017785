"""What reads the mailboxes of one profile: the part of a workspace that lower services use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.mailbox_list.detail_loader import DetailLoader


class MailboxReader(Protocol):
    """A profile at work, for what only reads. services/workspace has the real one."""

    profile: Profile
    details: DetailLoader

    @property
    def rows(self) -> Sequence[ListedMailbox]:
        """The list; empty until there is one."""

    def read_mailbox(
        self, mailbox_id: int, on_done: Callable[[Success[Mailbox] | Failure], None]
    ) -> Job:
        """Read one mailbox; id 0 gives the values that a new one starts from."""
