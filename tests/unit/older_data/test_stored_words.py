"""The words that version 0.1.0 wrote for its enumerations and errors.

Members and classes may be renamed as long as nothing that is stored changes. Where the name itself
is what is stored, a test here fails, and says which word is missing.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from enum import Enum

import pytest

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.errors import (
    AnonymousSession,
    ApiMoved,
    AppError,
    BadGateway,
    BlockedByGateway,
    BrowserSessionExpired,
    BrowserSignInFailed,
    BrowserSignInFailure,
    Cancelled,
    DeadlineExceeded,
    EndpointNotFound,
    Forbidden,
    InsecureHttp,
    InternalError,
    JournalWriteFailed,
    MailboxNotFound,
    NetworkFailure,
    NotFound,
    PasswordLoginMismatch,
    PasswordNotStored,
    ProfileLocked,
    RedirectRefused,
    ResponseTooLarge,
    SecretMissing,
    SecretOriginMismatch,
    SecretStoreError,
    SecretStoreFailure,
    ServerBusy,
    ServerError,
    ServerFailure,
    SignInHalted,
    SignInNeeded,
    SignInRefused,
    StaleData,
    StoreUnavailable,
    TenantMoved,
    TenantNotRunning,
    TenantUnknown,
    TicketRefused,
    TlsCause,
    TlsError,
    TokenRefused,
    TruncatedResponse,
    UnexpectedResponse,
    Unreachable,
    ValidationFailed,
    WebServerAuthRequired,
    WindowsAuthOnly,
)
from desktop_app.core.errors.saving import Conflict, FieldsLocked, LookupFinding, SaveOutcomeUnknown
from desktop_app.core.journal import (
    NOTHING_TO_SEND,
    PROGRAM_ENDED,
    JournalEntry,
    PasswordAction,
    SaveOutcome,
    SaveProof,
)
from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mailbox.mailbox import (
    Field,
    KeepBehaviour,
    PasswordPresence,
    ServerType,
)
from desktop_app.core.profiles.profile import Environment, OnlineEnvironment, ProxyKind, SignInKind
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.saving.journaled_save import reason_of
from desktop_app.services.saving.outcome_lookup import UNSETTLED_REASONS, look_up_outcome
from desktop_app.ui.journal.journal_text import outcome_reason_text
from desktop_app.ui.mailbox_list.side.side_pane import SidePage
from tests.unit.older_data.files import ROOT
from tests.unit.older_data.journal import ENTRIES
from tests.unit.older_data.mailboxes import INFO
from tests.unit.services.fake_client import FakeCrm

NAMES: dict[type[Enum], str] = {
    Field: "SERVER_TYPE ADDRESS USER_NAME PASSWORD SERVER PORT",
    ServerType: "UNKNOWN POP IMAP MAPI FACEBOOK POPS IMAPS SMS_PLUGIN MAILGUN IMAP_OAUTH",
    PasswordPresence: "ABSENT NULL EMPTY MASKED OTHER",
    KeepBehaviour: "UNPROVED PROVED DESTROYS",
    CheckOutcome: "WORKS PARTLY FAILS NOT_REACHED",
    SaveOutcome: "UNDER_WAY DONE REFUSED NOT_SENT UNKNOWN NOT_DONE FOUND_DONE",
    SaveProof: "READ_BACK ANSWER_ONLY FOUND_AFTER_LOST_ANSWER",
    LookupFinding: "NOT_THERE_YET CANNOT_TELL OTHER_VALUES COULD_NOT_LOOK",
}
"""Enumerations of which the names are stored."""
VALUES: dict[type[Enum], tuple[str, ...]] = {
    Environment: ("production", "test", "development"),
    SignInKind: ("basic", "ticket", "bearer", "oauth", "browser"),
    OnlineEnvironment: ("online", "qaonline", "sod", "own"),
    ProxyKind: ("system", "none", "given"),
    StorageKind: ("keyring", "vault", "session"),
    SecretName: (
        *("sign-in password", "ticket", "app token", "bearer token", "browser session"),
        *("refresh token", "client secret", "proxy password", "mailbox password"),
        "pending mailbox password",
    ),
    SaveOutcome: ("done", "refused", "not sent", "unknown", "not done", "found done", "under way"),
    PasswordAction: ("kept", "replaced", "none"),
    BulkRunKind: ("edit", "passwords", "undo"),
    SidePage: ("", "details", "overview"),
}
"""Enumerations of which the values are stored."""


def _stored() -> str:
    """All that lies in the files of version 0.1.0, as text."""
    with closing(sqlite3.connect(ROOT / "data_folder" / "offline.sqlite")) as connection:
        database = "\n".join(connection.iterdump())
    files = [*ROOT.rglob("*.json"), *ROOT.rglob("*.jsonl")]
    return "\n".join([database, *(file.read_text("utf-8") for file in files)])


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_that_is_stored_stays(kind: type[Enum]) -> None:
    assert set(NAMES[kind].split()) - kind.__members__.keys() == set()


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_that_is_stored_stays(kind: type[Enum]) -> None:
    assert set(VALUES[kind]) - {member.value for member in kind} == set()


def test_each_of_these_words_is_in_the_files() -> None:
    stored = _stored()
    words = {word for names in NAMES.values() for word in names.split()}
    words |= {word for values in VALUES.values() for word in values}
    assert [word for word in sorted(words) if word not in stored] == []


REASONS: dict[str, AppError] = {
    "AddressUnknown: text": EndpointNotFound("text"),
    "AnswerCut: text": TruncatedResponse("text"),
    "AnswerTooLarge: more than 7 bytes": ResponseTooLarge(7),
    "ApiElsewhere: text": ApiMoved("https://crm.example.com/x/api", "text"),
    "Blocked: text": BlockedByGateway("text"),
    "BrowserSessionOver: text": BrowserSessionExpired("text"),
    "BrowserSignInFailed: text": BrowserSignInFailed(BrowserSignInFailure.DENIED, "text"),
    "Busy: text": ServerBusy("text", retry_after=3.0),
    "Cancelled": Cancelled(),
    "Conflict: PORT, SERVER": Conflict(INFO, (Field.PORT, Field.SERVER)),
    "DeadlinePassed": DeadlineExceeded(),
    "GatewayFault: text": BadGateway("text"),
    "Halted": SignInHalted(),
    "HeldOtherwise: text": StaleData("text"),
    "InvalidFields: text": ValidationFailed("text", detail="more text"),
    "LockedMeanwhile: USER_NAME": FieldsLocked(INFO, (Field.USER_NAME,)),
    "MailboxGone": MailboxNotFound(),
    "MailboxPasswordElsewhere: a -> b": PasswordLoginMismatch("a", "b"),
    "MailboxPasswordGone": PasswordNotStored(),
    "NoRight: text": Forbidden("text", error_type="SoSentryException", status=500),
    "NotFound: text": NotFound("text"),
    "NotTheApi: text": UnexpectedResponse("text", title="a page"),
    "NotWrittenDown: text": JournalWriteFailed("text"),
    "NothingKept: text": StoreUnavailable("text"),
    "PlainHttp": InsecureHttp(),
    "ProfileLocked": ProfileLocked(),
    "Redirected: text": RedirectRefused("https://www.example.com", "text"),
    "SecretElsewhere: a -> b": SecretOriginMismatch("a", "b"),
    "SecretMissing": SecretMissing(),
    "SecretStoreTrouble: text": SecretStoreError(SecretStoreFailure.LOCKED, "text"),
    "ServerFault: text": ServerFailure("text"),
    "ServerSaid: text": ServerError("text"),
    "SignInNeeded: text": SignInNeeded("text"),
    "SignInRefused: text": SignInRefused("text"),
    "TakenForNobody: text": AnonymousSession("text"),
    "TenantNotRunning: Backup": TenantNotRunning("Backup"),
    "TenantUnknown": TenantUnknown(),
    "TicketRefused: text": TicketRefused("text"),
    "TlsTrouble: text": TlsError(TlsCause.EXPIRED, "text"),
    "TokenRefused: text": TokenRefused("text"),
    "Unexpected: KeyError": InternalError("KeyError"),
    "Unreachable: text": Unreachable(NetworkFailure.NO_ROUTE, "text"),
    "WebServerAsks: text": WebServerAuthRequired("text"),
    "WindowsSignInOnly: text": WindowsAuthOnly("text"),
    "WrongSubdomain: text": TenantMoved("text"),
    "OTHER_VALUES": SaveOutcomeUnknown(
        Unreachable(NetworkFailure.RESET, "text"), LookupFinding.OTHER_VALUES
    ),
}
"""What the journal says of each error that a save can end with."""
EXPLAINED = {
    *(f"{NAMES[SaveProof]} {NAMES[LookupFinding]}".split()),
    *("PROGRAM_ENDED", "NOTHING_TO_SEND", "MailboxGone"),
}
"""Reasons that the journal's window puts into a sentence."""


@pytest.mark.parametrize("reason", REASONS)
def test_the_journal_names_an_error_as_before(reason: str) -> None:
    assert reason_of(REASONS[reason]) == reason


def test_a_look_up_that_finds_no_mailbox_says_so_as_before() -> None:
    (entry,) = (entry for entry in ENTRIES if entry.id == 10)
    found = look_up_outcome(FakeCrm.of([]).client(), entry, CancelToken())
    assert (found.outcome, found.reason) == (SaveOutcome.UNKNOWN, "MailboxGone")


def test_reasons_that_are_no_error_are_called_as_before() -> None:
    assert (PROGRAM_ENDED, NOTHING_TO_SEND) == ("PROGRAM_ENDED", "NOTHING_TO_SEND")
    unsettled = {"PROGRAM_ENDED", "COULD_NOT_LOOK", "NOT_THERE_YET", "OTHER_VALUES"}
    assert unsettled == UNSETTLED_REASONS


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.reason.partition(" ")[0] in EXPLAINED])
def test_a_reason_is_still_explained(entry: JournalEntry) -> None:
    assert outcome_reason_text(entry) != entry.reason
