"""Tries a profile before anything depends on it, stage by stage, in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.profiles.connection_test import Stage, StageFailed, StageOutcome, StagePassed
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, main_secret
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Job, MainThreadDispatcher, WorkQueue
from desktop_app.services.secrets.profile_secrets import Secrets
from desktop_app.services.session.client_setup import AccessFactory, load_credentials

__all__ = ["ConnectionTest", "Stage", "StageFailed", "StagePassed"]


@dataclass(frozen=True, slots=True)
class _TestContext:
    """What the worker tests with."""

    secrets: Secrets
    make_access: AccessFactory

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True, slots=True)
class _TypedSecrets:
    """What was typed goes before what is kept; nothing is written."""

    typed: Mapping[SecretName, str]
    saved: Secrets

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told."""
        return self.typed.get(name or main_secret(profile)) or self.saved.get(profile, name)

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        """Kept nowhere: this is a test."""
        del profile, secret, name
        return None

    def delete_profile(self, profile: Profile) -> None:
        """Nothing to forget."""


class ConnectionTest(QObject):
    """One test at a time. Nothing is kept of it, and the secrets go with it."""

    stage_passed = Signal(object)
    """A Passed, as soon as it is."""
    stage_failed = Signal(object)
    """The Missed at which the test ended; ``ended`` follows with its trouble."""
    ended = Signal(object)
    """Done with the tested Profile, or Failed."""

    def __init__(
        self, secrets: Secrets, make_access: AccessFactory, dispatcher: MainThreadDispatcher
    ) -> None:
        super().__init__()
        self._dispatcher = dispatcher
        self._queue = WorkQueue("test", 1, lambda: _TestContext(secrets, make_access), dispatcher)
        self._job: Job | None = None
        self._test_number = 0

    def start(self, profile: Profile, typed: Mapping[SecretName, str]) -> None:
        """Test a profile with what was typed, else with what is kept for it."""
        self.stop()
        on_outcome = partial(self._dispatcher.weak(self._on_outcome), self._test_number)
        typed = dict(typed)
        self._job = self._queue.submit(
            lambda context, stop: _run_test(context, profile, typed, on_outcome, stop),
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
    context: _TestContext,
    profile: Profile,
    typed: Mapping[SecretName, str],
    on_outcome: Callable[[StageOutcome], None],
    cancel_token: CancelToken,
) -> Profile:
    """Test a profile in the worker. Raises the AppError of the stage at which the test ends."""
    credentials = load_credentials(profile, _TypedSecrets(typed, context.secrets))
    access = context.make_access(profile, credentials, lambda _token: None)
    for outcome in access.probe(cancel_token):
        on_outcome(outcome)
        if isinstance(outcome, StageFailed):
            raise outcome.error
    return profile
