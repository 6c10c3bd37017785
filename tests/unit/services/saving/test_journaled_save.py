"""Each save in the journal: written down before it goes out, and what became of it after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import (
    AlreadySent,
    AppError,
    Cancelled,
    Forbidden,
    JournalWriteFailed,
    NetworkFailure,
    TruncatedResponse,
    Unreachable,
)
from desktop_app.core.errors.saving import AddressTaken, Conflict, SaveOutcomeUnknown
from desktop_app.core.journal import (
    JournalContext,
    JournalEntry,
    JournalQuery,
    PasswordAction,
    SaveOutcome,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, ReplacePassword
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.journal.journal_writer import JournalWriter, account, computer
from desktop_app.services.saving.journaled_save import journaled_save
from desktop_app.services.saving.save import SaveRequest
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.storage.database import FILE_NAME
from desktop_app.ui.journal.journal_text import outcome_reason_text
from tests.unit.services.fake_client import DEFAULT, FakeClient, FakeCrm, Fault

CASE = JournalContext("acme", "Acme", "Kim Demo (demo)")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LazyStore]:
    store = LazyStore(lambda: tmp_path, print)
    yield store
    store.close()


def lines(store: LazyStore) -> list[JournalEntry]:
    return store.run(lambda open_: open_.journal.find(JournalQuery()))


def save(crm: FakeCrm, store: LazyStore, draft: Draft, stop: CancelToken | None = None) -> None:
    request = SaveRequest(draft, frozenset(crm.boxes))
    journaled_save(crm.client(), request, stop or CancelToken(), (JournalWriter(store), CASE))


def port(crm: FakeCrm, number: int, value: int = 1993) -> Draft:
    return Draft(crm.boxes[number], {Field.PORT: value})


def test_a_save_that_worked(crm: FakeCrm, store: LazyStore) -> None:
    save(crm, store, port(crm, 3))
    (line,) = lines(store)
    assert (line.mailbox_id, line.address) == (3, "box3@example.com")
    assert (line.before, line.after) == ({Field.PORT: 993}, {Field.PORT: 1993})
    assert (line.outcome, line.password) == (SaveOutcome.DONE, PasswordAction.KEPT)
    assert (line.account, line.computer) == (account(), computer())
    assert line.context == CASE
    assert line.ended_at is not None
    assert line.ended_at >= line.started_at > 0


def test_it_is_on_the_disk_before_the_post_goes_out(
    crm: FakeCrm, store: LazyStore, tmp_path: Path
) -> None:
    seen: list[list[JournalEntry]] = []

    class Looking(FakeClient):
        def save(self, draft: Draft, cancel: CancelToken | None = None) -> object:  # type: ignore[override]
            other = LazyStore(lambda: tmp_path, print)
            # another run of the program would find it, and find it unfinished
            seen.append(lines(other))
            other.close()
            return super().save(draft, cancel)

    request = SaveRequest(port(crm, 3))
    client = Looking(crm, "right")
    journaled_save(client, request, CancelToken(), (JournalWriter(store), CASE))  # type: ignore[arg-type]
    (line,) = seen[0]
    assert line.after == {Field.PORT: 1993}
    assert line.outcome is SaveOutcome.UNKNOWN, "left under way by a run that ended"
    assert lines(store)[0].outcome is SaveOutcome.DONE


def test_what_stands_before_is_what_was_there_just_before(crm: FakeCrm, store: LazyStore) -> None:
    draft = Draft(crm.boxes[3], {Field.PORT: 1993, Field.SERVER: "new.example.com"})
    crm.change(3, user_name="theirs")
    save(crm, store, draft)
    (line,) = lines(store)
    assert line.before == {Field.PORT: 993, Field.SERVER: "imap.example.com"}


def test_an_operation_goes_out_once_and_its_line_stands(crm: FakeCrm, store: LazyStore) -> None:
    case = replace(CASE, operation_id="operation 1")
    writer = JournalWriter(store)
    request = SaveRequest(port(crm, 3))
    journaled_save(crm.client(), request, CancelToken(), (writer, case))
    before = lines(store)
    for value in (1993, 2993):  # as it is now, and as another edit under the same key
        again = SaveRequest(Draft(crm.boxes[3], {Field.PORT: value, Field.SERVER: "x.example"}))
        with pytest.raises(AlreadySent):
            journaled_save(crm.client(), again, CancelToken(), (writer, case))
    assert crm.count("save") == 1
    assert lines(store) == before


def test_no_password_is_in_any_file(crm: FakeCrm, store: LazyStore, tmp_path: Path) -> None:
    save(crm, store, Draft(crm.boxes[3], {}, ReplacePassword("c4nary-9")))
    (line,) = lines(store)
    assert line.password is PasswordAction.REPLACED
    assert all(b"c4nary" not in file.read_bytes() for file in tmp_path.iterdir())


def test_a_new_mailbox(crm: FakeCrm, store: LazyStore) -> None:
    save(crm, store, Draft(DEFAULT, {Field.ADDRESS: "new@example.com"}))
    (line,) = lines(store)
    assert (line.is_new, line.mailbox_id, line.highest_id) == (True, 21, 20)
    assert (line.address, line.before) == ("new@example.com", {})
    assert line.password is PasswordAction.NONE


@pytest.mark.parametrize(
    ("fault", "outcome", "why"),
    [
        (Forbidden("No.", error_type="SoSentry", status=403), SaveOutcome.REFUSED, "NoRight: No."),
        (
            Unreachable(NetworkFailure.REFUSED, "refused"),
            SaveOutcome.NOT_SENT,
            "Unreachable: refused",
        ),
        (Cancelled(), SaveOutcome.NOT_SENT, "Cancelled"),
        (
            Fault(TruncatedResponse(may_have_run=True), executed=True),
            SaveOutcome.DONE,
            "FOUND_AFTER_LOST",
        ),
        (Fault(TruncatedResponse(may_have_run=True)), SaveOutcome.UNKNOWN, "NOT_THERE_YET"),
    ],
)
def test_a_save_that_failed_has_its_line(
    crm: FakeCrm, store: LazyStore, fault: Fault | AppError, outcome: SaveOutcome, why: str
) -> None:
    crm.fail("save", fault)
    try:
        save(crm, store, port(crm, 3))
    except AppError:
        assert outcome is not SaveOutcome.DONE
    (line,) = lines(store)
    assert line.outcome is outcome
    assert line.reason.startswith(why)


def test_a_conflict_has_its_line_and_nothing_is_sent(crm: FakeCrm, store: LazyStore) -> None:
    draft = port(crm, 3)
    crm.change(3, port=143)
    with pytest.raises(Conflict):
        save(crm, store, draft)
    (line,) = lines(store)
    assert (line.outcome, line.reason) == (SaveOutcome.REFUSED, "Conflict: PORT")
    assert crm.count("save") == 0


def test_a_login_that_others_changed_has_its_line(crm: FakeCrm, store: LazyStore) -> None:
    draft = Draft(crm.boxes[3], {}, ReplacePassword("c4nary-9"))
    crm.change(3, server="theirs.example.com")
    with pytest.raises(Conflict):
        save(crm, store, draft)
    (line,) = lines(store)
    assert (line.outcome, line.reason) == (SaveOutcome.REFUSED, "ConflictOfLogin: SERVER")
    assert line.is_conflict
    assert outcome_reason_text(line).startswith("Someone else had changed the login")


def test_a_twin_that_was_found_has_its_line(crm: FakeCrm, store: LazyStore) -> None:
    request = SaveRequest(Draft(DEFAULT, {Field.ADDRESS: "Box <BOX3@example.com>"}))
    with pytest.raises(AddressTaken):
        journaled_save(crm.client(), request, CancelToken(), (JournalWriter(store), CASE))
    (line,) = lines(store)
    assert (line.outcome, line.reason) == (SaveOutcome.REFUSED, "AddressTaken: ADDRESS")
    assert "already had a mailbox" in outcome_reason_text(line)


def test_a_create_that_was_sent_is_not_taken_for_somebody_elses(
    crm: FakeCrm, store: LazyStore
) -> None:
    case = replace(CASE, operation_id="operation 1")
    request = SaveRequest(Draft(DEFAULT, {Field.ADDRESS: "new@example.com"}))
    journaled_save(crm.client(), request, CancelToken(), (JournalWriter(store), case))
    with pytest.raises(AlreadySent) as told:
        journaled_save(crm.client(), request, CancelToken(), (JournalWriter(store), case))
    assert told.value.saved
    assert crm.count("save") == 1
    assert len(lines(store)) == 1


def test_a_fault_of_our_own_has_its_line(
    crm: FakeCrm, store: LazyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("c4nary")

    monkeypatch.setattr(FakeClient, "save", broken)
    with pytest.raises(RuntimeError):
        save(crm, store, port(crm, 3))
    (line,) = lines(store)
    assert (line.outcome, line.reason) == (SaveOutcome.UNKNOWN, "RuntimeError")


def test_what_others_had_changed_already_is_not_sent(crm: FakeCrm, store: LazyStore) -> None:
    draft = port(crm, 3)
    crm.change(3, port=1993)
    save(crm, store, draft)
    (line,) = lines(store)
    assert (line.outcome, line.reason) == (SaveOutcome.DONE, "NOTHING_TO_SEND")


def test_without_a_line_nothing_is_sent(crm: FakeCrm, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(JournalWriteFailed):
        save(crm, LazyStore(lambda: tmp_path / "file", print), port(crm, 3))
    assert crm.count("save") == 0


def test_an_end_that_cannot_be_written_is_no_failure_of_the_save(
    crm: FakeCrm, store: LazyStore, tmp_path: Path
) -> None:
    class Closing(FakeClient):
        def save(self, draft: Draft, cancel: CancelToken | None = None) -> object:  # type: ignore[override]
            store.close()
            return super().save(draft, cancel)

    client = Closing(crm, "right")
    request = SaveRequest(port(crm, 3))
    journaled_save(client, request, CancelToken(), (JournalWriter(store), CASE))  # type: ignore[arg-type]
    later = LazyStore(lambda: tmp_path, print)
    (line,) = lines(later)
    assert (line.outcome, line.reason) == (SaveOutcome.UNKNOWN, "PROGRAM_ENDED")
    later.close()


def test_a_store_that_is_damaged_meanwhile_is_replaced_and_reported(
    crm: FakeCrm, tmp_path: Path
) -> None:
    told: list[Path] = []
    store = LazyStore(lambda: tmp_path, told.append)
    save(crm, store, port(crm, 3))
    with open(tmp_path / FILE_NAME, "r+b") as file:
        file.write(b"x" * 3000)
    save(crm, store, port(crm, 4))
    assert [line.mailbox_id for line in lines(store)] == [4]
    (aside,) = told
    assert aside.read_bytes().startswith(b"xxx")
    store.close()


def test_a_save_that_is_unknown_says_so_to_the_caller(crm: FakeCrm, store: LazyStore) -> None:
    crm.fail("save", Fault(TruncatedResponse(may_have_run=True)))
    with pytest.raises(SaveOutcomeUnknown):
        save(crm, store, port(crm, 3))
