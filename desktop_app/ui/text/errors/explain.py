"""The message for every error: what happened, and what to do."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QLocale

from desktop_app.core import errors
from desktop_app.core.errors.saving import Conflict, LookupFinding
from desktop_app.core.journal import outcome_of_error
from desktop_app.core.mailbox.characters import isolate_direction
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.retry import RetryNotice
from desktop_app.services.bulk.save_queue import RunState, SaveQueue
from desktop_app.ui.i18n import QT_TRANSLATE_NOOP, translate
from desktop_app.ui.text.errors import authentication, local, network, saving, server
from desktop_app.ui.text.mailbox import field_name, mailbox_summary
from desktop_app.ui.text.message import Choice, Message, message_of
from desktop_app.ui.text.profiles import in_both_forms
from desktop_app.ui.text.saving import outcome_text

MESSAGES: dict[type[errors.AppError], str | Choice] = {
    errors.AppError: QT_TRANSLATE_NOOP(
        "errors",
        "Something went wrong: {written_name}.\n"
        "Try again. If the problem persists, send the details to the people who maintain this "
        "program.",
    ),
    **network.MESSAGES,
    **server.MESSAGES,
    **authentication.MESSAGES,
    **local.MESSAGES,
    **saving.MESSAGES,
}
"""The message of each error class; a class that is not listed has that of its base class."""


def explain(error: errors.AppError) -> Message:
    """Return the translated message of an error; ``detail`` has its class and technical facts."""
    text = next(MESSAGES[kind] for kind in type(error).__mro__ if kind in MESSAGES)
    message = message_of("errors", text, error, lambda name: _value_text(error, name))
    return replace(message, detail=_detail(error))


def save_error_text(error: errors.AppError) -> str:
    """Return the outcome of a failed save, why it failed, and what to do. Translated."""
    outcome = outcome_text(outcome_of_error(error), is_conflict=isinstance(error, Conflict))
    return f"{outcome}. {explain(error).text}"


def run_state_text(queue: SaveQueue) -> str:
    """Return the state of a bulk run, and the error that paused the run, if any. Translated."""
    message = {
        RunState.IDLE: translate("saving", "Recording the run…"),
        RunState.SENDING: translate("saving", "Saving one mailbox at a time…"),
        RunState.PAUSED: translate("saving", "Paused. Nothing more is sent until you resume."),
        RunState.STOPPED: translate("saving", "Stopped. What was saved stays saved."),
        RunState.DONE: translate("saving", "Done."),
    }[queue.state]
    why = explain(queue.pause_reason).full_text if queue.pause_reason is not None else ""
    return f"{message} {why}".strip()


def retry_text(notice: RetryNotice) -> str:
    """Return why a read failed, and in how many seconds the next attempt starts. Translated."""
    seconds = QLocale().toString(notice.seconds, "f", 1)
    why = explain(notice.error).what
    return translate("errors", "{why} Trying again in {seconds} s (attempt {attempt})").format(
        why=why, seconds=seconds, attempt=notice.attempt
    )


def _value_text(error: errors.AppError, name: str) -> str:
    value = getattr(error, name)
    if isinstance(error, errors.ServerError) and name == "message":
        return _server_quote(error.message)
    if isinstance(value, errors.AppError):
        return explain(value).what
    if isinstance(value, Mailbox):
        return mailbox_summary(value)
    if isinstance(value, LookupFinding):
        return saving.finding_text(value)
    if isinstance(value, tuple):
        return ", ".join(field_name(field) for field in value if isinstance(field, Field))
    return in_both_forms(str(value))


def _server_quote(message: str) -> str:
    """Return the server's own words as a sentence; empty if there are none."""
    return (
        translate("errors", "The server says: “{message}”.").format(message=message.rstrip("."))
        if message
        else ""
    )


def _detail(error: errors.AppError) -> str:
    parts = [error.written_name]
    if isinstance(error, errors.ServerError):
        parts += [f"HTTP {error.status}"] if error.status else []
        parts += [error.error_type] if error.error_type else []
    if isinstance(error, errors.Unreachable):
        parts.append(error.failure.name)
    if error.detail:
        parts.append(isolate_direction(error.detail))
    return " · ".join(parts)
