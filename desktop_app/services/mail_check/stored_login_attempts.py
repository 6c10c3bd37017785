"""Counts failed logins in the data folder; in memory only, if the data folder cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.errors import StoreUnavailable
from desktop_app.core.mail_check.check_verdicts import LoginSkipped
from desktop_app.core.mail_check.login_attempts import (
    Decide,
    LoginAttempt,
    LoginAttempts,
    MemoryLoginAttempts,
)

if TYPE_CHECKING:  # lazy: start
    from desktop_app.services.store.lazy_store import LazyStore

Result = TypeVar("Result")


class StoredLoginAttempts:
    """Login attempts in the database of the data folder. Implements LoginAttempts.

    From the first error on, attempts are counted in memory, so the count is never without effect.
    """

    def __init__(self, store: LazyStore) -> None:
        self._store = store
        self._memory: MemoryLoginAttempts | None = None

    def begin(self, attempt: LoginAttempt, decide: Decide) -> int | LoginSkipped | None:
        """See LoginAttempts."""
        return self._run(lambda attempts: attempts.begin(attempt, decide))

    def of_host(self, host: str) -> Sequence[LoginAttempt]:
        """See LoginAttempts."""
        return self._run(lambda attempts: attempts.of_host(host))

    def fail(self, number: int) -> None:
        """See LoginAttempts."""
        self._run(lambda attempts: attempts.fail(number))

    def succeed(self, number: int) -> None:
        """See LoginAttempts."""
        self._run(lambda attempts: attempts.succeed(number))

    def withdraw(self, number: int) -> None:
        """See LoginAttempts."""
        self._run(lambda attempts: attempts.withdraw(number))

    def _run(self, work: Callable[[LoginAttempts], Result]) -> Result:
        if self._memory is None:
            try:
                return self._store.run(lambda store: work(store.login_attempts))
            except StoreUnavailable:
                self._memory = MemoryLoginAttempts()
        return work(self._memory)
