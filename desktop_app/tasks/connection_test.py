"""Tries a profile before anything depends on it: the list, and who the server takes us for.

The seam for a fuller test: ``steps`` is what is tried, in order; each says which it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
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

    def start(self, profile: Profile, typed: Mapping[SecretName, str]) -> None:
        """Test a profile with what was typed, else with what is kept for it."""
        self.stop()
        self._ticket = self._lane.submit(
            lambda desk, stop: self._run(desk, profile, dict(typed), stop), self.ended.emit
        )

    def stop(self) -> None:
        """Give a test up; it tells nothing more."""
        if self._ticket is not None:
            self._ticket.forget()
            self._ticket = None

    def close(self) -> None:
        """Stop."""
        self._lane.close()

    def _run(
        self, desk: _Desk, profile: Profile, typed: dict[SecretName, str], stop: Cancel
    ) -> Profile:
        """In the worker."""
        secret = self._tell(
            Stage.SECRET, stop, lambda: _secret(desk, profile, typed), lambda _secret: ""
        )
        client = desk.open_client(profile, secret)
        try:
            self._tell(
                Stage.LIST, stop, lambda: client.mailboxes(stop), lambda found: str(len(found.rows))
            )
            self._tell(Stage.WHO, stop, lambda: _who(client, stop), str)
        finally:
            client.close()
        return profile

    def _tell(
        self,
        stage: Stage,
        stop: Cancel,
        work: Callable[[], Found],
        say: Callable[[Found], str],
    ) -> Found:
        start = perf_counter()
        found = work()
        told = Passed(stage, perf_counter() - start, say(found))
        self._courier.post(lambda: None if stop.cancelled else self.passed.emit(told))
        return found


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
