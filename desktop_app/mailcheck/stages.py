"""The stages of a check, one after another, each with its time and its outcome."""

from __future__ import annotations

import imaplib
import poplib
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

from desktop_app.core.errors import Trouble
from desktop_app.core.mail_check.check_verdicts import CheckStage, Verdict
from desktop_app.core.mail_check.mail_check import Step
from desktop_app.mailcheck.check_ended import Over
from desktop_app.mailcheck.line_transport import Ended, Injected, TooLong

FAILURES = (
    Trouble,
    OSError,
    imaplib.IMAP4.error,
    poplib.error_proto,
    ValueError,
    LookupError,
    TooLong,
    Injected,
    Ended,
)
"""All that the libraries and the wire may raise, whatever a server sends."""

Result = TypeVar("Result")
Told = Callable[[Step], None]
"""Hears of each stage, in the thread of the check."""
Judge = Callable[[Exception, CheckStage], Verdict]
"""What an error at a stage means."""


class Stages:
    """Does them; ``told`` hears of each, ``judge`` says what a failure means.

    ``clean`` blanks secrets in what a server said, wherever it ends up.
    """

    def __init__(self, told: Told, judge: Judge, clean: Callable[[Verdict], Verdict]) -> None:
        self._told, self._judge, self._clean = told, judge, clean
        self.steps: list[Step] = []

    def do(self, stage: CheckStage, work: Callable[[], Result], *, again: bool = False) -> Result:
        """Do a stage and note how it went; ``again`` goes on with the one before. Raises Over."""
        started = perf_counter()
        failed: Verdict | None = None
        seconds = None
        try:
            return work()
        except Over as over:
            failed = self._clean(over.verdict)
        except FAILURES as error:
            seconds = perf_counter() - started
            failed = self._clean(self._judge(error, stage))
        finally:
            if seconds is None:
                seconds = perf_counter() - started
            self._note(Step(stage, seconds, failed), again=again)
        raise Over(failed) from None

    def _note(self, step: Step, *, again: bool) -> None:
        if again:
            step = Step(step.stage, step.seconds + self.steps.pop().seconds, step.failed)
        self.steps.append(step)
        if step.failed is not None or not again:
            self._told(step)
