"""File names from foreign text, valid on every system that the program runs on."""

from __future__ import annotations

import unicodedata

MAX_NAME_BYTES = 143
"""Longest file name in bytes of UTF-8: the limit of encrypted home folders (eCryptfs).

Other file systems take 255 bytes, Windows 255 units of UTF-16.
"""
_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = frozenset(
    (
        *("con", "prn", "aux", "nul", "conin$", "conout$"),
        *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"),
    )
)
"""Names of devices on Windows, with any suffix ("Naming Files, Paths, and Namespaces")."""


def safe_file_name(name: str, suffix: str, fallback: str) -> str:
    """Return a file name made of a foreign name, such as a profile's, and a suffix like ``.csv``.

    Characters that a system forbids become underscores, a device's name gets one at its end, and a
    long name is cut. ``fallback`` is used where nothing is left.
    """
    plain = unicodedata.normalize("NFC", name)
    stem = "".join("_" if _is_forbidden(c) else c for c in plain)
    stem = _cut_to_bytes(stem.strip(" ."), MAX_NAME_BYTES - len(suffix.encode()) - 1).strip(" .")
    if not stem.strip("_ ."):
        stem = fallback
    if stem.partition(".")[0].strip().casefold() in _RESERVED:
        first, dot, rest = stem.partition(".")
        stem = f"{first.strip()}_{dot}{rest}"
    return stem + suffix


def _is_forbidden(character: str) -> bool:
    return character in _FORBIDDEN or unicodedata.category(character)[0] == "C"


def _cut_to_bytes(text: str, size: int) -> str:
    """Return the start of the text that fits into the bytes, without half a character."""
    return text.encode("utf-8", "replace")[:size].decode("utf-8", "ignore")
