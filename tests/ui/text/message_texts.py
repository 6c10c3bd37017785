"""What the tables of messages hold."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.ui.text.message import Choice


def texts_of(entry: str | Choice) -> Iterator[str]:
    """All texts of an entry of a table."""
    if isinstance(entry, str):
        yield entry
    else:
        for each in (*entry.texts.values(), entry.otherwise):
            yield from texts_of(each)
