"""What happened, and what to do now: one sentence each for every kind of trouble."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_app.core import errors
from desktop_app.core.retry import Waiting
from desktop_app.ui.text.errors import authentication, local, network, server
from desktop_app.ui.text.errors.message import Said, tr, words_for

KINDS = (network, server, authentication, local)
"""Where the sentences are; importing these rooms registers them."""


def explain(trouble: errors.Trouble) -> Said:
    """A trouble in words; when the request may have been executed, that is said too."""
    said = words_for(trouble)
    return Said(said.happened, said.advice, _detail(trouble))


def wait_words(waiting: Waiting) -> str:
    """Why a read pauses, and when it is tried again."""
    seconds = QLocale().toString(waiting.seconds, "f", 1)
    why = explain(waiting.trouble).happened
    return tr("%s Trying again in %s s (attempt %d)") % (why, seconds, waiting.attempt)


def _detail(trouble: errors.Trouble) -> str:
    parts = [type(trouble).__name__]
    if isinstance(trouble, errors.ServerSaid):
        parts += [f"HTTP {trouble.status}"] if trouble.status else []
        parts += [trouble.error_type] if trouble.error_type else []
    if isinstance(trouble, errors.Unreachable):
        parts.append(trouble.reach.name)
    if trouble.detail:
        parts.append(trouble.detail)
    return " · ".join(parts)
