"""What a kind of trouble says: the type of its sentences, and the registry of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from PySide6.QtCore import QCoreApplication

from desktop_app.core import errors


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


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("troubles", text)


@singledispatch
def message_for(error: errors.AppError) -> Message:
    """The sentences for a type of trouble; rooms register their own types."""
    return Message(
        tr("Something went wrong: %s.") % error.written_name,
        tr("Try again; if it stays, pass the details on to whoever maintains this program."),
    )


def server_quote(error: errors.ServerError) -> str:
    """The server's own words, as a sentence; empty if it had none."""
    return tr("The server says: “%s”.") % error.message.rstrip(".") if error.message else ""


def with_leading_space(sentence: str) -> str:
    """A sentence that follows another one."""
    return f" {sentence}" if sentence else ""
