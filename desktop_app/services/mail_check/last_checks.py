"""The last check of each mailbox of a profile."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.last_check import LastCheck


class LastChecks(QObject):
    """The last check of each mailbox, for the list. GUI thread."""

    changed = Signal(object)
    """The id of a mailbox whose last check was set or removed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._checks: dict[int, LastCheck] = {}

    def get(self, mailbox_id: int) -> LastCheck | None:
        """Return the last check of a mailbox; None if it was never checked."""
        return self._checks.get(mailbox_id)

    def set(self, mailbox_id: int, check: LastCheck) -> None:
        """Set the last check of a mailbox."""
        self._checks[mailbox_id] = check
        self.changed.emit(mailbox_id)

    def remove(self, mailbox_id: int) -> None:
        """Remove the last check of a mailbox, because its settings have changed."""
        if self._checks.pop(mailbox_id, None) is not None:
            self.changed.emit(mailbox_id)

    def all(self) -> Mapping[int, LastCheck]:
        """Return a copy of the last checks, by mailbox id."""
        return dict(self._checks)

    def ids(self) -> frozenset[int]:
        """Return the ids of the mailboxes with a last check."""
        return frozenset(self._checks)
