"""requests and urllib3, adapted so that the limits of the call hold in every phase."""

from __future__ import annotations

import http
import http.client
import re
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any

from requests import PreparedRequest, Response, Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.retry import Retry

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.net.call_limits import CONNECT_SECONDS, current_limits
from desktop_app.net.connect import network_error, peer_name
from desktop_app.net.dns_lookup import resolve
from desktop_app.net.happy_eyeballs import connect
from desktop_app.net.proxies import proxy_auth_header
from desktop_app.net.watched_socket import WatchedSocket


class _FinalResponse(http.client.HTTPResponse):
    """A response that skips interim responses (RFC 9110, 15.2).

    http.client skips 100 only: it would take any other for the final response, and leave the final
    one on the connection for the next request.
    """

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # not stubbed
            version, status, reason = found
            if not 100 < status < 200:
                return version, status, reason
            if status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                raise http.client.BadStatusLine("nobody asked for another protocol")
            http.client.parse_headers(self.fp)


class _WatchedBase(HTTPConnection):
    """What plain and TLS connections share."""

    response_class = _FinalResponse
    debuglevel = 0  # http.client would print every header, secrets included

    def _new_conn(self) -> socket.socket:
        watch, started = current_limits(), time.perf_counter()
        try:
            found = resolve(self._dns_host, self.port, watch, CONNECT_SECONDS)
            sock = connect(found, watch, CONNECT_SECONDS)
            watch.trace.connect_seconds = time.perf_counter() - started
            watch.trace.peer = peer_name(sock)
            return sock
        except Unreachable as error:
            if self.proxy is None:
                raise
            trouble = Unreachable(NetworkFailure.PROXY, f"{error.failure.name}: {error.detail}")
        raise trouble

    def _tunnel(self) -> None:
        raw = self.sock
        self.sock = WatchedSocket(raw, carries_request=False)
        try:
            super()._tunnel()
        except OSError as error:
            text = _tunnel_error_text(error)
            # tinyproxy answers 401 to a wrong sign-in
            wants_sign_in = text in ("HTTP 407", "HTTP 401")
            trouble = Unreachable(
                NetworkFailure.PROXY_SIGN_IN if wants_sign_in else NetworkFailure.PROXY, text
            )
        else:
            self.sock = raw
            return
        raw.close()
        raise trouble


def _tunnel_error_text(error: OSError) -> str:
    """Return the proxy's HTTP status without its reason phrase, or the network error."""
    status = re.search(r"Tunnel connection failed: (\d{3})", str(error))
    return f"HTTP {status[1]}" if status else network_error(error, current_limits()).detail


class WatchedConnection(_WatchedBase):
    """A plain HTTP connection that obeys the limits of the current call."""

    def connect(self) -> None:
        """Resolve, connect and wrap the socket. Raises AppError."""
        super().connect()
        self.sock = WatchedSocket(self.sock)


class WatchedTlsConnection(_WatchedBase, HTTPSConnection):
    """A TLS connection that obeys the limits of the current call."""

    def connect(self) -> None:
        """Resolve, connect, do the TLS handshake and wrap the socket. Raises AppError."""
        HTTPSConnection.connect(self)
        self.sock = WatchedSocket(self.sock)


class _Pool(HTTPConnectionPool):
    ConnectionCls = WatchedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = WatchedTlsConnection


_POOL_CLASSES: Mapping[str, type[HTTPConnectionPool]] = {"http": _Pool, "https": _TlsPool}


class WatchedAdapter(HTTPAdapter):
    """An adapter with watched connections, no retries, and only the given TLS context."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=Retry(0, read=False))
        _use_watched_pools(self.poolmanager)

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """Return headers for the proxy alone. requests would encode sign-in as Latin-1, or fail."""
        return proxy_auth_header(proxy)

    def proxy_manager_for(self, proxy: str, **options: Any) -> PoolManager:
        """Return the watched connection pools for one proxy."""
        manager: PoolManager = super().proxy_manager_for(proxy, **options)
        _use_watched_pools(manager)
        return manager

    def build_connection_pool_key_attributes(
        self, request: PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        """Make every connection verify certificates with this adapter's context."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {"ssl_context": self._context, "cert_reqs": "CERT_REQUIRED"}

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Do nothing: requests would choose its own CA bundle here."""

    def close_connections(self) -> None:
        """Close the kept-alive connections."""
        self.close()


def _use_watched_pools(manager: PoolManager) -> None:
    """Make ``manager`` use watched connections, and close each pool that it drops.

    urllib3 leaves closing to the garbage collector, but the traceback of a stored error keeps the
    connections alive: the server would wait for a client that is long gone.
    """
    manager.pool_classes_by_scheme = dict(_POOL_CLASSES)
    manager.pools.dispose_func = HTTPConnectionPool.close


class IsolatedSession(Session):
    """A requests session that follows no redirects and ignores the environment."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self.headers.clear()

    def get_redirect_target(self, resp: Response) -> str | None:
        """Return None: requests would read the whole body of a redirect to prepare it."""
        del resp
        return None
