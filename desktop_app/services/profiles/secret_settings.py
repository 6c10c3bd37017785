"""The choice of the secret store for the windows: shown, checked and changed without waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.secrets.secret import SecretStorage, StorageKind, VaultState
from desktop_app.core.settings import DEFAULT_SETTINGS, Settings
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue

if TYPE_CHECKING:
    from desktop_app.profiles.secrets.vault_store import VaultStore
    from desktop_app.services.profiles.profile_repository import ProfileRepository
    from desktop_app.services.secrets.secret_manager import SecretManager


class SecretSettings(QObject):
    """The SecretManager for the GUI thread; its work runs in the worker of the profiles."""

    changed = Signal()
    """Another store was chosen, or the vault was unlocked or locked."""
    vault_converted = Signal()
    """Opening the vault has converted a file of version 0.1.0."""
    keyring_prompt_changed = Signal(bool)
    """The keyring began to ask a person something, in a window of its own, or no longer does."""

    def __init__(
        self,
        secrets: SecretManager,
        queue: WorkQueue[ProfileRepository],
        dispatcher: MainThreadDispatcher,
    ) -> None:
        super().__init__()
        self._secrets = secrets
        self._queue = queue
        secrets.on_prompt = dispatcher.weak(self._on_keyring_prompt)
        self.settings: Settings = DEFAULT_SETTINGS

    @property
    def storage(self) -> SecretStorage:
        """The store for secrets that are entered now."""
        return self._secrets.storage

    @property
    def vault_state(self) -> VaultState:
        """Whether the vault is absent, locked or unlocked."""
        return self._secrets.vault.state if self._secrets.vault else VaultState.ABSENT

    @property
    def may_store(self) -> bool:
        """Whether the administrator allows storing secrets."""
        return self._secrets.may_store

    def probe(
        self,
        on_done: Callable[[Success[SecretStorage] | Failure], None],
        kind: StorageKind | None = None,
    ) -> None:
        """Find out whether a store (default: the one in use) is there, and its name.

        Nothing is written, but the store may ask to be unlocked.
        """
        secrets = self._secrets
        self._queue.submit(lambda _shelf, _stop: secrets.probe(kind), on_done)

    def check(self, on_done: Callable[[Success[SecretStorage] | Failure], None]) -> None:
        """Check whether the chosen store works, by storing and deleting a secret."""
        secrets = self._secrets
        self._queue.submit(lambda _shelf, _stop: secrets.check(), on_done)

    def open_vault(
        self, passphrase: str, on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        """Unlock the vault."""
        self._with_vault(lambda vault: vault.open(passphrase), on_done)

    def create_vault(
        self, passphrase: str, on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        """Create a vault and unlock it; an existing one is moved aside."""
        self._with_vault(lambda vault: vault.create(passphrase), on_done)

    def change_vault(
        self, passphrase: str, on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        """Change the passphrase of the unlocked vault."""
        self._with_vault(lambda vault: vault.change_passphrase(passphrase), on_done)

    def choose(
        self, settings: Settings, on_done: Callable[[Success[None] | Failure], None]
    ) -> None:
        """Save the settings and use them: another secret store, or another idle time."""

        def finish(outcome: Success[None] | Failure) -> None:
            if isinstance(outcome, Success):
                self.apply(settings)
            on_done(outcome)

        self._queue.submit(lambda store, _stop: store.save_settings(settings), finish)

    def apply(self, settings: Settings) -> None:
        """Use these settings from now on."""
        self.settings = settings
        self.changed.emit()

    def lock(self) -> None:
        """Drop the secrets in memory and lock the vault."""
        self._secrets.lock()
        self.changed.emit()

    def cancel_keyring_prompt(self) -> None:
        """Have the keyring close the question that it asks."""
        self._secrets.cancel_prompt()

    def _on_keyring_prompt(self, is_shown: bool) -> None:
        self.keyring_prompt_changed.emit(is_shown)

    def _with_vault(
        self,
        work: Callable[[VaultStore], None],
        on_done: Callable[[Success[None] | Failure], None],
    ) -> None:
        secrets = self._secrets  # work must not refer to a Qt object

        def run(_shelf: ProfileRepository, _stop: object) -> None:
            vault = secrets.vault
            if vault is not None:
                work(vault)

        def finish(outcome: Success[None] | Failure) -> None:
            self.changed.emit()
            self._report_conversion()
            on_done(outcome)

        self._queue.submit(run, finish)

    def _report_conversion(self) -> None:
        vault = self._secrets.vault
        if vault is not None and vault.was_converted:
            vault.was_converted = False
            self.vault_converted.emit()
