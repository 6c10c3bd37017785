"""The test of a profile's connection, stage by stage, in the background."""

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
    """The secrets entered in the dialog; for those not entered, the saved ones."""

    typed: Mapping[SecretName, str]
    saved: SecretReader

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """Return a secret (default: the main one), or None."""
        return self.typed.get(name or main_secret(profile)) or self.saved.get(profile, name)


class ConnectionTest(QObject):
    """One test at a time. GUI thread. Neither the result nor the secrets are stored."""

    stage_passed = Signal(object)
    """A StagePassed, as soon as the stage has passed."""
    stage_failed = Signal(object)
    """The StageFailed that ended the test; ``ended`` follows with its error."""
    ended = Signal(object)
    """A Success with the tested Profile, or a Failure."""

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
        """Test a profile with the secrets that were entered, otherwise with the saved ones."""
        self.stop()
        on_outcome = partial(self._dispatcher.weak(self._on_outcome), self._test_number)
        secrets, make_access = _TypedSecrets(dict(typed), self._secrets), self._make_access
        self._job = self._queue.submit(
            lambda _none, stop: _run_test(profile, secrets, make_access, on_outcome, stop),
            self.ended.emit,
        )

    def stop(self) -> None:
        """Stop the test; no further signal is emitted for it."""
        self._test_number += 1
        if self._job is not None:
            self._job.discard()
            self._job = None

    def close(self) -> None:
        """Stop the test and its thread."""
        self.stop()
        self._queue.close()

    def _on_outcome(self, test_number: int, outcome: StageOutcome) -> None:
        """Emit the outcome of a stage, unless its test was stopped."""
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
