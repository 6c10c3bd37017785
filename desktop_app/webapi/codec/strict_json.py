"""Parses JSON so strictly that no value can change on the way back to the server."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import msgspec

from desktop_app.core.errors import AppError, TruncatedResponse, UnexpectedResponse

TRUNCATED = "Input data was truncated"
"""msgspec's message for JSON that ends early, and for half a surrogate pair as well."""

_BOM = b"\xef\xbb\xbf"


class _DuplicateName(ValueError):
    """A name occurs twice in one object."""


def parse_strict(body: bytes) -> Any:
    """Return the JSON value of ``body``.

    Raises TruncatedResponse if the JSON ends early, and UnexpectedResponse for anything that two
    parsers could understand differently: invalid UTF-8, a name twice in one object, NaN and numbers
    out of range, half surrogate pairs, nesting too deep to follow.
    """
    try:
        text = strip_bom(body).decode("utf-8")
        json.loads(text, object_pairs_hook=_reject_duplicate_names, parse_constant=_reject_constant)
        return msgspec.json.decode(text)
    except json.JSONDecodeError:
        error = _syntax_error(body)
    except _DuplicateName:
        error = _inexact_error("a name stands twice in one object")
    except (ValueError, msgspec.DecodeError):
        error = _inexact_error("it holds text or numbers that cannot be kept exactly")
    except RecursionError:
        error = _inexact_error("it is nested too deeply")
    # outside the handlers, so that the decoder's error, which quotes the text, is not chained
    raise error


def strip_bom(body: bytes) -> bytes:
    """Return the body without a byte order mark."""
    return body.removeprefix(_BOM)


def has_lone_surrogates(text: str) -> bool:
    """Whether the text holds half a surrogate pair, which no UTF-8 can carry."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def raw_properties(body: bytes) -> dict[str, str]:
    """Return the properties of an object that ``parse_strict`` accepted, as exact JSON text."""
    raw = msgspec.json.decode(strip_bom(body), type=dict[str, msgspec.Raw])
    return {name: bytes(text).decode("utf-8").strip() for name, text in raw.items()}


def _reject_duplicate_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _DuplicateName
    return found


def _reject_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _syntax_error(body: bytes) -> AppError:
    """Return TruncatedResponse if the JSON ends early, else UnexpectedResponse."""
    try:
        msgspec.json.decode(strip_bom(body))
    except (ValueError, RecursionError) as error:
        cut = str(error) == TRUNCATED and bool(body.strip())
    else:
        cut = False
    return (
        TruncatedResponse(f"the JSON stops after {len(body)} bytes")
        if cut
        else UnexpectedResponse("not JSON")
    )


def _inexact_error(why: str) -> UnexpectedResponse:
    return UnexpectedResponse(f"the answer cannot be read exactly: {why}")
