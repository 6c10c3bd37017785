"""A bulk run behind its dialog."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop_app.services.bulk.save_queue import RunState, SaveQueue
from desktop_app.ui.bulk.bulk_dialog import BulkDialog
from desktop_app.ui.bulk.run_page import RunPage


def run_page_of(dialog: BulkDialog) -> RunPage:
    """Return the page of a run that was started."""
    assert dialog.run_page is not None
    return dialog.run_page


def queue_of(dialog: BulkDialog) -> SaveQueue:
    """Return the queue of a run that was started."""
    return run_page_of(dialog).runner.queue


def wait_for_run(
    queue: SaveQueue, qtbot: QtBot, state: RunState = RunState.DONE, timeout: int | None = None
) -> None:
    """Run the event loop until the queue is in a state, with no save under way."""
    qtbot.waitUntil(lambda: queue.state is state and not queue.is_busy, timeout=timeout or 5000)


def finish_run(dialog: BulkDialog, qtbot: QtBot, timeout: int | None = None) -> RunPage:
    """Run the event loop until the run has ended, and return its page."""
    page = run_page_of(dialog)
    wait_for_run(page.runner.queue, qtbot, timeout=timeout)
    qtbot.waitUntil(lambda: not page.is_busy)
    return page
