"""Reads the settings that providers publish for mail programs (Mozilla's config-v1.1.xml)."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from desktop_app.core.mail_check.mail_settings import Mail, Proposal, Source
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.mailbox_rules import PORT_MAX, PORT_MIN

LARGEST = 64 * 1024
"""Bytes of a document that are read; real ones have about two thousand."""
MOST = 10
LONGEST = 255

_TYPES = {
    ("imap", "SSL"): ServerType.IMAPS,
    ("imap", "plain"): ServerType.IMAP,
    ("imap", "STARTTLS"): ServerType.IMAP,
    ("pop3", "SSL"): ServerType.POPS,
    ("pop3", "plain"): ServerType.POP,
    ("pop3", "STARTTLS"): ServerType.POP,
}


def read(body: bytes, mail: Mail, source: Source) -> list[Proposal]:
    """What a document proposes, over TLS first; nothing if it cannot be read.

    A document with a DOCTYPE is not read: none of the real ones has one, and entities are a trap.
    """
    if len(body) > LARGEST or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return []
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - without a DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError, LookupError):
        return []
    found = [_proposal(each, mail, source) for each in root.iter("incomingServer")]
    good = [one for one in found if one is not None][:MOST]
    safe = (ServerType.IMAPS, ServerType.POPS, ServerType.IMAP_OAUTH)
    return sorted(good, key=lambda one: one.server_type not in safe)


def _proposal(server: Element, mail: Mail, source: Source) -> Proposal | None:
    kind = _TYPES.get((server.get("type", ""), _text(server, "socketType")))
    host, port = _filled(_text(server, "hostname"), mail), _text(server, "port")
    if kind is None or not host or not port.isdecimal():
        return None
    if not PORT_MIN <= int(port[:6]) <= PORT_MAX or len(host) > LONGEST:
        return None
    methods = [each.text or "" for each in server.iter("authentication")]
    if kind is ServerType.IMAPS and methods and all(one == "OAuth2" for one in methods):
        kind = ServerType.IMAP_OAUTH
    user = _filled(_text(server, "username"), mail)[:LONGEST]
    return Proposal(source, kind, host, int(port), user)


def _text(server: Element, name: str) -> str:
    return (server.findtext(name) or "").strip()


def _filled(text: str, mail: Mail) -> str:
    for mark, value in (
        ("%EMAILADDRESS%", mail.address),
        ("%EMAILLOCALPART%", mail.user),
        ("%EMAILDOMAIN%", mail.domain),
    ):
        text = text.replace(mark, value)
    return text
