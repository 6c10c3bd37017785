"""What a kind of trouble says: the type of its sentences, and the registry of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from PySide6.QtCore import QCoreApplication

from desktop_app.core import errors


@dataclass(frozen=True, slots=True)
class Said:
    """A trouble in words. ``detail`` is technical text for whoever wants it."""

    happened: str
    advice: str
    detail: str = ""

    @property
    def text(self) -> str:
        """Both sentences."""
        return f"{self.happened} {self.advice}".strip()


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("troubles", text)


@singledispatch
def words_for(trouble: errors.Trouble) -> Said:
    """The sentences for a type of trouble; rooms register their own types."""
    return Said(
        tr("Something went wrong: %s.") % type(trouble).__name__,
        tr("Try again; if it stays, pass the details on to whoever maintains this program."),
    )


def their_words(trouble: errors.ServerSaid) -> str:
    """The server's own words, as a sentence; empty if it had none."""
    return tr("The server says: “%s”.") % trouble.message.rstrip(".") if trouble.message else ""


def after(sentence: str) -> str:
    """A sentence that follows another one."""
    return f" {sentence}" if sentence else ""
