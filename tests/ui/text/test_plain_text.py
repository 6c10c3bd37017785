"""Every kind of trouble has a sentence of its own, with something to do."""

from __future__ import annotations

import inspect

import pytest

from desktop_app.core import errors
from desktop_app.core.errors import BrowserTrouble, Reach, SecretStoreFault, Trouble
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, Replace, ServerType
from desktop_app.core.mailbox.rights import Cause, Why
from desktop_app.core.profiles.profile import AddressProblem
from desktop_app.services.saving.save import Conflict, LockedMeanwhile, Look, SaveUnknown
from desktop_app.ui.profiles.address_text import address_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import field_label, field_name, type_words, why_words
from desktop_app.ui.text.saving import will_send

SOME = Mailbox(5, {Field.SERVER: "theirs.example.com"})
BUILT_BY_HAND: dict[type[Trouble], list[Trouble]] = {
    errors.Unreachable: [errors.Unreachable(reach) for reach in Reach],
    errors.AnswerTooLarge: [errors.AnswerTooLarge(1024 * 1024)],
    errors.ApiElsewhere: [errors.ApiElsewhere("https://crm.example.com/so/api")],
    errors.BrowserSignInFailed: [errors.BrowserSignInFailed(kind) for kind in BrowserTrouble],
    errors.Redirected: [errors.Redirected("https://elsewhere.example:443")],
    errors.MailboxPasswordElsewhere: [errors.MailboxPasswordElsewhere("a@imap", "b@imap")],
    errors.SecretElsewhere: [errors.SecretElsewhere("https://a:443", "https://b:443")],
    errors.SecretStoreTrouble: [errors.SecretStoreTrouble(kind) for kind in SecretStoreFault],
    Conflict: [Conflict(SOME, (Field.SERVER,))],
    LockedMeanwhile: [LockedMeanwhile(SOME, (Field.SERVER,))],
    SaveUnknown: [SaveUnknown(errors.AnswerCut("x"), look) for look in Look],
}


def every_trouble() -> list[Trouble]:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass)]
    plain = [k for k in kinds if issubclass(k, Trouble) and k is not Trouble]
    made = [k("detail") for k in plain if k not in BUILT_BY_HAND]
    return made + [one for several in BUILT_BY_HAND.values() for one in several]


@pytest.mark.parametrize("trouble", every_trouble(), ids=lambda t: type(t).__name__)
def test_a_trouble_says_what_happened_and_what_to_do(trouble: Trouble) -> None:
    said = explain(trouble)
    assert said.happened.endswith("."), said
    assert said.advice.endswith("."), said
    assert "Trouble" not in said.text, "the general sentence is for kinds nobody has met yet"
    assert type(trouble).__name__ not in said.text
    assert type(trouble).__name__ in said.detail


def test_no_two_kinds_say_the_same() -> None:
    by_kind = {
        (type(t), getattr(t, "reach", None), getattr(t, "kind", None), getattr(t, "look", None)): (
            explain(t).happened
        )
        for t in every_trouble()
    }
    general = (errors.NotFound, errors.NotTheApi, errors.ServerSaid, errors.TlsTrouble)
    same_on_purpose = {key for key in by_kind if key[0] in general}
    told = [words for key, words in by_kind.items() if key not in same_on_purpose]
    assert len(told) == len(set(told)), sorted(w for w in told if told.count(w) > 1)


def test_a_new_kind_still_has_words() -> None:
    class BrandNew(Trouble):
        pass

    assert "BrandNew" in explain(BrandNew()).text


def test_the_servers_own_words_are_repeated() -> None:
    said = explain(errors.NoRight("<b>Nei</b>", error_type="SoSentryException", status=403))
    assert "<b>Nei</b>" in said.happened
    assert "HTTP 403 · SoSentryException" in said.detail


@pytest.mark.parametrize("which", Field)
def test_every_field_has_a_name_and_a_mnemonic(which: Field) -> None:
    assert field_label(which).replace("&", "") == field_name(which)
    assert "&" in field_label(which)


def test_mnemonics_of_the_fields_differ() -> None:
    letters = [label[label.index("&") + 1].lower() for label in map(field_label, Field)]
    assert len(set(letters)) == len(letters)


def test_every_type_cause_and_address_problem_has_words() -> None:
    assert len({type_words(kind) for kind in ServerType}) == len(ServerType)
    assert len({why_words(Why(cause)) for cause in Cause}) == len(Cause)
    assert len({address_words(problem) for problem in AddressProblem}) == len(AddressProblem)


def test_what_save_sends_never_shows_the_password() -> None:
    draft = Draft(SOME, {Field.SERVER: "mine.example.com"}, Replace("s3cret"))
    said = will_send(draft)
    assert "“theirs.example.com” → “mine.example.com”" in said
    assert "Password: replaced" in said
    assert "s3cret" not in said
    assert "s3cret" not in repr(draft)
