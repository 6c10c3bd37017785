from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors import (
    AppError,
    Cancelled,
    DeadlineExceeded,
    Forbidden,
    MailboxNotFound,
    NetworkFailure,
    RedirectRefused,
    ResponseTooLarge,
    ServerFailure,
    SignInRefused,
    TruncatedResponse,
    UnexpectedResponse,
    Unreachable,
)
from desktop_app.core.errors.saving import (
    AddressTaken,
    Conflict,
    FieldsLocked,
    LookupFinding,
    SaveOutcomeUnknown,
)
from desktop_app.core.journal import SaveProof
from desktop_app.core.mailbox.conflicts import MergedChange
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    MailLogin,
    ReplacePassword,
    SendSavedPassword,
    ServerType,
    UnknownValue,
    Value,
)
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.saving.save import SaveRequest, SaveResult, save
from desktop_app.ui.text.saving import proof_text
from tests.unit.services.fake_client import FakeClient, FakeCrm, Fault, mailbox

NEW: dict[Field, Value] = {
    Field.SERVER_TYPE: ServerType.IMAPS,
    Field.ADDRESS: "new@example.com",
    Field.SERVER: "imap.example.com",
    Field.PORT: 993,
}


def lost() -> AppError:
    return Unreachable(NetworkFailure.RESET, "the answer never came", may_have_run=True)


def edit(crm: FakeCrm, *, password: str = "", **values: Value) -> SaveRequest:
    """An edit of mailbox 1 as it is now; what happens to the CRM afterwards comes in between."""
    changes = {Field[name.upper()]: value for name, value in values.items()}
    draft = Draft(crm.boxes[1], changes)
    return SaveRequest(replace(draft, password=ReplacePassword(password)) if password else draft)


def create(crm: FakeCrm) -> SaveRequest:
    return SaveRequest(Draft(crm.default, NEW, ReplacePassword("secret")), frozenset(crm.boxes))


def run(crm: FakeCrm, request: SaveRequest) -> SaveResult:
    return save(crm.client(), request, CancelToken())


def names(crm: FakeCrm) -> list[str]:
    return [name for name, _ in crm.calls]


def test_read_compare_send_and_read_back(crm: FakeCrm) -> None:
    saved = run(crm, edit(crm, port=1993))
    assert saved == SaveResult(crm.boxes[1], SaveProof.READ_BACK)
    assert saved.mailbox.values[Field.PORT] == 1993
    assert names(crm) == ["mailbox", "save", "mailbox"]


def test_before_a_create_the_list_is_read(crm: FakeCrm) -> None:
    saved = run(crm, create(crm))
    assert saved == SaveResult(crm.boxes[21], SaveProof.READ_BACK)
    assert names(crm) == ["mailboxes", "save", "mailbox"]
    assert crm.passwords[21] == "secret"


def test_a_conflict_is_reported_and_nothing_sent(crm: FakeCrm) -> None:
    request = edit(crm, port=1993, server="mine.example.com")
    crm.change(1, port=143, server="imap.example.com", address="theirs@example.com")
    with pytest.raises(Conflict) as conflict:
        run(crm, request)
    assert conflict.value.fields == (Field.PORT,)
    assert conflict.value.theirs == crm.boxes[1]
    assert names(crm) == ["mailbox"]


def test_changes_that_do_not_collide_are_merged(crm: FakeCrm) -> None:
    request = edit(crm, port=1993)
    crm.change(1, address="theirs@example.com")
    saved = run(crm, request)
    assert saved.mailbox.values[Field.PORT] == 1993
    assert saved.mailbox.values[Field.ADDRESS] == "theirs@example.com"
    assert crm.boxes[1] == saved.mailbox


def test_the_same_change_by_someone_else_is_no_conflict(crm: FakeCrm) -> None:
    request = edit(crm, port=1993, server="mine.example.com")
    crm.change(1, port=1993)
    assert run(crm, request).mailbox.values[Field.SERVER] == "mine.example.com"


def test_what_someone_else_did_already_is_not_sent(crm: FakeCrm) -> None:
    request = edit(crm, port=1993)
    crm.change(1, port=1993)
    merged = (MergedChange(Field.PORT, 993, 1993),)
    assert run(crm, request) == SaveResult(
        crm.boxes[1], SaveProof.READ_BACK, merged=merged, was_sent=False
    )
    assert names(crm) == ["mailbox"]


OTHER_LOGINS: list[dict[str, Value]] = [
    {"server_type": ServerType.IMAP},
    {"server": "theirs.example.com"},
    {"port": 143},
    {"user_name": "theirs"},
]


@pytest.mark.parametrize("theirs", OTHER_LOGINS, ids=str)
@pytest.mark.parametrize("mine", [{}, {"address": "a@example.com"}], ids=str)
def test_a_typed_password_is_not_saved_for_somebody_elses_login(
    crm: FakeCrm, theirs: dict[str, Value], mine: dict[str, Value]
) -> None:
    request = edit(crm, password="typed for the old login", **mine)
    crm.change(1, **theirs)
    with pytest.raises(Conflict) as conflict:
        run(crm, request)
    assert conflict.value.fields == tuple(Field[name.upper()] for name in theirs)
    assert conflict.value.theirs == crm.boxes[1]
    assert names(crm) == ["mailbox"]
    assert crm.passwords[1] == "stored 1"


def test_a_password_kept_on_this_computer_relies_on_its_login_too(crm: FakeCrm) -> None:
    login = MailLogin.of(crm.boxes[1].values)
    draft = Draft(crm.boxes[1], {}, SendSavedPassword(login))
    crm.change(1, server="theirs.example.com")
    with pytest.raises(Conflict):
        run(crm, SaveRequest(draft, read_saved_password=lambda _login: "kept"))
    assert names(crm) == ["mailbox"]


def test_a_typed_password_goes_with_the_login_that_others_set_the_same(crm: FakeCrm) -> None:
    request = edit(crm, password="new", server="mine.example.com")
    crm.change(1, server="mine.example.com", address="theirs@example.com")
    assert run(crm, request).mailbox.values[Field.ADDRESS] == "theirs@example.com"
    assert crm.passwords[1] == "new"


LOCKS = {
    "the row": {"table_right": TableRight(TableFlag.SELECT, "Select")},
    "the field": {"field_rights": {"port": FieldRight(FieldFlag.READ, "Read")}},
}


@pytest.mark.parametrize("lock", LOCKS)
def test_what_was_locked_meanwhile_is_not_sent(crm: FakeCrm, lock: str) -> None:
    request = edit(crm, port=1993)
    crm.boxes[1] = replace(crm.boxes[1], **LOCKS[lock])  # type: ignore[arg-type]
    with pytest.raises(FieldsLocked) as locked:
        run(crm, request)
    assert locked.value.fields == (Field.PORT,)
    assert locked.value.theirs == crm.boxes[1]
    assert names(crm) == ["mailbox"]


def test_a_password_that_was_locked_meanwhile_is_not_sent(crm: FakeCrm) -> None:
    request = edit(crm, password="new")
    right = FieldRight(FieldFlag.READ, "Read")
    crm.boxes[1] = replace(crm.boxes[1], field_rights={"password": right})
    with pytest.raises(FieldsLocked) as locked:
        run(crm, request)
    assert locked.value.fields == (Field.PASSWORD,)


def test_a_type_that_nobody_vouches_for_locks_too(crm: FakeCrm) -> None:
    request = edit(crm, port=1993)
    crm.change(1, server_type=ServerType.IMAP_OAUTH)
    with pytest.raises(FieldsLocked):
        run(crm, request)
    assert crm.count("save") == 0


def test_a_mailbox_that_is_gone(crm: FakeCrm) -> None:
    request = edit(crm, port=1993)
    del crm.boxes[1]
    with pytest.raises(MailboxNotFound):
        run(crm, request)
    assert crm.count("save") == 0


def test_what_cannot_be_compared_is_not_sent(crm: FakeCrm) -> None:
    crm.fail("mailbox", TruncatedResponse())
    with pytest.raises(TruncatedResponse):
        run(crm, edit(crm, port=1993))
    assert names(crm) == ["mailbox"]


def test_a_refused_save_is_just_that(crm: FakeCrm) -> None:
    refused = Forbidden("You may not.", status=403)
    crm.fail("save", refused)
    with pytest.raises(Forbidden) as error:
        run(crm, edit(crm, port=1993))
    assert error.value is refused
    assert names(crm) == ["mailbox", "save"]


def test_what_the_server_made_of_the_values_is_reported(crm: FakeCrm) -> None:
    crm.rewrites = {Field.SERVER: "imap.example.com.", Field.PORT: 1993}
    saved = run(crm, edit(crm, port=1993, address="a@example.com"))
    assert saved == SaveResult(crm.boxes[1], SaveProof.READ_BACK, (Field.SERVER,))


def test_a_value_that_may_not_be_read_is_not_compared(crm: FakeCrm) -> None:
    hidden = FieldRight(FieldFlag.WRITE, "Write")
    crm.boxes[1] = replace(crm.boxes[1], field_rights={"username": hidden})
    crm.rewrites = {Field.USER_NAME: None}
    assert run(crm, edit(crm, user_name="kim")).differing_fields == ()


def test_odd_values_stay_what_they_were(crm: FakeCrm) -> None:
    crm.change(1, port=UnknownValue("70000.5"))
    saved = run(crm, edit(crm, address="a@example.com"))
    assert crm.boxes[1].values[Field.PORT] == UnknownValue("70000.5")
    assert saved.differing_fields == ()


def test_when_it_cannot_be_read_back_the_answer_is_all_there_is(crm: FakeCrm) -> None:
    crm.fail("mailbox", None, TruncatedResponse())
    crm.rewrites = {Field.SERVER: "other.example.com"}
    saved = run(crm, edit(crm, port=1993))
    assert saved == SaveResult(crm.boxes[1], SaveProof.ANSWER_ONLY, (Field.SERVER,))


def test_null_when_read_back_proves_nothing(crm: FakeCrm) -> None:
    """A server answers so when the mailbox is gone, but also when the call failed."""
    crm.fail("mailbox", None, MailboxNotFound())
    assert run(crm, edit(crm, port=1993)) == SaveResult(crm.boxes[1], SaveProof.ANSWER_ONLY)


@pytest.mark.parametrize(
    "error",
    [
        Unreachable(NetworkFailure.RESET, may_have_run=True),
        Unreachable(NetworkFailure.TIMED_OUT, may_have_run=True),
        TruncatedResponse(may_have_run=True),
        DeadlineExceeded(may_have_run=True),
        Cancelled(may_have_run=True),
    ],
    ids=repr,
)
def test_a_lost_answer_and_the_values_are_there(crm: FakeCrm, error: AppError) -> None:
    crm.fail("save", Fault(error, executed=True))
    saved = run(crm, edit(crm, port=1993, password="new"))
    assert saved == SaveResult(crm.boxes[1], SaveProof.FOUND_AFTER_LOST_ANSWER)
    assert crm.passwords[1] == "new"
    assert names(crm) == ["mailbox", "save", "mailbox"]


ANSWERED = [
    ServerFailure("", status=500, may_have_run=True),
    UnexpectedResponse("the answer to the save is empty", may_have_run=True),
    RedirectRefused("/login", may_have_run=True),
    ResponseTooLarge(1 << 20, may_have_run=True),
]


@pytest.mark.parametrize("error", ANSWERED, ids=repr)
def test_an_answer_that_came_is_not_told_as_lost(crm: FakeCrm, error: AppError) -> None:
    crm.fail("save", Fault(error, executed=True))
    saved = run(crm, edit(crm, port=1993))
    assert "lost" not in proof_text(saved.proof)
    assert proof_text(saved.proof).endswith("but SuperOffice has the new values.")


def test_an_answer_with_other_values_is_not_told_as_lost(crm: FakeCrm) -> None:
    class OtherAnswer(FakeClient):
        def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
            return replace(super().save(draft, cancel), values={Field.PORT: 1})

    crm.fail("mailbox", None, TruncatedResponse())
    saved = save(OtherAnswer(crm, "right"), edit(crm, port=1993), CancelToken())
    assert "lost" not in proof_text(saved.proof)


def unknown(crm: FakeCrm, request: SaveRequest) -> SaveOutcomeUnknown:
    with pytest.raises(SaveOutcomeUnknown) as error:
        run(crm, request)
    assert error.value.may_have_run
    assert crm.count("save") == 1
    return error.value


def test_a_lost_answer_and_the_values_are_not_there(crm: FakeCrm) -> None:
    error = lost()
    crm.fail("save", error)
    told = unknown(crm, edit(crm, port=1993))
    assert (told.finding, told.cause, told.mailbox) == (
        LookupFinding.NOT_THERE_YET,
        error,
        crm.boxes[1],
    )


def test_a_lost_answer_and_only_a_password_was_sent(crm: FakeCrm) -> None:
    crm.fail("save", Fault(lost(), executed=True))
    assert unknown(crm, edit(crm, password="new")).finding is LookupFinding.CANNOT_TELL


def test_values_that_were_there_before_prove_nothing(crm: FakeCrm) -> None:
    """Someone else made the same change meanwhile; whether the password arrived cannot be seen."""
    request = edit(crm, port=1993, password="new")
    crm.change(1, port=1993)
    crm.fail("save", lost())
    assert unknown(crm, request).finding is LookupFinding.CANNOT_TELL
    assert crm.passwords[1] == "stored 1"


@pytest.mark.parametrize(
    "error", [TruncatedResponse(), SignInRefused("no"), MailboxNotFound()], ids=repr
)
def test_a_lost_answer_and_the_look_fails_too(crm: FakeCrm, error: AppError) -> None:
    crm.fail("save", Fault(lost(), executed=True))
    crm.fail("mailbox", None, error)
    told = unknown(crm, edit(crm, port=1993))
    assert (told.finding, told.mailbox) == (LookupFinding.COULD_NOT_LOOK, None)


def test_after_a_cancelled_save_the_look_is_not_cancelled(crm: FakeCrm) -> None:
    stop = CancelToken()
    crm.fail("save", Fault(Cancelled(may_have_run=True), executed=True))
    gate = crm.hold("save")
    gate.open()
    saved = save(crm.client(), edit(crm, port=1993), stop)
    assert saved.proof is SaveProof.FOUND_AFTER_LOST_ANSWER


def test_cancelled_before_anything_was_sent(crm: FakeCrm) -> None:
    stop = CancelToken()
    stop.cancel()
    with pytest.raises(Cancelled) as stopped:
        save(crm.client(), edit(crm, port=1993), stop)
    assert not stopped.value.may_have_run
    assert crm.calls == []


def test_a_created_mailbox_is_found_by_its_address(crm: FakeCrm) -> None:
    crm.boxes[7] = mailbox(7, address="new@example.com")  # an old one with the same address
    crm.fail("save", Fault(lost(), executed=True))
    saved = run(crm, create(crm))
    assert saved == SaveResult(crm.boxes[21], SaveProof.FOUND_AFTER_LOST_ANSWER)
    assert names(crm) == ["mailboxes", "save", "mailboxes", "mailbox"]


def test_a_created_mailbox_that_differs_may_be_somebody_elses(crm: FakeCrm) -> None:
    crm.rewrites = {Field.PORT: 143}
    crm.fail("save", Fault(lost(), executed=True))
    assert unknown(crm, create(crm)).finding is LookupFinding.OTHER_VALUES


def test_a_created_mailbox_that_is_not_there(crm: FakeCrm) -> None:
    crm.boxes[7] = mailbox(7, address="new@example.com")
    crm.fail("save", lost())
    told = unknown(crm, create(crm))
    assert (told.finding, told.mailbox) == (LookupFinding.NOT_THERE_YET, None)


class FailingClient(FakeClient):
    """Loses the answer of a create that was carried out, and then cannot read the list."""

    def __init__(self, crm: FakeCrm, created: dict[str, Value] | None = None) -> None:
        super().__init__(crm, "right")
        self._made, self._created = crm, created or {}

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        number = super().save(draft, cancel).id
        self._made.change(number, **self._created)
        self._made.fail("mailboxes", TruncatedResponse())
        raise lost()


def create_unseen(crm: FakeCrm, **created: Value) -> SaveRequest:
    """A create that was carried out, of which the person has seen nothing."""
    request = create(crm)
    with pytest.raises(SaveOutcomeUnknown) as told:
        save(FailingClient(crm, created), request, CancelToken())
    assert told.value.finding is LookupFinding.COULD_NOT_LOOK
    return request


@pytest.mark.parametrize("address", ["new@example.com", "<NEW@example.com> (New)"])
def test_a_create_of_unknown_outcome_is_not_sent_again(crm: FakeCrm, address: str) -> None:
    request = create_unseen(crm, address=address)
    with pytest.raises(AppError) as told:
        run(crm, request)
    assert crm.count("save") == 1, "a twin cannot be deleted"
    assert isinstance(told.value, AddressTaken)
    assert told.value.theirs == crm.boxes[21]
    assert told.value.has_same_values is (address == "new@example.com")


def test_without_the_list_nothing_is_created(crm: FakeCrm) -> None:
    request = create_unseen(crm)
    crm.fail("mailboxes", TruncatedResponse())
    with pytest.raises(TruncatedResponse):
        run(crm, request)
    assert crm.count("save") == 1


def test_a_twin_that_cannot_be_read_is_told_by_its_address(crm: FakeCrm) -> None:
    request = create_unseen(crm)
    crm.fail("mailbox", TruncatedResponse())
    with pytest.raises(AddressTaken) as told:
        run(crm, request)
    assert told.value.theirs == Mailbox(21, {Field.ADDRESS: "new@example.com"})
    assert crm.count("save") == 1


def test_a_person_who_has_seen_the_twin_may_create_another(crm: FakeCrm) -> None:
    create_unseen(crm)
    assert run(crm, create(crm)).mailbox.id == 22


def test_after_a_create_that_did_not_arrive_it_is_sent(crm: FakeCrm) -> None:
    crm.fail("save", lost())
    request = create(crm)
    unknown(crm, request)
    assert run(crm, request).mailbox.id == 21
