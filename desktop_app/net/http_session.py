"""HTTP calls to one server, one after another. Imports requests: import this in a worker."""

from __future__ import annotations

import logging
import re
import time
import weakref
from collections.abc import Mapping
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests import Request as PlainRequest

from desktop_app.core.errors import AppError, RedirectRefused, ResponseTooLarge
from desktop_app.net.call_limits import CallLimits, ConnectionTrace, WakeupSocket, limited_by
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.decompress import decompress_body
from desktop_app.net.error_mapping import LIBRARY_ERRORS, error_for
from desktop_app.net.http_adapter import IsolatedSession, WatchedAdapter
from desktop_app.net.http_call import HttpRequest, HttpResponse, log_error, log_response
from desktop_app.net.proxies import ProxyResolver, fixed_proxy, proxy_for, strip_credentials
from desktop_app.net.tls_trust import SYSTEM_TRUST, Trust

IDLE_SECONDS = 15.0
"""A connection that was idle for longer is not reused: it may have died unnoticed."""

_CHUNK_BYTES = 64 * 1024
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")

# urllib3's warnings quote odd headers; every failure that matters becomes an AppError
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


class HttpSession:
    """Calls one server from one thread, keeping the connection and the server's cookies.

    The environment is ignored: no .netrc, no CA bundle, and no proxy unless ``proxies`` asks for
    it: either a map from ``http`` and ``https`` to proxy addresses, or a ProxyResolver.
    """

    def __init__(
        self, trust: Trust = SYSTEM_TRUST, proxies: Mapping[str, str] | ProxyResolver | None = None
    ) -> None:
        self._session = IsolatedSession()
        self._proxy_resolver = proxies if callable(proxies) else fixed_proxy(proxies or {})
        self.trace = ConnectionTrace()
        """What the last call learned of its connection."""
        self._adapter = WatchedAdapter(trust.context())
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)
        self._wakeup = WakeupSocket()
        self._last_used = (0.0, 0.0)
        self._finalizer = weakref.finalize(self, _close_all, self._session, self._wakeup)

    def __enter__(self) -> HttpSession:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. Closing twice is harmless."""
        self._finalizer()

    def call(self, request: HttpRequest, cancel: CancelToken | None = None) -> HttpResponse:
        """Send the request once, and return the complete response.

        Raises Unreachable, RedirectRefused (3xx with Location), ResponseTooLarge,
        TruncatedResponse, UnexpectedResponse, DeadlineExceeded or Cancelled; ``may_have_run`` of
        each says whether a changing request may have been executed. Raises ValueError for a header
        that is not printable ASCII.
        """
        started = time.monotonic()
        try:
            answer = self._call(request, cancel or CancelToken())
        except AppError as error:
            log_error(request, error, started)
            trouble = error.without_frames()
        else:
            log_response(request, answer, started)
            return answer
        raise trouble  # outside the handler, so that what had been read of the answer is let go

    def _call(self, request: HttpRequest, cancel: CancelToken) -> HttpResponse:
        watch = self._limits_for(request, cancel)
        self.trace = watch.trace
        proxy = proxy_for(request.url, self._proxy_resolver)
        self.trace.proxy = strip_credentials(proxy)
        self._close_idle()
        _check_headers(request)
        with limited_by(watch, self._wakeup):
            watch.check()
            try:
                prepared = _prepare_request(self._session, request)
                proxies = {urlsplit(request.url).scheme: proxy} if proxy else {}
                response = self._session.send(prepared, stream=True, proxies=proxies)
                with response:
                    return _read_response(response, request, watch)
            except LIBRARY_ERRORS as error:
                trouble = error_for(error, watch)
            finally:
                self._last_used = _clocks()
        # outside the handler, so that the library's error, which holds the request, is released
        raise trouble

    def reset(self) -> None:
        """Drop the connections and the server's cookies, before another account signs in."""
        self._session.cookies.clear()
        self._adapter.close_connections()

    def _limits_for(self, request: HttpRequest, cancel: CancelToken) -> CallLimits:
        return CallLimits(
            deadline=request.deadline,
            read_timeout=request.read_timeout,
            max_bytes=request.max_bytes,
            mutates=request.mutates,
            cancel=cancel,
            wakeup=self._wakeup,
        )

    def _close_idle(self) -> None:
        # both clocks: the monotonic one may stop while the computer sleeps
        idle = [now - then for now, then in zip(_clocks(), self._last_used, strict=True)]
        if max(idle) > IDLE_SECONDS or min(idle) < 0:
            self._adapter.close_connections()


def _clocks() -> tuple[float, float]:
    return time.monotonic(), time.time()


def _close_all(session: IsolatedSession, wakeup: WakeupSocket) -> None:
    session.close()
    wakeup.close()


def _check_headers(request: HttpRequest) -> None:
    for name, value in request.headers.items():
        if not _HEADER_VALUE.fullmatch(value):
            raise ValueError(f"the header {name} holds what no header can carry")


def _prepare_request(session: IsolatedSession, request: HttpRequest) -> PreparedRequest:
    headers = {**request.headers, "Accept-Encoding": "gzip"}
    plain = PlainRequest(request.method, request.url, headers=headers, data=request.body)
    return session.prepare_request(plain)


def _read_response(response: Response, request: HttpRequest, limits: CallLimits) -> HttpResponse:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if 300 <= response.status_code < 400 and "location" in headers:
        raise _redirect_error(response.status_code, headers, request, limits)
    if headers.get("content-length", "").isdecimal():
        _check_size(int(headers["content-length"]), limits)
    parts = response.raw.stream(_CHUNK_BYTES, decode_content=False)
    follow = request.on_chunk if response.status_code == 200 else None
    body = decompress_body(
        parts, headers.get("content-encoding", "").strip().lower(), limits, follow
    )
    return HttpResponse(response.status_code, headers, body)


def _check_size(size: int, limits: CallLimits) -> None:
    if size > limits.max_bytes:
        raise ResponseTooLarge(limits.max_bytes, may_have_run=limits.may_have_run)


def _redirect_error(
    status: int, headers: Mapping[str, str], request: HttpRequest, limits: CallLimits
) -> RedirectRefused:
    """Return an error that names both origins, and nothing more of either address.

    302 and 303 may follow an executed request; 301, 307 and 308 mean that it was not executed.
    """
    here, there = _origin(request.url), _origin(headers.get("location", ""))
    ran = limits.may_have_run and status in (302, 303)
    return RedirectRefused(there or here, f"HTTP {status} from {here}", may_have_run=ran)


def _origin(url: str) -> str:
    """Return scheme, host and port as written; empty for a relative or invalid address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "") if host else ""
