"""How a call ends: in another thread, or with a secret that must not be seen."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue
from urllib.parse import quote

import pytest

from desktop_app.core.errors import AppError
from desktop_app.net.cancel_token import CancelToken

PATIENCE = 20.0
"""Seconds after which a test gives up on a thread; never reached when all is well."""


class Background:
    """A call in a thread of its own, to be cancelled from the test's."""

    def __init__(self, call: Callable[[CancelToken], object]) -> None:
        self.cancel = CancelToken()
        self._outcomes: SimpleQueue[object] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        self._thread.start()

    def _run(self, call: Callable[[CancelToken], object]) -> None:
        try:
            self._outcomes.put(call(self.cancel))
        except Exception as error:
            self._outcomes.put(error)

    def outcome(self) -> object:
        """The call's result, or its error."""
        found = self._outcomes.get(timeout=PATIENCE)
        self._thread.join(PATIENCE)
        return found


def error_of(call: Callable[[], object]) -> AppError:
    """The error that the call must end with."""
    with pytest.raises(AppError) as caught:
        call()
    return caught.value


def forms(secret: str) -> set[str]:
    """The secret in all ways that it could come out."""
    data = secret.encode()
    return {
        secret,
        base64.b64encode(data).decode().rstrip("="),
        quote(secret, safe=""),
        json.dumps(secret)[1:-1],
        data.decode("latin-1"),
        repr(secret)[1:-1],
    }


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and whatever hangs on it."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def text_of(error: BaseException) -> str:
    """All that an error could tell somebody who prints it."""
    parts = [f"{each!s} {each!r} {each.args!r} {vars(each)!r}" for each in chain(error)]
    return "\n".join(parts)


def assert_unseen(secrets: set[str], *texts: str) -> None:
    """None of the secrets stands in any of the texts, in any form."""
    for text in texts:
        for form in {form for secret in secrets for form in forms(secret)}:
            assert form not in text
