"""The program without its windows, put together as app.py does it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop

from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.profiles.secrets.vault_file import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.bulk.save_queue import RunState, SaveQueue
from desktop_app.services.pending.sender import ChangeSetSender
from desktop_app.services.saving import outcome_lookup
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspaces import WorkspaceManager
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.unit.services.fake_secrets import FakeSecrets

PASSPHRASE = "correct horse"
CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
SECONDS = 30.0
"""Nothing in the story takes as long, on however slow a machine."""
ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


class Stuck(Exception):
    """What was waited for never came."""


def profile_at(url: str) -> Profile:
    """The profile of the story."""
    test = Environment.TEST
    return Profile(ID, "Acme", url, "demo", environment=test, plain_http=True, tested=True)


class Desk:
    """One run of the program on a data folder; every wait is for something that happens."""

    def __init__(self, folder: Path, url: str, password: str) -> None:
        self.app = QCoreApplication.instance() or QCoreApplication([])
        self._ahead = 0.0
        clock = SimpleNamespace(time=lambda: time.time() + self._ahead)
        setattr(outcome_lookup, "time", clock)  # noqa: B010  # mypy would have it read-only
        self.profile = profile_at(url)
        self.courier = MainThreadDispatcher()
        self.keeping = ProfileData(lambda: folder, self.courier)
        self.passwords = MailboxPasswordService(self._secrets(folder), self.courier)
        self.places = WorkspaceManager(
            FakeSecrets({ID: password}),
            lambda profile, secrets, keep: ApiClientFactory(profile, secrets, "en", keep),
            self.courier,
            self.keeping,
            self.passwords,
        )
        self.work = self.places.open(self.profile)
        assert self.places.change_set is not None
        self.changes = self.places.change_set

    def _secrets(self, folder: Path) -> SecretManager:
        vault = VaultStore(folder, CHEAP)
        if not vault.path.exists():
            vault.create(PASSPHRASE)
        vault.open(PASSPHRASE)
        manager = SecretManager(
            lambda: OpenedStores(
                SessionSecretStore(),
                SessionSecretStore(),
                vault,
                SavedPasswordIndex(self.keeping.lazy_store),
            )
        )
        manager.configure(StorageKind.VAULT, may_store=True)
        return manager

    def wait(self, done: Callable[[], Any], what: str) -> None:
        """Go on when it is so. Raises Stuck."""
        until = time.monotonic() + SECONDS
        while not done():
            if time.monotonic() > until:
                raise Stuck(f"{what}: {self.work.list_state}")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.001)

    def settle_store(self) -> None:
        """All that was handed to the store so far is in it."""
        done: list[object] = []
        self.keeping.submit(lambda _shelf: None, done.append)
        self.wait(lambda: done, "the store")
        self.passwords.load(ID, done.append)
        self.wait(lambda: len(done) > 1, "the passwords")

    def connect(self) -> None:
        """The list is there, and what was learnt about the server."""
        self.work.refresh()
        self.wait(lambda: self.work.is_ready and self.work.server_facts.is_loaded, "the connection")

    def unknown(self) -> list[Any]:
        """The lines of the journal that are still to be looked up."""
        found: list[list[Any]] = []
        self.keeping.journal.load_unknown(ID, found.append)
        self.wait(lambda: found, "the journal")
        return found[0]

    def a_minute_passes(self) -> None:
        """And the list is read again, as by F5; what was unknown is settled by then."""
        self._ahead += outcome_lookup.SETTLE_SECONDS + 1
        self.connect()
        self.wait(lambda: not self.unknown(), "the look at what is unknown")

    def send(self) -> SaveQueue:
        """The user says so; gives the run when it is over."""
        runs: list[SaveQueue] = []
        failed: list[object] = []
        dispatch = ChangeSetSender(self.changes, self.work, self.places)
        dispatch.started.connect(runs.append)
        dispatch.failed.connect(failed.append)
        dispatch.start()
        self.wait(lambda: runs or failed, "the sending")
        if failed:
            raise Stuck(f"not connected: {failed[0]!r}")
        run = runs[0]
        over = (RunState.DONE, RunState.PAUSED, RunState.STOPPED)
        self.wait(lambda: run.state in over and not run.is_busy, "the end of the run")
        return run

    def close(self) -> None:
        """As the program ends."""
        self.places.close()
        self.passwords.close()
        self.keeping.close()
        self.courier.close()
