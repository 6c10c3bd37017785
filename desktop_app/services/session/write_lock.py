"""Whether a profile may be written to now: read-only until tested, unlocked, and not for ever."""

from __future__ import annotations

from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.profiles.policy import ALLOWS_ALL, Policy
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.services.deadline import Deadline, next_look

MINUTE = 60_000
"""In milliseconds."""


class Locked(Enum):
    """Why nothing may be written, from what can be changed least."""

    POLICY = auto()
    UNTESTED = auto()
    READ_ONLY = auto()
    TIMED = auto()


def locks_itself(profile: Profile) -> bool:
    """Whether an unlock of this profile lasts for a time only."""
    return profile.environment is Environment.PRODUCTION and profile.lock_after > 0


class WriteLock(QObject):
    """The lock of one profile. A production profile with a time is locked at every start.

    A timed unlock is known to this run only; any other one is in the profile itself. It ends in
    time also where the computer slept meanwhile, or its clock was set.
    """

    changed = Signal()
    ran_out = Signal()
    """The time of an unlock is over: what is being edited stays, but cannot be saved."""

    def __init__(
        self, profile: Profile, policy: Policy = ALLOWS_ALL, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._profile = profile
        self.policy = policy
        self._until: Deadline | None = None

    @property
    def why(self) -> Locked | None:
        """Why nothing may be written, or None if it may."""
        if not self.policy.write:
            return Locked.POLICY
        if self.unlocked_until is not None:
            return None
        if locks_itself(self._profile):
            return Locked.TIMED if self._profile.tested else Locked.UNTESTED
        if not self._profile.read_only:
            return None
        return Locked.READ_ONLY if self._profile.tested else Locked.UNTESTED

    @property
    def may_write(self) -> bool:
        """Whether a mailbox may be changed."""
        return self.why is None

    @property
    def may_create(self) -> bool:
        """Whether a mailbox may be made."""
        return self.may_write and self.policy.create

    @property
    def can_unlock(self) -> bool:
        """Whether the user can unlock it now."""
        return self.why in (Locked.READ_ONLY, Locked.TIMED)

    @property
    def is_timed(self) -> bool:
        """Whether an unlock lasts for a time only."""
        return locks_itself(self._profile)

    @property
    def unlocked_until(self) -> Deadline | None:
        """When an unlock for a time ends, or None if there is none."""
        return None if self._until is None or self._until.is_over else self._until

    def unlock_for_a_time(self) -> None:
        """Let the user write until the profile's time is over."""
        self.unlock_until(Deadline.after(self._profile.lock_after * MINUTE / 1000))

    def unlock_until(self, end: Deadline) -> None:
        """Let the user write until then, if an unlock is all that it takes."""
        if self.why is not Locked.TIMED or end.is_over:
            return
        self._until = end
        self._look_again(end)
        self.changed.emit()

    def lock(self) -> None:
        """End a timed unlock now."""
        if self._until is not None:
            self._until = None
            self.changed.emit()

    def follow(self, profile: Profile, policy: Policy) -> None:
        """The profile, or what the administrator allows, is another now."""
        before = (self.why, self.may_create)
        self._profile, self.policy = profile, policy
        if not profile.tested or not locks_itself(profile):
            self._until = None
        if (self.why, self.may_create) != before:
            self.changed.emit()

    def _look_again(self, end: Deadline) -> None:
        # No timer of its own: this object may be destroyed by a worker's garbage collection.
        QTimer.singleShot(next_look(end), self, partial(self._look, end))

    def _look(self, end: Deadline) -> None:
        """Whether that unlock is over; a later one has a time of its own."""
        if self._until is not end:
            return
        if not end.is_over:
            self._look_again(end)
            return
        self._until = None
        self.changed.emit()
        self.ran_out.emit()
