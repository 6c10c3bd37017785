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
from tests.e2e.program import PROJECT
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    NAME,
    SHOP_SAVED,
    chooses,
    encoded,
    holds_no_secret,
    opens,
    sees_list,
    sets_port,
    unlocks,
    writes,
)
from tests.e2e.test_rotation import copied
from tests.e2e.user import DesktopUser
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
def browser(tmp_path: Path) -> str:
    """A folder with a command that opens pages, and somebody who signs in on them."""
    folder = tmp_path / "browser"
    folder.mkdir()
    command = folder / "xdg-open"
    command.write_text(
        f'#!/bin/sh\ncd "{PROJECT}" && exec "{sys.executable}" -m tests.servers.browser_user "$1"\n'
    )
    command.chmod(0o755)
    return str(folder)


def test_ticket_with_app_token(start: Start, bus: str, crm: DemoServer) -> None:
    user = start(session_bus=bus)
    dialog = blank_profile(user)
    writes(user, dialog, "Address", crm.url)
    chooses(user, "alt+i", "Ticket")
    writes(user, dialog, "Ticket", TICKET)
    writes(user, dialog, "Application token", APP_TOKEN)
    keeps(user)
    assert sees_list(user).rows == 43
    crm.credentials = replace(KNOWN, app_token="another")
    user.presses("F5")
    user.sees("SuperOffice did not accept the ticket.")
    holds_no_secret(user, *encoded(TICKET, APP_TOKEN))
    user.ends()


def test_pasted_token(start: Start, bus: str, superid: SuperId) -> None:
    superid.living.add(TOKEN)
    user = start(session_bus=bus)
    dialog = blank_profile(user)
    leads_to(user, dialog, superid)
    chooses(user, "alt+i", "Access")
    writes(user, dialog, "Access token", TOKEN)
    keeps(user)
    assert sees_list(user).rows == 43
    superid.living.clear()
    user.presses("F5")
    user.sees("SuperOffice did not accept the access token.")
    assert superid.count("/GetMailboxes") == 2, "a dead token is sent once"
    holds_no_secret(user, *encoded(TOKEN))
    user.ends()


def test_browser_session_under_other_ways(start: Start, bus: str, crm: DemoServer) -> None:
    user = start(session_bus=bus)
    dialog = blank_profile(user)
    writes(user, dialog, "Address", crm.url)
    chooses(user, "alt+i", "Other")
    writes(user, dialog, "Browser cookies", crm.credentials.cookies)
    keeps(user)
    assert sees_list(user).rows == 43
    crm.credentials = replace(KNOWN, session="another")
    user.presses("F5")
    user.sees("SuperOffice did not accept the browser session.")
    holds_no_secret(user, *encoded(SESSION, XSRF))
    user.ends()


COPIED = {
    "headers": ":authority\ncrm.example.com\naccept\n*/*\ncookie\n{cookies}\nx-other\n1\n",
    "curl": "curl 'https://crm.example.com/api' \\\n  -H 'accept: */*' \\\n  -b '{cookies}'",
}


@pytest.mark.parametrize("form", COPIED)
def test_browser_session_pasted_as_developer_tools_copy_it(
    start: Start, bus: str, crm: DemoServer, form: str
) -> None:
    user = start(session_bus=bus)
    dialog = blank_profile(user)
    writes(user, dialog, "Address", crm.url)
    chooses(user, "alt+i", "Other")
    writes(user, dialog, "Browser cookies", "")
    with copied(user, COPIED[form].format(cookies=crm.credentials.cookies)):
        user.presses("ctrl+v")
        keeps(user)
    assert sees_list(user).rows == 43
    holds_no_secret(user, *encoded(SESSION, XSRF))
    user.ends()


def test_a_pasted_text_without_cookies_is_told_and_not_sent(
    start: Start, bus: str, crm: DemoServer
) -> None:
    user = start(session_bus=bus)
    dialog = blank_profile(user)
    writes(user, dialog, "Address", crm.url)
    chooses(user, "alt+i", "Other")
    writes(user, dialog, "Browser cookies", "")
    with copied(user, "fetch('https://crm.example.com/?a=b')"):
        user.presses("ctrl+v")
        keeps(user)
    user.sees("The pasted text contains no cookies, so nothing was sent.")
    assert crm.request_count("GetMailboxes") == 0
    user.ends()


def test_in_the_browser_and_again_in_the_middle_of_an_edit(
    start: Start, bus: str, browser: str, superid: SuperId, crm: DemoServer
) -> None:
    """The refresh token is kept: the next start signs in without a browser."""
    user = start(session_bus=bus, path=browser)
    dialog = blank_profile(user)
    leads_to(user, dialog, superid)
    writes(user, dialog, "Client ID", CLIENT)
    keeps(user)
    user.sees("You are not signed in to SuperOffice Online.")
    user.clicks(user.finds("push button", "Sign in in the browser…"))
    assert sees_list(user).rows == 43
    assert sign_ins(superid) == 1

    unlocks(user)
    edit = opens(user, "klanten")
    sets_port(user, edit, "1995")
    user.finds("push button", "Save without the password", within=edit)
    superid.revoke()
    user.presses("Return")
    user.sees("The save continues when you are signed in.")
    user.clicks(user.finds("push button", "Sign in in the browser…", within=edit))
    user.finds("label", SHOP_SAVED)
    assert crm.response_count("SaveMailboxEntity", 200) == 1
    assert sign_ins(superid) == 2
    tokens = {form["code_verifier"] for form in superid.forms if "code_verifier" in form}
    holds_no_secret(user, *encoded(*superid.living, *tokens))
    user.ends()

    user = start(session_bus=bus)
    user.window(re.compile(NAME))
    assert sees_list(user).rows == 43
    assert sign_ins(superid) == 2
    user.ends()


def sign_ins(superid: SuperId) -> int:
    """How often a browser was opened."""
    return len({query["state"] for query in superid.authorized})


def blank_profile(user: DesktopUser) -> AccessibleObject:
    """The dialog for the first profile, with its name typed."""
    user.sees("No profile yet")
    user.window("Mailbox Admin")  # keys that come before the keyboard does are lost
    user.presses("ctrl+shift+n")
    dialog = user.window("New profile")
    writes(user, dialog, "Name", NAME)
    return dialog


def leads_to(user: DesktopUser, dialog: AccessibleObject, superid: SuperId) -> None:
    """Online, in an environment with own addresses."""
    chooses(user, "alt+w", "SuperOffice")
    writes(user, dialog, "Tenant", TENANT)
    chooses(user, "alt+v", "Own")
    writes(user, dialog, "Sign-in address", superid.tenant.login_url)
    writes(user, dialog, "State address", superid.tenant.state_address)


def keeps(user: DesktopUser) -> None:
    """Keep the profile, and see its list come."""
    user.presses("Return")
    user.no_window("New profile")
