"""International names: both of their forms, and letters that only look alike."""

from __future__ import annotations

import unicodedata


def ascii_form(domain: str) -> str:
    """The form of a domain that machines use (``xn--…``), or empty if it has none."""
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def readable_form(domain: str) -> str:
    """The form of a domain that people read, or empty if its ``xn--`` form is broken."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return "" if domain.isascii() else domain


def other_form(domain: str) -> str:
    """The other form of an international domain; empty for an ordinary one."""
    if not domain.isascii():
        return ascii_form(domain)
    readable = readable_form(domain) if "xn--" in domain.lower() else ""
    return readable if readable != domain else ""


def mixes_scripts(domain: str) -> bool:
    """Whether one label mixes alphabets, as look-alike names do (a Cyrillic а among Latin)."""
    readable = domain if not domain.isascii() else readable_form(domain)
    return any(len(_scripts(label)) > 1 for label in readable.split("."))


def _scripts(label: str) -> set[str]:
    names = (unicodedata.name(c, "").split(" ")[0] for c in label if c.isalpha())
    return {name for name in names if name in ALIKE}


ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Alphabets whose letters are taken for each other."""
