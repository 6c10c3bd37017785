"""Tries a profile before anything depends on it: the list, and who the server takes us for.

The seam for a fuller test: ``steps`` is what is tried, in order; each says which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from time import perf_counter
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import SecretMissing, SignInRefused
from desktop_app.core.profile import Profile
from desktop_app.core.secret import SecretName, main_secret
from desktop_app.net.cancel import Cancel
from desktop_app.tasks.background import Courier, Lane, Ticket
from desktop_app.tasks.client import MailboxClient
from desktop_app.tasks.profile_shelf import Secrets

Found = TypeVar("Found")
OpenClient = Callable[[Profile, str], MailboxClient]


class Stage(Enum):
    """What is tried, in this order."""

    SECRET = auto()
    LIST = auto()
    WHO = auto()


@dataclass(frozen=True, slots=True)
class Passed:
    """A stage that went well: how long it took, and what it found, which may be foreign text."""

    stage: Stage
    seconds: float
    found: str = ""


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the worker tests with."""

    secrets: Secrets
    open_client: OpenClient

    def close(self) -> None:
        """Nothing to let go of."""


class ConnectionTest(QObject):
    """One test at a time. Nothing is kept of it, and the secrets go with it."""

    passed = Signal(object)
    """A Passed, as soon as it is."""
    ended = Signal(object)
    """Done with the tested Profile, or Failed."""

    def __init__(self, secrets: Secrets, open_client: OpenClient, courier: Courier) -> None:
        super().__init__()
        self._courier = courier
        self._lane = Lane("test", 1, lambda: _Desk(secrets, open_client), courier)
        self._ticket: Ticket | None = None
        self._line = _Line()

    def start(self, profile: Profile, typed: Mapping[SecretName, str]) -> None:
        """Test a profile with what was typed, else with what is kept for it."""
        self.stop()
        self._line = line = _Line(self.passed.emit)
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


@dataclass(slots=True)
class _Line:
    """Leads to the test, until it is cut: a worker must not hold the last of a Qt object."""

    hear: Callable[[Passed], None] | None = None

    def say(self, passed: Passed) -> None:
        """On the GUI thread."""
        if self.hear is not None:
            self.hear(passed)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Runs the stages and tells of each that passed."""

    line: _Line
    courier: Courier
    stop: Cancel

    def stage(self, stage: Stage, work: Callable[[], Found], say: Callable[[Found], str]) -> Found:
        """The outcome of one stage. Raises what it raises."""
        start = perf_counter()
        found = work()
        told = Passed(stage, perf_counter() - start, say(found))
        self.courier.post(partial(self.line.say, told))
        return found


def _run(desk: _Desk, profile: Profile, typed: Mapping[SecretName, str], tell: _Teller) -> Profile:
    """In the worker."""
    secret = tell.stage(Stage.SECRET, lambda: _secret(desk, profile, typed), lambda _secret: "")
    client = desk.open_client(profile, secret)
    try:
        tell.stage(Stage.LIST, lambda: client.mailboxes(tell.stop), lambda f: str(len(f.rows)))
        tell.stage(Stage.WHO, lambda: _who(client, tell.stop), str)
    finally:
        client.close()
    return profile


def _secret(desk: _Desk, profile: Profile, typed: Mapping[SecretName, str]) -> str:
    name = main_secret(profile)
    secret = typed.get(name) or desk.secrets.get(profile, name)
    if secret is None:
        raise SecretMissing(profile.name)
    return secret


def _who(client: MailboxClient, stop: Cancel) -> str:
    """Raises SignInRefused where the server takes us for nobody."""
    who = client.who(stop)
    if who.anonymous:
        raise SignInRefused("anonymous")
    return who.full_name
