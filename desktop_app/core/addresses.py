"""The address of a mailbox: plain, or with a display name or comment, as SuperOffice takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.scripts import mixes_scripts, other_form

_ANGLES = re.compile(r"(?P<before>[^<>]*)<(?P<mail>[^<>]*)>\s*(?P<after>[^<>]*)", re.DOTALL)
_PLAIN = re.compile(r"(?P<mail>[^\s()<>]+)\s*(?P<after>\(.*\))?", re.DOTALL)


class AddressFault(Enum):
    """Why a text is no address."""

    CONTROL = auto()
    NO_AT = auto()
    SEVERAL_AT = auto()
    NO_USER = auto()
    DOMAIN = auto()
    BRACKETS = auto()


@dataclass(frozen=True, slots=True)
class MailAddress:
    """What a text says. ``mail`` is the bare address; ``other_form`` of its domain, if it has one.

    ``looks_alike`` warns of a domain that mixes alphabets.
    """

    mail: str = ""
    fault: AddressFault | None = None
    other_form: str = ""
    looks_alike: bool = False


def read_address(text: str) -> MailAddress:
    """Read ``a@b.com``, ``<a@b.com> (Name)``, ``Name <a@b.com>`` or ``a@b.com (comment)``."""
    if any(ord(c) < 32 or ord(c) == 127 for c in text):
        return MailAddress(fault=AddressFault.CONTROL)
    match = _ANGLES.fullmatch(text.strip()) or _PLAIN.fullmatch(text.strip())
    if match is None:
        no_at = "@" not in text
        return MailAddress(fault=AddressFault.NO_AT if no_at else AddressFault.BRACKETS)
    return _read_mail(match["mail"].strip())


def bare_address(text: str) -> str:
    """The bare address in lower case, for comparing; the text itself if it is none."""
    return (read_address(text).mail or text.strip()).casefold()


def _read_mail(mail: str) -> MailAddress:
    user, at, domain = mail.rpartition("@")
    fault = _fault(user, at, domain)
    if fault is not None:
        return MailAddress(mail, fault)
    return MailAddress(mail, None, other_form(domain), mixes_scripts(domain))


def _fault(user: str, at: str, domain: str) -> AddressFault | None:
    if not at:
        return AddressFault.NO_AT
    if "@" in user and not (user.startswith('"') and user.endswith('"')):
        return AddressFault.SEVERAL_AT
    if not user:
        return AddressFault.NO_USER
    return None if _is_domain(domain) else AddressFault.DOMAIN


def _is_domain(domain: str) -> bool:
    if domain.startswith("[") and domain.endswith("]"):
        return len(domain) > 2
    labels = domain.split(".")
    return all(labels) and not any(c.isspace() or c in ",;:/\\" for c in domain)
