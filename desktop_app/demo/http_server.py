"""The demo server: a loopback listener, one thread per connection, and a prompt shutdown."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import threading
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Self

from desktop_app.demo.connection import DemoConnection
from desktop_app.demo.http_messages import DemoRequest, DemoResponse
from desktop_app.demo.mailbox_agent import CustomerServiceAgent
from desktop_app.demo.routes import DemoApi
from desktop_app.demo.samples.sample_mailboxes import DEFAULT_SIZE, sample_mailboxes
from desktop_app.demo.samples.store import DemoStore
from desktop_app.demo.sign_in import DemoCredentials

_HOST = "127.0.0.1"
_BACKLOG = 128
_STOP_SECONDS = 10  # seconds that stop() gives a thread that is still answering


class DemoServer:
    """An embedded SuperOffice WebAPI on loopback, with sample mailboxes.

    Use the server as a context manager, or call start() and stop(); it can be started once.
    Requests are answered on one thread per connection.

    `mailboxes`: number of mailboxes (None: 43), ignored if `data` already contains mailboxes;
    `data`: the SQLite file for the mailboxes (None: in memory); `latency_ms`: milliseconds
    between executing a request and answering it; `port`: 0 takes any free port; `may_create`
    False withholds the right to create mailboxes.

    Raises: NotADemoDatabase or sqlite3.Error for a file that cannot be used.
    """

    def __init__(
        self,
        mailboxes: int | None = None,
        latency_ms: int = 0,
        data: Path | None = None,
        port: int = 0,
        *,
        credentials: DemoCredentials | None = None,
        may_create: bool = True,
    ) -> None:
        self.latency_ms = latency_ms
        self.store = DemoStore(
            data, partial(sample_mailboxes, DEFAULT_SIZE if mailboxes is None else mailboxes)
        )
        self._api = DemoApi(
            CustomerServiceAgent(self.store, may_create), credentials or DemoCredentials()
        )
        self._port = port
        self._request_counts: Counter[str] = Counter()
        self._response_counts: Counter[tuple[str, int]] = Counter()
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._connections: dict[threading.Thread, socket.socket] = {}
        self._wakeup_writer, self._wakeup_reader = socket.socketpair()
        self._listener: socket.socket | None = None
        self._accept_thread = threading.Thread(target=self._accept, name="demo-accept", daemon=True)

    @property
    def url(self) -> str:
        """The API address, such as http://127.0.0.1:8123/api; empty before start()."""
        return self._api.base_url

    @property
    def credentials(self) -> DemoCredentials:
        """The accepted credentials. Assign others to reject every client that uses the old ones."""
        return self._api.credentials

    @credentials.setter
    def credentials(self, credentials: DemoCredentials) -> None:
        self._api.credentials = credentials

    def start(self) -> Self:
        """Start to listen and return the server. Raises OSError if the port is in use."""
        self._listener = _make_listener(self._port)
        self._api.base_url = f"http://{_HOST}:{self._listener.getsockname()[1]}/api"
        self._accept_thread.start()
        return self

    def stop(self) -> None:
        """Close every connection, end every thread and close the store; may be called twice."""
        self._stopping.set()
        with contextlib.suppress(OSError):  # closed by an earlier stop
            self._wakeup_writer.send(b"!")
        if self._accept_thread.is_alive():
            self._accept_thread.join(_STOP_SECONDS)
        with self._changed:
            talks = dict(self._connections)
        for thread, talk in talks.items():
            with contextlib.suppress(OSError):  # the client closed first
                talk.shutdown(socket.SHUT_RDWR)
            thread.join(_STOP_SECONDS)
        self._wakeup_writer.close()
        self._wakeup_reader.close()
        self.store.close()

    def __enter__(self) -> Self:
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def request_count(self, method: str) -> int:
        """Return how many requests for a method have arrived, answered or not.

        Methods: GetMailboxes, GetMailboxEntity, CreateDefaultMailboxEntity, SaveMailboxEntity,
        Version, Endpoints, CurrentPrincipal, State; "" is every unknown address.
        """
        with self._changed:
            return self._request_counts[method]

    def response_count(self, method: str, status: int) -> int:
        """Return how many requests for a method were executed with this HTTP status."""
        with self._changed:
            return self._response_counts[method, status]

    def wait_for(
        self, method: str, count: int, timeout_s: float, *, carried_out: bool = False
    ) -> bool:
        """Wait until `count` requests for a method have arrived; return False after `timeout_s`.

        With `carried_out`, wait until the requests were executed or refused as well; their
        answers may still be delayed by the latency.
        """
        done = self._responses_to if carried_out else self._request_counts.__getitem__
        with self._changed:
            return self._changed.wait_for(lambda: done(method) >= count, timeout_s)

    def _responses_to(self, method: str) -> int:
        return sum(number for (name, _), number in self._response_counts.items() if name == method)

    def serve(self, request: DemoRequest) -> DemoResponse:
        """Answer one request of a connection after `latency_ms`."""
        name = self._api.endpoint_name(request)
        with self._changed:
            self._request_counts[name] += 1
            self._changed.notify_all()
        answer = self._api.respond(request)
        with self._changed:
            self._response_counts[name, answer.status] += 1
            self._changed.notify_all()
        if self.latency_ms > 0:
            self._stopping.wait(self.latency_ms / 1000)
        return answer

    def _accept(self) -> None:
        listener = self._listener
        assert listener is not None  # noqa: S101  (start() made it)
        with listener, selectors.DefaultSelector() as ready:
            ready.register(listener, selectors.EVENT_READ)
            ready.register(self._wakeup_reader, selectors.EVENT_READ)
            while not self._stopping.is_set():
                for key, _ in ready.select():
                    if key.fileobj is listener:
                        self._accept_connection(listener)

    def _accept_connection(self, listener: socket.socket) -> None:
        try:
            talk, client = listener.accept()
        except OSError:  # the client closed the connection before it was accepted
            return
        talk.setblocking(True)
        thread = threading.Thread(
            target=self._serve_connection, args=(talk, client), name="demo-connection", daemon=True
        )
        with self._changed:
            self._connections[thread] = talk
        thread.start()

    def _serve_connection(self, sock: socket.socket, client: object) -> None:
        with contextlib.suppress(OSError), sock:  # a client may hang up at any time
            DemoConnection(sock, client, self)
        with self._changed:
            self._connections.pop(threading.current_thread(), None)


def _make_listener(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere the option lets two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((_HOST, port))
        listener.listen(_BACKLOG)
    except BaseException:
        listener.close()
        raise
    listener.setblocking(False)
    return listener
