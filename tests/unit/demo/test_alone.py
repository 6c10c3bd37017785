from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from desktop_app.demo import DemoServer

needs_signals = pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM kills there")


@contextmanager
def alone(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    command = [sys.executable, "-W", "error", "-m", "desktop_app.demo", "--port", "0", *options]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def mailboxes(hello: dict[str, Any]) -> list[dict[str, Any]]:
    where = urlsplit(hello["url"])
    exchange = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
    with closing(exchange):
        headers = {"Authorization": f"Bearer {hello['token']}"}
        exchange.request(
            "POST", f"{where.path}/v1/Agents/CustomerService/GetMailboxes", b"", headers
        )
        rows: list[dict[str, Any]] = json.loads(exchange.getresponse().read())
    return rows


@needs_signals
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_serves_and_ends_clean(how: signal.Signals) -> None:
    with alone("--mailboxes", "3", "--latency-ms", "1") as (process, hello):
        assert list(hello) == ["url", "username", "password", "ticket", "token"]
        assert urlsplit(hello["url"]).hostname == "127.0.0.1"
        assert len(mailboxes(hello)) == 3
        process.send_signal(how)
        rest, errors = process.communicate(timeout=60)
    assert (process.returncode, rest, errors) == (0, "", "")


@needs_signals
def test_its_file_survives_even_a_kill(tmp_path: Path) -> None:
    path = str(tmp_path / "crm.sqlite")
    with alone("--data", path, "--mailboxes", "5") as (_, hello):
        first = mailboxes(hello)
    with alone("--data", path) as (_, hello):
        assert mailboxes(hello) == first


@pytest.mark.parametrize(
    "options",
    [
        ("--port", "70000"),
        ("--mailboxes", "-1"),
        ("--mailboxes", "9" * 20),
        ("--latency-ms", "x"),
        ("--data", "."),
    ],
)
def test_what_it_cannot_do_is_said_in_one_line(options: tuple[str, str]) -> None:
    command = [sys.executable, "-m", "desktop_app.demo", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said_too() -> None:
    with DemoServer() as crm:
        port = str(urlsplit(crm.url).port)
        command = [sys.executable, "-m", "desktop_app.demo", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("The demo server cannot start:")
    assert len(done.stderr.splitlines()) == 1
