"""A keyring that a test can break."""

from __future__ import annotations

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.core.secrets.secret import SecretName
from desktop_app.profiles.secrets.secret_store import SessionSecretStore


class FailingKeyring(SessionSecretStore):
    """Fails while ``broken``; unless it ``recovers``, also after that, until ``reset_failures``.

    While ``forgetful`` it fails after each write. ``asked`` counts the calls.
    """

    def __init__(self, *, recovers: bool = False) -> None:
        super().__init__()
        self._recovers = recovers
        self.broken = False
        self.forgetful = False
        self.silent = False
        self.asked = 0

    @property
    def entries(self) -> frozenset[str]:
        """The user names of what it holds."""
        return frozenset(self._secrets)

    def reset_failures(self) -> None:
        self.silent = False

    def get(
        self, profile_id: str, name: SecretName, origin: str, mailbox_id: int | None = None
    ) -> str | None:
        self._fail()
        return super().get(profile_id, name, origin, mailbox_id)

    def set(
        self,
        profile_id: str,
        name: SecretName,
        secret: str,
        origin: str,
        mailbox_id: int | None = None,
    ) -> None:
        self._fail()
        super().set(profile_id, name, secret, origin, mailbox_id)
        if self.forgetful:
            raise SecretStoreError(SecretStoreFailure.NOT_PERSISTED)

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        self._fail()
        super().delete(profile_id, name, mailbox_id)

    def _fail(self) -> None:
        self.asked += 1
        if self.broken or self.silent:
            self.silent = not self._recovers
            raise SecretStoreError(SecretStoreFailure.TIMEOUT)
