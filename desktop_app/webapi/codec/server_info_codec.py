"""What the server tells of itself and of the signed-in user."""

from __future__ import annotations

from typing import Any

from desktop_app.core.errors import NotTheApi
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.webapi.codec.strict_json import read_exactly


def decode_principal(body: bytes) -> Principal:
    """The answer of User/currentPrincipal. Raises NotTheApi or AnswerCut."""
    named = json_object(body)
    if not {"associateid", "username", "usertype"} & named.keys():
        raise NotTheApi("JSON, but not a signed-in user")
    rights = named.get("functionrights")
    return Principal(
        text_of(named, "fullname"),
        text_of(named, "username"),
        text_of(named, "usertype").lower() == "anonymousassociate",
        tuple(each for each in rights if isinstance(each, str)) if isinstance(rights, list) else (),
    )


def decode_version(body: bytes) -> ServerVersion:
    """The answer of the WebAPI's own address. Raises NotTheApi or AnswerCut."""
    named = json_object(body)
    if not {"v1", "netserverversion"} & named.keys():
        raise NotTheApi("JSON, but not the start page of this API")
    version = text_of(named, "netserverversion") or text_of(named, "version")
    return ServerVersion(version, text_of(named, "netserverlabel"))


def json_object(body: bytes) -> dict[str, Any]:
    """A JSON object by its names in lower case. Raises NotTheApi or AnswerCut."""
    value = read_exactly(body)
    if not isinstance(value, dict):
        raise NotTheApi("JSON of another shape")
    return {name.lower(): each for name, each in value.items()}


def text_of(named: dict[str, Any], key: str) -> str:
    """A text of a JSON object; empty where there is none."""
    value = named.get(key)
    return value if isinstance(value, str) else ""
