"""Safe display of foreign text, which Qt might take for markup."""

from __future__ import annotations

import re
from html import escape

from desktop_app.core.mailbox.characters import isolate_direction


def tooltip(text: str) -> str:
    """Return a tooltip that shows exactly this text, wrapped to lines; empty for empty text."""
    return f"<qt>{escape(text)}</qt>" if text else ""


MAX_QUOTE = 300
"""Most characters of a foreign text that a sentence quotes."""
MAX_WORD = 60
"""Most characters of a word: labels do not break words, so a longer one widens the window."""


def shortened(text: str, max_length: int = MAX_QUOTE) -> str:
    """Return a foreign text cut to ``max_length`` characters, and its words to MAX_WORD.

    A text of a megabyte would freeze the window. Nor can the text turn the order of the sentence
    that quotes it.
    """
    cut = text if len(text) <= max_length else f"{text[:max_length].rstrip()} …"
    return isolate_direction(re.sub(rf"(\S{{{MAX_WORD}}})\S+", r"\1…", cut))
