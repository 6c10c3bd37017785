"""The resource that the threads of a work queue make, use and close in tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from desktop_app.services.background import WorkQueue

MakeQueue = Callable[[int], WorkQueue["Tool"]]


class Tool:
    """A resource that knows which threads made, used and closed it."""

    def __init__(self) -> None:
        self.maker = threading.current_thread()
        self.users: set[threading.Thread] = set()
        self.closer: threading.Thread | None = None

    def use(self) -> threading.Thread:
        self.users.add(threading.current_thread())
        return threading.current_thread()

    def close(self) -> None:
        self.closer = threading.current_thread()


def join(queue: WorkQueue[Any]) -> None:
    for thread in queue.threads:
        thread.join(10)
        assert not thread.is_alive()
