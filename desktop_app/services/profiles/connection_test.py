"""Tries a profile before anything depends on it, stage by stage, in the background."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import SecretStoreTrouble
from desktop_app.core.profiles.connection_test import Missed, Outcome, Passed, Stage
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, main_secret
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.background import Courier, Lane, Ticket
from desktop_app.services.profiles.profile_repository import Secrets
from desktop_app.services.session.client_setup import OpenAccess, credentials_of

__all__ = ["ConnectionTest", "Missed", "Passed", "Stage"]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the worker tests with."""

    secrets: Secrets
    open_access: OpenAccess

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What was typed goes before what is kept; nothing is written."""

    typed: Mapping[SecretName, str]
    kept: Secrets

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told."""
        return self.typed.get(name or main_secret(profile)) or self.kept.get(profile, name)

    def put(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreTrouble | None:
        """Kept nowhere: this is a test."""
        del profile, secret, name
        return None

    def forget(self, profile: Profile) -> None:
        """Nothing to forget."""


class ConnectionTest(QObject):
    """One test at a time. Nothing is kept of it, and the secrets go with it."""

    passed = Signal(object)
    """A Passed, as soon as it is."""
    missed = Signal(object)
    """The Missed at which the test ended; ``ended`` follows with its trouble."""
    ended = Signal(object)
    """Done with the tested Profile, or Failed."""

    def __init__(self, secrets: Secrets, open_access: OpenAccess, courier: Courier) -> None:
        super().__init__()
        self._courier = courier
        self._lane = Lane("test", 1, lambda: _Desk(secrets, open_access), courier)
        self._ticket: Ticket | None = None
        self._line = _Line()

    def start(self, profile: Profile, typed: Mapping[SecretName, str]) -> None:
        """Test a profile with what was typed, else with what is kept for it."""
        self.stop()
        self._line = line = _Line(self._tell)
        kept, courier = dict(typed), self._courier
        self._ticket = self._lane.submit(
            lambda desk, stop: _run(desk, profile, kept, _Teller(line, courier, stop)),
            self.ended.emit,
        )

    def stop(self) -> None:
        """Give a test up; it tells nothing more."""
        self._line.hear = None
        if self._ticket is not None:
            self._ticket.forget()
            self._ticket = None

    def close(self) -> None:
        """Stop."""
        self.stop()
        self._lane.close()

    def _tell(self, outcome: Outcome) -> None:
        (self.missed if isinstance(outcome, Missed) else self.passed).emit(outcome)


@dataclass(slots=True)
class _Line:
    """Leads to the test, until it is cut: a worker must not hold the last of a Qt object."""

    hear: Callable[[Outcome], None] | None = None

    def say(self, outcome: Outcome) -> None:
        """On the GUI thread."""
        if self.hear is not None:
            self.hear(outcome)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells of each stage, on the GUI thread."""

    line: _Line
    courier: Courier
    stop: Cancel

    def tell(self, outcome: Outcome) -> None:
        """Soon."""
        self.courier.post(partial(self.line.say, outcome))


def _run(desk: _Desk, profile: Profile, typed: Mapping[SecretName, str], tell: _Teller) -> Profile:
    """In the worker. Raises the trouble of the stage at which the test ends."""
    credentials = credentials_of(profile, _Typed(typed, desk.secrets))
    access = desk.open_access(profile, credentials, lambda _token: None)
    for outcome in access.probe(tell.stop):
        tell.tell(outcome)
        if isinstance(outcome, Missed):
            raise outcome.trouble
    return profile
