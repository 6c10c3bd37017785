"""Edits that were not saved are offered where they were made, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_client import FakeCrm, mailbox

ELSEWHERE = replace(PROFILE, address="https://elsewhere.example/api")


@pytest.fixture
def store(tmp_path: Path, dispatcher: MainThreadDispatcher) -> Iterator[ProfileData]:
    made = ProfileData(lambda: tmp_path, dispatcher)
    yield made
    made.close()


def test_an_unsaved_edit_is_not_offered_in_another_superoffice(
    store: ProfileData, dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> None:
    """Its profile was changed or imported since; mailboxes there have the same numbers."""

    def offered(profile: Profile, draft: Draft | None = None) -> list[int]:
        """The mailboxes whose unsaved edit a start with this profile offers."""
        workspace = Workspace(profile, FakeCrm.of([]).client, dispatcher, store=store)
        if draft is not None:
            workspace.drafts.save(draft)
        with qtbot.waitSignal(workspace.drafts.found) as found:
            workspace.drafts.load()
        workspace.close()
        workspace.deleteLater()
        return [each.mailbox_id for each in found.args[0]]

    assert offered(PROFILE, Draft(mailbox(3), {Field.PORT: 1993})) == [3]
    assert offered(ELSEWHERE) == []
    assert offered(PROFILE) == [3], "nothing is lost"
