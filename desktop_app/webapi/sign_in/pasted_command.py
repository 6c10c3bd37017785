"""Reads the headers of a request that developer tools copied as a command for a shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

_WORD_PART = re.compile(
    r"""\$'(?P<ansi>(?:[^'\\]|\\.)*)'"""
    r"""|'(?P<single>[^']*)'"""
    r'''|"(?P<double>(?:[^"\\]|\\.)*)"'''
    r"""|\\(?P<continued>\r?\n)"""
    r"""|\\(?P<escaped>.)"""
    r"""|(?P<plain>[^\s'"\\$]+|\$)"""
    r"""|(?P<space>\s+)""",
    re.DOTALL,
)
"""A part of a word of a POSIX shell, with the $'...' of bash."""

_ANSI_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|(.))", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t"}

_HEADER_OPTIONS = ("-H", "--header")
_COOKIE_OPTIONS = ("-b", "--cookie")

_CARETS = re.compile(r'\^"|\^\s*\n')
"""What only a command for Windows' cmd has."""

_POWERSHELL_TEXT = r'"((?:[^"`]|`.)*)"'
_POWERSHELL_COOKIE = re.compile(
    rf"System\.Net\.Cookie\(\s*{_POWERSHELL_TEXT}\s*,\s*{_POWERSHELL_TEXT}", re.DOTALL
)
_POWERSHELL_HEADER = re.compile(rf"{_POWERSHELL_TEXT}\s*=\s*{_POWERSHELL_TEXT}", re.DOTALL)


def curl_headers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the headers and cookies of a ``curl`` command for bash or cmd; none if it is cut."""
    words = _words(_without_carets(text) if _CARETS.search(text) else text)
    for option, value in _options(words):
        if option in _HEADER_OPTIONS:
            name, _, content = value.partition(":")
            yield name, content
        else:
            yield "cookie", value


def _without_carets(text: str) -> str:
    """Undo the escapes of cmd: a caret before a sign, or at the end of a line that goes on."""
    joined = re.sub(r"\^\r?\n(\r?\n)?", lambda end: "\n" if end[1] else " ", text)
    return re.sub(r"\^(.)", r"\1", joined)


def _words(text: str) -> list[str]:
    """Return the words of a command as a shell splits it; none if a quote does not end."""
    words, word, at = [], None, 0
    while at < len(text):
        part = _WORD_PART.match(text, at)
        if part is None:
            return []
        at = part.end()
        if part["space"] is None and part["continued"] is None:
            word = (word or "") + _meaning(part)
        elif word is not None:
            words.append(word)
            word = None
    return words if word is None else [*words, word]


def _meaning(part: re.Match[str]) -> str:
    if part["ansi"] is not None:
        return _ANSI_ESCAPE.sub(_ansi_character, part["ansi"])
    if part["double"] is not None:
        return re.sub(r'\\(["\\$`])', r"\1", part["double"])
    return part["single"] or part["escaped"] or part["plain"] or ""


def _ansi_character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROL.get(escape[3], escape[3])


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each option for a header or cookies with its value: the next word, or the same's."""
    names = (*_HEADER_OPTIONS, *_COOKIE_OPTIONS)
    for word, next_word in pairwise([*words, ""]):
        for name in names:
            if word == name:
                yield name, next_word
            elif word.startswith(f"{name}=" if name.startswith("--") else name):
                yield name, word[len(name) :].removeprefix("=")


def powershell_headers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the cookies and headers of a snippet with ``Invoke-WebRequest``."""
    for name, value in _POWERSHELL_COOKIE.findall(text):
        yield "cookie", f"{_unescaped(name)}={_unescaped(value)}"
    for name, value in _POWERSHELL_HEADER.findall(text):
        yield _unescaped(name), _unescaped(value)


def _unescaped(text: str) -> str:
    return re.sub(r"`(.)", r"\1", text, flags=re.DOTALL)
