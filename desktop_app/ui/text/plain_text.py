"""Safe display of foreign text, which Qt might take for markup."""

from __future__ import annotations

import re
from html import escape
from textwrap import fill

from desktop_app.core.mailbox.characters import isolate_direction

TOOLTIP_LETTERS = 80
"""Most characters of a line of a tooltip: Qt does not wrap plain text."""


def tooltip(text: str) -> str:
    """Return a tooltip that shows exactly this text, wrapped to lines; empty for empty text.

    Qt reads a tooltip to screen readers where a widget has no other description. So only a text
    that Qt might take for markup becomes markup; its widget needs a description of its own.
    """
    if "<" in text:
        return f"<qt>{escape(text)}</qt>"
    return "\n".join(fill(line, TOOLTIP_LETTERS) for line in text.splitlines())


_LINE_END = re.compile(r"\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def one_line(text: str) -> str:
    """Return a text with a sign in place of each line end, for titles, status bar and cells."""
    return _LINE_END.sub("↵", text)


MAX_QUOTE = 300
"""Most characters of a foreign text that a sentence quotes."""
MAX_WORD = 60
"""Most characters of a word: labels do not break words, so a longer one widens the window."""


def shortened(text: str, max_length: int = MAX_QUOTE) -> str:
    """Return a foreign text cut to ``max_length`` characters, and its words to MAX_WORD.

    A text of a megabyte would freeze the window. Nor can the text turn the order of the sentence
    that quotes it.
    """
    cut = text if len(text) <= max_length else f"{text[:max_length].rstrip()}…"
    return isolate_direction(re.sub(rf"(\S{{{MAX_WORD}}})\S+", r"\1…", cut))
