"""A save whose end nobody saw, looked up later."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desktop_app.core.errors import MailboxNotFound, TruncatedResponse
from desktop_app.core.errors.saving import LookupFinding, SaveOutcomeUnknown
from desktop_app.core.journal import (
    LOSS_SEEN,
    JournalContext,
    JournalEntry,
    PasswordAction,
    SaveOutcome,
    SaveProof,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, UnknownValue, Value
from desktop_app.core.mailbox.mailbox_rules import RIGHT_KEYS
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.saving.journaled_save import entry_for, reason_of
from desktop_app.services.saving.outcome_lookup import (
    SETTLE_SECONDS,
    STILL_OTHER_VALUES,
    can_settle,
    judge_save,
    look_up_outcome,
)
from desktop_app.services.saving.save import SaveRequest, SaveResult, save
from desktop_app.ui.journal.journal_text import outcome_reason_text
from tests.unit.services.fake_client import FakeClient, FakeCrm, mailbox

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


def test_other_values_may_still_become_what_was_sent_but_not_for_ever(crm: FakeCrm) -> None:
    crm.change(3, port=143)
    for age, settles in ((SETTLE_SECONDS / 2, True), (2 * SETTLE_SECONDS, False)):
        sent = replace(ENTRY, started_at=time.time() - age)
        found = look_up_outcome(crm.client(), sent, CancelToken())
        assert found.outcome is SaveOutcome.UNKNOWN
        assert can_settle(replace(ENTRY, reason=found.reason)) is settles
        assert "neither" in outcome_reason_text(replace(ENTRY, reason=found.reason))


def test_an_absent_property_is_as_it_was_before(crm: FakeCrm) -> None:
    kept: dict[Field, Value] = {
        f: value for f, value in crm.boxes[3].values.items() if f is not Field.PORT
    }
    crm.boxes[3] = replace(crm.boxes[3], values=kept)
    assert judge_save({Field.PORT: 993}, {}, crm.boxes[3]) is LookupFinding.NOT_THERE_YET
    assert look(crm, replace(ENTRY, before={Field.PORT: None})) is SaveOutcome.NOT_DONE


def test_of_a_password_alone_the_outcome_is_unknown(crm: FakeCrm) -> None:
    assert look(crm, replace(ENTRY, after={}, before={})) is SaveOutcome.UNKNOWN


def test_of_a_field_that_cannot_be_read_the_outcome_is_unknown(crm: FakeCrm) -> None:
    hidden = {"port": FieldRight(FieldFlag.WRITE, "Write")}
    crm.boxes[3] = replace(crm.boxes[3], field_rights=hidden)
    assert look(crm, ENTRY) is SaveOutcome.UNKNOWN


def test_of_a_mailbox_that_is_gone_the_outcome_is_unknown(crm: FakeCrm) -> None:
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
        (SaveOutcome.UNKNOWN, "OTHER_VALUES", True),
        (SaveOutcome.UNKNOWN, STILL_OTHER_VALUES, False),
        (SaveOutcome.UNKNOWN, "CANNOT_TELL", False),
        (SaveOutcome.DONE, "PROGRAM_ENDED", False),
    ],
)
def test_what_is_worth_a_look(outcome: SaveOutcome, why: str, worth: bool) -> None:
    assert can_settle(replace(ENTRY, outcome=outcome, reason=why)) is worth


def test_a_loss_that_was_seen_is_looked_up_like_any_other_and_stays_said(crm: FakeCrm) -> None:
    entry = replace(ENTRY, reason=f"NOT_THERE_YET {LOSS_SEEN}")
    assert can_settle(entry)
    crm.change(3, port=1993)
    found = look_up_outcome(crm.client(), entry, CancelToken())
    assert found.outcome is SaveOutcome.FOUND_DONE
    settled = replace(entry, outcome=found.outcome, reason=found.reason)
    assert "seems to have cleared the password" in outcome_reason_text(settled)


ADDRESS = "box1@example.com"
SENT = (Field.USER_NAME, Field.SERVER, Field.PORT)
HIDDEN = FieldRight(FieldFlag.WRITE, "Write")
values = st.fixed_dictionaries(  # a field may be absent, null, odd, or one of two ordinary values
    {Field.ADDRESS: st.just(ADDRESS)},
    optional=dict.fromkeys(SENT, st.sampled_from([None, UnknownValue("[1]"), "a", 7])),
)
rights = st.dictionaries(st.sampled_from([RIGHT_KEYS[field][0] for field in SENT]), st.just(HIDDEN))


class LosingClient(FakeClient):
    """Loses the answer of a save, after which the server holds ``there``."""

    def __init__(self, crm: FakeCrm, there: Mailbox | None) -> None:
        super().__init__(crm, "right")
        self.crm, self.there = crm, there

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        assert cancel is not None
        if self.there is not None:
            number = draft.original.id or 21
            self.crm.boxes[number] = replace(self.there, id=number)
            self.crm.cards[number] = ("Support", "Normal")
        raise TruncatedResponse(may_have_run=True)


class NullClient(FakeClient):
    """Loses the answer of a save, and answers null for each mailbox from then on."""

    def __init__(self, crm: FakeCrm, *, gone: bool) -> None:
        super().__init__(crm, "right")
        self.crm, self.gone, self.sent = crm, gone, False

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        number = super().save(draft, cancel).id
        self.sent = True
        if self.gone:
            del self.crm.boxes[number]
        raise TruncatedResponse(may_have_run=True)

    def mailbox(self, mailbox_id: int, cancel: CancelToken | None = None) -> Mailbox:
        if self.sent:
            raise MailboxNotFound
        return super().mailbox(mailbox_id, cancel)


@pytest.mark.parametrize("gone", [True, False], ids=["gone", "still in the list"])
@pytest.mark.parametrize("is_new", [True, False], ids=["create", "change"])
def test_null_is_judged_alike_at_once_and_later(crm: FakeCrm, gone: bool, is_new: bool) -> None:
    """A server answers null for a mailbox that is gone, but also when the call failed."""
    original = replace(crm.default, values={}) if is_new else crm.boxes[3]
    draft = Draft(original, {Field.ADDRESS: "new@example.com"})
    client, sent = NullClient(crm, gone=gone), list[SaveRequest]()
    with pytest.raises(SaveOutcomeUnknown) as told:
        save(client, SaveRequest(draft), CancelToken(), sent.append)
    entry = replace(entry_for(ENTRY.context, sent[0]), started_at=time.time())
    later = look_up_outcome(client, entry, CancelToken())
    assert (later.outcome, later.reason) == (SaveOutcome.UNKNOWN, reason_of(told.value))
    looked_up = replace(entry, outcome=later.outcome, reason=later.reason)
    assert can_settle(looked_up) is (is_new or not gone), "what may still be seen is looked up"
    assert "." in outcome_reason_text(looked_up), "a sentence, not a name"


@given(before=values, after=values, then=st.none() | values, hides=rights, is_new=st.booleans())
def test_at_once_and_later_the_same_is_said(
    before: dict[Field, Value],
    after: dict[Field, Value],
    then: dict[Field, Value] | None,
    hides: dict[str, FieldRight],
    is_new: bool,
) -> None:
    crm = FakeCrm.of([] if is_new else [Mailbox(1, before)])
    original = replace(crm.default, values={}) if is_new else crm.boxes[1]
    draft = Draft(original, after)
    assume(draft.changes)
    client = LosingClient(crm, None if then is None else Mailbox(1, then, field_rights=hides))
    sent: list[SaveRequest] = []
    request = SaveRequest(draft, frozenset({20}))
    try:
        at_once: SaveResult | str = save(client, request, CancelToken(), sent.append)
    except SaveOutcomeUnknown as error:
        at_once = reason_of(error)
    entry = replace(entry_for(ENTRY.context, sent[0]), started_at=time.time())
    later = look_up_outcome(client, entry, CancelToken())
    if isinstance(at_once, SaveResult):
        assert at_once.proof is SaveProof.FOUND_AFTER_LOST_ANSWER
        assert (later.outcome, later.mailbox) == (SaveOutcome.FOUND_DONE, at_once.mailbox)
    else:
        assert (later.outcome, later.reason) == (SaveOutcome.UNKNOWN, at_once)
