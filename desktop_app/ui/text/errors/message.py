"""What a kind of trouble says: the type of its sentences, and the registry of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from desktop_app.core import errors
from desktop_app.ui.i18n import translate


@dataclass(frozen=True, slots=True)
class Message:
    """A trouble in words. ``detail`` is technical text for whoever wants it."""

    what: str
    advice: str
    detail: str = ""

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.what} {self.advice}".strip()


@singledispatch
def message_for(error: errors.AppError) -> Message:
    """The sentences for a type of trouble; rooms register their own types."""
    return Message(
        translate("errors", "Something went wrong: {written_name}.").format(
            written_name=error.written_name
        ),
        translate(
            "errors",
            "Try again; if it stays, pass the details on to whoever maintains this program.",
        ),
    )


def server_quote(error: errors.ServerError) -> str:
    """The server's own words, as a sentence; empty if it had none."""
    return (
        translate("errors", "The server says: “{rstrip}”.").format(rstrip=error.message.rstrip("."))
        if error.message
        else ""
    )


def with_leading_space(sentence: str) -> str:
    """A sentence that follows another one."""
    return f" {sentence}" if sentence else ""
