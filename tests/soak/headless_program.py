"""The program without its windows, with the same parts as in app.py."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop

from desktop_app.core.mailbox.mailbox import Draft, KeepBehaviour
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.profiles.secrets.vault_head import KdfCost
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
WAIT_SECONDS = 30.0
"""The longest wait, in seconds; no step takes as long on a slow computer."""
SEND_LIMIT = 8
"""How often a user sends again before giving up."""
Report = Callable[[Mapping[str, object]], None]
ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"


class WaitTimeout(Exception):
    """A condition did not become true in time."""


def profile_at(url: str) -> Profile:
    """Make the profile of the scenarios."""
    test = Environment.TEST
    return Profile(ID, "Acme", url, "demo", environment=test, plain_http=True, tested=True)


class HeadlessProgram:
    """One run of the program on a data folder."""

    def __init__(self, folder: Path, url: str, password: str) -> None:
        self.app = QCoreApplication.instance() or QCoreApplication([])
        self._ahead = 0.0
        clock = SimpleNamespace(time=lambda: time.time() + self._ahead)
        setattr(outcome_lookup, "time", clock)  # noqa: B010  # mypy would have it read-only
        self.profile = profile_at(url)
        self.dispatcher = MainThreadDispatcher()
        self.store_service = ProfileData(lambda: folder, self.dispatcher)
        self.passwords = MailboxPasswordService(self._secrets(folder), self.dispatcher)
        self.workspaces = WorkspaceManager(
            FakeSecrets({ID: password}),
            lambda profile, secrets, keep: ApiClientFactory(profile, secrets, "en", keep),
            self.dispatcher,
            self.store_service,
            self.passwords,
        )
        self.workspace = self.workspaces.open(self.profile)
        assert self.workspaces.change_set is not None
        self.changes = self.workspaces.change_set

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
                SavedPasswordIndex(self.store_service.lazy_store),
            )
        )
        manager.configure(StorageKind.VAULT, may_store=True)
        return manager

    def wait(self, done: Callable[[], Any], what: str) -> None:
        """Process events until a condition is true.

        Raises: WaitTimeout if that takes longer than WAIT_SECONDS.
        """
        until = time.monotonic() + WAIT_SECONDS
        while not done():
            if time.monotonic() > until:
                raise WaitTimeout(f"{what}: {self.workspace.list_state}")
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            time.sleep(0.001)

    def settle_store(self) -> None:
        """Wait until all work given to the store so far is done."""
        done: list[object] = []
        self.store_service.submit(lambda _store: None, done.append)
        self.wait(lambda: done, "the store")
        self.passwords.load(ID, done.append)
        self.wait(lambda: len(done) > 1, "the passwords")

    def add_change(self, draft: Draft, replaced_id: int = 0) -> None:
        """Add a pending change, and wait until it is stored."""
        done: list[object] = []
        self.changes.add(self.profile, draft, replaced_id, done.append)
        self.wait(lambda: done, "the pending change")

    def connect(self) -> None:
        """Load the list and the facts about the server."""
        self.workspace.refresh()
        self.wait(
            lambda: self.workspace.is_ready and self.workspace.server_facts.is_loaded,
            "the connection",
        )

    def load(self, mailboxes: Collection[int]) -> None:
        """Load the list and the details of these mailboxes, and record that Keep works."""
        self.connect()
        self.workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
        self.workspace.details.load_all(mailboxes)
        self.wait(lambda: all(map(self.workspace.last_known, mailboxes)), "the details")

    def unknown(self) -> list[Any]:
        """Give the journal entries whose outcome is unknown."""
        found: list[list[Any]] = []
        self.store_service.journal.load_unknown(ID, found.append)
        self.wait(lambda: found, "the journal")
        return found[0]

    def look_up_unknown(self) -> None:
        """Reload the list when unknown saves are old enough to be looked up."""
        self._ahead += outcome_lookup.SETTLE_SECONDS + 1
        self.connect()
        self.wait(lambda: not self.unknown(), "the look at what is unknown")

    def send(self) -> SaveQueue:
        """Send the change set, and give the run when it is over.

        Raises: WaitTimeout if the run does not start, or does not end.
        """
        runs: list[SaveQueue] = []
        failed: list[object] = []
        sender = ChangeSetSender(self.changes, self.workspace, self.workspaces)
        sender.started.connect(runs.append)
        sender.failed.connect(failed.append)
        sender.start()
        self.wait(lambda: runs or failed, "the sending")
        if failed:
            raise WaitTimeout(f"not connected: {failed[0]!r}")
        run = runs[0]
        over = (RunState.DONE, RunState.PAUSED, RunState.STOPPED)
        self.wait(lambda: run.state in over and not run.is_busy, "the end of the run")
        return run

    def close(self) -> None:
        """Close all parts, as the program does at its end."""
        self.workspaces.close()
        self.passwords.close()
        self.store_service.close()
        self.dispatcher.close()
