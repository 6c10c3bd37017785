"""The client against the demo server, which was written by other hands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop_app.core.errors import Forbidden, MailboxNotFound, SignInRefused, ValidationFailed
from desktop_app.core.mailbox.mailbox import Draft, Field, ReplacePassword, ServerType, Value
from desktop_app.core.mailbox.mailbox_rules import can_save
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.client import Client
from desktop_app.webapi.client_factory import open_client
from desktop_app.webapi.sign_in.auth_schemes import BearerScheme, TicketScheme
from tests.demo_mailboxes import stored_mailbox
from tests.unit.net.outcomes import error_of


@pytest.fixture
def client(crm: DemoServer) -> Iterator[Client]:
    profile = Profile.new("demo", crm.url, crm.credentials.username)
    with open_client(profile, crm.credentials.password) as client:
        yield client


def test_everything_can_be_read(client: Client) -> None:
    listing = client.mailboxes()
    assert len(listing.rows) >= 40
    assert listing.issues == ()
    for row in listing.rows:
        mailbox = client.mailbox(row.id)
        assert (mailbox.id, mailbox.text(Field.ADDRESS)) == (row.id, row.address)
        assert mailbox.table_right == row.right or row.right is None


def test_a_change_and_its_password_arrive(crm: DemoServer, client: Client) -> None:
    mailbox = client.mailbox(1)
    before = crm.store.mailbox(1)
    saved = client.save(Draft(mailbox, {Field.PORT: 1993}))
    assert saved.values[Field.PORT] == 1993
    after = crm.store.mailbox(1)
    assert before is not None
    assert after is not None
    assert (after.port, after.password) == (1993, before.password)
    client.save(Draft(saved, {}, ReplacePassword("blåbær €")))
    assert stored_mailbox(crm, 1).password == "blåbær €"
    assert crm.request_count("SaveMailboxEntity") == 2


def test_a_new_mailbox(client: Client) -> None:
    fields: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.ADDRESS: "<new@example.com> (Nytt)",
        Field.USER_NAME: "new",
        Field.SERVER: "imap.example.com",
        Field.PORT: 993,
    }
    saved = client.save(Draft(client.default_mailbox(), fields, ReplacePassword("first")))
    assert saved.id > 0
    assert {row.id for row in client.mailboxes().rows} >= {saved.id}
    assert client.mailbox(saved.id) == saved


def test_refusals(client: Client) -> None:
    assert isinstance(error_of(lambda: client.mailbox(2_000_000)), MailboxNotFound)
    free = client.mailbox(1)
    error = error_of(lambda: client.save(Draft(free, {Field.PORT: 2**40})))
    assert isinstance(error, ValidationFailed)
    mailboxes = [client.mailbox(row.id) for row in client.mailboxes().rows]
    locked = next(m for m in mailboxes if m.table_right and not can_save(m))
    error = error_of(lambda: client.save(Draft(locked, {Field.ADDRESS: "x@example.com"})))
    assert isinstance(error, Forbidden)
    assert error.message
    assert not error.may_have_run


def test_who_and_version(client: Client) -> None:
    assert not client.current_principal().anonymous
    assert client.current_principal().user_name
    assert client.version().version


def test_a_wrong_password(crm: DemoServer) -> None:
    profile = Profile.new("demo", crm.url, crm.credentials.username)
    with open_client(profile, "wrong") as client:
        assert isinstance(error_of(client.mailboxes), SignInRefused)
        assert crm.request_count("GetMailboxes") == 1


def test_other_sign_ins(crm: DemoServer) -> None:
    for sign_in in (TicketScheme(crm.credentials.ticket), BearerScheme(crm.credentials.token)):
        with Client(HttpSession(), crm.url, sign_in) as client:
            assert client.current_principal().user_name
