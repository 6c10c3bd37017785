"""The log: a file in the data folder, for its owner only, one record a line.

To be imported after the first paint: Python's rotating files cost 14 ms.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

from desktop_app.logs.redact import blanked
from desktop_app.logs.tracebacks import fault_lines

FOLDER = "logs"
NAME = "mailbox-admin.log"
MOST_BYTES = 1024 * 1024
OLD_FILES = 3
LONGEST = 4000
"""Characters of a record; the rest of a longer one is cut."""
OURS = "desktop_app"


class OneLine(logging.Formatter):
    """``2026-11-22T18:40:41.123Z INFO profiles-1 net.session: text``, whatever the text holds."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line; of an exception only its kind and places."""
        text = " | ".join([_message(record), *_fault(record)])
        if len(text) > LONGEST:
            text = f"{text[:LONGEST]}…"
        line = f"{_time(record)} {record.levelname} {record.threadName} {_name(record)}: {text}"
        return _printable(blanked(line))


class _OwnersFile(RotatingFileHandler):
    """Each file is readable by its owner only, and a full disk never reaches the program."""

    def _open(self):  # type: ignore[no-untyped-def]
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        return os.fdopen(os.open(self.baseFilename, flags, 0o600), "a", encoding="utf-8")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - as in the library
        """What cannot be written is lost; nobody is told, least of all with the record's text."""


class Log:
    """The log of one run of the program."""

    def __init__(self, folder: Path, level: str) -> None:
        self.file = folder / FOLDER / NAME
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handler = _OwnersFile(self.file, maxBytes=MOST_BYTES, backupCount=OLD_FILES)
        self._handler.setFormatter(OneLine())
        self._handler.addFilter(_ours_or_serious)
        logging.getLogger().addHandler(self._handler)
        logging.getLogger(OURS).setLevel(level.upper())

    def close(self) -> None:
        """Write no more."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()
        logging.getLogger(OURS).setLevel(logging.NOTSET)


def last_lines(file: Path, count: int) -> list[str]:
    """The newest records, the oldest of them first; empty without a log."""
    lines: list[str] = []
    for each in (file, file.with_name(f"{file.name}.1")):
        lines = [*_lines(each), *lines]
        if len(lines) >= count:
            break
    return lines[-count:]


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []


def _ours_or_serious(record: logging.LogRecord) -> bool:
    """Libraries write secrets to their debug records; of them only what is serious is kept."""
    return record.name.split(".")[0] in (OURS, "qt") or record.levelno >= logging.WARNING


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # a library's record with the wrong number of values
        return f"{type(error).__name__} in {record.pathname}:{record.lineno}"


def _fault(record: logging.LogRecord) -> Iterator[str]:
    error = record.exc_info[1] if record.exc_info else None
    return iter(()) if error is None else fault_lines(error)


def _time(record: logging.LogRecord) -> str:
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    return f"{seconds}.{int(record.msecs):03}Z"


def _name(record: logging.LogRecord) -> str:
    return record.name.removeprefix(f"{OURS}.")


def _printable(line: str) -> str:
    """Line breaks, control characters and turned writing as escapes: nobody forges a record."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
