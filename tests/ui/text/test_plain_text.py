"""Every kind of trouble has a sentence of its own, with something to do."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from desktop_app.core import errors
from desktop_app.core.errors import (
    AppError,
    BrowserSignInFailure,
    CaFileProblem,
    NetworkFailure,
    SecretStoreFailure,
    SignInPart,
    TlsCause,
)
from desktop_app.core.errors.saving import (
    AddressTaken,
    Conflict,
    FieldsLocked,
    LoginConflict,
    LookupFinding,
    NewMailboxIncomplete,
    SaveOutcomeUnknown,
)
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    Mailbox,
    ReplacePassword,
    ServerType,
)
from desktop_app.core.mailbox.rights import LockCause, LockReason
from desktop_app.core.profiles.profile import UrlProblem
from desktop_app.ui.text.errors.explain import MESSAGES, explain
from desktop_app.ui.text.mailbox import field_label, field_name, lock_reason_text, server_type_text
from desktop_app.ui.text.message import Choice, fields_of
from desktop_app.ui.text.profiles import address_problem_text
from desktop_app.ui.text.saving import sending_text
from tests.ui.text.message_texts import texts_of

SOME = Mailbox(5, {Field.SERVER: "theirs.example.com"})
BUILT_BY_HAND: dict[type[AppError], list[AppError]] = {
    errors.Unreachable: [errors.Unreachable(reach) for reach in NetworkFailure],
    errors.TlsError: [
        errors.TlsError(cause)
        for cause in TlsCause
        if cause not in (TlsCause.CA_FILE, TlsCause.OTHER)
    ],
    errors.CaFileError: [errors.CaFileError(problem) for problem in CaFileProblem],
    errors.ResponseTooLarge: [errors.ResponseTooLarge(1024 * 1024)],
    errors.ApiMoved: [errors.ApiMoved("https://crm.example.com/so/api")],
    errors.ApiOutsideDomain: [errors.ApiOutsideDomain("evil.example", "superoffice.com")],
    errors.BrowserSignInFailed: [errors.BrowserSignInFailed(kind) for kind in BrowserSignInFailure],
    errors.SignInUnsendable: [errors.SignInUnsendable(part) for part in SignInPart],
    errors.RedirectRefused: [errors.RedirectRefused("https://elsewhere.example:443")],
    errors.PasswordLoginMismatch: [errors.PasswordLoginMismatch("a@imap", "b@imap")],
    errors.SecretOriginMismatch: [errors.SecretOriginMismatch("https://a:443", "https://b:443")],
    errors.SecretStoreError: [errors.SecretStoreError(kind) for kind in SecretStoreFailure],
    AddressTaken: [AddressTaken(SOME, has_same_values=same) for same in (False, True)],
    Conflict: [Conflict(SOME, (Field.SERVER,))],
    LoginConflict: [LoginConflict(SOME, (Field.SERVER,))],
    FieldsLocked: [FieldsLocked(SOME, (Field.SERVER,))],
    NewMailboxIncomplete: [NewMailboxIncomplete((Field.SERVER, Field.USER_NAME))],
    SaveOutcomeUnknown: [
        SaveOutcomeUnknown(errors.TruncatedResponse("x"), look) for look in LookupFinding
    ],
}


def kinds_below(kind: type[AppError]) -> Iterator[type[AppError]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("desktop_app.core.errors"):
            yield each
        yield from kinds_below(each)


ALL_KINDS = [kind for kind in kinds_below(AppError) if not kind.__name__.startswith("_")]


def every_trouble() -> list[AppError]:
    made = [kind("detail") for kind in ALL_KINDS if kind not in BUILT_BY_HAND]
    return made + [one for several in BUILT_BY_HAND.values() for one in several]


def entry_of(kind: type[AppError]) -> str | Choice:
    return next(MESSAGES[base] for base in kind.__mro__ if base in MESSAGES)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_kind_of_error_has_a_message(kind: type[AppError]) -> None:
    assert entry_of(kind) is not MESSAGES[AppError]


def test_no_message_is_of_a_kind_that_is_gone() -> None:
    assert set(MESSAGES) - {AppError} <= set(ALL_KINDS)


@pytest.mark.parametrize("error", every_trouble(), ids=lambda t: type(t).__name__)
def test_every_field_of_a_message_is_an_attribute_of_its_error(error: AppError) -> None:
    fields = set().union(*map(fields_of, texts_of(entry_of(type(error)))))
    assert {name for name in fields if not hasattr(error, name)} == set()


def test_a_message_says_in_two_lines_what_happened_and_what_to_do() -> None:
    texts = [text for entry in MESSAGES.values() for text in texts_of(entry) if text]
    assert [text for text in texts if text.count("\n") != 1] == []


@pytest.mark.parametrize(
    ("attribute", "members"),
    [
        ("failure", NetworkFailure),
        ("kind", BrowserSignInFailure),
        ("kind", SecretStoreFailure),
        ("problem", CaFileProblem),
        ("part", SignInPart),
    ],
)
def test_a_choice_has_a_text_for_every_member(attribute: str, members: type[Enum]) -> None:
    choices = [entry for entry in MESSAGES.values() if isinstance(entry, Choice)]
    told = [set(choice.texts) for choice in choices if choice.attribute == attribute]
    assert set(members) in told


class Marks(QTranslator):
    """A language that puts marks round every text."""

    def translate(self, _context: str, text: str, *_more: object) -> str:
        return "\n".join(f"«{line}»" for line in text.split("\n"))


def test_a_change_of_language_changes_the_next_message() -> None:
    language = Marks()
    error = errors.ApiMoved("https://there")
    assert explain(error).what.endswith("but at https://there.")
    QCoreApplication.installTranslator(language)
    try:
        message = explain(error)
    finally:
        QCoreApplication.removeTranslator(language)
    assert message.what.startswith("«")
    assert message.what.endswith("but at https://there.»")
    assert message.advice == "«Enter that address, then test again.»"


@pytest.mark.parametrize("error", every_trouble(), ids=lambda t: type(t).__name__)
def test_an_error_says_what_happened_and_what_to_do(error: AppError) -> None:
    message = explain(error)
    assert message.what.endswith("."), message
    assert message.advice.endswith("."), message
    assert type(error).__name__ not in message.text
    assert error.written_name in message.detail


def test_no_two_kinds_say_the_same() -> None:
    by_kind = {
        (
            type(t),
            getattr(t, "failure", None),
            getattr(t, "kind", None),
            getattr(t, "finding", None),
            getattr(t, "cause", None),
            getattr(t, "problem", None),
        ): (explain(t).what)
        for t in every_trouble()
    }
    general = (errors.NotFound, errors.UnexpectedResponse, errors.ServerError)
    same_on_purpose = {key for key in by_kind if key[0] in general}
    told = [words for key, words in by_kind.items() if key not in same_on_purpose]
    assert len(told) == len(set(told)), sorted(w for w in told if told.count(w) > 1)


def test_a_new_kind_still_has_words() -> None:
    class BrandNew(AppError):
        pass

    assert "BrandNew" in explain(BrandNew()).text


def test_the_servers_own_words_are_repeated() -> None:
    message = explain(errors.Forbidden("<b>Nei</b>", error_type="SoSentryException", status=403))
    assert "<b>Nei</b>" in message.what
    assert "HTTP 403 · SoSentryException" in message.detail


@pytest.mark.parametrize("which", Field)
def test_every_field_has_a_name_and_a_mnemonic(which: Field) -> None:
    assert field_label(which).replace("&", "") == field_name(which)
    assert "&" in field_label(which)


def test_mnemonics_of_the_fields_differ() -> None:
    letters = [label[label.index("&") + 1].lower() for label in map(field_label, Field)]
    assert len(set(letters)) == len(letters)


def test_every_type_cause_and_address_problem_has_words() -> None:
    assert len({server_type_text(kind) for kind in ServerType}) == len(ServerType)
    assert len({lock_reason_text(LockReason(cause)) for cause in LockCause}) == len(LockCause)
    assert len({address_problem_text(problem) for problem in UrlProblem}) == len(UrlProblem)


def test_what_save_sends_never_shows_the_password() -> None:
    draft = Draft(SOME, {Field.SERVER: "mine.example.com"}, ReplacePassword("s3cret"))
    message = sending_text(draft, KeepBehaviour.UNPROVED, is_later=False)
    assert "“theirs.example.com” → “mine.example.com”" in message
    assert "new password" in message
    assert "s3cret" not in message
    assert "s3cret" not in repr(draft)
