"""Whether a profile may be written to: read-only until tested and unlocked, perhaps for a time."""

from __future__ import annotations

from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.services.deadline import Deadline, next_check_ms

MINUTE = 60_000
"""Milliseconds in a minute."""


class WriteLockReason(Enum):
    """Why writing is forbidden, starting with the reason hardest to remove."""

    POLICY = auto()
    UNTESTED = auto()
    READ_ONLY = auto()
    TIMED = auto()


def unlock_expires(profile: Profile) -> bool:
    """Return whether an unlock of this profile lasts for a limited time."""
    return profile.environment is Environment.PRODUCTION and profile.lock_after > 0


class WriteLock(QObject):
    """The write lock of one profile. GUI thread.

    A production profile with an unlock time is locked at every start, and its unlock exists in this
    run only; any other unlock is stored in the profile. A timed unlock also expires while the
    computer sleeps, or if its clock is set.
    """

    changed = Signal()
    expired = Signal()
    """The time of an unlock is over: an open edit stays, but cannot be saved."""

    def __init__(
        self, profile: Profile, policy: Policy = UNRESTRICTED, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self.policy = policy
        self._until: Deadline | None = None

    @property
    def reason(self) -> WriteLockReason | None:
        """Why writing is forbidden; None if it is allowed."""
        if not self.policy.write:
            return WriteLockReason.POLICY
        if self.unlocked_until is not None:
            return None
        if unlock_expires(self._profile):
            return WriteLockReason.TIMED if self._profile.tested else WriteLockReason.UNTESTED
        if not self._profile.read_only:
            return None
        return WriteLockReason.READ_ONLY if self._profile.tested else WriteLockReason.UNTESTED

    @property
    def may_write(self) -> bool:
        """Whether a mailbox may be changed."""
        return self.reason is None

    @property
    def may_create(self) -> bool:
        """Whether a mailbox may be created."""
        return self.may_write and self.policy.create

    @property
    def can_unlock(self) -> bool:
        """Whether the user can unlock the profile now."""
        return self.reason in (WriteLockReason.READ_ONLY, WriteLockReason.TIMED)

    @property
    def is_timed(self) -> bool:
        """Whether an unlock lasts for a limited time."""
        return unlock_expires(self._profile)

    @property
    def unlocked_until(self) -> Deadline | None:
        """When the timed unlock expires; None if there is none."""
        return None if self._until is None or self._until.is_expired else self._until

    def unlock_temporarily(self) -> None:
        """Unlock writing for the profile's ``lock_after`` minutes."""
        self.unlock_until(Deadline.after(self._profile.lock_after * MINUTE / 1000))

    def unlock_until(self, deadline: Deadline) -> None:
        """Unlock writing until ``deadline``, if the reason of the lock is TIMED."""
        if self.reason is not WriteLockReason.TIMED or deadline.is_expired:
            return
        self._until = deadline
        self._schedule_check(deadline)
        self.changed.emit()

    def lock(self) -> None:
        """End a timed unlock now."""
        if self._until is not None:
            self._until = None
            self.changed.emit()

    def update_settings(self, profile: Profile, policy: Policy) -> None:
        """Use a changed profile and policy from now on."""
        before = (self.reason, self.may_create)
        self._profile, self.policy = profile, policy
        if not profile.tested or not unlock_expires(profile):
            self._until = None
        if (self.reason, self.may_create) != before:
            self.changed.emit()

    def _schedule_check(self, deadline: Deadline) -> None:
        # No timer of its own: this object may be destroyed by a worker's garbage collection.
        QTimer.singleShot(next_check_ms(deadline), self, partial(self._check_expiry, deadline))

    def _check_expiry(self, deadline: Deadline) -> None:
        """Lock again if this unlock has expired; a later unlock has a timer of its own."""
        if self._until is not deadline:
            return
        if not deadline.is_expired:
            self._schedule_check(deadline)
            return
        self._until = None
        self.changed.emit()
        self.expired.emit()
