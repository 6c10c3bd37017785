"""A list of its own, on a server of the bench: a workspace and its pane."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_app.core.profiles.profile import Profile
from tests.bench.running_program import Login, is_settled

if TYPE_CHECKING:
    from desktop_app.services.background import MainThreadDispatcher
    from desktop_app.ui.mailbox_list.list_pane import ListPane


@contextmanager
def open_pane(login: Login, dispatcher: MainThreadDispatcher) -> Iterator[ListPane]:
    """A pane on a server, shown as a window, nothing asked yet."""
    from PySide6.QtCore import QCoreApplication, QEvent

    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.webapi.client_factory import open_client
    from tests.bench.heartbeat import wait_until

    profile = Profile.new("Bench", login.url, login.username)
    workspace = Workspace(profile, lambda: open_client(profile, login.password, "en"), dispatcher)
    pane = ListPane(workspace)
    pane.resize(1100, 600)
    pane.show()
    wait_until(pane.isVisible)
    QCoreApplication.processEvents()
    try:
        yield pane
    finally:
        workspace.close()
        pane.deleteLater()
        workspace.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@contextmanager
def loaded_pane(login: Login, dispatcher: MainThreadDispatcher) -> Iterator[ListPane]:
    """The same with its list and the details of the rows in view."""
    from tests.bench.heartbeat import wait_until

    with open_pane(login, dispatcher) as pane:
        pane.workspace.refresh()
        wait_until(lambda: is_settled(pane))
        yield pane


@contextmanager
def bench_window() -> Iterator[MainThreadDispatcher]:
    """What panes need: an application, and a dispatcher to its thread."""
    from desktop_app import startup
    from desktop_app.services.background import MainThreadDispatcher

    startup.import_qt()
    application = startup.make_application()
    dispatcher = MainThreadDispatcher()
    try:
        yield dispatcher
    finally:
        dispatcher.close()
        del application
