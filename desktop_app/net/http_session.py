"""One HTTP call after another with one server. This brings requests: import it in a worker."""

from __future__ import annotations

import logging
import re
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests import Request as PlainRequest

from desktop_app.core.errors import AnswerTooLarge, Redirected, Trouble
from desktop_app.net.call_limits import Alarm, Trace, Watch, watched_by
from desktop_app.net.call_log import log_answer, log_trouble
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.decompress import unpack
from desktop_app.net.error_mapping import LIBRARY_ERRORS, trouble_for
from desktop_app.net.http_adapter import QuietSession, WatchedAdapter
from desktop_app.net.proxies import WayOut, fixed, proxy_for, without_login
from desktop_app.net.tls_trust import SYSTEM_TRUST, Trust

MIB = 1024 * 1024
SMALL = MIB
"""Bytes, packed or unpacked, that any answer but a list may have."""

IDLE_SECONDS = 15.0
"""A connection that was idle for longer is not used again: it may have died unseen."""

_PART = 64 * 1024
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")

# urllib3 warns of odd headers by quoting them; all that matters becomes an error of ours
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. ``changes`` says that executing it twice would do harm.

    ``limit`` caps the answer in bytes, packed and unpacked; ``deadline`` is for the whole call and
    ``quiet`` for the longest silence, both in seconds. ``follow`` gets the body of an answer 200 in
    its parts, unpacked, while they arrive; it must not raise. Its repr shows neither headers nor
    body.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    changes: bool = False
    limit: int = SMALL
    deadline: float = 60.0
    quiet: float = 30.0
    follow: Callable[[bytes], None] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer: HTTP status, headers by their names in lower case, unpacked body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class HttpSession:
    """Calls one server from one thread, keeping the connection and the server's cookies.

    Nothing of the environment counts: no .netrc, no CA bundle, and no proxy unless ``proxies`` asks
    for it, which maps ``http`` and ``https`` to proxy addresses, or is a way out of proxies.py.
    """

    def __init__(
        self, trust: Trust = SYSTEM_TRUST, proxies: Mapping[str, str] | WayOut | None = None
    ) -> None:
        self._session = QuietSession()
        self._way_out = proxies if callable(proxies) else fixed(proxies or {})
        self.trace = Trace()
        """What the last call learned of its connection."""
        self._adapter = WatchedAdapter(trust.context())
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)
        self._alarm = Alarm()
        self._used = (0.0, 0.0)
        self._closing = weakref.finalize(self, _close, self._session, self._alarm)

    def __enter__(self) -> HttpSession:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. A second time does nothing."""
        self._closing()

    def call(self, request: Request, cancel: Cancel | None = None) -> Answer:
        """Send the request once, and return the complete answer of any status but 3xx.

        Raises Unreachable, Redirected, AnswerTooLarge, AnswerCut, NotTheApi, DeadlinePassed or
        Cancelled; ``may_have_run`` of each says whether a changing request may have been executed.
        """
        started = time.monotonic()
        try:
            answer = self._call(request, cancel or Cancel())
        except Trouble as trouble:
            log_trouble(request, trouble, started)
            raise
        log_answer(request, answer, started)
        return answer

    def _call(self, request: Request, cancel: Cancel) -> Answer:
        watch = self._watch(request, cancel)
        self.trace = watch.trace
        proxy = proxy_for(request.url, self._way_out)
        self.trace.proxy = without_login(proxy)
        self._drop_idle()
        _check_headers(request)
        with watched_by(watch, self._alarm):
            watch.check()
            try:
                prepared = _prepare(self._session, request)
                proxies = {urlsplit(request.url).scheme: proxy} if proxy else {}
                response = self._session.send(prepared, stream=True, proxies=proxies)
                with response:
                    return _answer(response, request, watch)
            except LIBRARY_ERRORS as error:
                trouble = trouble_for(error, watch)
            finally:
                self._used = _clocks()
        # outside of the handler, so that the library's error, which holds the request, is let go
        raise trouble

    def forget(self) -> None:
        """Drop the connections and the server's cookies: somebody else signs in from now on."""
        self._session.cookies.clear()
        self._adapter.forget_connections()

    def _watch(self, request: Request, cancel: Cancel) -> Watch:
        return Watch(
            deadline=request.deadline,
            quiet=request.quiet,
            limit=request.limit,
            changes=request.changes,
            cancel=cancel,
            alarm=self._alarm,
        )

    def _drop_idle(self) -> None:
        # both clocks: the monotonic one may stand still while the computer sleeps
        idle = [now - then for now, then in zip(_clocks(), self._used, strict=True)]
        if max(idle) > IDLE_SECONDS or min(idle) < 0:
            self._adapter.forget_connections()


def _clocks() -> tuple[float, float]:
    return time.monotonic(), time.time()


def _close(session: QuietSession, alarm: Alarm) -> None:
    session.close()
    alarm.close()


def _check_headers(request: Request) -> None:
    for name, value in request.headers.items():
        if not _HEADER_VALUE.fullmatch(value):
            raise ValueError(f"the header {name} holds what no header can carry")


def _prepare(session: QuietSession, request: Request) -> PreparedRequest:
    headers = {**request.headers, "Accept-Encoding": "gzip"}
    plain = PlainRequest(request.method, request.url, headers=headers, data=request.body)
    return session.prepare_request(plain)


def _answer(response: Response, request: Request, watch: Watch) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if 300 <= response.status_code < 400 and "location" in headers:
        raise _redirected(response.status_code, headers, request, watch)
    if headers.get("content-length", "").isdecimal():
        _refuse_large(int(headers["content-length"]), watch)
    parts = response.raw.stream(_PART, decode_content=False)
    follow = request.follow if response.status_code == 200 else None
    body = unpack(parts, headers.get("content-encoding", "").strip().lower(), watch, follow)
    return Answer(response.status_code, headers, body)


def _refuse_large(size: int, watch: Watch) -> None:
    if size > watch.limit:
        raise AnswerTooLarge(watch.limit, may_have_run=watch.may_have_run)


def _redirected(
    status: int, headers: Mapping[str, str], request: Request, watch: Watch
) -> Redirected:
    """Names both origins, and nothing more of either address.

    302 and 303 may follow on an executed request; 301, 307 and 308 stand for one that was not.
    """
    here, there = _origin(request.url), _origin(headers.get("location", ""))
    ran = watch.may_have_run and status in (302, 303)
    return Redirected(there or here, f"HTTP {status} from {here}", may_have_run=ran)


def _origin(url: str) -> str:
    """Scheme, host and port as written; empty for a relative address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "") if host else ""
