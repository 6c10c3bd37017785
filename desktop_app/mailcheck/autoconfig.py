"""Reads the settings that providers publish for mail programs (Mozilla's config-v1.1.xml).

Documents are read by their sense: namespaces, capitals and blanks do not matter, and the usual
other words for TLS and for methods are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from desktop_app.core.mail_check.mail_settings import (
    AddressParts,
    MailSettings,
    SettingsSource,
    valid_settings,
)
from desktop_app.core.mailbox.mailbox import ServerType

MAX_DOCUMENT_BYTES = 64 * 1024
"""Largest document that is parsed, in bytes; real ones have about 2,000."""
MAX_SETTINGS = 10

_TLS = {"ssl", "tls", "ssl/tls", "tls/ssl", "implicit"}
_PLAIN = {"plain", "none"}
_SERVER_TYPES = {
    ("imap", True): ServerType.IMAPS,
    ("imap", False): ServerType.IMAP,
    ("pop3", True): ServerType.POPS,
    ("pop3", False): ServerType.POP,
}
_PROTOCOLS = {"imap": "imap", "imaps": "imap", "pop": "pop3", "pop3": "pop3", "pop3s": "pop3"}
_OAUTH = {"oauth2", "xoauth2", "oauthbearer"}
_NO_PASSWORD = _OAUTH | {
    "gssapi",
    "ntlm",
    "kerberos",
    "tls-client-cert",
    "client-ip-address",
    "none",
}
"""Methods of signing in that need no password, or another one than the mailbox's."""


class _DoctypeRefused(ValueError):
    """The document has a DOCTYPE."""


class _TreeWithoutDoctype(TreeBuilder):
    """Refuses a DOCTYPE before its entities are read, in whatever encoding it is written."""

    def doctype(self, _name: str, _public_id: str | None, _system: str | None) -> NoReturn:
        """Refuse. Called by the parser at the start of a DOCTYPE."""
        raise _DoctypeRefused


def parse_autoconfig(
    body: bytes, address: AddressParts, source: SettingsSource
) -> list[MailSettings]:
    """Return the settings that a document proposes, TLS first; none if it cannot be parsed.

    A document with a DOCTYPE is rejected: no real one has a DOCTYPE, and entities can be an attack.
    """
    if len(body) > MAX_DOCUMENT_BYTES:
        return []
    try:
        parser = XMLParser(target=_TreeWithoutDoctype())  # noqa: S314 - so there are no entities
        parser.feed(body)
        root = parser.close()
    except (ParseError, ValueError, LookupError):
        return []
    found = [_mail_settings(each, address, source) for each in _children(root, "incomingserver")]
    good = [one for one in found if one is not None][:MAX_SETTINGS]
    safe = (ServerType.IMAPS, ServerType.POPS, ServerType.IMAP_OAUTH)
    return sorted(good, key=lambda one: one.server_type not in safe)


def _mail_settings(
    server: Element, address: AddressParts, source: SettingsSource
) -> MailSettings | None:
    server_type = _server_type(server)
    if server_type is None:
        return None
    host = _fill_placeholders(_element_text(server, "hostname"), address)
    user = _fill_placeholders(_element_text(server, "username"), address)
    return valid_settings(source, server_type, host, _element_text(server, "port"), user)


def _server_type(server: Element) -> ServerType | None:
    """Return the type with which SuperOffice could use a server, or None.

    SuperOffice has no type for STARTTLS: over IMAP or POP it would send the password readable.
    """
    security = _element_text(server, "sockettype").casefold()
    protocol = _PROTOCOLS.get(_attribute(server, "type"), "")
    kind = _SERVER_TYPES.get((protocol, security in _TLS))
    if kind is None or security not in _TLS | _PLAIN:
        return None
    methods = {_text_of(each).casefold() for each in _children(server, "authentication")} - {""}
    if not methods or methods - _NO_PASSWORD:
        return kind
    return ServerType.IMAP_OAUTH if kind is ServerType.IMAPS and methods & _OAUTH else None


def _children(element: Element, name: str) -> Iterator[Element]:
    """Yield the elements of a name, in lower case and without namespace, at any depth."""
    return (each for each in element.iter() if _local_name(each.tag) == name)


def _local_name(tag: object) -> str:
    return str(tag).rpartition("}")[2].casefold()


def _element_text(server: Element, name: str) -> str:
    return next((_text_of(each) for each in _children(server, name)), "")


def _text_of(element: Element) -> str:
    return (element.text or "").strip()


def _attribute(element: Element, name: str) -> str:
    values = (value for key, value in element.items() if _local_name(key) == name)
    return next(values, "").strip().casefold()


def _fill_placeholders(text: str, address: AddressParts) -> str:
    values = {
        "emailaddress": address.address,
        "emaillocalpart": address.local_part,
        "emaildomain": address.domain,
    }
    return re.sub(
        "%(email[a-z]+)%", lambda found: values.get(found[1].casefold(), found[0]), text, flags=re.I
    )
