"""Messages about errors and results: what happened, and what to do.

A table holds both as one text of two lines, marked with QT_TRANSLATE_NOOP. Named fields in the text
are attributes of the error or result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from desktop_app.ui.i18n import TranslatedText, translate, translate_marked


@dataclass(frozen=True, slots=True)
class Message:
    """Two translated sentences, and a technical ``detail`` that may be foreign text."""

    what: str
    advice: str
    detail: str = ""
    refers_to_details: bool = False
    """Whether the sentences send the reader to the details."""

    @property
    def text(self) -> str:
        """Both sentences, separated by a space."""
        return f"{self.what} {self.advice}".strip()

    @property
    def full_text(self) -> str:
        """Both sentences, with the details if they refer to them; for places without a tooltip."""
        if not (self.refers_to_details and self.detail):
            return self.text
        details = translate("messages", "Details: {detail}").format(detail=self.detail)
        return f"{self.text} {details}"


@dataclass(frozen=True, slots=True)
class Choice:
    """Texts for one type, chosen by the value of ``attribute``, or ``otherwise``."""

    attribute: str
    texts: Mapping[Any, str | Choice]
    otherwise: str | Choice = ""


def fields_of(text: str) -> set[str]:
    """Return the names of the fields in a text of a table."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def message_of(
    context: str, text: str | Choice, subject: object, value_text: Callable[[str], str]
) -> Message:
    """Return the translated message of a table's entry about ``subject``, an error or result.

    ``value_text`` returns the text for the field of a given name.
    """
    while isinstance(text, Choice):
        text = text.texts.get(getattr(subject, text.attribute), text.otherwise)
    values = {name: value_text(name) for name in fields_of(text)}
    lines = translate_marked(context, text).split("\n", 1)
    what, advice = (TranslatedText(line).format(**values).strip() for line in [*lines, ""][:2])
    return Message(what, advice, refers_to_details="details" in text)
