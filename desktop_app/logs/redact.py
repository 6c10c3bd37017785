"""Removal of everything that looks like a secret from a line of the log.

No caller passes secrets to the log; this is the second line of defence.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

REDACTED = "•••"

_SENSITIVE_NAMES = (
    r"authorization|proxy-authorization|so-apptoken|x-xsrf-token|xsrf-token|"
    r"[a-z_-]*(?:password|passwd|passphrase|secret|token|ticket)|code_verifier|code"
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)\b((?:set-)?cookie[\"']?\s*[:=]).*"), rf"\1 {REDACTED}"),
    (re.compile(r"(?i)\b(basic|bearer|soticket|negotiate|ntlm)\s+[^\s\"',;]+"), rf"\1 {REDACTED}"),
    (
        re.compile(
            rf"(?i)\b({_SENSITIVE_NAMES})([\"']?\s*[:=]\s*)(\"[^\"]*\"|'[^']*'|[^\s,;&\"'}}]+)"
        ),
        rf"\1\2{REDACTED}",
    ),
    (re.compile(r"(?<=://)[^/\s@\"']+@"), f"{REDACTED}@"),
    (re.compile(r"(?i)(\bhttps?://[^\s?\"']*\?)[^\s\"']+"), rf"\1{REDACTED}"),
    (re.compile(r"\beyJ[\w-]{6,}\.[\w-]+\.[\w-]*"), REDACTED),
)


def redact(text: str) -> str:
    """Return the text without anything that looks like a secret, and without the home folder."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return strip_home(text)


def strip_home(text: str) -> str:
    """Return the text with ``~`` for the home folder, which often holds the user's name."""
    try:
        home = str(Path.home())
    except RuntimeError:  # no home folder
        return text
    return text.replace(home, "~") if len(home) > len(os.sep) else text
