"""Counts failed logins in the data folder, and in memory while that cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from desktop_app.core.errors import StoreUnavailable
from desktop_app.core.mail_check.check_verdicts import LoginSkipped
from desktop_app.core.mail_check.login_attempts import (
    Decide,
    LoginAttempt,
    LoginAttempts,
    LoginDecision,
    MemoryLoginAttempts,
)

if TYPE_CHECKING:  # lazy: start
    from desktop_app.services.store.lazy_store import LazyStore


class StoredLoginAttempts:
    """Login attempts in the database of the data folder. Implements LoginAttempts.

    Those of this program are in memory too. While the data folder fails, for example because
    another program holds the file for long, they alone are counted; those that could not be stored
    still count afterwards.
    """

    def __init__(self, store: LazyStore) -> None:
        self._store = store
        self._own = MemoryLoginAttempts()
        self._stored_numbers: dict[int, int] = {}
        """By the number in memory: the number in the data folder."""

    def begin(self, attempt: LoginAttempt, decide: Decide) -> int | LoginSkipped | None:
        """See LoginAttempts."""
        try:
            begun = self._store.run(
                lambda store: store.login_attempts.begin(
                    attempt, lambda stored: decide([*stored, *self._unstored(attempt.host)])
                )
            )
        except StoreUnavailable:
            return self._own.begin(attempt, decide)
        if not isinstance(begun, int):
            return begun
        number = self._own.begin(attempt, lambda _own: LoginDecision.PERMIT)
        if isinstance(number, int):
            self._stored_numbers[number] = begun
        return number

    def of_host(self, host: str) -> Sequence[LoginAttempt]:
        """See LoginAttempts."""
        try:
            stored = self._store.run(lambda store: store.login_attempts.of_host(host))
        except StoreUnavailable:
            return self._own.of_host(host)
        return [*stored, *self._unstored(host)]

    def fail(self, number: int) -> None:
        """See LoginAttempts."""
        self._end(number, lambda attempts, each: attempts.fail(each))

    def succeed(self, number: int) -> None:
        """See LoginAttempts."""
        self._end(number, lambda attempts, each: attempts.succeed(each))

    def withdraw(self, number: int) -> None:
        """See LoginAttempts."""
        self._end(number, lambda attempts, each: attempts.withdraw(each))

    def _unstored(self, host: str) -> list[LoginAttempt]:
        """Return the attempts on a host that are only in memory."""
        numbered = self._own.numbered(host)
        return [each for number, each in numbered.items() if number not in self._stored_numbers]

    def _end(self, number: int, end: Callable[[LoginAttempts, int], None]) -> None:
        """Record an outcome. One that cannot be stored counts as failed in the data folder."""
        end(self._own, number)
        stored = self._stored_numbers.get(number)
        if stored is not None:
            with suppress(StoreUnavailable):
                self._store.run(lambda store: end(store.login_attempts, stored))
