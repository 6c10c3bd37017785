"""What the server tells of itself and of the signed-in user."""

from __future__ import annotations

from typing import Any

from desktop_app.core.errors import NotTheApi
from desktop_app.core.server import Principal, ServerVersion
from desktop_app.webapi.exact import read_exactly


def decode_principal(body: bytes) -> Principal:
    """The answer of User/currentPrincipal. Raises NotTheApi or AnswerCut."""
    named = _object(body)
    if not {"associateid", "username", "usertype"} & named.keys():
        raise NotTheApi("JSON, but not a signed-in user")
    rights = named.get("functionrights")
    return Principal(
        _text(named, "fullname"),
        _text(named, "username"),
        _text(named, "usertype").lower() == "anonymousassociate",
        tuple(each for each in rights if isinstance(each, str)) if isinstance(rights, list) else (),
    )


def decode_version(body: bytes) -> ServerVersion:
    """The answer of the WebAPI's own address. Raises NotTheApi or AnswerCut."""
    named = _object(body)
    if not {"v1", "netserverversion"} & named.keys():
        raise NotTheApi("JSON, but not the start page of this API")
    version = _text(named, "netserverversion") or _text(named, "version")
    return ServerVersion(version, _text(named, "netserverlabel"))


def _object(body: bytes) -> dict[str, Any]:
    """A JSON object by its names in lower case."""
    value = read_exactly(body)
    if not isinstance(value, dict):
        raise NotTheApi("JSON of another shape")
    return {name.lower(): each for name, each in value.items()}


def _text(named: dict[str, Any], key: str) -> str:
    value = named.get(key)
    return value if isinstance(value, str) else ""
