"""The journal behind the windows: reading, keeping, copying, and looking up what is unknown."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import JournalExportFailed, TruncatedResponse
from desktop_app.core.journal import JournalEntry, JournalQuery, SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, ReplacePassword
from desktop_app.core.profiles.policy import JournalPolicy
from desktop_app.services.journal.journal_service import JournalService
from desktop_app.services.workspace.workspace import ListPhase, SaveOptions, Workspace
from desktop_app.storage.journal import DAY_SECONDS
from tests.callbacks import result_of
from tests.unit.services.conftest import PROFILE, Inbox, MakeWorkspace
from tests.unit.services.fake_client import FakeCrm, Fault


def journal_of(workspace: Workspace) -> JournalService:
    assert workspace.journal is not None
    return workspace.journal


def lines(
    workspace: Workspace, qtbot: QtBot, search: JournalQuery | None = None
) -> list[JournalEntry]:
    return result_of(partial(journal_of(workspace).load, search or JournalQuery()), qtbot)


def save(workspace: Workspace, crm: FakeCrm, inbox: Inbox, way: SaveOptions | None = None) -> None:
    draft = Draft(crm.boxes[3], {Field.PORT: 1993}, ReplacePassword("c4nary"))
    if way is None:
        workspace.save(draft, inbox)
    else:
        workspace.save(draft, inbox, way)
    inbox.wait(len(inbox.outcomes) + 1)


def test_a_save_has_its_line_with_who_was_signed_in(
    make_workspace: MakeWorkspace, crm: FakeCrm, inbox: Inbox, qtbot: QtBot
) -> None:
    workspace = make_workspace()
    save(workspace, crm, inbox, SaveOptions("operation 1", "batch 1"))
    (line,) = lines(workspace, qtbot)
    assert line.context.signed_in_as == "Kim Demo (demo)"
    assert (line.context.operation_id, line.context.bulk_run_key) == ("operation 1", "batch 1")
    assert (line.context.profile_id, line.context.profile_name) == (PROFILE.id, PROFILE.name)
    assert result_of(partial(journal_of(workspace).load_bulk_run, "batch 1"), qtbot) == [line]


def test_in_a_bulk_run_the_list_is_not_read_after_each_save(
    make_workspace: MakeWorkspace,
    crm: FakeCrm,
    inbox: Inbox,
    new_inbox: Callable[[], Inbox],
    qtbot: QtBot,
) -> None:
    workspace = make_workspace()
    save(workspace, crm, inbox, SaveOptions(bulk_run_id="batch 1"))
    assert workspace.list_state.phase is ListPhase.READY
    assert crm.count("mailboxes") == 1
    save(workspace, crm, new_inbox())
    qtbot.waitUntil(lambda: crm.count("mailboxes") == 2)


def test_the_view_hears_of_each_line(
    make_workspace: MakeWorkspace, crm: FakeCrm, inbox: Inbox, qtbot: QtBot
) -> None:
    workspace = make_workspace()
    heard = QSignalSpy(journal_of(workspace).changed)
    save(workspace, crm, inbox)
    qtbot.waitUntil(lambda: heard.count() == 2)


def test_what_a_killed_run_left_is_looked_up_and_not_sent(
    make_workspace: MakeWorkspace,
    crm: FakeCrm,
    inbox: Inbox,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = make_workspace()
    monkeypatch.setattr(
        "desktop_app.storage.journal.JournalStore.finish", lambda *_: None
    )  # the kill
    save(workspace, crm, inbox)
    monkeypatch.undo()
    assert lines(workspace, qtbot)[0].outcome is SaveOutcome.UNDER_WAY
    workspace = make_workspace()
    qtbot.waitUntil(lambda: lines(workspace, qtbot)[0].outcome is SaveOutcome.FOUND_DONE)
    assert crm.count("save") == 1


def test_an_unknown_one_is_looked_up_by_the_next_run(
    make_workspace: MakeWorkspace,
    crm: FakeCrm,
    inbox: Inbox,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace = make_workspace()
    crm.fail("save", Fault(TruncatedResponse(may_have_run=True)))
    save(workspace, crm, inbox)
    assert lines(workspace, qtbot)[0].outcome is SaveOutcome.UNKNOWN
    monkeypatch.setattr("desktop_app.services.saving.outcome_lookup.SETTLE_SECONDS", 0.0)
    workspace = make_workspace()
    qtbot.waitUntil(lambda: lines(workspace, qtbot)[0].outcome is SaveOutcome.NOT_DONE)


def test_a_look_that_fails_leaves_it_unknown(
    make_workspace: MakeWorkspace, crm: FakeCrm, inbox: Inbox, qtbot: QtBot
) -> None:
    workspace = make_workspace()
    crm.fail("save", Fault(TruncatedResponse(may_have_run=True)))
    save(workspace, crm, inbox)
    crm.fail("mailbox", TruncatedResponse())
    workspace = make_workspace()
    qtbot.waitUntil(lambda: crm.count("mailbox") >= 3)
    assert lines(workspace, qtbot)[0].outcome is SaveOutcome.UNKNOWN


def test_it_is_kept_as_long_as_the_user_chooses_and_the_administrator_says(
    make_workspace: MakeWorkspace, crm: FakeCrm, inbox: Inbox, qtbot: QtBot
) -> None:
    workspace = make_workspace()
    save(workspace, crm, inbox)
    journal = journal_of(workspace)

    def age(days: int) -> None:
        assert workspace._store is not None
        workspace._store.lazy_store.run(
            lambda store: store.journal._connection.execute(
                "UPDATE journal SET at = at - ?", (days * DAY_SECONDS,)
            )
        )

    age(40)
    journal.update_policy(JournalPolicy(keep_days=365))
    journal.set_keep_days(30)
    assert len(lines(workspace, qtbot)) == 1, "no shorter than the administrator says"
    journal.update_policy(JournalPolicy())
    assert lines(workspace, qtbot) == []
    kept: list[int] = []
    journal.load_keep_days(kept.append)
    qtbot.waitUntil(lambda: kept == [30])


def copied(folder: Path) -> list[dict[str, object]]:
    return [
        json.loads(line)
        for file in folder.glob("*.jsonl")
        for line in file.read_text().split("\n")[:-1]
    ]


def test_a_folder_gets_a_copy_of_each_line(
    make_workspace: MakeWorkspace, crm: FakeCrm, inbox: Inbox, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace, folder = make_workspace(), tmp_path / "journals" / "ours"
    folder.parent.mkdir()
    journal_of(workspace).update_policy(JournalPolicy(folder=str(folder)))
    save(workspace, crm, inbox)
    qtbot.waitUntil(lambda: bool(copied(folder)) and copied(folder)[-1]["outcome"] == "done")
    last = copied(folder)[-1]
    assert last["after"] == {"PORT": 1993}
    assert last["password"] == "replaced"
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"c4nary" not in file.read_bytes()


def test_a_folder_that_is_away_gets_what_it_missed(
    make_workspace: MakeWorkspace, crm: FakeCrm, inbox: Inbox, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace, folder = make_workspace(), tmp_path / "journals"
    folder.write_text("no folder")
    journal = journal_of(workspace)
    told = QSignalSpy(journal.export_failed)
    journal.update_policy(JournalPolicy(folder=str(folder)))
    save(workspace, crm, inbox)
    qtbot.waitUntil(lambda: told.count() > 0)
    assert isinstance(told.at(0)[0], JournalExportFailed)
    assert crm.boxes[3].values[Field.PORT] == 1993, "the save itself went out"
    folder.unlink()
    journal.update_policy(JournalPolicy(folder=str(folder)))
    qtbot.waitUntil(lambda: folder.is_dir() and bool(copied(folder)))
    qtbot.waitUntil(lambda: not journal._is_exporting)
    assert told.count() == 1
    assert [line["outcome"] for line in copied(folder)] == ["done"]


@pytest.mark.skipif(sys.platform == "win32", reason="no syslog there")
def test_the_system_log_gets_a_copy(
    make_workspace: MakeWorkspace,
    crm: FakeCrm,
    inbox: Inbox,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import syslog

    logged: list[str] = []
    monkeypatch.setattr(syslog, "syslog", lambda _level, line: logged.append(line))
    workspace = make_workspace()
    journal_of(workspace).update_policy(JournalPolicy(system_log=True))
    save(workspace, crm, inbox)
    qtbot.waitUntil(lambda: bool(logged) and json.loads(logged[-1])["outcome"] == "done")
    assert "c4nary" not in "".join(logged)
