"""The journal: complete, exact, searchable, and without a secret."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest

from desktop_app.core.errors import AlreadySent
from desktop_app.core.journal import (
    JournalContext,
    JournalEntry,
    JournalQuery,
    PasswordAction,
    SaveOutcome,
)
from desktop_app.core.mailbox.mailbox import Field, ServerType, UnknownValue
from desktop_app.storage.journal import DAY_SECONDS, JournalStore, PendingOutcome

CASE = JournalContext("acme", "Acme", "Kim Demo (kim)", "operation 1", "batch 1")
ENTRY = JournalEntry(
    CASE,
    5,
    "info@example.com",
    {Field.PORT: 143, Field.SERVER_TYPE: ServerType.IMAP, Field.SERVER: None},
    {
        Field.PORT: 2**40,
        Field.SERVER_TYPE: UnknownValue('"Newer"'),
        Field.SERVER: "imap.example.com",
    },
    PasswordAction.REPLACED,
    account="kim",
    computer="desk-7",
)


BY_HAND = replace(ENTRY, context=replace(CASE, operation_id=""))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(connection: sqlite3.Connection, clock: Clock) -> JournalStore:
    return JournalStore(connection, clock)


def test_a_line_comes_back_exactly(journal: JournalStore, clock: Clock) -> None:
    number = journal.start(ENTRY)
    (found,) = journal.find(JournalQuery())
    assert found == replace(ENTRY, id=number, started_at=1000.0)
    assert found.outcome is SaveOutcome.UNDER_WAY
    clock.now = 1002.5
    journal.finish(number, SaveOutcome.DONE, "READ_BACK")
    (found,) = journal.find(JournalQuery())
    assert (found.outcome, found.reason, found.ended_at) == (SaveOutcome.DONE, "READ_BACK", 1002.5)


def test_another_look_does_not_move_the_end(journal: JournalStore, clock: Clock) -> None:
    number = journal.start(ENTRY)
    journal.finish(number, SaveOutcome.UNKNOWN, "NOT_THERE_YET")
    clock.now = 2000.0
    journal.finish(number, SaveOutcome.UNKNOWN, "NOT_THERE_YET")
    (found,) = journal.find(JournalQuery())
    assert found.ended_at == 1000.0


def test_what_was_never_sent_has_a_line_too(journal: JournalStore) -> None:
    journal.add(replace(ENTRY, outcome=SaveOutcome.REFUSED, reason="Conflict: PORT"))
    (found,) = journal.find(JournalQuery())
    assert (found.outcome, found.ended_at) == (SaveOutcome.REFUSED, 1000.0)


def test_a_created_mailbox_gets_its_id(journal: JournalStore) -> None:
    number = journal.start(replace(ENTRY, mailbox_id=0, is_new=True, highest_id=43))
    journal.finish(number, SaveOutcome.DONE, mailbox_id=44)
    (found,) = journal.find(JournalQuery())
    assert (found.mailbox_id, found.is_new, found.highest_id) == (44, True, 43)


OTHER = replace(ENTRY, context=replace(CASE, operation_id="operation 2"))


@pytest.mark.parametrize(
    "outcome", [SaveOutcome.DONE, SaveOutcome.FOUND_DONE, SaveOutcome.UNKNOWN, None]
)
def test_an_operation_is_sent_once(journal: JournalStore, outcome: SaveOutcome | None) -> None:
    number = journal.start(ENTRY)
    if outcome is not None:
        journal.finish(number, outcome)
    with pytest.raises(AlreadySent) as refused:
        journal.start(ENTRY)
    assert refused.value.saved is (outcome in (SaveOutcome.DONE, SaveOutcome.FOUND_DONE))
    journal.start(OTHER)


@pytest.mark.parametrize(
    "outcome", [SaveOutcome.REFUSED, SaveOutcome.NOT_SENT, SaveOutcome.NOT_DONE]
)
def test_an_operation_that_changed_nothing_can_be_sent_again(
    journal: JournalStore, outcome: SaveOutcome
) -> None:
    journal.finish(journal.start(ENTRY), outcome)
    journal.start(ENTRY)


def test_what_a_killed_program_left_is_unknown(journal: JournalStore) -> None:
    done = journal.start(ENTRY)
    journal.finish(done, SaveOutcome.DONE)
    left = journal.start(OTHER)
    assert journal.close_unfinished("PROGRAM_ENDED") == 1
    assert journal.close_unfinished("PROGRAM_ENDED") == 0
    (found,) = journal.with_unknown_outcome("acme")
    assert (found.id, found.reason) == (left, "PROGRAM_ENDED")
    assert journal.with_unknown_outcome("other") == []
    assert [entry.outcome for entry in journal.of_operation("operation 1")] == [SaveOutcome.DONE]
    assert len(journal.of_bulk_run("batch 1")) == 2


@pytest.mark.parametrize(
    ("search", "there"),
    [
        (JournalQuery("INFO@ desk-7"), True),
        (JournalQuery("imap.example.com"), True),
        (JournalQuery("1099511627776"), True),
        (JournalQuery("info@ desk-8"), False),
        (JournalQuery(profile_id="acme", mailbox_id=5, bulk_run_key="batch 1"), True),
        (JournalQuery(profile_id="other"), False),
        (JournalQuery(mailbox_id=6), False),
        (JournalQuery(outcomes=frozenset({SaveOutcome.UNDER_WAY, SaveOutcome.DONE})), True),
        (JournalQuery(outcomes=frozenset({SaveOutcome.DONE})), False),
    ],
)
def test_it_can_be_searched(journal: JournalStore, search: JournalQuery, there: bool) -> None:
    journal.start(ENTRY)
    assert bool(journal.find(search)) is there


@pytest.mark.parametrize("query", ["J\u00f6rg", "Jo\u0308rg", "j\u00f6rg\u200b"])
def test_both_forms_of_a_letter_are_found(journal: JournalStore, query: str) -> None:
    journal.start(replace(ENTRY, address="Jo\u0308rg@example.com"))
    assert journal.find(JournalQuery(query))


def test_the_newest_are_first_and_not_without_end(journal: JournalStore) -> None:
    numbers = [journal.start(BY_HAND) for _ in range(5)]
    assert [entry.id for entry in journal.find(JournalQuery(), limit=3)] == numbers[:1:-1]


def test_old_lines_are_dropped_but_not_what_is_open(journal: JournalStore, clock: Clock) -> None:
    journal.finish(journal.start(BY_HAND), SaveOutcome.DONE)
    left = journal.start(BY_HAND)
    clock.now += 10 * DAY_SECONDS
    late = journal.start(BY_HAND)
    assert journal.purge(0) == 0
    assert journal.purge(11) == 0
    assert journal.purge(9) == 1
    assert [entry.id for entry in journal.find(JournalQuery())] == [late, left]


def test_a_number_is_never_given_twice(journal: JournalStore, clock: Clock) -> None:
    first = journal.start(BY_HAND)
    journal.finish(first, SaveOutcome.DONE)
    clock.now += 10 * DAY_SECONDS
    journal.purge(1)
    assert journal.start(BY_HAND) > first


GOOD_BODY = {"before": {}, "after": {}, "password": "kept", "creates": False, "highest": 0}


@pytest.mark.parametrize(
    "body",
    ["{", *(json.dumps({**GOOD_BODY, key: "x"}) for key in GOOD_BODY if key != "creates")]
    + [json.dumps({k: v for k, v in GOOD_BODY.items() if k != key}) for key in GOOD_BODY],
)
def test_a_line_that_cannot_be_read_is_shown_with_what_is_left(
    journal: JournalStore, connection: sqlite3.Connection, body: str
) -> None:
    journal.start(ENTRY)
    connection.execute("UPDATE journal SET body = ?, outcome = 'SPARKLE'", (body,))
    (found,) = journal.find(JournalQuery())
    assert (found.address, found.after, found.outcome) == (
        "info@example.com",
        {},
        SaveOutcome.UNKNOWN,
    )


def test_the_administrators_places_get_what_is_new(journal: JournalStore) -> None:
    number = journal.start(ENTRY)
    (first,) = journal.not_exported()
    journal.mark_exported(first)
    assert journal.not_exported() == []
    journal.finish(number, SaveOutcome.DONE)
    (second,) = journal.not_exported()
    assert second.outcome is SaveOutcome.DONE
    journal.mark_exported(first)  # late, with an outcome that is no longer so
    assert len(journal.not_exported()) == 1


def test_choices_are_kept(journal: JournalStore) -> None:
    assert journal.setting("days", "0") == "0"
    journal.set_setting("days", "90")
    journal.set_setting("days", "91")
    assert journal.setting("days", "0") == "91"


def test_what_is_owed_is_written_before_anything_new_is_begun(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    for call in (JournalStore.start, JournalStore.add):
        owed: list[PendingOutcome] = [("INSERT OR REPLACE INTO setting VALUES ('paid', '1')", ())]
        journal = JournalStore(connection, clock, owed)
        call(journal, replace(ENTRY, context=replace(CASE, operation_id=call.__name__)))
        assert (owed, journal.setting("paid")) == ([], "1")


def test_while_something_is_owed_nothing_is_begun(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    journal = JournalStore(connection, clock, [("INSERT INTO gone VALUES (1)", ())])
    with pytest.raises(sqlite3.Error):
        journal.start(ENTRY)
    assert journal.find(JournalQuery()) == []
