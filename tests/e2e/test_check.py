"""Does this mailbox work? Asked from the list and from the dialog, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.steps import (
    KEEP_THE_PASSWORD,
    confirms,
    filters,
    makes_profile,
    opens,
    sees_list,
    ticks,
    unlocks,
)
from tests.servers.dovecot import HOST, TYPED, Dovecot, dovecot, password_of
from tests.servers.keyring_service import keyring_service

SHOP = 6
"""The id of <klantenservice@example.com> in the demo's estate."""


@pytest.fixture(scope="module")
def mail() -> Iterator[Dovecot]:
    with dovecot() as server:
        yield server


@pytest.fixture
def crm(mail: Dovecot) -> Iterator[DemoServer]:
    """One mailbox of it is on a real mail server."""
    with DemoServer() as server:
        box = server.store.mailbox(SHOP)
        assert box is not None
        there = replace(box, server_type="Imap", server=HOST, port=mail.imap, username="u01")
        server.store.update(there)
        yield server


@pytest.fixture
def me(start: Start, crm: DemoServer) -> Iterator[Person]:
    with keyring_service() as made:
        person = start(session_bus=made["DBUS_SESSION_BUS_ADDRESS"])
        makes_profile(person, crm.url, crm.credentials.username, crm.credentials.password)
        sees_list(person)
        unlocks(person)
        yield person


def test_mail_has_stopped_and_the_password_is_tried(me: Person, mail: Dovecot) -> None:
    filters(me, "klanten")
    table = sees_list(me)
    me.until(lambda: table.rows == 1, "one mailbox")
    me.presses("Return")
    me.window(re.compile("^Edit .*klanten"))
    me.presses("Escape")
    me.presses("shift+F7")
    window = me.window(re.compile("^Mail has stopped: "))
    results = me.finds("text", "Results", within=window)
    me.until(lambda: "Not tried: the password" in results.text, "the result")
    assert "SuperOffice itself" in results.text
    me.presses("Escape")
    me.no_window(re.compile("^Mail has stopped"))

    dialog = opens(me, "klanten")
    me.presses("alt+v")
    me.sees("○ 127.0.0.1 answers.")
    assert mail.tries("u01") == 0
    me.clicks(me.finds("radio button", "Replace it", within=dialog))
    me.clicks(me.finds("text", "Password", within=dialog))
    me.types("wrong one")
    me.presses("alt+v")
    me.sees("can be read on its way")
    assert mail.tries("u01") == 0
    me.presses("alt+l")
    me.sees("✗ 127.0.0.1 refused the user name or the password.")
    assert mail.tries("u01") == 1
    assert password_of("u01") not in mail.log


def test_a_password_that_is_kept_in_the_keyring_is_tried_from_the_list(
    start: Start, crm: DemoServer, mail: Dovecot
) -> None:
    box = crm.store.mailbox(SHOP)
    assert box is not None
    crm.store.update(replace(box, server_type="Imaps", port=mail.imaps, username=TYPED))
    with keyring_service() as made:
        me = start(session_bus=made["DBUS_SESSION_BUS_ADDRESS"], trusted=str(mail.ca_file))
        makes_profile(me, crm.url, crm.credentials.username, crm.credentials.password)
        sees_list(me)
        unlocks(me)
        dialog = opens(me, "klanten")
        me.clicks(me.finds("radio button", "Replace it", within=dialog))
        me.types(password_of(TYPED))
        ticks(me, me.finds("check box", KEEP_THE_PASSWORD, within=dialog))
        confirms(me, dialog)
        me.clicks(me.finds("push button", "Save to Acme test (production)", within=dialog))
        me.no_window(re.compile("^Edit .*klanten"))
        assert f"user=<{TYPED}>" not in mail.log
        me.presses("F7")
        window = me.window(re.compile("^Check of mailboxes"))
        results = me.finds("text", "Results", within=window)
        me.until(lambda: "accepts this user name and password" in results.text, "the result")
        assert f"user=<{TYPED}>" in mail.log
        assert password_of(TYPED) not in results.text
        me.presses("Escape")
        me.ends()
