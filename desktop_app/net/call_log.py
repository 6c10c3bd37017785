"""One line in the log for each call: what was asked, what came, how long it took."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from desktop_app.net.http_session import HttpRequest, HttpResponse

log = logging.getLogger(__name__)


def log_response(request: HttpRequest, response: HttpResponse, started: float) -> None:
    """A complete answer. A change is always worth a line, a read only if all are wanted."""
    level = logging.INFO if request.mutates or response.status >= 400 else logging.DEBUG
    if log.isEnabledFor(level):
        size = len(response.body)
        log.log(
            level,
            "%s: %d, %d bytes, %d ms",
            _request_text(request),
            response.status,
            size,
            _elapsed_ms(started),
        )


def log_error(request: HttpRequest, error: Exception, started: float) -> None:
    """No complete answer. Only the kind of the trouble is told."""
    log.info("%s: %s, %d ms", _request_text(request), type(error).__name__, _elapsed_ms(started))


def _request_text(request: HttpRequest) -> str:
    """The address without a query: that of an OAuth call may hold secrets."""
    parts = urlsplit(request.url)
    return f"{request.method} {parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _elapsed_ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
