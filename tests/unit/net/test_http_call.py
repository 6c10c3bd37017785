"""What a call leaves in the log: enough to follow it, and no secret."""

from __future__ import annotations

import logging

import pytest

from desktop_app.core.errors import Unreachable
from desktop_app.demo import DemoServer
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession

NAME = "desktop_app.net.http_call"


def call(request: HttpRequest) -> None:
    with HttpSession() as session:
        session.call(request)


def test_a_change_and_a_refusal_are_worth_a_line_a_read_only_if_all_is_wanted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with DemoServer() as crm:
        secret = {"Authorization": "Basic canary"}
        with caplog.at_level(logging.INFO, NAME):
            call(HttpRequest("GET", f"{crm.url}?code=canary"))
            assert caplog.messages == []
            call(
                HttpRequest("POST", f"{crm.url}/v1/x?token=canary", secret, b"canary", mutates=True)
            )
        with caplog.at_level(logging.DEBUG, NAME):
            call(HttpRequest("GET", f"{crm.url}?code=canary", secret))
    assert len(caplog.messages) == 2
    assert caplog.messages[0].startswith(f"POST {crm.url}/v1/x: 40")
    assert caplog.messages[1].startswith(f"GET {crm.url}: 200, ")
    assert "canary" not in caplog.text


def test_an_error_is_reported_by_its_kind(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, NAME), pytest.raises(Unreachable):
        call(HttpRequest("GET", "http://jens:canary@127.0.0.1:9/x?y=canary"))
    assert caplog.messages[0].startswith("GET http://127.0.0.1:9/x: Unreachable, ")
    assert "canary" not in caplog.text
