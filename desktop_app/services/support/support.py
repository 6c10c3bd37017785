"""Help when something goes wrong: the log, crash reports and the diagnostics file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app import VERSION
from desktop_app.core.errors import FileNotWritten
from desktop_app.logs.crash_reports import mark_offered, new_reports, read_report
from desktop_app.profiles.atomic_file import write_atomically
from desktop_app.services.background import (
    Failure,
    MainThreadDispatcher,
    Success,
    WorkQueue,
    no_resource,
)

if TYPE_CHECKING:
    from desktop_app.logs.log_file import ProgramLog
    from desktop_app.services.secrets.secret_manager import SecretManager
    from desktop_app.services.support.diagnostics import Diagnostics, UserSettings
    from desktop_app.services.support.packages import Package

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class Support:
    """The support features. GUI thread; the work runs in a worker.

    Created with the program, and idle until ``start_logging``, which is called after the first
    paint.
    """

    def __init__(
        self, folder: Callable[[], Path], secrets: SecretManager, dispatcher: MainThreadDispatcher
    ) -> None:
        self._folder = folder
        self._secrets = secrets
        self._queue = WorkQueue("support", 1, no_resource, dispatcher)
        self._log: ProgramLog | None = None

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._folder()

    def start_logging(self, level: str) -> None:
        """Start the log; without a writable file the program runs without one."""
        from desktop_app.logs.log_file import ProgramLog  # lazy: start

        with suppress(OSError):
            self._log = ProgramLog(self.folder, level)
        log.info("Mailbox Admin %s starts, log level %s", VERSION, level)

    def close(self) -> None:
        """Discard queued work and close the log."""
        self._queue.close()
        if self._log is not None:
            log.info("Mailbox Admin ends")
            self._log.close()
            self._log = None

    def load_crash_reports(self, on_done: Callable[[list[str]], None]) -> None:
        """Deliver the texts of new crash reports, if any, and mark them as offered."""
        folder = self.folder

        def work() -> list[str]:
            return [read_report(mark_offered(report)) for report in new_reports(folder)]

        def finish(outcome: Success[list[str]] | Failure) -> None:
            if isinstance(outcome, Success) and outcome.value:
                on_done(outcome.value)

        self._run(work, finish)

    def diagnose(
        self, user_settings: UserSettings, on_done: Callable[[Success[Diagnostics] | Failure], None]
    ) -> None:
        """Gather what support needs to know; see ``diagnostics.diagnose``."""
        folder, secrets = self.folder, self._secrets

        def work() -> Diagnostics:
            from desktop_app.services.support.diagnostics import diagnose  # lazy: start

            return diagnose(folder, user_settings, secrets)

        self._run(work, on_done)

    def load_packages(
        self, on_done: Callable[[Success[tuple[tuple[Package, ...], str]] | Failure], None]
    ) -> None:
        """Deliver the packages that the program uses, and the licence of Qt."""

        def work() -> tuple[tuple[Package, ...], str]:
            from desktop_app.services.support.packages import packages, qt_licence  # lazy: start

            return packages(), qt_licence()

        self._run(work, on_done)

    def write_file(
        self, path: Path, text: str, on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        """Write a file that only its owner can read; the Failure holds FileNotWritten."""

        def work() -> None:
            try:
                write_atomically(path, text.encode("utf-8"))
            except OSError as error:
                raise FileNotWritten(error.strerror or type(error).__name__) from None

        self._run(work, on_done)

    def _run(
        self, work: Callable[[], Result], on_done: Callable[[Success[Result] | Failure], None]
    ) -> None:
        self._queue.submit(lambda _none, _stop: work(), on_done)
