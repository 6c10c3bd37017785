"""What a server must not get away with: each fault is said in the window, and nothing is lost."""

from __future__ import annotations

import json

from desktop_app.demo import DemoCredentials, DemoServer
from tests.demo_mailboxes import stored_mailbox
from tests.e2e.conftest import Start
from tests.e2e.steps import (
    SHOP_SAVED,
    confirms,
    line_of,
    makes_profile,
    opens,
    port_of,
    sees_list,
    sets_line,
    sets_port,
    unlocks,
)
from tests.servers.faults import cut_at_length, gzip_bomb, page, reply
from tests.servers.hostile import Fault, HostileServer, Plan

BEYOND = 2**31 + 7
"""A mailbox id that no int32 holds."""
RIGHT = {"Mask": "FULL", "Reason": "<b>Reason</b>"}
ODD = {
    "MailInFilterId": BEYOND,
    "ServerType": "Imap",
    "Address": "<b>bold</b> & <img src=x>",
    "Username": "<i>user</i>",
    "Password": None,
    "Server": "&lt;imap&gt;.example.com",
    "Port": 70000,
    "TableRight": RIGHT,
    "FieldProperties": {},
}
LISTED = {**ODD, "CategoryName": "<u>Sales</u>", "PriorityName": "Normal"}
KIM = {"AssociateId": 1, "Associate": "KD", "FullName": "<b>Kim</b>"}
ODD_MAILBOX: Plan = {
    "GetMailboxes": reply([LISTED]),
    "GetMailboxEntity": reply(ODD),
    "SaveMailboxEntity": reply(ODD),
    "currentPrincipal": reply(KIM),
}
NO_KEYRING = "This computer has no keyring for passwords."


def test_wrong_password(start: Start) -> None:
    with DemoServer() as crm:
        user = start()
        makes_profile(user, crm.url, crm.credentials.username, "wrong")
        user.sees("SuperOffice did not accept the user name or password.")
        user.sees("will not try again until you do")
        user.sees(NO_KEYRING)
        user.presses("ctrl+n", "Down", "Return")  # idle keys are no wish to sign in
        user.finds("push button", "Sign in")
        assert crm.request_count("GetMailboxes") == crm.response_count("GetMailboxes", 401) == 1
        user.presses("F5")
        crm.wait_for("GetMailboxes", 2, timeout_s=30)
        user.sees("SuperOffice did not accept the user name or password.")
        crm.credentials = DemoCredentials(password="wrong")
        user.presses("F5")
        assert sees_list(user).rows == 43
        user.ends()


def test_refused_connection(start: Start) -> None:
    """Nobody listens; a save fails, loses no keystroke, and works once the server is back."""
    with DemoServer() as crm:
        user = start()
        makes_profile(user, crm.url, crm.credentials.username, crm.credentials.password)
        unlocks(user)
        dialog = opens(user, "klanten")
        sets_port(user, dialog, "1995")
        sets_line(user, dialog, "Server", "alt+e", "mail.example.com")
        confirms(user, dialog)
    user.presses("Return")
    user.sees("The server refuses connections.")
    assert (port_of(user, dialog), line_of(user, dialog, "Server")) == ("1995", "mail.example.com")
    with DemoServer(port=int(crm.url.split(":")[2].split("/")[0])) as back:
        user.presses("Return")
        user.finds("label", SHOP_SAVED)
        assert back.response_count("SaveMailboxEntity", 200) == 1
        saved = stored_mailbox(back, 6)
        assert (saved.port, saved.server) == (1995, "mail.example.com")
        user.ends()


def test_answers_that_are_no_list(start: Start) -> None:
    """One bad answer after another: each has its sentence, and the window goes on."""
    cut = cut_at_length(b'[{"MailInFilterId": 1, "Addr')
    faults: list[tuple[list[Fault], str]] = [
        ([page("<b>Log in</b>")], "with a web page (“<b>Log in</b>”)"),
        ([reply(b"null")], "but not the SuperOffice WebAPI"),
        ([cut] * 3, "The server's response was cut off."),
        ([reply({"Message": "<b>no</b> &amp;"}, 403)], "The server says: “<b>no</b> &amp;”"),
        ([gzip_bomb()], "The server's response is larger than 160 MiB, so it was not read."),
    ]
    answers = [fault for few, _ in faults for fault in few]
    plan: Plan = {**ODD_MAILBOX, "GetMailboxes": [*answers, reply([LISTED])]}
    with HostileServer(plan) as server:
        user = start()
        makes_profile(user, server.url, "kim", "canary")
        for _, sentence in faults:
            user.sees(sentence)
            assert user.finds("push button", "Try again").is_("enabled")
            user.presses("F5")
        assert sees_list(user).rows == 1
        assert server.count("GetMailboxes") == len(answers) + 1
        user.ends()


def test_values_that_nobody_could_type(start: Start) -> None:
    """An id beyond int32, port 70000 and markup are shown as they are, and saved unchanged."""
    with HostileServer(ODD_MAILBOX) as server:
        user = start()
        makes_profile(user, server.url, "kim", "canary")
        row = [ODD["Address"], "", "<u>Sales</u>", "Normal", "IMAP, no TLS"]
        row += [ODD["Server"], "70000", "no TLS"]
        user.until(lambda: sees_list(user).row(0)[1:9] == row, f"the row {row}")
        user.sees("signed in as <b>Kim</b>")
        unlocks(user)
        dialog = opens(user, "bold")
        assert line_of(user, dialog, "Address") == ODD["Address"]
        assert port_of(user, dialog) == "70000"
        sets_line(user, dialog, "User name", "alt+u", "kim")
        confirms(user, dialog)
        user.presses("ctrl+s")
        user.sees("Saved, but SuperOffice kept different values:")
        (save,) = (seen for seen in server.seen if seen.name == "SaveMailboxEntity")
        sent = json.loads(save.body)
        assert (sent["MailInFilterId"], sent["Port"]) == (BEYOND, 70000)
        assert sent["Address"] == ODD["Address"]
        assert "Password" not in sent
        user.ends()
