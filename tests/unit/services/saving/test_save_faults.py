"""Whatever goes wrong, and whatever others do meanwhile: one POST at most, and no false word."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import (
    AppError,
    Cancelled,
    Forbidden,
    NetworkFailure,
    ServerBusy,
    ServerFailure,
    SignInRefused,
    TruncatedResponse,
    UnexpectedResponse,
    Unreachable,
)
from desktop_app.core.errors.saving import Conflict, FieldsLocked, SaveOutcomeUnknown
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    PasswordChoice,
    ReplacePassword,
    Value,
)
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.saving.save import SaveRequest, SaveResult, save
from tests.unit.services.fake_client import FakeCrm, Fault, mailbox

VALUES: dict[Field, tuple[Value, ...]] = {
    Field.ADDRESS: ("a@example.com", "box1@example.com", "new@example.com"),
    Field.SERVER: ("imap.example.com", "mail.example.com"),
    Field.PORT: (993, 1993, 70000),
}
LOST = (
    Unreachable(NetworkFailure.RESET, may_have_run=True),
    TruncatedResponse(may_have_run=True),
    Cancelled(may_have_run=True),
    ServerFailure("", status=500, may_have_run=True),
    UnexpectedResponse(may_have_run=True),
)
REFUSED = (Forbidden("no", status=403), SignInRefused("no", status=401), ServerBusy("", status=429))
READING = (
    Unreachable(NetworkFailure.RESET),
    TruncatedResponse(),
    SignInRefused("no", status=401),
    Cancelled(),
)

values = st.fixed_dictionaries(
    {}, optional={field: st.sampled_from(each) for field, each in VALUES.items()}
)
choices = st.sampled_from([KeepPassword(), ReplacePassword("new")])
read_faults = st.lists(st.sampled_from([None, None, *READING]), max_size=4)
save_faults = st.one_of(
    st.none(),
    st.sampled_from([Fault(error) for error in (*LOST, *REFUSED)]),
    st.sampled_from([Fault(error, executed=True) for error in LOST]),
)


@dataclass
class Case:
    """A save, what others do before it is compared, and how each of its calls fails."""

    creates: bool
    mine: dict[Field, Value]
    password: PasswordChoice
    theirs: dict[Field, Value]
    saving: Fault | None
    reading: list[AppError | None]
    listing: list[AppError | None]

    def prepare(self) -> tuple[FakeCrm, SaveRequest]:
        crm = FakeCrm.of(mailbox(number) for number in (1, 2))
        original = crm.default if self.creates else crm.boxes[1]
        request = SaveRequest(Draft(original, self.mine, self.password), frozenset(crm.boxes))
        crm.change(1, **{field.name.lower(): value for field, value in self.theirs.items()})
        crm.fail("save", self.saving)
        crm.fail("mailbox", *self.reading)
        crm.fail("mailboxes", *self.listing)
        return crm, request


cases = st.builds(
    Case, st.booleans(), values, choices, values, save_faults, read_faults, read_faults
)


def outcome(crm: FakeCrm, request: SaveRequest) -> SaveResult | AppError:
    try:
        return save(crm.client(), request, CancelToken())
    except AppError as error:
        return error


@given(case=cases)
def test_one_post_at_most_and_no_false_word(case: Case) -> None:
    crm, request = case.prepare()
    boxes, passwords = dict(crm.boxes), dict(crm.passwords)
    told = outcome(crm, request)
    assert crm.count("save") <= 1
    if isinstance(told, SaveResult):
        check_saved(crm, request, told)
    elif isinstance(told, SaveOutcomeUnknown):
        assert crm.count("save") == 1
    else:
        assert not told.may_have_run
        assert (crm.boxes, crm.passwords) == (boxes, passwords)
    if isinstance(told, Conflict | FieldsLocked):
        assert crm.count("save") == 0


def check_saved(crm: FakeCrm, request: SaveRequest, saved: SaveResult) -> None:
    """What is said to be saved is stored, the password included, and nothing else was touched."""
    stored, draft = crm.boxes[saved.mailbox.id], request.draft
    assert saved.mailbox == stored
    assert {field: stored.values[field] for field in draft.changes} == draft.changes
    if isinstance(draft.password, ReplacePassword):
        assert crm.passwords[stored.id] == draft.password.text
    if saved.proof is not SaveProof.READ_BACK:
        assert crm.count("save") == 1
    assert (stored.id in request.seen_ids) is not draft.is_new
    assert crm.boxes[2] == mailbox(2)
