"""The address of a mailbox: plain, or with a display name or comment, as SuperOffice takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from desktop_app.core.mailbox.unicode_names import (
    ascii_form,
    has_machine_form,
    hidden_character,
    is_name,
    looks_like_another,
    other_form,
)

# possessive, so that a megabyte that is none is read once and not a million times
_ANGLES = re.compile(r"(?P<before>[^<>]*+)<(?P<mail>[^<>]*+)>(?P<after>[^<>]*+)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_PLAIN = re.compile(r"(?P<mail>[^\s()<>]++)\s*+(?P<after>\(.*\))?+", re.DOTALL)


class AddressFault(Enum):
    """Why a text is no address."""

    CONTROL = auto()
    HIDDEN = auto()
    NO_AT = auto()
    SEVERAL_AT = auto()
    NO_USER = auto()
    DOMAIN = auto()
    BRACKETS = auto()


@dataclass(frozen=True, slots=True)
class MailAddress:
    """What a text says. ``mail`` is the bare address; ``other_form`` of its domain, if it has one.

    ``looks_alike`` warns of a domain whose letters look like others, ``broken_form`` of an ``xn--``
    that stands for nothing, ``hidden`` of a character in the name that cannot be seen (U+202E).
    """

    mail: str = ""
    fault: AddressFault | None = None
    other_form: str = ""
    looks_alike: bool = False
    broken_form: bool = False
    hidden: str = ""


def read_address(text: str) -> MailAddress:
    """Read ``a@b.com``, ``<a@b.com> (Name)``, ``Name <a@b.com>`` or ``a@b.com (comment)``."""
    if _CONTROL.search(text):
        return MailAddress(fault=AddressFault.CONTROL)
    match = _ANGLES.fullmatch(text.strip()) or _PLAIN.fullmatch(text.strip())
    if match is None:
        return MailAddress(fault=_fault_of_whole(text))
    hidden = hidden_character(match.groupdict().get("before") or "") or hidden_character(
        match["after"] or ""
    )
    return _read_mail(match["mail"].strip(), hidden)


@lru_cache(maxsize=20_000)
def bare_address(text: str) -> str:
    """The bare address in lower case, for comparing, its domain as machines write it; the text
    itself if it is none.
    """
    user, at, domain = (read_address(text).mail or text.strip()).rpartition("@")
    machine = domain if domain.isascii() else ascii_form(domain) or domain
    return f"{user}{at}{machine}".lower()


def _read_mail(mail: str, hidden: str) -> MailAddress:
    user, at, domain = mail.rpartition("@")
    fault = _fault(user, at, domain)
    if fault is not None:
        return MailAddress(mail, fault)
    other = other_form(domain)
    broken = not other and has_machine_form(domain)
    return MailAddress(mail, None, other, looks_like_another(domain), broken, hidden)


def _fault_of_whole(text: str) -> AddressFault:
    if hidden_character(text):
        return AddressFault.HIDDEN
    return AddressFault.BRACKETS if "@" in text else AddressFault.NO_AT


def _fault(user: str, at: str, domain: str) -> AddressFault | None:
    if not at:
        return AddressFault.NO_AT
    if hidden_character(user + domain):
        return AddressFault.HIDDEN
    if "@" in user and not (user.startswith('"') and user.endswith('"')):
        return AddressFault.SEVERAL_AT
    if not user:
        return AddressFault.NO_USER
    return None if _is_domain(domain) else AddressFault.DOMAIN


def _is_domain(domain: str) -> bool:
    if domain.startswith("[") and domain.endswith("]"):
        return len(domain) > 2
    return is_name(domain if domain.isascii() else ascii_form(domain))
