"""What is known of each pending change: its profile, its state, and what it lacks to be sent."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.mailbox.mailbox import KeepBehaviour, Mailbox
from desktop_app.core.pending_change import PendingChange, SendObstacle
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.pending.change_set_text import change_problem_text
from desktop_app.ui.text.profiles import profile_title


class ChangeStates:
    """Answers for one change or None at a time; keeps nothing. GUI thread.

    ``profile_of`` returns the profile with an id, None for a deleted one. ``can_test`` returns
    whether the test of the kept password may use a mailbox.
    """

    def __init__(
        self,
        change_set: ChangeSet,
        profile_of: Callable[[str], Profile | None],
        workspace_of: Callable[[Profile], Workspace],
        can_test: Callable[[Mailbox], bool],
    ) -> None:
        self._change_set = change_set
        self._profile_of = profile_of
        self._workspace_of = workspace_of
        self._can_test = can_test

    def profile(self, change: PendingChange | None) -> Profile | None:
        """Return the profile of a change; None for no change or a deleted profile."""
        return None if change is None else self._profile_of(change.profile_id)

    def workspace(self, change: PendingChange | None) -> Workspace | None:
        """Return the workspace of a change; None for no change or a deleted profile."""
        profile = self.profile(change)
        return None if profile is None else self._workspace_of(profile)

    def profile_name(self, change: PendingChange) -> str:
        """Return the title of a change's profile. Translated."""
        profile = self.profile(change)
        if profile is None:
            return translate("pending", "a deleted profile")
        return profile_title(profile)

    def row(self, change: PendingChange) -> QueuedRow | None:
        """Return the change in the last sending of its profile; None if it was not sent there."""
        run = self._change_set.run_of(change.profile_id)
        rows = run.rows if run is not None else ()
        return next(
            (row for row in rows if row.queued_save.operation_id == change.operation_id), None
        )

    def obstacle(self, change: PendingChange) -> SendObstacle | None:
        """Return why a change cannot be sent; whether it needs a password may be unknown yet."""
        workspace = self.workspace(change)
        if workspace is None:
            return SendObstacle.PASSWORD
        found = self._change_set.obstacle(change, workspace)
        is_known = found is not SendObstacle.PASSWORD or workspace.server_facts.is_loaded
        return found if is_known else None

    def problem_text(self, change: PendingChange) -> str:
        """Return why a change is not saved or cannot be sent; empty if there is no problem."""
        row, obstacle, workspace = self.row(change), self.obstacle(change), self.workspace(change)
        if workspace is None:
            return change_problem_text(row, obstacle)
        return change_problem_text(row, obstacle, workspace.server_facts.keep_behaviour)

    def can_modify(self, change: PendingChange | None) -> bool:
        """Return False for a change that is being sent or whose outcome is unknown."""
        row = None if change is None else self.row(change)
        return change is not None and (row is None or not (row.is_sending or row.is_unknown))

    def sendable(self, change: PendingChange | None) -> list[PendingChange]:
        """Return the changes that Send would send: those of the same profile that lack nothing."""
        if change is None:
            return []
        changes = self._change_set.of_profile(change.profile_id)
        return [each for each in changes if self.obstacle(each) is None]

    def test_target(self, change: PendingChange | None) -> tuple[Workspace, Mailbox] | None:
        """Return where the test may be made that could spare a change its password; else None."""
        workspace = self.workspace(change)
        if change is None or workspace is None:
            return None
        mailbox = workspace.details.get(change.mailbox_id)
        unproved = workspace.server_facts.keep_behaviour is KeepBehaviour.UNPROVED
        needed = unproved and self.obstacle(change) is SendObstacle.PASSWORD
        if not (needed and workspace.may_write and mailbox is not None and self._can_test(mailbox)):
            return None
        return workspace, mailbox
