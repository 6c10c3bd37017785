"""Adding a pending change, and waiting until it is stored."""

from __future__ import annotations

from functools import partial

from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Success
from desktop_app.services.pending.change_set import ChangeSet
from tests.callbacks import result_of


def add_change(
    changes: ChangeSet, profile: Profile, draft: Draft, qtbot: QtBot, change_id: int = 0
) -> PendingChange:
    """Add a change, wait until it is on the disk, and return it."""
    outcome = result_of(partial(changes.add, profile, draft, change_id), qtbot)
    assert isinstance(outcome, Success)
    change: PendingChange = outcome.value
    return change
