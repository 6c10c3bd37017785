"""The edits that a scenario must bring into the CRM."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, ReplacePassword, Value
from desktop_app.core.pending_change import PendingChange
from tests.soak.headless_program import HeadlessProgram, WaitTimeout


@dataclass(frozen=True)
class AgreedEdit:
    """What is to be changed; mailbox 0 is a new one."""

    mailbox: int
    changes: Mapping[Field, Value]
    password: str = ""

    def draft(self, program: HeadlessProgram) -> Draft:
        """Make the draft from the mailbox as the program last knew it.

        Raises: WaitTimeout if the program does not know the mailbox.
        """
        original = program.workspace.last_known(self.mailbox)
        if original is None:
            raise WaitTimeout(f"mailbox {self.mailbox} is not kept")
        password = ReplacePassword(self.password) if self.password else KeepPassword()
        return Draft(original, self.changes, password)

    def is_in(self, edit: PendingChange) -> bool:
        """Whether this pending change has the whole edit."""
        same = edit.mailbox_id == self.mailbox and edit.draft.changes == self.changes
        return same and edit.has_password is bool(self.password)
