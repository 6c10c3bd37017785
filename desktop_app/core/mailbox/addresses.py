"""The address of a mailbox: plain, or with a display name or comment, as SuperOffice takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from desktop_app.core.mailbox.unicode_names import (
    alternate_form,
    hidden_character,
    is_confusable,
    is_host_name,
    is_punycode,
    to_punycode,
)

# possessive, so that a megabyte that is none is read once and not a million times
_ANGLE_BRACKETS = re.compile(r"(?P<before>[^<>]*+)<(?P<mail>[^<>]*+)>(?P<after>[^<>]*+)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_WITHOUT_BRACKETS = re.compile(r"(?P<mail>[^\s()<>]++)\s*+(?P<after>\(.*\))?+", re.DOTALL)


class AddressIssue(Enum):
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
    """What a text says. ``address`` is the bare address; ``alternate_form`` of its domain, if it
    has one.

    ``is_confusable`` warns of a domain whose letters look like others, ``has_invalid_punycode`` of
    an ``xn--`` that stands for nothing, ``hidden_character`` of a character in the name that
    cannot be seen (U+202E).
    """

    address: str = ""
    issue: AddressIssue | None = None
    alternate_form: str = ""
    is_confusable: bool = False
    has_invalid_punycode: bool = False
    hidden_character: str = ""


def parse_address(text: str) -> MailAddress:
    """Read ``a@b.com``, ``<a@b.com> (Name)``, ``Name <a@b.com>`` or ``a@b.com (comment)``."""
    if _CONTROL.search(text):
        return MailAddress(issue=AddressIssue.CONTROL)
    match = _ANGLE_BRACKETS.fullmatch(text.strip()) or _WITHOUT_BRACKETS.fullmatch(text.strip())
    if match is None:
        return MailAddress(issue=_text_issue(text))
    hidden = hidden_character(match.groupdict().get("before") or "") or hidden_character(
        match["after"] or ""
    )
    return _parse_bare_address(match["mail"].strip(), hidden)


@lru_cache(maxsize=20_000)
def bare_address(text: str) -> str:
    """The bare address in lower case, for comparing, its domain as machines write it; the text
    itself if it is none.
    """
    user, at, domain = (parse_address(text).address or text.strip()).rpartition("@")
    machine = domain if domain.isascii() else to_punycode(domain) or domain
    return f"{user}{at}{machine}".lower()


def _parse_bare_address(mail: str, hidden: str) -> MailAddress:
    user, at, domain = mail.rpartition("@")
    fault = _address_issue(user, at, domain)
    if fault is not None:
        return MailAddress(mail, fault)
    other = alternate_form(domain)
    broken = not other and is_punycode(domain)
    return MailAddress(mail, None, other, is_confusable(domain), broken, hidden)


def _text_issue(text: str) -> AddressIssue:
    if hidden_character(text):
        return AddressIssue.HIDDEN
    return AddressIssue.BRACKETS if "@" in text else AddressIssue.NO_AT


def _address_issue(user: str, at: str, domain: str) -> AddressIssue | None:
    if not at:
        return AddressIssue.NO_AT
    if hidden_character(user + domain):
        return AddressIssue.HIDDEN
    if "@" in user and not (user.startswith('"') and user.endswith('"')):
        return AddressIssue.SEVERAL_AT
    if not user:
        return AddressIssue.NO_USER
    return None if _is_domain(domain) else AddressIssue.DOMAIN


def _is_domain(domain: str) -> bool:
    if domain.startswith("[") and domain.endswith("]"):
        return len(domain) > 2
    return is_host_name(domain if domain.isascii() else to_punycode(domain))
