"""A data folder on a file system without file locks, as some NFS and CIFS mounts are.

The lock call is faked: it fails as such file systems make it fail.
"""

from __future__ import annotations

import errno
import fcntl
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.errors import AppError, JournalWriteFailed, StoreUnavailable
from desktop_app.services.journal.journal_writer import JournalWriter
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.storage.database import FILE_NAME, DatabaseUnavailable, open_database
from desktop_app.ui.text.errors.explain import explain
from tests.unit.storage.test_journal import ENTRY


def lose_locks(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def lockf(*_arguments: Any) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr(fcntl, "lockf", lockf)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_folder_without_locks_is_refused_before_sqlite_waits_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    lose_locks(monkeypatch, number)
    with pytest.raises(DatabaseUnavailable):
        open_database(tmp_path).connection.close()
    assert list(tmp_path.iterdir()) == [], "nothing is begun there"


def test_a_lock_that_another_program_holds_is_no_missing_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_locks(monkeypatch, errno.EAGAIN)
    open_database(tmp_path).connection.close()
    assert (tmp_path / FILE_NAME).exists()


def test_the_cause_is_named_where_something_should_be_kept_or_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose_locks(monkeypatch, errno.ENOLCK)
    store = LazyStore(lambda: tmp_path, lambda _path: None)
    caught = list[AppError]()
    try:
        store.run(lambda _store: None)
    except StoreUnavailable as error:
        caught.append(error)
    try:
        JournalWriter(store).begin(ENTRY)
    except JournalWriteFailed as error:
        caught.append(error)
    store.close()
    texts = [explain(error).text for error in caught]
    assert [("without file locks" in text, "disk has room" in text) for text in texts] == [
        (True, False),
        (True, False),
    ]
    assert texts[1].startswith("Nothing was sent")
