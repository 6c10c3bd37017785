"""Foreign text where Qt would take it for markup."""

from __future__ import annotations

import re
from html import escape


def tooltip(text: str) -> str:
    """A tooltip that shows exactly this text, wrapped to lines."""
    return f"<qt>{escape(text)}</qt>" if text else ""


MAX_QUOTE = 300
"""Characters of one text from outside that a sentence quotes."""
MAX_WORD = 60
"""Characters without a blank: no label breaks them, and so they would widen its window."""


def shortened(text: str, max_length: int = MAX_QUOTE) -> str:
    """A text from outside for a sentence: a megabyte of it would freeze the window."""
    cut = text if len(text) <= max_length else f"{text[:max_length].rstrip()} …"
    return re.sub(rf"(\S{{{MAX_WORD}}})\S+", r"\1…", cut)
