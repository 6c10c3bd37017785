from __future__ import annotations

from desktop_app.core.mailbox.mailbox import Field, Mailbox, Value
from desktop_app.core.mailbox_list.duplicates import KnownMailbox, duplicate_ids, find_duplicates


def login(number: int, server: str, user: str) -> Mailbox:
    return Mailbox(number, {Field.SERVER: server, Field.USER_NAME: user})


def test_the_same_address_in_another_form_is_a_duplicate() -> None:
    known = [
        (1, "<info@acme.dk> (Acme)", None),
        (2, "INFO@acme.dk", None),
        (3, "info@acme.dk (second)", None),
        (4, "sales@acme.dk", None),
    ]
    assert duplicate_ids(known) == {1, 2, 3}


def test_the_same_login_is_a_duplicate_as_far_as_it_is_known() -> None:
    known = [
        (1, "a@acme.dk", login(1, "imap.acme.dk", "post")),
        (2, "b@acme.dk", login(2, "IMAP.acme.dk ", "Post")),
        (3, "c@acme.dk", login(3, "imap.acme.dk", "")),
        (4, "d@acme.dk", login(4, "imap.acme.dk", "")),
        (5, "e@acme.dk", None),
    ]
    assert duplicate_ids(known) == {1, 2}


def test_nothing_is_no_duplicate_of_nothing() -> None:
    assert duplicate_ids([(1, "", None), (2, "", None), (3, "<>", None)]) == frozenset()
    assert duplicate_ids([(1, "same id twice", None), (1, "same id twice", None)]) == frozenset()


def test_both_forms_of_a_letter_are_duplicates() -> None:
    forms = ["J\u00f6rg@example.com", "Jo\u0308rg@example.com"]
    values: dict[Field, Value] = {Field.ADDRESS: forms[0]}
    assert find_duplicates(values, [KnownMailbox("here", 1, forms[1])])
    assert duplicate_ids([(1, forms[0], None), (2, forms[1], None)]) == {1, 2}
    logins = [login(n, "imap.example.com", forms[n]) for n in (0, 1)]
    assert duplicate_ids([(n, "", logins[n]) for n in (0, 1)]) == {0, 1}
