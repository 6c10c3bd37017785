"""HTTP requests and responses, and the one line in the log that each call gets."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

log = logging.getLogger(__name__)

MIB = 1024 * 1024
DEFAULT_MAX_BYTES = MIB
"""Bytes, packed or unpacked, that any answer but a list may have."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """One HTTP request. ``mutates`` says that executing it twice would do harm.

    ``max_bytes`` caps the answer in bytes, packed and unpacked; ``deadline`` is for the whole call
    and ``read_timeout`` for the longest silence, both in seconds. ``on_chunk`` gets the body of an
    answer 200 in its parts, unpacked, while they arrive; it must not raise. Its repr shows neither
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
    """A complete answer: HTTP status, headers by their names in lower case, unpacked body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


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
