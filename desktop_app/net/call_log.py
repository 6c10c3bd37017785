"""One line in the log for each call: what was asked, what came, how long it took."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from desktop_app.net.http_session import Answer, Request

log = logging.getLogger(__name__)


def log_answer(request: Request, answer: Answer, started: float) -> None:
    """A complete answer. A change is always worth a line, a read only if all are wanted."""
    level = logging.INFO if request.changes or answer.status >= 400 else logging.DEBUG
    if log.isEnabledFor(level):
        size = len(answer.body)
        log.log(
            level, "%s: %d, %d bytes, %d ms", _asked(request), answer.status, size, _ms(started)
        )


def log_trouble(request: Request, trouble: Exception, started: float) -> None:
    """No complete answer. Only the kind of the trouble is told."""
    log.info("%s: %s, %d ms", _asked(request), type(trouble).__name__, _ms(started))


def _asked(request: Request) -> str:
    """The address without a query: that of an OAuth call may hold secrets."""
    parts = urlsplit(request.url)
    return f"{request.method} {parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _ms(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
