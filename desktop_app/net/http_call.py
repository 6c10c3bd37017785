"""HTTP requests and responses, and the log line of each call."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from desktop_app.core.errors import AppError

log = logging.getLogger(__name__)

MIB = 1024 * 1024
DEFAULT_MAX_BYTES = MIB
"""Byte cap, compressed and decompressed, of every response but a list."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One HTTP request. ``mutates`` says that executing it twice would do harm.

    ``max_bytes`` caps the response, compressed and decompressed; ``deadline`` bounds the whole call
    and ``read_timeout`` the longest silence, both in seconds. ``on_chunk`` gets the decompressed
    parts of a response with status 200 while they arrive; it must not raise. The repr shows neither
    headers nor body.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    mutates: bool = False
    max_bytes: int = DEFAULT_MAX_BYTES
    deadline: float = 60.0
    read_timeout: float = 30.0
    on_chunk: Callable[[bytes], None] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """A complete response: HTTP status, headers by lower-case name, decompressed body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def log_response(request: HttpRequest, response: HttpResponse, started: float) -> None:
    """Log a complete response: a change or a failure at INFO, any other at DEBUG."""
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
    """Log a call without a complete response, naming only the type of the error."""
    name = error.written_name if isinstance(error, AppError) else type(error).__name__
    log.info("%s: %s, %d ms", _request_text(request), name, _elapsed_ms(started))


def _request_text(request: HttpRequest) -> str:
    """Return method and address without the query, which may hold secrets in an OAuth call."""
    parts = urlsplit(request.url)
    return f"{request.method} {parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _elapsed_ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
