"""What is on the disk, and what is seen, while the password of a pending change is being stored."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.storage.database import FILE_NAME
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.saved_passwords import SavedPasswordStore
from tests.unit.services.conftest import PROFILE

ROOT = Path(__file__).parents[4]
BOX = Mailbox(3, {Field.ADDRESS: "box3@example.com", Field.PORT: 993})


class HeldKeyring(SessionSecretStore):
    """A keyring that stores a password when it is allowed to, as one that asks a person."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked, self.may_store = threading.Event(), threading.Event()
        self.error: SecretStoreError | None = None

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        self.is_asked.set()
        self.may_store.wait(10)
        if self.error is not None:
            raise self.error
        super().set(profile_id, name, secret, origin, mailbox_id)


Parts = tuple[ProfileData, MailboxPasswordService, ChangeSet]


def open_parts(
    folder: Path, keyring: SessionSecretStore, dispatcher: MainThreadDispatcher
) -> Parts:
    """The change set on a data folder, with the passwords in a keyring."""
    store = ProfileData(lambda: folder, dispatcher)
    index = SavedPasswordIndex(store.lazy_store)
    manager = SecretManager(lambda: OpenedStores(keyring, SessionSecretStore(), None, index))
    manager.configure(StorageKind.KEYRING, may_store=True)
    passwords = MailboxPasswordService(manager, dispatcher)
    return store, passwords, ChangeSet(store, passwords)


@pytest.fixture
def keyring() -> Iterator[HeldKeyring]:
    made = HeldKeyring()
    yield made
    made.may_store.set()


@pytest.fixture
def parts(
    tmp_path: Path, keyring: HeldKeyring, dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> Iterator[Parts]:
    store, passwords, changes = made = open_parts(tmp_path, keyring, dispatcher)
    with qtbot.waitSignal(changes.changed):
        changes.load()
    yield made
    keyring.may_store.set()
    passwords.close()
    store.close()


def on_disk(folder: Path) -> list[tuple[int, bool]]:
    """Give the mailbox of each pending change, and False where its password is missing."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as other:
        kept = {one.mailbox_id for one in SavedPasswordStore(other).confirmed(PROFILE.id)}
        found = PendingChangeStore(other).all()
    return [(each.mailbox_id, not each.has_password or each.id in kept) for each in found]


def written(store: ProfileData, qtbot: QtBot) -> None:
    """Wait until what the store was given so far is on the disk."""
    done: list[object] = []
    store.submit(lambda _store: None, done.append)
    qtbot.waitUntil(lambda: bool(done))


def test_a_change_is_neither_counted_nor_on_the_disk_before_its_password(
    parts: Parts, keyring: HeldKeyring, tmp_path: Path, qtbot: QtBot
) -> None:
    store, _passwords, changes = parts
    changes.add(PROFILE, Draft(BOX, {Field.PORT: 1993}, ReplacePassword("c4nary")))
    qtbot.waitUntil(keyring.is_asked.is_set)
    written(store, qtbot)
    assert changes.of_profile(PROFILE.id) == [], "counted while its password can still be lost"
    assert on_disk(tmp_path) == [], "on the disk while its password can still be lost"
    keyring.may_store.set()
    qtbot.waitUntil(lambda: len(changes.of_profile(PROFILE.id)) == 1)
    assert on_disk(tmp_path) == [(3, True)]


def test_a_change_that_is_counted_is_on_the_disk(
    parts: Parts, tmp_path: Path, qtbot: QtBot
) -> None:
    _store, _passwords, changes = parts
    seen: list[list[tuple[int, bool]]] = []

    def look() -> None:
        seen.append(on_disk(tmp_path))

    changes.changed.connect(look)
    changes.add(PROFILE, Draft(BOX, {Field.PORT: 1993}))
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0] == [(3, True)], "a kill at this moment would lose the change"


def test_a_password_that_cannot_be_stored_adds_no_change(
    parts: Parts, keyring: HeldKeyring, tmp_path: Path, qtbot: QtBot
) -> None:
    store, passwords, changes = parts
    keyring.error = SecretStoreError(SecretStoreFailure.LOCKED)
    keyring.may_store.set()
    with qtbot.waitSignal(passwords.changed):
        changes.add(PROFILE, Draft(BOX, {Field.PORT: 1993}, ReplacePassword("c4nary")))
    written(store, qtbot)
    assert changes.of_profile(PROFILE.id) == [], "it could never be sent"
    assert on_disk(tmp_path) == []


def test_a_new_password_never_takes_the_place_of_one_that_a_kill_could_need(
    parts: Parts, keyring: HeldKeyring, tmp_path: Path, qtbot: QtBot
) -> None:
    """A change that is entered again replaces the old one as a whole, or not at all."""
    _store, passwords, changes = parts
    keyring.may_store.set()
    changes.add(PROFILE, Draft(BOX, {Field.PORT: 1993}, ReplacePassword("c4nary-one")))
    qtbot.waitUntil(lambda: on_disk(tmp_path) == [(3, True)])
    qtbot.waitUntil(lambda: len(changes.of_profile(PROFILE.id)) == 1)
    keyring.error = SecretStoreError(SecretStoreFailure.LOCKED)
    with qtbot.waitSignal(passwords.changed):
        changes.add(PROFILE, Draft(BOX, {Field.PORT: 143}, ReplacePassword("c4nary-two")))
    assert on_disk(tmp_path) == [(3, True)], "the change that waits still has its password"
    (edit,) = changes.of_profile(PROFILE.id)
    assert edit.draft.changes == {Field.PORT: 1993}


def kept(folder: Path) -> list[int]:
    """Give the numbers of the passwords that are kept, or half kept."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as other:
        return [one.mailbox_id for one in SavedPasswordStore(other).all_including_unconfirmed()]


def test_a_profile_that_is_deleted_meanwhile_leaves_no_change_and_no_password(
    parts: Parts, keyring: HeldKeyring, tmp_path: Path, qtbot: QtBot
) -> None:
    store, _passwords, changes = parts
    changes.add(PROFILE, Draft(BOX, {Field.PORT: 1993}, ReplacePassword("c4nary")))
    qtbot.waitUntil(keyring.is_asked.is_set)
    changes.delete_profile(PROFILE.id)
    keyring.may_store.set()
    qtbot.waitUntil(lambda: kept(tmp_path) == [])
    written(store, qtbot)
    assert changes.of_profile(PROFILE.id) == []
    assert on_disk(tmp_path) == []


def test_two_edits_of_a_mailbox_in_a_row_are_one_change(
    parts: Parts, keyring: HeldKeyring, tmp_path: Path, qtbot: QtBot
) -> None:
    _store, _passwords, changes = parts
    changes.add(PROFILE, Draft(BOX, {Field.PORT: 1993}, ReplacePassword("c4nary-one")))
    changes.add(PROFILE, Draft(BOX, {Field.PORT: 143}, ReplacePassword("c4nary-two")))
    keyring.may_store.set()
    qtbot.waitUntil(lambda: len(kept(tmp_path)) == 1 and on_disk(tmp_path) == [(3, True)])
    (edit,) = changes.of_profile(PROFILE.id)
    assert edit.draft.changes == {Field.PORT: 143}, "the later one"


class KilledKeyring(HeldKeyring):
    """A keyring during whose work the program is killed."""

    def __init__(self, settle: Callable[[], None]) -> None:
        super().__init__()
        self._settle = settle

    def set(self, *_args: object, **_more: object) -> None:
        self._settle()
        os.kill(os.getpid(), signal.SIGKILL)


def add_and_be_killed(folder: Path) -> None:
    """Add a change with a password, as a program of its own that is killed meanwhile."""
    app, dispatcher = QCoreApplication([]), MainThreadDispatcher()
    store, _passwords, changes = open_parts(folder, KilledKeyring(lambda: settle()), dispatcher)

    def settle() -> None:
        done = threading.Event()
        store.submit(lambda _store: done.set(), lambda _outcome: None)
        done.wait(10)

    changes.add(PROFILE, Draft(BOX, {Field.PORT: 1993}, ReplacePassword("c4nary")))
    while True:
        app.processEvents()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="only POSIX systems kill like this")
def test_a_kill_while_the_password_is_stored_leaves_no_change_without_it(tmp_path: Path) -> None:
    command = "import pathlib, sys\nfrom tests.unit.services.pending import test_secret_first\n"
    command += "test_secret_first.add_and_be_killed(pathlib.Path(sys.argv[1]))"
    ended = subprocess.run([sys.executable, "-c", command, str(tmp_path)], cwd=ROOT, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert all(has_password for _mailbox, has_password in on_disk(tmp_path)), on_disk(tmp_path)
