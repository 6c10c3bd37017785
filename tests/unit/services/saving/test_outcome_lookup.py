"""A save whose end nobody saw, looked up later."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from desktop_app.core.journal import JournalContext, JournalEntry, PasswordAction, SaveOutcome
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.saving.outcome_lookup import SETTLE_SECONDS, can_settle, look_up_outcome
from tests.unit.services.fake_client import FakeCrm, mailbox

ENTRY = JournalEntry(
    JournalContext("acme", "Acme"),
    3,
    "box3@example.com",
    {Field.PORT: 993},
    {Field.PORT: 1993},
    PasswordAction.KEPT,
    outcome=SaveOutcome.UNKNOWN,
    reason="PROGRAM_ENDED",
)
CREATE = replace(
    ENTRY,
    mailbox_id=0,
    is_new=True,
    address="new@example.com",
    before={},
    after={Field.ADDRESS: "new@example.com"},
    highest_id=20,
)


def look(crm: FakeCrm, entry: JournalEntry) -> SaveOutcome:
    found = look_up_outcome(crm.client(), entry, CancelToken())
    assert crm.count("save") == 0
    return found.outcome


@pytest.mark.parametrize(
    ("now", "outcome"),
    [(1993, SaveOutcome.FOUND_DONE), (993, SaveOutcome.NOT_DONE), (143, SaveOutcome.UNKNOWN)],
)
def test_a_change(crm: FakeCrm, now: int, outcome: SaveOutcome) -> None:
    crm.change(3, port=now)
    assert look(crm, ENTRY) is outcome


def test_what_is_not_there_yet_may_still_come(crm: FakeCrm) -> None:
    assert (
        look(crm, replace(ENTRY, started_at=time.time() - SETTLE_SECONDS / 2))
        is SaveOutcome.UNKNOWN
    )
    assert (
        look(crm, replace(ENTRY, started_at=time.time() - 2 * SETTLE_SECONDS))
        is SaveOutcome.NOT_DONE
    )
    assert (
        look(crm, replace(CREATE, started_at=time.time() - SETTLE_SECONDS / 2))
        is SaveOutcome.UNKNOWN
    )


def test_a_password_alone_cannot_be_told(crm: FakeCrm) -> None:
    assert look(crm, replace(ENTRY, after={}, before={})) is SaveOutcome.UNKNOWN


def test_a_field_that_cannot_be_read_cannot_be_told(crm: FakeCrm) -> None:
    hidden = {"port": FieldRight(FieldFlag.WRITE, "Write")}
    crm.boxes[3] = replace(crm.boxes[3], field_rights=hidden)
    assert look(crm, ENTRY) is SaveOutcome.UNKNOWN


def test_a_mailbox_that_is_gone_cannot_be_told(crm: FakeCrm) -> None:
    del crm.boxes[3]
    assert look(crm, ENTRY) is SaveOutcome.UNKNOWN


def test_a_new_mailbox(crm: FakeCrm) -> None:
    assert look(crm, CREATE) is SaveOutcome.NOT_DONE
    crm.boxes[21] = mailbox(21, address="new@example.com")
    crm.cards[21] = ("Support", "Normal")
    assert look(crm, CREATE) is SaveOutcome.FOUND_DONE


def test_a_mailbox_that_had_the_address_all_along_is_not_the_new_one(crm: FakeCrm) -> None:
    crm.change(7, address="new@example.com")
    assert look(crm, CREATE) is SaveOutcome.NOT_DONE


@pytest.mark.parametrize(
    ("outcome", "why", "worth"),
    [
        (SaveOutcome.UNKNOWN, "PROGRAM_ENDED", True),
        (SaveOutcome.UNKNOWN, "COULD_NOT_LOOK", True),
        (SaveOutcome.UNKNOWN, "NOT_THERE_YET", True),
        (SaveOutcome.UNKNOWN, "CANNOT_TELL", False),
        (SaveOutcome.DONE, "PROGRAM_ENDED", False),
    ],
)
def test_what_is_worth_a_look(outcome: SaveOutcome, why: str, worth: bool) -> None:
    assert can_settle(replace(ENTRY, outcome=outcome, reason=why)) is worth
