"""The last good list and the details: exact, cheap to write, and never a secret."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox.rights import TableFlag, TableRight
from desktop_app.core.mailbox_list.listing import CachedDetail, ListedMailbox
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.cached_lists import PAGE_ROWS, CachedListStore
from desktop_app.storage.migrations import MIGRATIONS
from tests.unit.core.strategies import TABLE_RIGHT, TEXT, mailboxes

LOCKED = TableRight(TableFlag.SELECT, "Select", "Only administrators.")


def rows(count: int) -> list[ListedMailbox]:
    return [
        ListedMailbox(
            n, f"box{n}@example.com", f"Category {n % 7}", None, LOCKED if n % 3 else None
        )
        for n in range(1, count + 1)
    ]


@pytest.fixture
def lists(connection: sqlite3.Connection) -> CachedListStore:
    return CachedListStore(connection)


def test_a_list_comes_back_as_it_was(lists: CachedListStore) -> None:
    given_ = rows(2 * PAGE_ROWS + 7)
    lists.save("acme", given_, 1000.5, unreadable=3)
    found = lists.of_profile("acme")
    assert found is not None
    assert list(found.rows) == given_
    assert (found.loaded_at, found.unreadable) == (1000.5, 3)
    assert lists.of_profile("other") is None


def test_what_is_equal_is_shared(connection: sqlite3.Connection) -> None:
    CachedListStore(connection).save("acme", rows(2 * PAGE_ROWS), 1.0)
    found = CachedListStore(connection).of_profile("acme")
    assert found is not None
    assert len({id(row.right) for row in found.rows}) == 2
    assert len({id(row.category) for row in found.rows}) == 7


def test_only_what_changed_is_written(connection: sqlite3.Connection) -> None:
    many = rows(10 * PAGE_ROWS)
    CachedListStore(connection).save("acme", many, 1.0)
    lists = CachedListStore(connection)  # a later run of the program
    assert lists.save("acme", many, 2.0) == 0
    found = lists.of_profile("acme")
    assert found is not None
    assert found.loaded_at == 2.0
    many[3] = ListedMailbox(many[3].id, "changed@example.com")
    assert lists.save("acme", many, 3.0) == 1
    assert lists.save("acme", [*many, ListedMailbox(99_999, "new@example.com")], 4.0) == 1


def test_a_list_that_was_read_is_known_to_be_the_same(connection: sqlite3.Connection) -> None:
    many = rows(2 * PAGE_ROWS)
    CachedListStore(connection).save("acme", many, 1.0)
    lists = CachedListStore(connection)
    assert lists.of_profile("acme") is not None
    assert lists.save("acme", rows(2 * PAGE_ROWS), 2.0) == 0
    assert lists.save("acme", [*many[1:], many[0]], 3.0) == 2, "the order is the server's"
    found = lists.of_profile("acme")
    assert found is not None
    assert list(found.rows) == [*many[1:], many[0]]


def test_a_shorter_list_leaves_nothing_of_the_longer(lists: CachedListStore) -> None:
    lists.save("acme", rows(3 * PAGE_ROWS), 1.0)
    lists.save("acme", rows(5), 2.0)
    found = lists.of_profile("acme")
    assert found is not None
    assert list(found.rows) == rows(5)
    lists.save("acme", [], 3.0)
    found = lists.of_profile("acme")
    assert found is not None
    assert list(found.rows) == []


@pytest.mark.parametrize(
    "damage", [b"", b"\x93", b"\xff" * 50, b"\x93\x90\x90\x91\x95\x01\xc0\x05\x00\x00"]
)
def test_a_page_that_cannot_be_read_is_no_empty_list(
    connection: sqlite3.Connection, damage: bytes
) -> None:
    CachedListStore(connection).save("acme", rows(5), 1.0)
    connection.execute("UPDATE list_page SET body = ?", (damage,))
    assert CachedListStore(connection).of_profile("acme") is None


def test_a_lost_page_is_no_shorter_list(connection: sqlite3.Connection) -> None:
    CachedListStore(connection).save("acme", rows(2 * PAGE_ROWS), 1.0)
    connection.execute("DELETE FROM list_page WHERE page = 1")
    assert CachedListStore(connection).of_profile("acme") is None


def test_a_profile_that_is_gone_leaves_nothing(connection: sqlite3.Connection) -> None:
    lists = CachedListStore(connection)
    lists.save("acme", rows(5), 1.0)
    lists.save("other", rows(5), 1.0)
    lists.delete_profile("acme")
    assert lists.profiles() == ["other"]
    assert connection.execute("SELECT count(*) FROM list_page").fetchone() == (1,)


LISTED = st.builds(
    ListedMailbox,
    st.integers(1, 2**31 - 1),
    st.none() | TEXT,
    st.none() | TEXT,
    st.none() | TEXT,
    TABLE_RIGHT,
)


@settings(max_examples=30)
@given(some=st.lists(LISTED, max_size=5))
def test_any_list_comes_back(some: list[ListedMailbox]) -> None:
    connection = in_memory()
    CachedListStore(connection).save("acme", some, 1.0)
    found = CachedListStore(connection).of_profile("acme")
    assert found is not None
    assert list(found.rows) == some
    connection.close()


@settings(max_examples=50)
@given(mailbox=mailboxes())
def test_any_mailbox_comes_back_without_what_is_unknown(mailbox: Mailbox) -> None:
    connection = in_memory()
    details = CachedDetailStore(connection)
    details.save("acme", [CachedDetail(mailbox, 12.5)])
    found = CachedDetailStore(connection).of_profile("acme")
    assert found == {mailbox.id: CachedDetail(replace(mailbox, extra=()), 12.5)}
    connection.close()


def test_a_property_of_a_newer_server_is_in_no_file(
    tmp_path: Path, connection: sqlite3.Connection
) -> None:
    box = Mailbox(5, {}, extra=(("RefreshToken", '"c4nary"'),))
    CachedDetailStore(connection).save("acme", [CachedDetail(box, 1.0)])
    assert all(b"c4nary" not in file.read_bytes() for file in tmp_path.iterdir())


def test_rights_are_kept_once(connection: sqlite3.Connection) -> None:
    boxes = [Mailbox(n, {}, LOCKED if n % 2 else None) for n in range(1, 100)]
    CachedDetailStore(connection).save("acme", [CachedDetail(box, 1.0) for box in boxes])
    CachedDetailStore(connection).save("other", [CachedDetail(boxes[0], 1.0)])
    assert connection.execute("SELECT count(*) FROM rights").fetchone() == (2,)


def test_a_detail_that_cannot_be_read_hides_no_other(connection: sqlite3.Connection) -> None:
    details = CachedDetailStore(connection)
    details.save("acme", [CachedDetail(Mailbox(n, {}), 1.0) for n in (1, 2, 3)])
    connection.execute("UPDATE detail SET body = '[]' WHERE mailbox = 2")
    assert sorted(details.of_profile("acme")) == [1, 3]
    details.delete_others("acme", {3, 4})
    assert sorted(details.of_profile("acme")) == [3]
    details.delete_profile("acme")
    assert details.of_profile("acme") == {}


def in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in MIGRATIONS:
        step(connection)
    return connection


@pytest.mark.parametrize("count", [0, 1, PAGE_ROWS, PAGE_ROWS + 1, 3 * PAGE_ROWS])
def test_the_size_of_a_list_is_known_without_reading_all_of_it(
    lists: CachedListStore, count: int
) -> None:
    lists.save("acme", rows(count), 1000.5)
    assert lists.size_and_age("acme") == (count, 1000.5)
    assert lists.size_and_age("other") is None


def test_a_list_that_cannot_be_read_has_no_size(
    lists: CachedListStore, connection: sqlite3.Connection
) -> None:
    lists.save("acme", rows(3), 1.0)
    connection.execute("UPDATE list_page SET body = 'text'")
    assert lists.size_and_age("acme") is None
    connection.execute("DELETE FROM list_page")
    assert lists.size_and_age("acme") is None
