from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import SecretOriginMismatch, SecretStoreError, SecretStoreFailure
from desktop_app.core.profiles.profile import Profile, Proxy, ProxyKind, SignInKind, Tenant
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.secrets.secret_manager import SecretManager
from tests.unit.profiles.secrets.cheap_vault import PASSPHRASE, open_vault
from tests.unit.services.conftest import PROFILE

ELSEWHERE = replace(PROFILE, address="https://elsewhere.example/api")
NAME = SecretName.SIGN_IN_PASSWORD


class Keyring(SessionSecretStore):
    """A keyring that works, or fails at once after its first failure until ``reset_failures``."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = False
        self.silent = False
        self.asked = 0

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

    def delete(self, profile_id: str, name: SecretName, mailbox_id: int | None = None) -> None:
        self._fail()
        super().delete(profile_id, name, mailbox_id)

    def _fail(self) -> None:
        self.asked += 1
        if self.broken or self.silent:
            self.silent = True
            raise SecretStoreError(SecretStoreFailure.TIMEOUT)


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def session() -> SessionSecretStore:
    return SessionSecretStore()


@pytest.fixture
def keeper(keyring: Keyring, session: SessionSecretStore) -> SecretManager:
    return SecretManager(keyring, session)


def test_kept_in_the_keyring_and_nowhere_else(
    keeper: SecretManager, keyring: Keyring, session: SessionSecretStore
) -> None:
    assert keeper.set(PROFILE, "secret") is None
    assert keeper.get(PROFILE) == "secret"
    assert keyring.get(PROFILE.id, NAME, PROFILE.origin) == "secret"
    assert session.origin_of(PROFILE.id, NAME) is None


def test_it_belongs_to_the_origin_it_was_entered_for(keeper: SecretManager) -> None:
    keeper.set(PROFILE, "secret")
    with pytest.raises(SecretOriginMismatch) as caught:
        keeper.get(ELSEWHERE)
    assert (caught.value.before, caught.value.now) == (
        PROFILE.secret_origin,
        ELSEWHERE.secret_origin,
    )
    assert "secret" not in str(vars(caught.value))


def test_where_the_keyring_fails_it_is_kept_for_this_session(
    keeper: SecretManager, keyring: Keyring
) -> None:
    keyring.broken = True
    trouble = keeper.set(PROFILE, "secret")
    assert trouble is not None
    assert trouble.kind is SecretStoreFailure.TIMEOUT
    asked = keyring.asked
    assert keeper.get(PROFILE) == "secret"
    assert keyring.asked == asked


def test_typed_again_it_moves_into_a_keyring_that_works_again(
    keeper: SecretManager, keyring: Keyring, session: SessionSecretStore
) -> None:
    keyring.broken = True
    keeper.set(PROFILE, "old")
    keyring.broken = False
    assert keeper.set(PROFILE, "new") is None
    assert keeper.get(PROFILE) == "new"
    assert session.origin_of(PROFILE.id, NAME) is None


def test_a_keyring_that_failed_is_asked_again_the_next_time(
    keeper: SecretManager, keyring: Keyring
) -> None:
    keeper.set(PROFILE, "secret")
    keyring.broken = True
    with pytest.raises(SecretStoreError):
        keeper.get(PROFILE)
    keyring.broken = False
    assert keeper.get(PROFILE) == "secret"


def test_forgotten_it_is_gone_from_both(keeper: SecretManager, keyring: Keyring) -> None:
    keeper.set(PROFILE, "secret")
    keyring.broken = True
    keeper.set(PROFILE, "for this session")
    keyring.broken = False
    keyring.reset_failures()
    keeper.delete_profile(PROFILE)
    assert keeper.get(PROFILE) is None


def test_that_it_could_not_be_deleted_is_told_and_the_session_forgets_it(
    keeper: SecretManager, keyring: Keyring, session: SessionSecretStore
) -> None:
    keyring.broken = True
    keeper.set(PROFILE, "secret")
    with pytest.raises(SecretStoreError):
        keeper.delete_profile(PROFILE)
    assert session.origin_of(PROFILE.id, NAME) is None


@pytest.mark.parametrize(
    "changed",
    [
        replace(PROFILE, proxy=Proxy(ProxyKind.CUSTOM, "http://evil.example:8080")),
        replace(PROFILE, ca_file="/tmp/evil.pem"),
        replace(PROFILE, tenant=Tenant("Cust1")),
        ELSEWHERE,
    ],
    ids=["proxy", "CA", "login host", "address"],
)
def test_whatever_leads_elsewhere_gets_no_secret(keeper: SecretManager, changed: Profile) -> None:
    keeper.set(PROFILE, "secret")
    with pytest.raises(SecretOriginMismatch):
        keeper.get(changed)
    keeper.set(changed, "for the new way")
    assert keeper.get(changed) == "for the new way"


def test_each_secret_of_a_profile_has_its_own_place(keeper: SecretManager) -> None:
    ticket = replace(PROFILE, sign_in=SignInKind.TICKET)
    keeper.set(ticket, "the ticket")
    keeper.set(ticket, "the token", SecretName.APP_TOKEN)
    assert keeper.get(ticket) == keeper.get(ticket, SecretName.TICKET) == "the ticket"
    assert keeper.get(ticket, SecretName.APP_TOKEN) == "the token"
    assert keeper.get(PROFILE) is None
    keeper.delete_profile(ticket)
    assert keeper.get(ticket, SecretName.APP_TOKEN) is None


def test_in_the_vault_where_the_user_wants_it(
    keyring: Keyring, session: SessionSecretStore, tmp_path: Path
) -> None:
    keyring.broken = True
    vault = open_vault(tmp_path)
    keeper = SecretManager(keyring, session, vault)
    keeper.preferred_kind = StorageKind.VAULT
    assert keeper.set(PROFILE, "secret") is None
    assert (keeper.storage.kind, keeper.check().kind) == (StorageKind.VAULT, StorageKind.VAULT)
    keeper.lock()
    with pytest.raises(SecretStoreError) as caught:
        keeper.get(PROFILE)
    assert caught.value.kind is SecretStoreFailure.VAULT_LOCKED
    vault.open(PASSPHRASE)
    assert keeper.get(PROFILE) == "secret"
    assert keyring.asked == 0
    keeper.delete_profile(PROFILE)
    assert keeper.get(PROFILE) is None, "and a keyring that never answers is no trouble here"


def test_nothing_is_kept_where_the_administrator_forbids_it(
    keeper: SecretManager, keyring: Keyring
) -> None:
    keeper.may_store = False
    assert keeper.set(PROFILE, "secret") is None
    assert (keeper.get(PROFILE), keyring.asked) == ("secret", 0)
    assert keeper.storage.kind is StorageKind.SESSION


def test_locked_the_session_forgets(keeper: SecretManager) -> None:
    keeper.preferred_kind = StorageKind.SESSION
    keeper.set(PROFILE, "secret")
    keeper.lock()
    assert keeper.get(PROFILE) is None


def test_the_check_leaves_nothing_behind_and_says_what_is_wrong(
    keeper: SecretManager, keyring: Keyring
) -> None:
    assert keeper.check().kind is StorageKind.SESSION, "the fake keyring calls itself so"
    assert not keyring._secrets
    keyring.broken = True
    with pytest.raises(SecretStoreError):
        keeper.check()
