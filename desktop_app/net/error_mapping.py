"""Maps what requests, urllib3 and http.client raise to AppErrors that hold no secret."""

from __future__ import annotations

import http.client
from collections.abc import Iterator

from requests.exceptions import InvalidProxyURL, InvalidURL, RequestException
from urllib3.exceptions import HTTPError, IncompleteRead, InvalidChunkLength, InvalidHeader

from desktop_app.core.errors import (
    AppError,
    NetworkFailure,
    TruncatedResponse,
    UnexpectedResponse,
    Unreachable,
)
from desktop_app.net.call_limits import CallLimits
from desktop_app.net.connect import network_error

LIBRARY_ERRORS = (RequestException, HTTPError, http.client.HTTPException, OSError, ValueError)
"""All that the libraries may raise for a well-formed request; ValueError comes from malformed
numbers, such as a negative chunk length."""

_TRUNCATED_ERRORS = (http.client.IncompleteRead, IncompleteRead, InvalidChunkLength)


def error_for(error: BaseException, limits: CallLimits) -> AppError:
    """Return the AppError for a library's error. Its text is not used: it may quote the request."""
    chain = list(_error_chain(error))
    for found in chain:
        if isinstance(found, _TRUNCATED_ERRORS):
            return TruncatedResponse(type(found).__name__, may_have_run=limits.may_have_run)
    for found in chain:
        trouble = _known_error(found, limits)
        if trouble is not None:
            return trouble
    name = type(chain[-1]).__name__
    if isinstance(error, ValueError) and not isinstance(error, RequestException):
        return UnexpectedResponse(f"not HTTP: {name}", may_have_run=limits.may_have_run)
    return TruncatedResponse(name, may_have_run=limits.may_have_run)


def _known_error(error: BaseException, limits: CallLimits) -> AppError | None:
    if isinstance(error, InvalidProxyURL):
        return Unreachable(NetworkFailure.PROXY_ADDRESS, "not the address of a proxy")
    if isinstance(error, InvalidURL):
        return Unreachable(NetworkFailure.NAME_NOT_FOUND, "not a host name")
    if isinstance(error, http.client.RemoteDisconnected):
        text = "the connection was closed without an answer"
        return Unreachable(NetworkFailure.RESET, text, may_have_run=limits.may_have_run)
    if isinstance(error, OSError) and not isinstance(error, RequestException):
        return network_error(error, limits)
    if isinstance(error, http.client.HTTPException | InvalidHeader):
        text = f"not HTTP: {type(error).__name__}"
        return UnexpectedResponse(text, may_have_run=limits.may_have_run)
    return None


def _error_chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and all errors that it wraps, outermost first."""
    seen: set[int] = set()
    todo = [error]
    while todo:
        this = todo.pop(0)
        if id(this) in seen:
            continue
        seen.add(id(this))
        yield this
        inner = [this.__cause__, this.__context__, getattr(this, "reason", None), *this.args]
        todo += [each for each in inner if isinstance(each, BaseException)]
