"""What the real client does against the demo server, the fake one does against its model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Protocol, TypeVar

import pytest

from desktop_app.core.errors import (
    AppError,
    Cancelled,
    Forbidden,
    MailboxNotFound,
    NotFound,
    SignInHalted,
    SignInRefused,
)
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    ReplacePassword,
    ServerType,
    Value,
)
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.webapi.client_factory import open_client
from tests.demo_mailboxes import stored_mailbox
from tests.unit.services.fake_client import FakeCrm, mailbox

Result = TypeVar("Result")
METHODS = (
    *("GetMailboxes", "GetMailboxEntity", "CreateDefaultMailboxEntity", "SaveMailboxEntity"),
    *("Version", "CurrentPrincipal"),
)
FREE, ROW_LOCKED, FIELD_LOCKED, UNKNOWN = 1, 8, 9, 10_000


class Backend(Protocol):
    """A client, and a way past it to what is stored."""

    client: MailboxClient

    def password(self, mailbox_id: int) -> str: ...

    def saves(self) -> int: ...

    def requests(self) -> int: ...

    def change_sign_in(self) -> None: ...


class Real:
    """The client of this program, against the embedded server."""

    def __init__(self, crm: DemoServer) -> None:
        self._crm = crm
        login = crm.credentials
        profile = Profile("real", "Real", crm.url, login.username)
        self.client: MailboxClient = open_client(profile, login.password)

    def password(self, mailbox_id: int) -> str:
        stored = stored_mailbox(self._crm, mailbox_id)
        return stored.password

    def saves(self) -> int:
        return self._crm.request_count("SaveMailboxEntity")

    def requests(self) -> int:
        return sum(map(self._crm.request_count, METHODS))

    def change_sign_in(self) -> None:
        self._crm.credentials = DemoCredentials(password="another")


class Fake:
    """The fake client, against its model."""

    def __init__(self) -> None:
        locked = TableRight(TableFlag.SELECT, "Select")
        read = FieldRight(FieldFlag.READ, "Read")
        self._crm = FakeCrm.of(
            [
                mailbox(FREE),
                replace(mailbox(ROW_LOCKED), table_right=locked),
                replace(mailbox(FIELD_LOCKED), field_rights={"port": read}),
            ]
        )
        self.client: MailboxClient = self._crm.client()

    def password(self, mailbox_id: int) -> str:
        return self._crm.passwords[mailbox_id]

    def saves(self) -> int:
        return self._crm.count("save")

    def requests(self) -> int:
        return len(self._crm.calls)

    def change_sign_in(self) -> None:
        self._crm.sign_in = "another"


@pytest.fixture(params=["real", "fake"])
def backend(request: pytest.FixtureRequest) -> Iterator[Backend]:
    with ExitStack() as stack:
        made = Fake() if request.param == "fake" else Real(stack.enter_context(DemoServer()))
        stack.callback(made.client.close)
        yield made


def port(number: int, of: Mailbox) -> Draft:
    return Draft(of, {Field.PORT: number})


def test_the_list_and_the_mailboxes_agree(backend: Backend) -> None:
    rows = backend.client.mailboxes().rows
    assert [row.id for row in rows] == sorted({row.id for row in rows})
    assert {FREE, ROW_LOCKED, FIELD_LOCKED} <= {row.id for row in rows}
    box = backend.client.mailbox(FREE)
    row = next(row for row in rows if row.id == FREE)
    assert (box.id, box.values[Field.ADDRESS]) == (FREE, row.address)
    assert Field.PASSWORD not in box.values


def test_a_mailbox_that_is_not_there(backend: Backend) -> None:
    with pytest.raises(MailboxNotFound):
        backend.client.mailbox(UNKNOWN)


def test_a_save_changes_one_field_of_one_mailbox(backend: Backend) -> None:
    before = backend.client.mailbox(FREE)
    others = [backend.client.mailbox(number) for number in (ROW_LOCKED, FIELD_LOCKED)]
    password = backend.password(FREE)
    saved = backend.client.save(port(1993, before))
    assert saved.values == {**before.values, Field.PORT: 1993}
    assert backend.client.mailbox(FREE).values == saved.values
    assert [backend.client.mailbox(number) for number in (ROW_LOCKED, FIELD_LOCKED)] == others
    assert backend.password(FREE) == password
    assert backend.saves() == 1


def test_a_new_password_replaces_the_old_one(backend: Backend) -> None:
    box = backend.client.mailbox(FREE)
    backend.client.save(Draft(box, {}, ReplacePassword("n€w")))
    assert backend.password(FREE) == "n€w"
    assert backend.client.mailbox(FREE).values == box.values


def test_a_new_mailbox(backend: Backend) -> None:
    default = backend.client.default_mailbox()
    assert default.id == 0
    values: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.ADDRESS: "new@example.com",
        Field.SERVER: "imap.example.com",
        Field.PORT: 993,
    }
    known = {row.id for row in backend.client.mailboxes().rows}
    saved = backend.client.save(Draft(default, values, ReplacePassword("secret")))
    assert saved.id not in known | {0}
    assert {f: saved.values[f] for f in values} == values
    assert backend.password(saved.id) == "secret"
    assert {row.id for row in backend.client.mailboxes().rows} == known | {saved.id}


@pytest.mark.parametrize("number", [ROW_LOCKED, FIELD_LOCKED])
def test_what_may_not_be_changed(backend: Backend, number: int) -> None:
    box = backend.client.mailbox(number)
    with pytest.raises(Forbidden) as refused:
        backend.client.save(port(1993, box))
    assert not refused.value.may_have_run
    assert backend.client.mailbox(number) == box


def test_a_save_of_what_is_gone(backend: Backend) -> None:
    box = replace(backend.client.mailbox(FREE), id=UNKNOWN)
    with pytest.raises(NotFound) as refused:
        backend.client.save(port(1993, box))
    assert not refused.value.may_have_run


def test_a_cancelled_call_sends_nothing(backend: Backend) -> None:
    box = backend.client.mailbox(FREE)
    stop = CancelToken()
    stop.cancel()
    for call in (
        backend.client.mailboxes,
        backend.client.current_principal,
        backend.client.default_mailbox,
    ):
        with pytest.raises(Cancelled):
            call(stop)
    with pytest.raises(Cancelled):
        backend.client.mailbox(FREE, stop)
    with pytest.raises(Cancelled) as stopped:
        backend.client.save(port(1993, box), stop)
    assert not stopped.value.may_have_run
    assert backend.saves() == 0


def test_a_refused_password(backend: Backend) -> None:
    box = backend.client.mailbox(FREE)
    backend.change_sign_in()
    for call in (
        backend.client.mailboxes,
        backend.client.current_principal,
        backend.client.default_mailbox,
    ):
        with pytest.raises(SignInRefused):
            call()
    with pytest.raises(SignInRefused):
        backend.client.mailbox(FREE)
    with pytest.raises(SignInRefused) as refused:
        backend.client.save(port(1993, box))
    assert not refused.value.may_have_run


class Watch:
    """A guard that lets calls through until it is shut, and knows what they raised."""

    def __init__(self) -> None:
        self.is_shut = False
        self.calls = 0
        self.raised: list[type[AppError]] = []

    def __call__(self, call: Callable[[], Result], /) -> Result:
        if self.is_shut:
            raise SignInHalted
        self.calls += 1
        try:
            return call()
        except AppError as error:
            self.raised.append(type(error))
            raise


def every_call(client: MailboxClient, box: Mailbox) -> list[Callable[[], object]]:
    """All calls of a client; the last two work without a sign-in."""
    return [
        client.mailboxes,
        lambda: client.mailbox(FREE),
        client.default_mailbox,
        lambda: client.save(port(1993, box)),
        client.current_principal,
        client.version,
        client.ping,
    ]


def test_a_guard_runs_every_call_and_sees_what_is_refused(backend: Backend) -> None:
    box, watch = backend.client.mailbox(FREE), Watch()
    backend.client.set_guard(watch)
    for number, call in enumerate(every_call(backend.client, box), 1):
        call()
        assert watch.calls == number
    backend.change_sign_in()
    for call in every_call(backend.client, box)[:-2]:
        with pytest.raises(SignInRefused):
            call()
    assert watch.raised == [SignInRefused] * 5


def test_what_a_guard_stops_is_not_sent(backend: Backend) -> None:
    box, watch = backend.client.mailbox(FREE), Watch()
    backend.client.set_guard(watch)
    watch.is_shut, before = True, backend.requests()
    for call in every_call(backend.client, box):
        with pytest.raises(SignInHalted) as halted:
            call()
        assert not halted.value.may_have_run
    assert backend.requests() == before


def test_who_is_signed_in(backend: Backend) -> None:
    who = backend.client.current_principal()
    assert (who.full_name, who.anonymous) == ("Kim Demo", False)
