"""Crash reports: written at the crash, offered at the next start, sent by nobody.

Installed before the first paint, so this module imports next to nothing.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO

from desktop_app import VERSION

REPORT_FOLDER = "crashes"
NATIVE_FILE_NAME = "native.txt"
"""Written by faulthandler if the process dies in native code; empty otherwise."""
NEW_SUFFIX = ".new.txt"
"""Ending of a report that was not offered yet."""
OFFERED_SUFFIX = ".txt"
MAX_REPORTS = 10
"""Reports that are kept, and reports that one run may add."""
MAX_REPORT_BYTES = 64 * 1024


class CrashReporter:
    """Reports every uncaught exception in any thread.

    If ``folder`` is None, exceptions are printed on the standard error only.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / REPORT_FOLDER if folder is not None else None
        self._native_file: IO[bytes] | None = None
        self._written: set[str] = set()

    def start(self) -> None:
        """Install exception hooks and faulthandler. Never raises: file errors are ignored."""
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        with suppress(OSError):
            if self._folder is not None:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._import_native_report(self._folder / NATIVE_FILE_NAME)
                self._native_file = _create_private_file(self._folder / NATIVE_FILE_NAME)
                faulthandler.enable(self._native_file)

    def stop(self) -> None:
        """Remove the hooks and the native report: the program ended normally."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._native_file is not None and self._folder is not None:
            faulthandler.disable()
            self._native_file.close()
            self._native_file = None
            with suppress(OSError):
                (self._folder / NATIVE_FILE_NAME).unlink()

    def _on_exception(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        self._report(error, threading.current_thread().name)

    def _on_thread_exception(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not isinstance(caught.exc_value, SystemExit):
            self._report(caught.exc_value, caught.thread.name if caught.thread else "")

    def _report(self, error: BaseException, thread: str) -> None:
        from desktop_app.logs.tracebacks import traceback_lines  # lazy: start

        lines = list(traceback_lines(error))
        if sys.stderr is not None:  # None in a Windows GUI program
            sys.stderr.write("".join(f"{line}\n" for line in ["mailbox-admin: a fault", *lines]))
        if isinstance(error, KeyboardInterrupt):
            return
        _log_error(lines)
        same = "\n".join(lines)
        if self._folder is None or same in self._written or len(self._written) >= MAX_REPORTS:
            return
        self._written.add(same)
        _write_report(self._folder, [f"in the thread {thread}", *lines])

    def _import_native_report(self, file: Path) -> None:
        """Turn the output of faulthandler from an earlier process into a report like the others."""
        from_native = file.read_bytes()[:MAX_REPORT_BYTES] if file.is_file() else b""
        if from_native:
            _write_report(file.parent, _native_report_lines(from_native), file.stat().st_mtime)


def new_reports(folder: Path) -> list[Path]:
    """Return the reports that were not offered yet, the oldest first."""
    with suppress(OSError):  # an impossible folder, such as one with too long a name
        return sorted((folder / REPORT_FOLDER).glob(f"*{NEW_SUFFIX}"))
    return []


def all_reports(folder: Path) -> list[Path]:
    """Return all reports, the oldest first."""
    return sorted((folder / REPORT_FOLDER).glob(f"20*{OFFERED_SUFFIX}"))


def mark_offered(report: Path) -> Path:
    """Rename a report so that it is not offered again; return its current path."""
    if not report.name.endswith(NEW_SUFFIX):
        return report
    marked = report.with_name(report.name.removesuffix(NEW_SUFFIX) + OFFERED_SUFFIX)
    with suppress(OSError):
        return report.replace(marked)
    return report


def read_report(report: Path) -> str:
    """Return the text of a report; empty if it cannot be read."""
    with suppress(OSError):
        return report.read_bytes()[:MAX_REPORT_BYTES].decode("utf-8", "replace")
    return ""


def _log_error(lines: list[str]) -> None:
    if logging.getLogger().handlers:  # else logging would print it on the standard error again
        logging.getLogger(__name__).error("%s", " | ".join(lines))


def _write_report(folder: Path, lines: list[str], timestamp: float | None = None) -> None:
    moment = time.gmtime(timestamp if timestamp is not None else time.time())
    text = [
        f"Mailbox Admin {VERSION} met a fault",
        time.strftime("%Y-%m-%d %H:%M:%S UTC", moment),
        f"Python {sys.version.split()[0]} on {sys.platform}",
        *lines,
    ]
    name = f"{time.strftime('%Y%m%dT%H%M%SZ', moment)}-{os.urandom(3).hex()}{NEW_SUFFIX}"
    with suppress(OSError), _create_private_file(folder / name) as file:
        file.write("".join(f"{line}\n" for line in text).encode("utf-8", "replace"))
    for old in all_reports(folder.parent)[:-MAX_REPORTS]:
        with suppress(OSError):
            old.unlink()


def _native_report_lines(data: bytes) -> list[str]:
    """Return faulthandler's lines with shortened file names."""
    from desktop_app.logs.tracebacks import short_file_name  # lazy: start

    lines = []
    for line in data.decode("utf-8", "replace").splitlines():
        before, quote, rest = line.partition('"')
        name, _, after = rest.partition('"')
        lines.append(f"{before}{short_file_name(name)}{after}" if quote else line)
    return lines


def _create_private_file(path: Path) -> IO[bytes]:
    """Create an empty file that only its owner can read, replacing an old one."""
    with suppress(FileNotFoundError):
        path.unlink()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb", buffering=0)
