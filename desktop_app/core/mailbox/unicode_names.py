"""International domain names: punycode and Unicode forms, and letters that look alike.

Names follow IDNA 2008 with the mapping of UTS 46, as in browsers and mail servers.
"""

from __future__ import annotations

import re
import unicodedata

from desktop_app.core.mailbox.characters import hidden_character

MAX_HOST_NAME_LENGTH = 253
MAX_LABEL_LENGTH = 63
"""Maximum characters of a label of a host name in its ASCII form (RFC 1035)."""

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?", re.IGNORECASE)
_DOTS = re.compile("[.\u3002\uff0e\uff61]")


def is_host_name(name: str) -> bool:
    """Return whether a name in its ASCII form is valid for a server or domain."""
    if not 0 < len(name) <= MAX_HOST_NAME_LENGTH:
        return False
    labels = name.split(".")
    return all(len(each) <= MAX_LABEL_LENGTH and _LABEL.fullmatch(each) for each in labels)


def to_punycode(domain: str) -> str:
    """Return the punycode form of a domain (``xn--…``), or empty if it has none."""
    if len(domain) > MAX_HOST_NAME_LENGTH or hidden_character(domain):
        return ""
    labels = [_punycode_label(label) for label in _DOTS.split(domain)]
    return ".".join(labels) if all(labels) else ""


def to_unicode(domain: str) -> str:
    """Return the Unicode form of a domain, or empty if an ``xn--`` label is invalid."""
    if len(domain) > MAX_HOST_NAME_LENGTH:
        return ""
    labels = [_unicode_label(label) for label in _DOTS.split(domain)]
    return ".".join(labels) if all(labels) else ""


def alternate_form(domain: str) -> str:
    """Return the other form of an international domain; empty for an ASCII or invalid domain."""
    if not domain.isascii():
        return to_punycode(domain)
    return to_unicode(domain) if is_punycode(domain) else ""


def is_punycode(domain: str) -> bool:
    """Return whether a label of a domain begins with ``xn--``."""
    return any(label.startswith("xn--") for label in domain.lower().split("."))


def is_confusable(domain: str) -> bool:
    """Return whether a label mixes alphabets or consists only of letters that look like Latin.

    Examples: a Cyrillic а among Latin letters, or ``аррӏе`` all in Cyrillic.
    """
    readable = domain if not domain.isascii() else to_unicode(domain)
    return any(map(_is_confusable_label, readable.split("."))) if readable else False


def _is_confusable_label(label: str) -> bool:
    letters = {c for c in label.lower() if c.isalpha()}
    return len(_scripts(letters)) > 1 or (bool(letters) and letters <= LATIN_LOOKALIKES)


def _punycode_label(label: str) -> str:
    import idna  # lazy: its tables take a while to load, and most names are plain

    if label.isascii():
        return label
    try:
        mapped = idna.uts46_remap(label, std3_rules=False, transitional=False)
        return idna.alabel(mapped).decode("ascii")
    except UnicodeError:
        return ""


def _unicode_label(label: str) -> str:
    import idna  # lazy: start

    if not label.lower().startswith("xn--"):
        return label
    try:
        return idna.ulabel(label.lower())
    except UnicodeError:
        return ""


def _scripts(letters: set[str]) -> set[str]:
    names = (unicodedata.name(c, "").split(" ")[0] for c in letters)
    return {name for name in names if name in CONFUSABLE_SCRIPTS}


CONFUSABLE_SCRIPTS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "FULLWIDTH"})
"""Alphabets, as named by Unicode, whose letters are easily mistaken for each other."""
LATIN_LOOKALIKES = frozenset("асԁеһіјӏорԛѕԝхуүαικνορυχ")
"""Cyrillic and Greek small letters that look like Latin ones (Unicode's confusables)."""
