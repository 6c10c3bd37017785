"""The part of the edit form that mail server checks use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, Value
from desktop_app.core.mailbox.rights import FieldAccess
from desktop_app.core.mailbox.validation import ValidationIssue


class FieldNotes(Protocol):
    """One field of the form, and the notes below it."""

    @property
    def access(self) -> FieldAccess:
        """Whether the field may be read and written."""

    def show_issues(self, issues: Sequence[ValidationIssue]) -> None:
        """Show the most severe of the issues below the field."""


class MailboxFields(Protocol):
    """The form of a mailbox's fields; ui/mailbox_edit implements the protocol."""

    @property
    def changed(self) -> SignalInstance:
        """The signal that the value of a field changed."""

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox as it was loaded; its id is 0 for a new one."""

    @property
    def rows(self) -> Mapping[Field, FieldNotes]:
        """The rows of the form, by field."""

    def draft(self) -> Draft:
        """Return the draft that would be saved now."""

    def set_value(self, field: Field, value: Value) -> None:
        """Set the value of a field as if the user had entered it."""

    def show_own_issues(self) -> None:
        """Show only the form's own validation issues, without results of a check."""
