"""The journal: complete, exact, searchable, and without a secret."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace

import pytest

from desktop_app.core.errors import SentBefore
from desktop_app.core.journal import Case, Entry, Outcome, PasswordDeed, Search
from desktop_app.core.mailbox.mailbox import Field, Odd, ServerType
from desktop_app.storage.journal import DAY, Journal, Owed

CASE = Case("acme", "Acme", "Kim Demo (kim)", "errand 1", "batch 1")
ENTRY = Entry(
    CASE,
    5,
    "info@example.com",
    {Field.PORT: 143, Field.SERVER_TYPE: ServerType.IMAP, Field.SERVER: None},
    {Field.PORT: 2**40, Field.SERVER_TYPE: Odd('"Newer"'), Field.SERVER: "imap.example.com"},
    PasswordDeed.REPLACED,
    account="kim",
    computer="desk-7",
)


BY_HAND = replace(ENTRY, case=replace(CASE, errand=""))


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(connection: sqlite3.Connection, clock: Clock) -> Journal:
    return Journal(connection, clock)


def test_a_line_comes_back_exactly(journal: Journal, clock: Clock) -> None:
    number = journal.begin(ENTRY)
    (found,) = journal.find(Search())
    assert found == replace(ENTRY, id=number, at=1000.0)
    assert found.outcome is Outcome.UNDER_WAY
    clock.now = 1002.5
    journal.end(number, Outcome.DONE, "READ_BACK")
    (found,) = journal.find(Search())
    assert (found.outcome, found.why, found.ended_at) == (Outcome.DONE, "READ_BACK", 1002.5)


def test_another_look_does_not_move_the_end(journal: Journal, clock: Clock) -> None:
    number = journal.begin(ENTRY)
    journal.end(number, Outcome.UNKNOWN, "NOT_THERE_YET")
    clock.now = 2000.0
    journal.end(number, Outcome.UNKNOWN, "NOT_THERE_YET")
    (found,) = journal.find(Search())
    assert found.ended_at == 1000.0


def test_what_was_never_sent_has_a_line_too(journal: Journal) -> None:
    journal.add(replace(ENTRY, outcome=Outcome.REFUSED, why="Conflict: PORT"))
    (found,) = journal.find(Search())
    assert (found.outcome, found.ended_at) == (Outcome.REFUSED, 1000.0)


def test_a_created_mailbox_gets_its_id(journal: Journal) -> None:
    number = journal.begin(replace(ENTRY, mailbox_id=0, creates=True, highest_id=43))
    journal.end(number, Outcome.DONE, mailbox_id=44)
    (found,) = journal.find(Search())
    assert (found.mailbox_id, found.creates, found.highest_id) == (44, True, 43)


OTHER = replace(ENTRY, case=replace(CASE, errand="errand 2"))


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.FOUND_DONE, Outcome.UNKNOWN, None])
def test_an_errand_is_sent_once(journal: Journal, outcome: Outcome | None) -> None:
    number = journal.begin(ENTRY)
    if outcome is not None:
        journal.end(number, outcome)
    with pytest.raises(SentBefore) as refused:
        journal.begin(ENTRY)
    assert refused.value.saved is (outcome in (Outcome.DONE, Outcome.FOUND_DONE))
    journal.begin(OTHER)


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.NOT_SENT, Outcome.NOT_DONE])
def test_an_errand_that_changed_nothing_can_be_sent_again(
    journal: Journal, outcome: Outcome
) -> None:
    journal.end(journal.begin(ENTRY), outcome)
    journal.begin(ENTRY)


def test_what_a_killed_program_left_is_unknown(journal: Journal) -> None:
    done = journal.begin(ENTRY)
    journal.end(done, Outcome.DONE)
    left = journal.begin(OTHER)
    assert journal.close_open("PROGRAM_ENDED") == 1
    assert journal.close_open("PROGRAM_ENDED") == 0
    (found,) = journal.unknown("acme")
    assert (found.id, found.why) == (left, "PROGRAM_ENDED")
    assert journal.unknown("other") == []
    assert [entry.outcome for entry in journal.of_errand("errand 1")] == [Outcome.DONE]
    assert len(journal.of_batch("batch 1")) == 2


@pytest.mark.parametrize(
    ("search", "there"),
    [
        (Search("INFO@ desk-7"), True),
        (Search("imap.example.com"), True),
        (Search("1099511627776"), True),
        (Search("info@ desk-8"), False),
        (Search(profile_id="acme", mailbox_id=5, batch="batch 1"), True),
        (Search(profile_id="other"), False),
        (Search(mailbox_id=6), False),
        (Search(outcomes=frozenset({Outcome.UNDER_WAY, Outcome.DONE})), True),
        (Search(outcomes=frozenset({Outcome.DONE})), False),
    ],
)
def test_it_can_be_searched(journal: Journal, search: Search, there: bool) -> None:
    journal.begin(ENTRY)
    assert bool(journal.find(search)) is there


def test_the_newest_are_first_and_not_without_end(journal: Journal) -> None:
    numbers = [journal.begin(BY_HAND) for _ in range(5)]
    assert [entry.id for entry in journal.find(Search(), limit=3)] == numbers[:1:-1]


def test_old_lines_are_dropped_but_not_what_is_open(journal: Journal, clock: Clock) -> None:
    journal.end(journal.begin(BY_HAND), Outcome.DONE)
    left = journal.begin(BY_HAND)
    clock.now += 10 * DAY
    late = journal.begin(BY_HAND)
    assert journal.purge(0) == 0
    assert journal.purge(11) == 0
    assert journal.purge(9) == 1
    assert [entry.id for entry in journal.find(Search())] == [late, left]


def test_a_number_is_never_given_twice(journal: Journal, clock: Clock) -> None:
    first = journal.begin(BY_HAND)
    journal.end(first, Outcome.DONE)
    clock.now += 10 * DAY
    journal.purge(1)
    assert journal.begin(BY_HAND) > first


GOOD_BODY = {"before": {}, "after": {}, "password": "kept", "creates": False, "highest": 0}


@pytest.mark.parametrize(
    "body",
    ["{", *(json.dumps({**GOOD_BODY, key: "x"}) for key in GOOD_BODY if key != "creates")]
    + [json.dumps({k: v for k, v in GOOD_BODY.items() if k != key}) for key in GOOD_BODY],
)
def test_a_line_that_cannot_be_read_is_shown_with_what_is_left(
    journal: Journal, connection: sqlite3.Connection, body: str
) -> None:
    journal.begin(ENTRY)
    connection.execute("UPDATE journal SET body = ?, outcome = 'SPARKLE'", (body,))
    (found,) = journal.find(Search())
    assert (found.address, found.after, found.outcome) == (
        "info@example.com",
        {},
        Outcome.UNKNOWN,
    )


def test_the_administrators_places_are_told_what_is_new(journal: Journal) -> None:
    number = journal.begin(ENTRY)
    (first,) = journal.uncopied()
    journal.note_copied(first)
    assert journal.uncopied() == []
    journal.end(number, Outcome.DONE)
    (second,) = journal.uncopied()
    assert second.outcome is Outcome.DONE
    journal.note_copied(first)  # late, with an outcome that is no longer so
    assert len(journal.uncopied()) == 1


def test_choices_are_kept(journal: Journal) -> None:
    assert journal.setting("days", "0") == "0"
    journal.set("days", "90")
    journal.set("days", "91")
    assert journal.setting("days", "0") == "91"


def test_what_is_owed_is_written_before_anything_new_is_begun(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    for call in (Journal.begin, Journal.add):
        owed: list[Owed] = [("INSERT OR REPLACE INTO setting VALUES ('paid', '1')", ())]
        journal = Journal(connection, clock, owed)
        call(journal, replace(ENTRY, case=replace(CASE, errand=call.__name__)))
        assert (owed, journal.setting("paid")) == ([], "1")


def test_while_something_is_owed_nothing_is_begun(
    connection: sqlite3.Connection, clock: Clock
) -> None:
    journal = Journal(connection, clock, [("INSERT INTO gone VALUES (1)", ())])
    with pytest.raises(sqlite3.Error):
        journal.begin(ENTRY)
    assert journal.find(Search()) == []
