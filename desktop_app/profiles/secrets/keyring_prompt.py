"""A window of the keyring in which a person is asked, most often for the keyring's password."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class KeyringPrompt:
    """Whether a keyring waits for a person. Any thread; one for each connection to a keyring."""

    def __init__(self) -> None:
        self._is_closed = threading.Event()
        self._is_closed.set()
        self._is_cancelled = threading.Event()

    @property
    def is_open(self) -> bool:
        """Whether the keyring shows its window."""
        return not self._is_closed.is_set()

    @property
    def is_cancelled(self) -> bool:
        """Whether the window is to be closed."""
        return self._is_cancelled.is_set()

    def cancel(self) -> None:
        """Have the keyring close its window, which counts as an answer of no."""
        self._is_cancelled.set()

    def wait_until_closed(self) -> None:
        """Wait without limit: a person may take any time to answer."""
        self._is_closed.wait()

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Count as open meanwhile."""
        self._is_cancelled.clear()
        self._is_closed.clear()
        try:
            yield
        finally:
            self._is_closed.set()
