"""Reads the settings that providers publish for mail programs (Mozilla's config-v1.1.xml)."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, SettingsSource
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.mailbox_rules import PORT_MAX, PORT_MIN

MAX_DOCUMENT_BYTES = 64 * 1024
"""Largest document that is parsed, in bytes; real ones have about 2,000."""
MAX_SETTINGS = 10
MAX_TEXT_LENGTH = 255

_SERVER_TYPES = {
    ("imap", "SSL"): ServerType.IMAPS,
    ("imap", "plain"): ServerType.IMAP,
    ("imap", "STARTTLS"): ServerType.IMAP,
    ("pop3", "SSL"): ServerType.POPS,
    ("pop3", "plain"): ServerType.POP,
    ("pop3", "STARTTLS"): ServerType.POP,
}


def parse_autoconfig(
    body: bytes, address: AddressParts, source: SettingsSource
) -> list[MailSettings]:
    """Return the settings that a document proposes, TLS first; none if it cannot be parsed.

    A document with a DOCTYPE is rejected: no real one has a DOCTYPE, and entities can be an attack.
    """
    if len(body) > MAX_DOCUMENT_BYTES or b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        return []
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 - without a DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError, LookupError):
        return []
    found = [_mail_settings(each, address, source) for each in root.iter("incomingServer")]
    good = [one for one in found if one is not None][:MAX_SETTINGS]
    safe = (ServerType.IMAPS, ServerType.POPS, ServerType.IMAP_OAUTH)
    return sorted(good, key=lambda one: one.server_type not in safe)


def _mail_settings(
    server: Element, address: AddressParts, source: SettingsSource
) -> MailSettings | None:
    kind = _SERVER_TYPES.get((server.get("type", ""), _element_text(server, "socketType")))
    host, port = (
        _fill_placeholders(_element_text(server, "hostname"), address),
        _element_text(server, "port"),
    )
    if kind is None or not host or not port.isdecimal():
        return None
    if not PORT_MIN <= int(port[:6]) <= PORT_MAX or len(host) > MAX_TEXT_LENGTH:
        return None
    methods = [each.text or "" for each in server.iter("authentication")]
    if kind is ServerType.IMAPS and methods and all(one == "OAuth2" for one in methods):
        kind = ServerType.IMAP_OAUTH
    user = _fill_placeholders(_element_text(server, "username"), address)[:MAX_TEXT_LENGTH]
    return MailSettings(source, kind, host, int(port), user)


def _element_text(server: Element, name: str) -> str:
    return (server.findtext(name) or "").strip()


def _fill_placeholders(text: str, address: AddressParts) -> str:
    for mark, value in (
        ("%EMAILADDRESS%", address.address),
        ("%EMAILLOCALPART%", address.local_part),
        ("%EMAILDOMAIN%", address.domain),
    ):
        text = text.replace(mark, value)
    return text
