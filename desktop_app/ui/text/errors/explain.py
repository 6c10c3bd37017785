"""What happened, and what to do now: one sentence each for every kind of trouble."""

from __future__ import annotations

from PySide6.QtCore import QLocale

from desktop_app.core import errors
from desktop_app.core.retry import RetryNotice
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors import authentication, local, network, server
from desktop_app.ui.text.errors.message import Message, message_for

MESSAGE_MODULES = (network, server, authentication, local)
"""Where the sentences are; importing these rooms registers them."""


def explain(error: errors.AppError) -> Message:
    """A trouble in words; when the request may have been executed, that is said too."""
    message = message_for(error)
    return Message(message.what, message.advice, _detail(error))


def retry_text(notice: RetryNotice) -> str:
    """Why a read pauses, and when it is tried again."""
    seconds = QLocale().toString(notice.seconds, "f", 1)
    why = explain(notice.error).what
    return translate("errors", "{why} Trying again in {seconds} s (attempt {attempt})").format(
        why=why, seconds=seconds, attempt=notice.attempt
    )


def _detail(error: errors.AppError) -> str:
    parts = [error.written_name]
    if isinstance(error, errors.ServerError):
        parts += [f"HTTP {error.status}"] if error.status else []
        parts += [error.error_type] if error.error_type else []
    if isinstance(error, errors.Unreachable):
        parts.append(error.failure.name)
    if error.detail:
        parts.append(error.detail)
    return " · ".join(parts)
