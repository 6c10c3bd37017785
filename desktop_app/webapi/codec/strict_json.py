"""JSON read so strictly that nothing of it can change on the way back to the server."""

from __future__ import annotations

import json
from typing import Any, NoReturn

import msgspec

from desktop_app.core.errors import AnswerCut, NotTheApi, Trouble

TRUNCATED = "Input data was truncated"
"""What msgspec says of JSON that stops in the middle, and of half a surrogate pair as well."""

_BOM = b"\xef\xbb\xbf"


class _Twice(ValueError):
    """Two names in one object are equal."""


def read_exactly(body: bytes) -> Any:
    """The JSON value of ``body``.

    Raises AnswerCut if it stops in the middle, and NotTheApi for anything that two readers could
    understand differently: invalid UTF-8, a name twice in one object, NaN and numbers out of range,
    half surrogate pairs, nesting too deep to follow.
    """
    try:
        text = without_mark(body).decode("utf-8")
        json.loads(text, object_pairs_hook=_no_name_twice, parse_constant=_refuse)
        return msgspec.json.decode(text)
    except json.JSONDecodeError:
        trouble = _broken(body)
    except _Twice:
        trouble = _inexact("a name stands twice in one object")
    except (ValueError, msgspec.DecodeError):
        trouble = _inexact("it holds text or numbers that cannot be kept exactly")
    except RecursionError:
        trouble = _inexact("it is nested too deeply")
    # outside of the handlers: a decoder's error quotes the text
    raise trouble


def without_mark(body: bytes) -> bytes:
    """The body without a byte order mark."""
    return body.removeprefix(_BOM)


def has_half_characters(text: str) -> bool:
    """Whether the text holds half a surrogate pair, which no UTF-8 can carry."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def raw_properties(body: bytes) -> dict[str, str]:
    """The properties of a JSON object that ``read_exactly`` took, each as its exact JSON text."""
    raw = msgspec.json.decode(without_mark(body), type=dict[str, msgspec.Raw])
    return {name: bytes(text).decode("utf-8").strip() for name, text in raw.items()}


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Twice
    return found


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _broken(body: bytes) -> Trouble:
    """The error for what is no JSON: did it stop in the middle, or never begin?"""
    try:
        msgspec.json.decode(without_mark(body))
    except (ValueError, RecursionError) as error:
        cut = str(error) == TRUNCATED and bool(body.strip())
    else:
        cut = False
    return AnswerCut(f"the JSON stops after {len(body)} bytes") if cut else NotTheApi("not JSON")


def _inexact(why: str) -> NotTheApi:
    return NotTheApi(f"the answer cannot be read exactly: {why}")
