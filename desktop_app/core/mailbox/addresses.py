"""Parses mailbox addresses, plain or with a display name or comment, as SuperOffice accepts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from desktop_app.core.mailbox.characters import hidden_character
from desktop_app.core.mailbox.unicode_names import (
    alternate_form,
    is_confusable,
    is_host_name,
    is_punycode,
    to_punycode,
)

# possessive quantifiers: a megabyte that is no address is read once, not a million times
_ANGLE_BRACKETS = re.compile(r"(?P<before>[^<>]*+)<(?P<mail>[^<>]*+)>(?P<after>[^<>]*+)", re.DOTALL)
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_SHOWN = re.compile(
    r"(?P<before>[^<>]*+)<(?P<mail>[^<>\s]++)>(?P<after>.*+)"
    r"|(?P<plain>[^\s()<>]++)\s*+(?P<comment>\(.*\))",
    re.DOTALL,
)
_ODD = re.compile(r"[\s<>]")
_WITHOUT_BRACKETS = re.compile(r"(?P<mail>[^\s()<>]++)\s*+(?P<after>\(.*\))?+", re.DOTALL)


class AddressIssue(Enum):
    """Why a text is not a valid address."""

    CONTROL = auto()
    HIDDEN = auto()
    NO_AT = auto()
    SEVERAL_AT = auto()
    NO_USER = auto()
    DOMAIN = auto()
    BRACKETS = auto()


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A parsed address. ``address`` is the bare address, ``issue`` is None if it is valid.

    ``alternate_form`` is the punycode or Unicode form of an international domain, else empty.
    ``is_confusable`` warns of a domain whose letters look like others, ``has_invalid_punycode`` of
    an ``xn--`` label that cannot be decoded. ``hidden_character`` is the first invisible character
    of the display name, such as U+202E, or empty.
    """

    address: str = ""
    issue: AddressIssue | None = None
    alternate_form: str = ""
    is_confusable: bool = False
    has_invalid_punycode: bool = False
    hidden_character: str = ""


def parse_address(text: str) -> MailAddress:
    """Parse ``a@b.com``, ``<a@b.com> (Name)``, ``Name <a@b.com>`` or ``a@b.com (comment)``."""
    if _CONTROL.search(text):
        return MailAddress(issue=AddressIssue.CONTROL)
    match = _ANGLE_BRACKETS.fullmatch(text.strip()) or _WITHOUT_BRACKETS.fullmatch(text.strip())
    if match is None:
        return MailAddress(issue=_text_issue(text))
    hidden = hidden_character(match.groupdict().get("before") or "") or hidden_character(
        match["after"] or ""
    )
    return _parse_bare_address(match["mail"].strip(), hidden)


def split_display_name(text: str) -> tuple[str, str]:
    """Return the address of a text and the name beside it, as both are written, for a table.

    ``<a@b.com> (Name)`` becomes ``a@b.com`` and ``Name``. A text without a name, or one that is not
    understood, is returned whole, with an empty name.
    """
    mail, gap, name = text.partition("> (")
    if gap and mail[0] == "<" and "@" in mail and name[-1:] == ")" and not _ODD.search(mail, 1):
        return mail[1:], name[:-1].strip()  # the usual form, without the search below
    match = _SHOWN.fullmatch(text.strip()) if "<" in text or "(" in text else None
    mail = (match["mail"] or match["plain"]) if match is not None else ""
    if match is None or "@" not in mail:
        return text, ""
    before = (match["before"] or "").strip().strip('"').strip()
    after = (match["after"] or match["comment"] or "").strip()
    if after.startswith("(") and after.endswith(")"):
        after = after[1:-1].strip()
    return mail, " ".join(filter(None, (before, after)))


@lru_cache(maxsize=20_000)
def bare_address(text: str) -> str:
    """Return the bare address in lower case with a punycode domain, for comparisons.

    A text that is not an address is returned in lower case. Composed and decomposed letters are
    one (NFC).
    """
    user, at, domain = (parse_address(text).address or text.strip()).rpartition("@")
    machine = domain if domain.isascii() else to_punycode(domain) or domain
    return unicodedata.normalize("NFC", f"{user}{at}{machine}".lower())


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
