"""What helps when something went wrong: the log, reports of crashes, and the diagnostics file."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop_app import VERSION
from desktop_app.services.background import Courier, Done, Failed, Lane

if TYPE_CHECKING:
    from desktop_app.logs.log_file import Log
    from desktop_app.services.secrets.lazy_secrets import LateSecrets
    from desktop_app.services.support.diagnostics import Diagnosis, Own
    from desktop_app.services.support.packages import Part

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class Support:
    """Made with the program, and idle until ``begin``, which comes after the first paint."""

    def __init__(self, folder: Callable[[], Path], secrets: LateSecrets, courier: Courier) -> None:
        self._folder = folder
        self._secrets = secrets
        self._lane: Lane[_Nothing] = Lane("support", 1, _Nothing, courier)
        self._log: Log | None = None

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self._folder()

    def begin(self, level: str) -> None:
        """Write the log from now on; where that cannot be, the program works without one."""
        from desktop_app.logs.log_file import Log

        with suppress(OSError):
            self._log = Log(self.folder, level)
        log.info("Mailbox Admin %s starts, log level %s", VERSION, level)

    def close(self) -> None:
        """Write no more."""
        self._lane.close()
        if self._log is not None:
            log.info("Mailbox Admin ends")
            self._log.close()
            self._log = None

    def find_reports(self, deliver: Callable[[list[str]], None]) -> None:
        """The texts of the crash reports that were not offered yet; they are offered only once."""
        folder = self.folder

        def work() -> list[str]:
            from desktop_app.logs.crash_reports import mark_offered, new_reports, read_report

            return [read_report(mark_offered(report)) for report in new_reports(folder)]

        def finish(outcome: Done[list[str]] | Failed) -> None:
            if isinstance(outcome, Done) and outcome.value:
                deliver(outcome.value)

        self._run(work, finish)

    def diagnose(self, own: Own, deliver: Callable[[Done[Diagnosis] | Failed], None]) -> None:
        """Gather what support needs to know."""
        folder, secrets = self.folder, self._secrets

        def work() -> Diagnosis:
            from desktop_app.services.support.diagnostics import diagnose

            return diagnose(folder, own, secrets)

        self._run(work, deliver)

    def find_parts(
        self, deliver: Callable[[Done[tuple[tuple[Part, ...], str]] | Failed], None]
    ) -> None:
        """What the program is made of, and the licence of Qt."""

        def work() -> tuple[tuple[Part, ...], str]:
            from desktop_app.services.support.packages import parts, qt_licence

            return parts(), qt_licence()

        self._run(work, deliver)

    def write(self, path: Path, text: str, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Write a file that only its owner can read. Its trouble is FileNotWritten."""

        def work() -> None:
            from desktop_app.core.errors import FileNotWritten
            from desktop_app.profiles.atomic_file import write_safely

            try:
                write_safely(path, text.encode("utf-8"))
            except OSError as error:
                raise FileNotWritten(error.strerror or type(error).__name__) from None

        self._run(work, deliver)

    def _run(
        self, work: Callable[[], Result], deliver: Callable[[Done[Result] | Failed], None]
    ) -> None:
        self._lane.submit(lambda _nothing, _stop: work(), deliver)


class _Nothing:
    """What the lane keeps for its jobs."""

    def close(self) -> None:
        """There is nothing to let go."""
