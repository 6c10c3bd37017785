"""Where secrets live, for the windows: shown, checked and chosen without ever waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.secrets.secret import Place, VaultState
from desktop_app.core.settings import USUAL, Settings
from desktop_app.services.background import Done, Failed, Lane

if TYPE_CHECKING:
    from desktop_app.services.profiles.profile_repository import Shelf
    from desktop_app.services.secrets.lazy_secrets import LateSecrets
    from desktop_app.services.secrets.secret_manager import SecretKeeper, Vault


class SecretPlaces(QObject):
    """The GUI thread's face of the keeper; its work runs in the lane of the book."""

    changed = Signal()
    """Another place was chosen, or the vault was opened or shut."""

    def __init__(self, secrets: LateSecrets, lane: Lane[Shelf]) -> None:
        super().__init__()
        self._secrets = secrets
        self._lane = lane
        self.settings: Settings = USUAL

    @property
    def _keeper(self) -> SecretKeeper:
        return self._secrets.keeper()

    @property
    def place(self) -> Place:
        """Where a secret that is typed now will live."""
        return self._keeper.place

    @property
    def vault(self) -> VaultState:
        """How the vault stands."""
        return self._keeper.vault.state if self._keeper.vault else VaultState.ABSENT

    @property
    def may_store(self) -> bool:
        """Whether the administrator allows to keep secrets at all."""
        return self._keeper.may_store

    def look(self, deliver: Callable[[Done[Place] | Failed], None]) -> None:
        """Ask the chosen place for its name, writing nothing. It may ask to be unlocked."""
        secrets = self._secrets
        self._lane.submit(lambda _shelf, _stop: secrets.keeper().probe(), deliver)

    def check(self, deliver: Callable[[Done[Place] | Failed], None]) -> None:
        """Find out whether the chosen place works, by a secret that is kept and deleted."""
        secrets = self._secrets
        self._lane.submit(lambda _shelf, _stop: secrets.keeper().check(), deliver)

    def open_vault(self, passphrase: str, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Open the vault."""
        self._with_vault(lambda vault: vault.open(passphrase), deliver)

    def create_vault(self, passphrase: str, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Make a vault and open it; one that is there is set aside."""
        self._with_vault(lambda vault: vault.create(passphrase), deliver)

    def change_vault(self, passphrase: str, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Give the open vault another passphrase."""
        self._with_vault(lambda vault: vault.change(passphrase), deliver)

    def choose(self, settings: Settings, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Keep secrets elsewhere from now on, or lock after another time."""

        def finish(outcome: Done[None] | Failed) -> None:
            if isinstance(outcome, Done):
                self.take(settings)
            deliver(outcome)

        self._lane.submit(lambda shelf, _stop: shelf.keep_settings(settings), finish)

    def take(self, settings: Settings) -> None:
        """The settings are these now."""
        self.settings = settings
        self.changed.emit()

    def lock(self) -> None:
        """Let go of what is in memory."""
        self._keeper.lock()
        self.changed.emit()

    def _with_vault(
        self,
        work: Callable[[Vault], None],
        deliver: Callable[[Done[None] | Failed], None],
    ) -> None:
        secrets = self._secrets  # a work must not hold a Qt object

        def run(_shelf: Shelf, _stop: object) -> None:
            vault = secrets.keeper().vault
            if vault is not None:
                work(vault)

        def finish(outcome: Done[None] | Failed) -> None:
            self.changed.emit()
            deliver(outcome)

        self._lane.submit(run, finish)
