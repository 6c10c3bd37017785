"""Canaries: secrets of a request are found nowhere but in the request itself."""

from __future__ import annotations

import http.client
import logging
import secrets

import pytest

from desktop_app.core.errors import AppError
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from tests.servers import faults
from tests.servers.hostile import Fault, HostileServer
from tests.unit.net.outcomes import assert_unseen, text_of

FAULTS: dict[str, Fault] = {
    "good": faults.reply(b"[]"),
    "cut": faults.cut_at_length(),
    "chunk": faults.broken_chunk(),
    "reset": faults.reset(),
    "closed": faults.close_unanswered(),
    "silent": faults.silence(),
    "no http": faults.no_http(),
    "headers": faults.endless_headers(),
    "bomb": faults.gzip_bomb(),
    "packed": faults.packed(b"[]", "br"),
    "refused": faults.reply("no", 401),
}


@pytest.mark.parametrize("name", FAULTS)
def test_no_secret_is_reported(
    name: str,
    session: HttpSession,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="urllib3")
    monkeypatch.setattr(http.client.HTTPConnection, "debuglevel", 1)
    job, password = secrets.token_urlsafe(12), f"€{secrets.token_urlsafe(12)}\"'å"
    told = ""
    with HostileServer({"*": FAULTS[name]}) as server:
        headers = {"Authorization": f"SOTicket {job}"}
        body = password.encode()
        try:
            session.call(
                HttpRequest("POST", server.url, headers, body, mutates=True, read_timeout=0.2)
            )
        except AppError as error:
            told = text_of(error)
        assert server.seen[0].headers["authorization"].endswith(job)
        assert server.seen[0].body == body
    out = capfd.readouterr()
    assert_unseen({job, password}, caplog.text, out.out, out.err, told)


def test_odd_headers_are_not_quoted_in_the_log(
    session: HttpSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    fault = faults.reply(b"[]", headers={"Odd header": "x", "Set-Cookie": "sid=hidden"})
    with HostileServer({"*": fault}) as server:
        session.call(HttpRequest("GET", server.url))
    assert "hidden" not in caplog.text
    assert not [record for record in caplog.records if record.name.startswith("urllib3")]


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_another_origin_hears_nothing(session: HttpSession, status: int) -> None:
    job = secrets.token_urlsafe(12)
    headers = {"Authorization": f"SOTicket {job}", "SO-AppToken": job}
    with HostileServer({"*": faults.reply(b"[]")}) as other:
        fault = faults.redirect(status, f"{other.origin}/")
        with HostileServer({"*": fault}) as server, pytest.raises(AppError):
            session.call(HttpRequest("POST", server.url, headers, job.encode()))
        assert not other.raw


def test_no_secret_is_reported_when_nobody_listens(session: HttpSession) -> None:
    job = secrets.token_urlsafe(12)
    url = f"http://user:{job}@127.0.0.1:1/api?ticket={job}"
    with pytest.raises(AppError) as caught:
        session.call(HttpRequest("POST", url, {"Authorization": job}, job.encode()))
    assert_unseen({job}, text_of(caught.value))
