"""The stages of a mail server check as a person sees them: passed, failed, or not tried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.mail_check.check_verdicts import CheckStage, VerdictLevel
from desktop_app.core.mail_check.mail_check import StageResult
from desktop_app.core.mailbox.mailbox import ServerType


class StageState(Enum):
    """What is known of one stage. UNREACHABLE says something about this computer only."""

    NOT_TRIED = auto()
    RUNNING = auto()
    PASSED = auto()
    UNREACHABLE = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class StageStatus:
    """One stage and its state."""

    stage: CheckStage
    state: StageState


_PLAIN_TYPES = frozenset((ServerType.IMAP, ServerType.POP))
"""Types that start without TLS; the check may still switch to TLS after the greeting."""
_PLAN = (
    CheckStage.NAME,
    CheckStage.CONNECT,
    CheckStage.TLS,
    CheckStage.GREETING,
    CheckStage.LOGIN,
    CheckStage.FOLDER,
)
_STATES = {
    VerdictLevel.VERIFIED: StageState.PASSED,
    VerdictLevel.ANSWERED: StageState.NOT_TRIED,
    VerdictLevel.UNREACHABLE: StageState.UNREACHABLE,
    VerdictLevel.BROKEN: StageState.FAILED,
    VerdictLevel.NONE: StageState.NOT_TRIED,
}


def stage_statuses(
    server_type: ServerType, results: Iterable[StageResult], *, is_running: bool = False
) -> tuple[StageStatus, ...]:
    """Return all stages of a check in the order in which they run, those to come included.

    ``results`` are the stages so far; of several results of one stage the last one counts. While
    the check ``is_running``, the next stage is RUNNING. Capabilities are listed only if they fail.
    """
    last = {result.stage: result for result in results}
    failed = any(result.failure is not None for result in last.values())
    ran = [
        StageStatus(stage, _state_of(result))
        for stage, result in last.items()
        if stage is not CheckStage.CAPABILITIES or result.failure is not None
    ]
    to_come = [
        stage
        for stage in _PLAN
        if stage not in last and not (stage is CheckStage.TLS and server_type in _PLAIN_TYPES)
    ]
    statuses = [*ran, *(StageStatus(stage, StageState.NOT_TRIED) for stage in to_come)]
    if is_running and not failed and to_come:
        statuses[len(ran)] = StageStatus(to_come[0], StageState.RUNNING)
    return tuple(statuses)


def is_verified(statuses: Iterable[StageStatus]) -> bool:
    """Return whether the mail server accepted the password: only then is a tick green."""
    return StageStatus(CheckStage.LOGIN, StageState.PASSED) in statuses


def _state_of(result: StageResult) -> StageState:
    return StageState.PASSED if result.failure is None else _STATES[result.failure.level]
