"""What checks need of the form that a mailbox is edited in."""

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
        """What may be done with the field."""

    def show_issues(self, issues: Sequence[ValidationIssue]) -> None:
        """Show the worst of the issues below the field."""


class MailboxFields(Protocol):
    """A form of a mailbox's fields; ui/mailbox_edit has the real one."""

    @property
    def changed(self) -> SignalInstance:
        """A field was changed."""

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox as it was loaded; its id is 0 for a new one."""

    @property
    def rows(self) -> Mapping[Field, FieldNotes]:
        """The fields."""

    def draft(self) -> Draft:
        """What would be saved now."""

    def set_value(self, field: Field, value: Value) -> None:
        """Put a value into a field, as if it were typed."""

    def show_own_issues(self) -> None:
        """Show what the form itself has to say of its fields, and nothing else."""
