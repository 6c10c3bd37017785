"""Names and addresses in the scenes: texts that are nobody's to translate."""

from __future__ import annotations

MARKS = ["", ""]
"""What is put before and behind each; set by the test of the translations."""


def foreign(text: str) -> str:
    """Return a text of a profile or a server, as a window gets it."""
    return text.join(MARKS)
