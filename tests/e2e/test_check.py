"""Does this mailbox work? Asked from the list and from the dialog, with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import stored_mailbox
from tests.e2e.conftest import Start
from tests.e2e.steps import (
    KEEP_THE_PASSWORD,
    SHOP,
    confirms,
    filters,
    opens,
    replaces_password,
    saves,
    sees_list,
    starts_unlocked,
    ticks,
)
from tests.e2e.user import DesktopUser
from tests.servers.dovecot import TYPED, Dovecot, password_of
from tests.servers.ports import HOST


@pytest.fixture
def crm(mail: Dovecot) -> Iterator[DemoServer]:
    """One mailbox of it is on a real mail server."""
    with DemoServer() as server:
        box = stored_mailbox(server, SHOP)
        there = replace(box, server_type="Imap", server=HOST, port=mail.imap, username="u01")
        server.store.update(there)
        yield server


@pytest.fixture
def user(start: Start, crm: DemoServer, bus: str) -> DesktopUser:
    return starts_unlocked(start, crm, session_bus=bus)


def test_mail_has_stopped_and_the_password_is_tried(user: DesktopUser, mail: Dovecot) -> None:
    filters(user, "klanten")
    table = sees_list(user)
    user.until(lambda: table.rows == 1, "one mailbox")
    user.presses("Return")
    user.window(re.compile("^Edit .*klanten"))
    user.presses("Escape")
    user.presses("shift+F7")
    window = user.window(re.compile("^Mail has stopped · "))
    user.sees("The login was not tried, because SuperOffice does not show the password.")
    user.finds("push button", "Where to look in SuperOffice", within=window)
    user.types("wrong one")
    user.presses("Return")
    user.sees("others can read it on the way without TLS")
    assert mail.tries("u01") == 0
    user.presses("alt+l")
    user.sees("127.0.0.1 refused the user name or the password.")
    assert mail.tries("u01") == 1
    user.presses("Escape")
    user.no_window(re.compile("^Mail has stopped"))

    dialog = opens(user, "klanten")
    user.presses("alt+v")
    user.sees("○ 127.0.0.1 responds.")
    assert mail.tries("u01") == 1
    replaces_password(user, dialog, "wrong too")
    user.presses("alt+v")
    user.sees("others can read it on the way without TLS")
    assert mail.tries("u01") == 1
    user.presses("alt+l")
    user.sees("✗ 127.0.0.1 refused the user name or the password.")
    assert mail.tries("u01") == 2
    assert password_of("u01") not in mail.log


def test_a_password_that_is_kept_in_the_keyring_is_tried_from_the_list(
    start: Start, crm: DemoServer, bus: str, mail: Dovecot
) -> None:
    box = stored_mailbox(crm, SHOP)
    crm.store.update(replace(box, server_type="Imaps", port=mail.imaps, username=TYPED))
    user = starts_unlocked(start, crm, session_bus=bus, trusted=str(mail.ca_file))
    dialog = opens(user, "klanten")
    replaces_password(user, dialog, password_of(TYPED))
    ticks(user, user.finds("check box", KEEP_THE_PASSWORD, within=dialog))
    confirms(user, dialog)
    saves(user, dialog)
    user.no_window(re.compile("^Edit .*klanten"))
    assert f"user=<{TYPED}>" not in mail.log
    user.presses("F7")
    window = user.window(re.compile("^Check · "))
    user.sees("accepts this user name and password")
    assert f"user=<{TYPED}>" in mail.log
    transcript = user.finds("push button", "Transcript", within=window)
    assert transcript.description == "folded"
    assert not user.sees_now(password_of(TYPED))
    user.presses("Escape")
    user.ends()


def test_an_accepted_password_goes_to_the_mailbox_with_enter(
    start: Start, crm: DemoServer, bus: str, mail: Dovecot
) -> None:
    """Shift+F7, the password, Enter to check, Enter to open the mailbox, Enter to save."""
    box = stored_mailbox(crm, SHOP)
    crm.store.update(replace(box, server_type="Imaps", port=mail.imaps, username=TYPED))
    user = starts_unlocked(start, crm, session_bus=bus, trusted=str(mail.ca_file))
    filters(user, "klanten")
    table = sees_list(user)
    user.until(lambda: table.rows == 1, "one mailbox")
    user.presses("shift+F7")
    user.window(re.compile("^Mail has stopped · "))
    user.sees("The login was not tried")
    user.types(password_of(TYPED))
    user.presses("Return")
    user.sees("accepts this user name and password")
    user.presses("Return")
    dialog = user.window(re.compile("^Edit .*klanten"))
    secret = user.finds("text", "Password", within=dialog)
    user.until(lambda: len(secret.text) == len(password_of(TYPED)), "the password in the dialog")
    assert password_of(TYPED) not in secret.text
    user.program.process.kill()
