"""Every way of signing in, from a blank profile to the list: typed, pasted, or in the browser."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.demo import DemoCredentials, DemoServer
from tests.e2e.conftest import Start
from tests.e2e.person import Person
from tests.e2e.program import PROJECT
from tests.e2e.screen_reader import Thing
from tests.e2e.steps import (
    NAME,
    chooses,
    opens,
    sees_list,
    sets_port,
    ticks,
    unlocks,
    writes,
)
from tests.servers.keyring_service import keyring_service
from tests.servers.openid_provider import openid_provider
from tests.servers.superid import CLAIMS, CLIENT, TENANT, SuperId

TICKET, APP_TOKEN, TOKEN = "7T:Y2FuYXJ5LXRpY2tldA==", "canary-app-token", "8A:Cust12345.canary"
SESSION, XSRF = "canary-session", "canary-xsrf"
KNOWN = replace(
    DemoCredentials(), ticket=TICKET, app_token=APP_TOKEN, session=SESSION, xsrf_token=XSRF
)


@pytest.fixture
def crm() -> Iterator[DemoServer]:
    with DemoServer(credentials=KNOWN) as crm:
        yield crm


@pytest.fixture
def superid(crm: DemoServer) -> Iterator[SuperId]:
    api = (crm.url, crm.credentials.token)
    with openid_provider(CLAIMS) as provider, SuperId(provider, api) as superid:
        yield superid


@pytest.fixture
def keyring() -> Iterator[str]:
    with keyring_service() as made:
        yield made["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def browser(tmp_path: Path) -> str:
    """A folder with a command that opens pages, and somebody who signs in on them."""
    folder = tmp_path / "browser"
    folder.mkdir()
    command = folder / "xdg-open"
    command.write_text(
        f'#!/bin/sh\ncd "{PROJECT}" && exec "{sys.executable}" -m tests.servers.person "$1"\n'
    )
    command.chmod(0o755)
    return str(folder)


def test_ticket_with_app_token(start: Start, keyring: str, crm: DemoServer) -> None:
    me = start(session_bus=keyring)
    dialog = blank_profile(me)
    writes(me, dialog, "Address", crm.url)
    chooses(me, "alt+i", "Ticket")
    writes(me, dialog, "Ticket", TICKET)
    writes(me, dialog, "Application token", APP_TOKEN)
    keeps(me)
    assert sees_list(me).rows == 43
    crm.credentials = replace(KNOWN, app_token="another")
    me.presses("F5")
    me.sees("SuperOffice did not accept the ticket.")
    holds_nothing_of(me, TICKET, APP_TOKEN)
    me.ends()


def test_pasted_token(start: Start, keyring: str, superid: SuperId) -> None:
    superid.living.add(TOKEN)
    me = start(session_bus=keyring)
    dialog = blank_profile(me)
    leads_to(me, dialog, superid)
    chooses(me, "alt+i", "Access")
    writes(me, dialog, "Access token", TOKEN)
    keeps(me)
    assert sees_list(me).rows == 43
    superid.living.clear()
    me.presses("F5")
    me.sees("SuperOffice did not accept the access token.")
    assert superid.count("/GetMailboxes") == 2, "a dead token is sent once"
    holds_nothing_of(me, TOKEN)
    me.ends()


def test_browser_session_under_other_ways(start: Start, keyring: str, crm: DemoServer) -> None:
    me = start(session_bus=keyring)
    dialog = blank_profile(me)
    writes(me, dialog, "Address", crm.url)
    chooses(me, "alt+i", "Other")
    writes(me, dialog, "Cookies of the browser", crm.credentials.cookies)
    keeps(me)
    assert sees_list(me).rows == 43
    crm.credentials = replace(KNOWN, session="another")
    me.presses("F5")
    me.sees("SuperOffice did not accept the session of the browser.")
    holds_nothing_of(me, SESSION, XSRF)
    me.ends()


def test_in_the_browser_and_again_in_the_middle_of_an_edit(
    start: Start, keyring: str, browser: str, superid: SuperId, crm: DemoServer
) -> None:
    """The refresh token is kept: the next start signs in without a browser."""
    me = start(session_bus=keyring, path=browser)
    dialog = blank_profile(me)
    leads_to(me, dialog, superid)
    writes(me, dialog, "Client id", CLIENT)
    keeps(me)
    me.sees("You are not signed in to SuperOffice Online.")
    me.clicks(me.finds("push button", "Sign in in the browser …"))
    assert sees_list(me).rows == 43
    assert sign_ins(superid) == 1

    unlocks(me)
    edit = opens(me, "klanten")
    sets_port(me, edit, "1995")
    for box in ("Save without the password", "Folder and interval are noted"):
        ticks(me, me.finds("check box", box, within=edit))
    superid.revoke()
    me.presses("Return")
    me.sees("The save goes on when you are signed in.")
    me.clicks(me.finds("push button", "Sign in in the browser …", within=edit))
    me.finds("status bar", "Saved <klantenservice@example.com> (Example B.V.).")
    assert crm.response_count("SaveMailboxEntity", 200) == 1
    assert sign_ins(superid) == 2
    tokens = {form["code_verifier"] for form in superid.forms if "code_verifier" in form}
    holds_nothing_of(me, *superid.living, *tokens)
    me.ends()

    me = start(session_bus=keyring)
    me.window(re.compile(NAME))
    assert sees_list(me).rows == 43
    assert sign_ins(superid) == 2
    me.ends()


def sign_ins(superid: SuperId) -> int:
    """How often a browser was opened."""
    return len({query["state"] for query in superid.authorized})


def blank_profile(me: Person) -> Thing:
    """The dialog for the first profile, with its name typed."""
    me.sees("No profile yet")
    me.window("Mailbox Admin")  # keys that come before the keyboard does are lost
    me.presses("ctrl+shift+n")
    dialog = me.window("New profile")
    writes(me, dialog, "Name", NAME)
    return dialog


def leads_to(me: Person, dialog: Thing, superid: SuperId) -> None:
    """Online, in an environment with own addresses."""
    chooses(me, "alt+w", "SuperOffice")
    writes(me, dialog, "Tenant", TENANT)
    chooses(me, "alt+v", "Own")
    writes(me, dialog, "Sign-in address", superid.tenant.login_url)
    writes(me, dialog, "State address", superid.tenant.state_address)


def keeps(me: Person) -> None:
    """Keep the profile, and see its list come."""
    me.presses("Return")
    me.no_window("New profile")


def holds_nothing_of(me: Person, *secrets: str) -> None:
    """Neither the program's files nor what others may see of its process hold a secret."""
    process = Path("/proc", str(me.program.process.pid))
    mine = [file for file in me.program.home.rglob("*") if file.is_file()]
    seen = (process / "cmdline", process / "environ", me.program.output, me.program.errors)
    for file in (*mine, *seen):
        content = file.read_bytes()
        for secret in secrets:
            assert secret.encode() not in content, file
            assert secret.encode("utf-16-le") not in content, file
