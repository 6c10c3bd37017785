"""Runs the stages of a check, and records the time and outcome of each."""

from __future__ import annotations

import imaplib
import poplib
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

from desktop_app.core.errors import AppError
from desktop_app.core.mail_check.check_verdicts import CheckStage, Verdict
from desktop_app.core.mail_check.mail_check import StageResult
from desktop_app.mailcheck.line_transport import CommandInjection, ConnectionEnded, LineTooLong


class CheckEnded(Exception):
    """Ends a check early; ``verdict`` says how."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict


STAGE_ERRORS = (
    AppError,
    OSError,
    imaplib.IMAP4.error,
    poplib.error_proto,
    ValueError,
    LookupError,
    LineTooLong,
    CommandInjection,
    ConnectionEnded,
)
"""All that the libraries and the transport may raise, whatever a server sends."""

Result = TypeVar("Result")
StageResultCallback = Callable[[StageResult], None]
"""Called with the StageResult of each stage, in the thread of the check."""
ErrorVerdict = Callable[[Exception, CheckStage], Verdict]
"""Returns what an error at a stage means."""


class StageRunner:
    """Runs stages; ``on_stage`` gets each StageResult, ``verdict_for`` judges each error.

    ``redact`` removes secrets from the server's text in a verdict.
    """

    def __init__(
        self,
        on_stage: StageResultCallback,
        verdict_for: ErrorVerdict,
        redact: Callable[[Verdict], Verdict],
    ) -> None:
        self._on_stage, self._verdict_for, self._redact = on_stage, verdict_for, redact
        self.results: list[StageResult] = []

    def run(
        self, stage: CheckStage, function: Callable[[], Result], *, continued: bool = False
    ) -> Result:
        """Run a stage and record its result; ``continued`` adds to the stage before.

        Raises CheckEnded if the stage fails.
        """
        started = perf_counter()
        failed: Verdict | None = None
        seconds = None
        try:
            return function()
        except CheckEnded as over:
            failed = self._redact(over.verdict)
        except STAGE_ERRORS as error:
            seconds = perf_counter() - started
            failed = self._redact(self._verdict_for(error, stage))
        finally:
            if seconds is None:
                seconds = perf_counter() - started
            self._record(StageResult(stage, seconds, failed), continued=continued)
        raise CheckEnded(failed) from None

    def _record(self, result: StageResult, *, continued: bool) -> None:
        if continued:
            result = StageResult(
                result.stage, result.seconds + self.results.pop().seconds, result.failure
            )
        self.results.append(result)
        if result.failure is not None or not continued:
            self._on_stage(result)
