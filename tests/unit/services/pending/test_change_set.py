"""Edits made without a connection: collected, kept over a restart, and sent once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, PasswordNotStored, PendingChangesUnreadable
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    MailLogin,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.background import MainThreadDispatcher, Success
from desktop_app.services.bulk.save_queue import RunState, SaveQueue
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.pending.change_writer import PENDING_PASSWORD
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.storage.database import FILE_NAME
from tests.callbacks import result_of
from tests.pending_changes import add_change
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_client import DEFAULT, FakeCrm

Start = Callable[[], tuple[Workspace, ChangeSet]]


@pytest.fixture
def keyring() -> SessionSecretStore:
    """Outlives the program, as a keyring does."""
    return SessionSecretStore()


@pytest.fixture
def told() -> list[AppError]:
    """What was told of the store."""
    return []


@pytest.fixture
def start(
    crm: FakeCrm,
    dispatcher: MainThreadDispatcher,
    keyring: SessionSecretStore,
    tmp_path: Path,
    qtbot: QtBot,
    told: list[AppError],
) -> Iterator[Start]:
    """Starts the program's work again and again on one data folder."""
    started: list[tuple[Workspace, MailboxPasswordService, ProfileData]] = []

    def end() -> None:
        for workspace, passwords, store_service in started:
            workspace.close()
            passwords.close()
            store_service.close()
        started.clear()

    def begin() -> tuple[Workspace, ChangeSet]:
        end()
        store_service = ProfileData(lambda: tmp_path, dispatcher)
        store_service.replaced.connect(told.append)
        manager = SecretManager(
            lambda: OpenedStores(
                keyring, SessionSecretStore(), None, SavedPasswordIndex(store_service.lazy_store)
            )
        )
        manager.configure(StorageKind.KEYRING, may_store=True)
        passwords = MailboxPasswordService(manager, dispatcher)
        workspace = Workspace(
            PROFILE, crm.client, dispatcher, store=store_service, passwords=passwords
        )
        started.append((workspace, passwords, store_service))
        workspace.refresh()
        qtbot.waitUntil(
            lambda: workspace.list_state.signed_in_as != "" and workspace.server_facts.is_loaded
        )
        changes = ChangeSet(store_service, passwords)
        with qtbot.waitSignal(changes.changed):
            changes.load()
        return workspace, changes

    yield begin
    end()


def add(changes: ChangeSet, draft: Draft, qtbot: QtBot, change_id: int = 0) -> PendingChange:
    return add_change(changes, PROFILE, draft, qtbot, change_id)


def kept(workspace: Workspace, qtbot: QtBot) -> list[Any]:
    """What the index of kept passwords holds."""
    assert workspace.passwords is not None
    loaded = result_of(partial(workspace.passwords.load, PROFILE.id), qtbot)
    assert isinstance(loaded, Success)
    return list(loaded.value)


def run_of(changes: ChangeSet, workspace: Workspace, qtbot: QtBot) -> SaveQueue:
    run = changes.start_run(workspace)
    run.start()
    qtbot.waitUntil(lambda: run.state is RunState.DONE)
    return run


def test_edits_survive_a_restart(start: Start, crm: FakeCrm, qtbot: QtBot) -> None:
    _, changes = start()
    add(changes, Draft(crm.boxes[3], {Field.PORT: 1993}), qtbot)
    add(changes, Draft(DEFAULT, {Field.ADDRESS: "new@example.com"}), qtbot)
    _, changes = start()
    first, second = changes.of_profile(PROFILE.id)
    assert (first.mailbox_id, first.draft.changes) == (3, {Field.PORT: 1993})
    assert first.draft.original == crm.boxes[3]
    assert second.draft.is_new
    assert changes.profile_ids == (PROFILE.id,)
    changes.remove(first.id)
    _, changes = start()
    assert [edit.id for edit in changes.of_profile(PROFILE.id)] == [second.id]


def test_a_mailbox_has_one_edit_but_new_ones_are_each_their_own(
    start: Start, crm: FakeCrm, qtbot: QtBot
) -> None:
    _, changes = start()
    first = add(changes, Draft(crm.boxes[3], {Field.PORT: 1993}), qtbot)
    again = add(changes, Draft(crm.boxes[3], {Field.PORT: 143}), qtbot)
    assert again.id == first.id
    assert again.operation_id != first.operation_id
    new = add(changes, Draft(DEFAULT, {Field.ADDRESS: "a@example.com"}), qtbot)
    add(changes, Draft(DEFAULT, {Field.ADDRESS: "b@example.com"}), qtbot)
    add(changes, Draft(DEFAULT, {Field.ADDRESS: "c@example.com"}), qtbot, new.id)
    names = [edit.name for edit in changes.of_profile(PROFILE.id)]
    assert names == ["box3@example.com", "c@example.com", "b@example.com"]


def test_a_password_waits_in_the_keyring_and_nowhere_else(
    start: Start, crm: FakeCrm, qtbot: QtBot, tmp_path: Path
) -> None:
    workspace, changes = start()
    edit = add_change(
        changes, PROFILE, Draft(crm.boxes[3], {Field.PORT: 1993}, ReplacePassword("c4nary")), qtbot
    )
    assert isinstance(edit.draft.password, SendSavedPassword)
    assert "c4nary" not in repr(edit)
    (found,) = kept(workspace, qtbot)
    assert (found.mailbox_id, found.name) == (edit.id, SecretName.PENDING_PASSWORD)
    assert all(b"c4nary" not in file.read_bytes() for file in tmp_path.iterdir())
    workspace, changes = start()
    run = run_of(changes, workspace, qtbot)
    assert all(row.is_saved for row in run.rows)
    assert crm.passwords[3] == "c4nary"
    assert crm.boxes[3].values[Field.PORT] == 1993
    assert changes.of_profile(PROFILE.id) == []
    qtbot.waitUntil(lambda: kept(workspace, qtbot) == [])
    _, changes = start()
    assert changes.of_profile(PROFILE.id) == []


def test_the_password_of_an_edit_that_is_dropped_is_deleted(
    start: Start, crm: FakeCrm, qtbot: QtBot
) -> None:
    workspace, changes = start()
    edit = add(changes, Draft(crm.boxes[3], {}, ReplacePassword("c4nary")), qtbot)
    assert len(kept(workspace, qtbot)) == 1
    changes.remove(edit.id)
    qtbot.waitUntil(lambda: kept(workspace, qtbot) == [])


def test_an_edit_without_its_password_is_not_sent(
    start: Start, crm: FakeCrm, qtbot: QtBot, keyring: SessionSecretStore
) -> None:
    workspace, changes = start()
    edit = add_change(
        changes, PROFILE, Draft(crm.boxes[3], {Field.PORT: 1}, ReplacePassword("c4nary")), qtbot
    )
    kept(workspace, qtbot)
    keyring.delete(PROFILE.id, SecretName.PENDING_PASSWORD, edit.id)
    run = run_of(changes, workspace, qtbot)
    (row,) = run.rows
    assert row.is_failed
    assert isinstance(row.error, PasswordNotStored)
    assert crm.count("save") == 0
    assert len(changes.of_profile(PROFILE.id)) == 1


def test_keep_is_sent_only_where_it_is_proved(start: Start, crm: FakeCrm, qtbot: QtBot) -> None:
    workspace, changes = start()
    edit = add(changes, Draft(crm.boxes[3], {Field.PORT: 1993}), qtbot)
    assert isinstance(edit.draft.password, KeepPassword)
    assert not changes.can_send(edit, workspace)
    assert run_of(changes, workspace, qtbot).rows == ()
    assert crm.count("save") == 0
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    assert changes.can_send(edit, workspace)
    run_of(changes, workspace, qtbot)
    assert crm.count("save") == 1


def test_an_edit_that_is_changed_while_it_is_sent_stays(
    start: Start, crm: FakeCrm, qtbot: QtBot
) -> None:
    workspace, changes = start()
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    add(changes, Draft(crm.boxes[3], {Field.PORT: 1993}), qtbot)
    gate = crm.hold("save")
    run = changes.start_run(workspace)
    run.start()
    qtbot.waitUntil(lambda: gate.arrived == 1)
    assert changes.start_run(workspace) is run, "no second run beside a save on its way"
    add(changes, Draft(crm.boxes[3], {Field.PORT: 143}), qtbot)
    gate.open()
    qtbot.waitUntil(lambda: run.state is RunState.DONE)
    (edit,) = changes.of_profile(PROFILE.id)
    assert edit.draft.changes == {Field.PORT: 143}


def test_what_was_saved_before_a_kill_leaves_the_set(
    start: Start, crm: FakeCrm, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace, changes = start()
    workspace.server_facts.keep_behaviour = KeepBehaviour.PROVED
    add(changes, Draft(crm.boxes[3], {Field.PORT: 1993}), qtbot)
    monkeypatch.setattr(ChangeSet, "remove", lambda *_: None)  # the kill
    run_of(changes, workspace, qtbot)
    monkeypatch.undo()
    workspace, changes = start()
    assert len(changes.of_profile(PROFILE.id)) == 1
    settled: list[bool] = []
    changes.remove_saved(workspace, lambda: settled.append(True))
    qtbot.waitUntil(lambda: bool(settled))
    assert changes.of_profile(PROFILE.id) == []
    assert crm.count("save") == 1


def test_a_deleted_profile_leaves_no_edit(start: Start, crm: FakeCrm, qtbot: QtBot) -> None:
    workspace, changes = start()
    add(changes, Draft(crm.boxes[3], {}, ReplacePassword("c4nary")), qtbot)
    kept(workspace, qtbot)
    changes.delete_profile(PROFILE.id)
    qtbot.waitUntil(lambda: kept(workspace, qtbot) == [])
    _, changes = start()
    assert changes.of_profile(PROFILE.id) == []


def test_a_password_whose_edit_a_kill_took_is_swept_away(
    start: Start, qtbot: QtBot, crm: FakeCrm
) -> None:
    workspace, changes = start()
    add(changes, Draft(crm.boxes[3], {}, ReplacePassword("awaited")), qtbot)
    assert workspace.passwords is not None
    login = MailLogin("imap.example.com", "info")
    workspace.passwords.save(PROFILE, 4711, login, "left behind", PENDING_PASSWORD)
    workspace.passwords.save(PROFILE, 4711, login, "chosen to be kept")
    assert len(kept(workspace, qtbot)) == 3
    workspace, changes = start()
    qtbot.waitUntil(lambda: len(kept(workspace, qtbot)) == 2)
    names = sorted(one.name.value for one in kept(workspace, qtbot))
    assert names == [SecretName.MAILBOX_PASSWORD.value, PENDING_PASSWORD.value]
    assert len(changes.of_profile(PROFILE.id)) == 1


def test_an_edit_that_cannot_be_read_is_reported_and_stays_with_its_password(
    start: Start, qtbot: QtBot, crm: FakeCrm, tmp_path: Path, told: list[AppError]
) -> None:
    workspace, changes = start()
    add(changes, Draft(crm.boxes[3], {}, ReplacePassword("awaited")), qtbot)
    add(changes, Draft(crm.boxes[4], {Field.PORT: 1}), qtbot)
    assert len(kept(workspace, qtbot)) == 1
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as other, other:
        other.execute("UPDATE pending SET body = 'cut' WHERE mailbox = 3")
    told.clear()
    workspace, changes = start()
    (error,) = told
    assert (type(error), error.detail) == (PendingChangesUnreadable, "mailbox 3")
    assert [edit.mailbox_id for edit in changes.of_profile(PROFILE.id)] == [4]
    assert len(kept(workspace, qtbot)) == 1


def test_a_change_made_for_one_superoffice_is_not_sent_to_another(
    start: Start, crm: FakeCrm, dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> None:
    """The profile was changed or imported since; mailboxes there have the same numbers."""
    _, changes = start()
    add(changes, Draft(crm.boxes[3], {Field.PORT: 1993}), qtbot)
    add(changes, Draft(DEFAULT, {Field.ADDRESS: "new@example.com"}), qtbot)
    workspace, changes = start()
    elsewhere = FakeCrm.of(crm.boxes.values())
    moved = replace(PROFILE, address="https://elsewhere.example/api")
    there = Workspace(moved, elsewhere.client, dispatcher)
    for each in (there, workspace):
        each.server_facts.keep_behaviour = KeepBehaviour.PROVED
    there.refresh()
    qtbot.waitUntil(lambda: there.is_ready)
    run_of(changes, there, qtbot)
    there.close()
    there.deleteLater()
    assert elsewhere.count("save") == 0
    assert len(changes.of_profile(PROFILE.id)) == 2, "nothing is lost"
    run_of(changes, workspace, qtbot)
    assert crm.count("save") == 2
    assert changes.of_profile(PROFILE.id) == []
