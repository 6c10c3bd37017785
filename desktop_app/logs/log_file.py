"""The log: a file in the data folder, for its owner only, one record per line.

Import this module after the first paint: Python's rotating file handler costs 14 ms.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop_app.logs.redact import redact
from desktop_app.logs.tracebacks import traceback_lines

LOG_FOLDER = "logs"
LOG_FILE_NAME = "mailbox-admin.log"
MAX_FILE_BYTES = 1024 * 1024
BACKUP_COUNT = 3
MAX_RECORD_LENGTH = 4000
"""Characters of a record; a longer one is cut off."""
PROGRAM_LOGGER = "desktop_app"


class SingleLineFormatter(logging.Formatter):
    """Formats ``2026-11-22T18:40:41.123Z INFO profiles-1 net.session: text`` (UTC), always one
    line.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line; of an exception only its type and code locations."""
        text = " | ".join([_message_text(record), *_exception_lines(record)])
        if len(text) > MAX_RECORD_LENGTH:
            text = f"{text[:MAX_RECORD_LENGTH]}…"
        where = f"{record.levelname} {record.threadName} {_logger_name(record)}"
        line = f"{_time_text(record)} {where}: {text}"
        return _escape_controls(redact(line))


class _PrivateFileHandler(RotatingFileHandler):
    """A log file that only its owner can read; a full disk raises no error."""

    def _open(self):  # type: ignore[no-untyped-def]
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as in the library
        """Drop a record that cannot be written: a message could hold the record's text."""


class ProgramLog:
    """The log of one run of the program. ``level`` is one of LOG_LEVELS. Raises OSError."""

    def __init__(self, folder: Path, level: str) -> None:
        self.file = folder / LOG_FOLDER / LOG_FILE_NAME
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handler = _PrivateFileHandler(
            self.file, maxBytes=MAX_FILE_BYTES, backupCount=BACKUP_COUNT
        )
        self._handler.setFormatter(SingleLineFormatter())
        self._handler.addFilter(_is_own_or_warning)
        logging.getLogger().addHandler(self._handler)
        logging.getLogger(PROGRAM_LOGGER).setLevel(level.upper())

    def close(self) -> None:
        """Close the log file; later records are dropped."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        logging.getLogger(PROGRAM_LOGGER).setLevel(logging.NOTSET)


def last_lines(file: Path, count: int) -> list[str]:
    """Return the newest records, at most ``count``, in their order; empty without a log."""
    lines: list[str] = []
    for each in (file, file.with_name(f"{file.name}.1")):
        lines = [*_read_lines(each), *lines]
        if len(lines) >= count:
            break
    return lines[-count:]


def _read_lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []


def _is_own_or_warning(record: logging.LogRecord) -> bool:
    """Keep only warnings of libraries: their debug records may hold secrets."""
    return record.name.split(".")[0] in (PROGRAM_LOGGER, "qt") or record.levelno >= logging.WARNING


def _message_text(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # a library's record with the wrong number of arguments
        return f"{type(error).__name__} in {record.pathname}:{record.lineno}"


def _exception_lines(record: logging.LogRecord) -> Iterator[str]:
    error = record.exc_info[1] if record.exc_info else None
    return iter(()) if error is None else traceback_lines(error)


def _time_text(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03}Z"


def _logger_name(record: logging.LogRecord) -> str:
    return record.name.removeprefix(f"{PROGRAM_LOGGER}.")


def _escape_controls(line: str) -> str:
    """Escape line breaks, control and bidirectional characters: no text can forge a record."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
