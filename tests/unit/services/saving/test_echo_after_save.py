"""A server that repeats a new password when it is asked again: the password is told to nobody."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword, ServerType
from desktop_app.core.retry import RetryNotice
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.services.saving.save import SaveRequest, save
from desktop_app.ui.text.errors.explain import retry_text, save_error_text
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import BasicScheme
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer, Plan

PASSWORD = "new-canary-secret"
BOX = {
    "MailInFilterId": 5,
    "ServerType": "Imap",
    "Address": "a@b.example",
    "Username": "u",
    "Server": "h",
    "Port": 143,
}
ORIGINAL = Mailbox(
    5,
    {
        Field.SERVER_TYPE: ServerType.IMAP,
        Field.ADDRESS: "a@b.example",
        Field.USER_NAME: "u",
        Field.SERVER: "h",
        Field.PORT: 143,
    },
)
OTHER = BOX | {"Port": 1}
"""The answer to the save has other values than were sent, so the mailbox is read again."""


@pytest.mark.parametrize("status", [500, 503])
def test_the_read_after_the_save(status: int) -> None:
    echo = reply(
        {"ErrorType": "SoException", "ErrorMessage": f"cannot decrypt {PASSWORD}"},
        status,
        {"Retry-After": "0"},
    )
    plan: Plan = {
        "GetMailboxEntity": [reply(BOX), echo, echo, echo, reply(OTHER)],
        "SaveMailboxEntity": reply(OTHER),
    }
    notices: list[RetryNotice] = []
    draft = Draft(ORIGINAL, {Field.PORT: 993}, ReplacePassword(PASSWORD))
    with (
        HostileServer(plan) as server,
        HttpSession() as session,
        Client(session, server.url, BasicScheme("me", "other"), retry_delays=(0.0, 0.0)) as client,
    ):
        client.set_retry_listener(notices.append)
        with pytest.raises(AppError) as caught:
            save(client, SaveRequest(draft), CancelToken())
        with pytest.raises(AppError) as later:
            client.mailbox(6)
        assert later.value
        assert server.count("SaveMailboxEntity") == 1
    told = " ".join([save_error_text(caught.value), *map(retry_text, notices)])
    assert "may" in told
    assert PASSWORD not in told
    assert PASSWORD not in repr(vars(client._transport)), "nor is it kept"
