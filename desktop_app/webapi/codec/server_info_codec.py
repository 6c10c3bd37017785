"""Decodes what the server reports about itself and the signed-in user."""

from __future__ import annotations

from typing import Any

from desktop_app.core.errors import UnexpectedResponse
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.webapi.codec.strict_json import parse_strict


def decode_principal(body: bytes) -> Principal:
    """Decode User/currentPrincipal. Raises UnexpectedResponse or TruncatedResponse."""
    named = parse_object(body)
    if not {"associateid", "username", "usertype"} & named.keys():
        raise UnexpectedResponse("JSON, but not a signed-in user")
    rights = named.get("functionrights")
    return Principal(
        text_value(named, "fullname"),
        text_value(named, "username"),
        text_value(named, "usertype").lower() == "anonymousassociate",
        tuple(each for each in rights if isinstance(each, str)) if isinstance(rights, list) else (),
    )


def decode_version(body: bytes) -> ServerVersion:
    """Decode the WebAPI's start page. Raises UnexpectedResponse or TruncatedResponse."""
    named = parse_object(body)
    if not {"v1", "netserverversion"} & named.keys():
        raise UnexpectedResponse("JSON, but not the start page of this API")
    version = text_value(named, "netserverversion") or text_value(named, "version")
    return ServerVersion(version, text_value(named, "netserverlabel"))


def parse_object(body: bytes) -> dict[str, Any]:
    """Return a JSON object by lower-case names. Raises UnexpectedResponse or TruncatedResponse."""
    value = parse_strict(body)
    if not isinstance(value, dict):
        raise UnexpectedResponse("JSON of another shape")
    return {name.lower(): each for name, each in value.items()}


def text_value(named: dict[str, Any], key: str) -> str:
    """Return a text of a JSON object; empty if it is absent or no text."""
    value = named.get(key)
    return value if isinstance(value, str) else ""
