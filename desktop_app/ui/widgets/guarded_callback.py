"""Outcomes that arrive for a dialog that is closed by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

Outcome = TypeVar("Outcome")


def if_still_open(dialog: QDialog, on_done: Callable[[Outcome], None]) -> Callable[[Outcome], None]:
    """Deliver an outcome as long as the dialog is shown; afterwards nobody waits for it."""

    def deliver(outcome: Outcome) -> None:
        if isValid(dialog) and dialog.isVisible():
            on_done(outcome)

    return deliver
