"""Tries a profile before anything depends on it, stage by stage, in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.connection_test import Stage, StageFailed, StageOutcome, StagePassed
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, main_secret
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Job, MainThreadDispatcher, WorkQueue, no_resource
from desktop_app.services.session.client_setup import AccessFactory, SecretReader, load_credentials

__all__ = ["ConnectionTest", "Stage", "StageFailed", "StagePassed"]


@dataclass(frozen=True, slots=True)
class _TypedSecrets:
    """The secrets that were typed, and for those that were not, the saved ones."""

    typed: Mapping[SecretName, str]
    saved: SecretReader

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told."""
        return self.typed.get(name or main_secret(profile)) or self.saved.get(profile, name)


class ConnectionTest(QObject):
    """One test at a time. Nothing is kept of it, and the secrets go with it."""

    stage_passed = Signal(object)
    """A Passed, as soon as it is."""
    stage_failed = Signal(object)
    """The Missed at which the test ended; ``ended`` follows with its trouble."""
    ended = Signal(object)
    """Done with the tested Profile, or Failed."""

    def __init__(
        self, secrets: SecretReader, make_access: AccessFactory, dispatcher: MainThreadDispatcher
    ) -> None:
        super().__init__()
        self._dispatcher = dispatcher
        self._secrets = secrets
        self._make_access = make_access
        self._queue = WorkQueue("test", 1, no_resource, dispatcher)
        self._job: Job | None = None
        self._test_number = 0

    def start(self, profile: Profile, typed: Mapping[SecretName, str]) -> None:
        """Test a profile with what was typed, else with what is kept for it."""
        self.stop()
        on_outcome = partial(self._dispatcher.weak(self._on_outcome), self._test_number)
        secrets, make_access = _TypedSecrets(dict(typed), self._secrets), self._make_access
        self._job = self._queue.submit(
            lambda _none, stop: _run_test(profile, secrets, make_access, on_outcome, stop),
            self.ended.emit,
        )

    def stop(self) -> None:
        """Give a test up; it tells nothing more."""
        self._test_number += 1
        if self._job is not None:
            self._job.discard()
            self._job = None

    def close(self) -> None:
        """Stop."""
        self.stop()
        self._queue.close()

    def _on_outcome(self, test_number: int, outcome: StageOutcome) -> None:
        """Emit the outcome of a stage, unless it comes from a test that was given up."""
        if test_number == self._test_number:
            signal = self.stage_failed if isinstance(outcome, StageFailed) else self.stage_passed
            signal.emit(outcome)


def _run_test(
    profile: Profile,
    secrets: _TypedSecrets,
    make_access: AccessFactory,
    on_outcome: Callable[[StageOutcome], None],
    cancel_token: CancelToken,
) -> Profile:
    """Test a profile in the worker. Raises the AppError of the stage at which the test ends."""
    access = make_access(profile, load_credentials(profile, secrets), lambda _token: None)
    for outcome in access.probe(cancel_token):
        on_outcome(outcome)
        if isinstance(outcome, StageFailed):
            raise outcome.error
    return profile
