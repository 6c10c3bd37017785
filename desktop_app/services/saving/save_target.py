"""The part of a workspace that bulk saves use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.list_state import INTERACTIVE, SaveOptions
from desktop_app.services.mailbox_list.mailbox_reader import MailboxReader
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService


class SaveTarget(MailboxReader, Protocol):
    """A workspace for saves; services/workspace implements the protocol."""

    passwords: MailboxPasswordService | None

    def save(
        self,
        draft: Draft,
        on_done: Callable[[Success[SaveResult] | Failure], None],
        options: SaveOptions = INTERACTIVE,
    ) -> Job:
        """Save one draft through the workspace's SaveService."""

    def reload(self) -> None:
        """Load the list after a bulk run, unless the session is halted."""
