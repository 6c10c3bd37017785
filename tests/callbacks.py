"""Waiting for what an operation hands to its callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pytestqt.qtbot import QtBot

Result = TypeVar("Result")


def result_of(start: Callable[[Callable[[Result], None]], object], qtbot: QtBot) -> Result:
    """Start an operation, run the event loop, and return what its callback got."""
    results: list[Result] = []
    start(results.append)
    qtbot.waitUntil(lambda: bool(results))
    return results[0]
