"""The whole program in this process, at work on a server of the bench."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app import app, startup
from desktop_app.core.secrets.secret import Credentials
from tests.bench.child import environment

if TYPE_CHECKING:
    from desktop_app.services.client_protocol import MailboxClient
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.shell.main_window import MainWindow

SERVER = Path(__file__).with_name("prebuilt_server.py")


@dataclass(frozen=True)
class Login:
    """How a server is reached."""

    url: str
    username: str
    password: str

    @property
    def list_url(self) -> str:
        """The address of the list call."""
        return f"{self.url}/v1/Agents/CustomerService/GetMailboxes"


@contextmanager
def server(mailboxes: int, latency_ms: int = 0) -> Iterator[Login]:
    """Run the server that answers prebuilt bytes."""
    command = [sys.executable, str(SERVER), str(mailboxes), str(latency_ms)]
    with subprocess.Popen(
        command, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            text = json.loads(process.stdout.readline())
            yield Login(text["url"], text["username"], text["password"])
        finally:
            process.stdin.close()


@contextmanager
def demo_server(latency_ms: int, mailboxes: int | None = None) -> Iterator[Login]:
    """Run the demo server, which takes saves, in a process of its own."""
    command = [sys.executable, "-m", "desktop_app.demo", "--port", "0"]
    command += ["--latency-ms", str(latency_ms)]
    command += [] if mailboxes is None else ["--mailboxes", str(mailboxes)]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            text = json.loads(process.stdout.readline())
            yield Login(text["url"], text["username"], text["password"])
        finally:
            process.terminate()


def list_body(login: Login) -> bytes:
    """The answer to the list call."""
    import requests

    auth = (login.username, login.password)
    return requests.post(login.list_url, auth=auth, timeout=60).content


@contextmanager
def program(login: Login) -> Iterator[MainWindow]:
    """Run the program as its command does, its demo being that server."""

    class Elsewhere(app.EmbeddedDemo):
        def connect(self) -> MailboxClient:
            profile = replace(app.DEMO, address=login.url, user_name=login.username)
            return app.make_client_factory(
                profile, Credentials(login.password), lambda _: None
            ).client()

    startup.import_qt()
    application = startup.make_application()
    app.EmbeddedDemo = Elsewhere  # type: ignore[misc]
    running = app.Program(None, demo=True)
    running.window.show()
    startup.resume_garbage_collection()
    running.window.finish_startup()
    try:
        yield running.window
    finally:
        running.window.close()
        running.close()
        del application


def pane_of(window: MainWindow) -> ListPane:
    """The list that the window shows."""
    assert window.pane is not None
    return window.pane


def is_settled(pane: ListPane) -> bool:
    """Whether the list and the details of all rows in view are there."""
    details, ids = pane.workspace.details, pane.view.visible_ids()
    return pane.workspace.is_ready and bool(ids) and all(details.get(i) for i in ids)
