"""When a profile may be written to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors import ProfileLocked
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.session.write_lock import WriteLock, WriteLockReason
from desktop_app.services.workspace.workspace import Workspace
from tests.unit.services.conftest import PROFILE, Inbox
from tests.unit.services.fake_client import FakeCrm

TEST = replace(PROFILE, environment=Environment.TEST)


@pytest.mark.parametrize(
    ("profile", "why"),
    [
        (PROFILE, None),
        (replace(PROFILE, read_only=True), WriteLockReason.UNTESTED),
        (replace(PROFILE, read_only=True, tested=True), WriteLockReason.READ_ONLY),
        (replace(PROFILE, tested=True, lock_after=5), WriteLockReason.TIMED),
        (replace(PROFILE, lock_after=5), WriteLockReason.UNTESTED),
        (replace(TEST, lock_after=5), None),
    ],
)
def test_why_it_is_locked(profile: Profile, why: WriteLockReason | None) -> None:
    lock = WriteLock(profile)
    assert (lock.reason, lock.may_write) == (why, why is None)
    assert WriteLock(profile, Policy(write=False)).reason is WriteLockReason.POLICY


def test_creating_can_be_forbidden_alone() -> None:
    lock = WriteLock(PROFILE, Policy(create=False))
    assert (lock.may_write, lock.may_create) == (True, False)


@pytest.mark.usefixtures("qapp")
def test_only_a_tested_one_can_be_unlocked() -> None:
    lock, seen = WriteLock(replace(PROFILE, lock_after=5)), []
    lock.unlock_temporarily()
    seen.append(lock.reason)
    lock.update_settings(replace(PROFILE, lock_after=5, tested=True), UNRESTRICTED)
    lock.unlock_temporarily()
    seen.append(lock.reason)
    lock.update_settings(replace(PROFILE, lock_after=5), UNRESTRICTED)
    seen.append(lock.reason)
    assert seen == [WriteLockReason.UNTESTED, None, WriteLockReason.UNTESTED], (
        "it leads elsewhere in the end"
    )


def test_a_locked_workspace_sends_nothing(
    crm: FakeCrm, dispatcher: MainThreadDispatcher, inbox: Inbox
) -> None:
    workspace = Workspace(replace(PROFILE, read_only=True), crm.client, dispatcher)
    original = Mailbox(5, {Field.SERVER: "before"})
    workspace.save(Draft(original, {Field.SERVER: "after"}), inbox)
    [error] = inbox.errors()
    assert isinstance(error, ProfileLocked)
    assert workspace.active_save_count == 0
    workspace.close()
