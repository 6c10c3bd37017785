"""The last check of each mailbox of a profile."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.last_check import LastCheck


class LastChecks(QObject):
    """Whoever checks a mailbox puts the result here; the list shows it."""

    changed = Signal(object)
    """The id of a mailbox that was checked."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._checks: dict[int, LastCheck] = {}

    def get(self, mailbox_id: int) -> LastCheck | None:
        """The last check of a mailbox; None if it was never checked."""
        return self._checks.get(mailbox_id)

    def set(self, mailbox_id: int, check: LastCheck) -> None:
        """A mailbox was checked."""
        self._checks[mailbox_id] = check
        self.changed.emit(mailbox_id)

    def remove(self, mailbox_id: int) -> None:
        """The last check was of settings that are no longer there."""
        if self._checks.pop(mailbox_id, None) is not None:
            self.changed.emit(mailbox_id)

    def all(self) -> Mapping[int, LastCheck]:
        """The last checks as they are now, by mailbox id."""
        return dict(self._checks)

    def ids(self) -> frozenset[int]:
        """The mailboxes that were ever checked."""
        return frozenset(self._checks)
