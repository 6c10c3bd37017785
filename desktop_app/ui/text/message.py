"""What a person is told of an error or a result: what happened, and what to do.

Tables hold both as one text of two lines, marked with QT_TRANSLATE_NOOP. Its fields are attributes
of the error or result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from desktop_app.ui.i18n import translate_marked


@dataclass(frozen=True, slots=True)
class Message:
    """Two sentences in the user's language. ``detail`` is technical text for whoever wants it."""

    what: str
    advice: str
    detail: str = ""

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.what} {self.advice}".strip()


@dataclass(frozen=True, slots=True)
class Choice:
    """Several texts for one type: that for the value of ``attribute``, or else ``otherwise``."""

    attribute: str
    texts: Mapping[Any, str | Choice]
    otherwise: str | Choice = ""


def fields_of(text: str) -> set[str]:
    """Return the names of the fields in a text of a table."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def message_of(
    context: str, text: str | Choice, subject: object, value_text: Callable[[str], str]
) -> Message:
    """Return what a table's entry says of ``subject``, an error or result.

    ``value_text`` gives the words for the field of that name.
    """
    while isinstance(text, Choice):
        text = text.texts.get(getattr(subject, text.attribute), text.otherwise)
    values = {name: value_text(name) for name in fields_of(text)}
    lines = translate_marked(context, text).split("\n", 1)
    what, advice = (line.format_map(values).strip() for line in [*lines, ""][:2])
    return Message(what, advice)
