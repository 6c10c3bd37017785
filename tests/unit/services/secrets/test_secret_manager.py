from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import SecretOriginMismatch, SecretStoreError, SecretStoreFailure
from desktop_app.core.profiles.profile import Profile, Proxy, ProxyKind, SignInKind, Tenant
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from tests.unit.profiles.secrets.cheap_vault import PASSPHRASE, open_vault
from tests.unit.services.conftest import PROFILE
from tests.unit.services.secrets.failing_keyring import FailingKeyring

ELSEWHERE = replace(PROFILE, address="https://elsewhere.example/api")
NAME = SecretName.SIGN_IN_PASSWORD


@pytest.fixture
def keyring() -> FailingKeyring:
    return FailingKeyring()


@pytest.fixture
def session() -> SessionSecretStore:
    return SessionSecretStore()


@pytest.fixture
def manager(keyring: FailingKeyring, session: SessionSecretStore) -> SecretManager:
    return SecretManager(lambda: OpenedStores(keyring, session))


def test_kept_in_the_keyring_and_nowhere_else(
    manager: SecretManager, keyring: FailingKeyring, session: SessionSecretStore
) -> None:
    assert manager.set(PROFILE, "secret") is None
    assert manager.get(PROFILE) == "secret"
    assert keyring.get(PROFILE.id, NAME, PROFILE.secret_origin) == "secret"
    assert session.origin_of(PROFILE.id, NAME) is None


def test_it_belongs_to_the_origin_it_was_entered_for(manager: SecretManager) -> None:
    manager.set(PROFILE, "secret")
    with pytest.raises(SecretOriginMismatch) as caught:
        manager.get(ELSEWHERE)
    assert (caught.value.before, caught.value.now) == (
        PROFILE.secret_origin,
        ELSEWHERE.secret_origin,
    )
    assert "secret" not in str(vars(caught.value))


def test_where_the_keyring_fails_it_is_kept_for_this_session(
    manager: SecretManager, keyring: FailingKeyring
) -> None:
    keyring.broken = True
    error = manager.set(PROFILE, "secret")
    assert error is not None
    assert error.kind is SecretStoreFailure.TIMEOUT
    asked = keyring.asked
    assert manager.get(PROFILE) == "secret"
    assert keyring.asked == asked


def test_typed_again_it_moves_into_a_keyring_that_works_again(
    manager: SecretManager, keyring: FailingKeyring, session: SessionSecretStore
) -> None:
    keyring.broken = True
    manager.set(PROFILE, "old")
    keyring.broken = False
    assert manager.set(PROFILE, "new") is None
    assert manager.get(PROFILE) == "new"
    assert session.origin_of(PROFILE.id, NAME) is None


def test_a_keyring_that_failed_is_asked_again_the_next_time(
    manager: SecretManager, keyring: FailingKeyring
) -> None:
    manager.set(PROFILE, "secret")
    keyring.broken = True
    with pytest.raises(SecretStoreError):
        manager.get(PROFILE)
    keyring.broken = False
    assert manager.get(PROFILE) == "secret"


def test_forgotten_it_is_gone_from_both(manager: SecretManager, keyring: FailingKeyring) -> None:
    manager.set(PROFILE, "secret")
    keyring.broken = True
    manager.set(PROFILE, "for this session")
    keyring.broken = False
    keyring.reset_failures()
    manager.delete_profile(PROFILE)
    assert manager.get(PROFILE) is None


def test_that_it_could_not_be_deleted_is_reported_and_the_session_forgets_it(
    manager: SecretManager, keyring: FailingKeyring, session: SessionSecretStore
) -> None:
    keyring.broken = True
    manager.set(PROFILE, "secret")
    with pytest.raises(SecretStoreError):
        manager.delete_profile(PROFILE)
    assert session.origin_of(PROFILE.id, NAME) is None


@pytest.mark.parametrize(
    "changed",
    [
        replace(PROFILE, proxy=Proxy(ProxyKind.CUSTOM, "http://evil.example:8080")),
        replace(PROFILE, ca_file="/tmp/evil.pem"),
        replace(PROFILE, tenant=Tenant("Cust1")),
        replace(PROFILE, address="https://crm.example/other/api"),
        ELSEWHERE,
    ],
    ids=["proxy", "CA", "login host", "path", "address"],
)
def test_whatever_leads_elsewhere_gets_no_secret(manager: SecretManager, changed: Profile) -> None:
    manager.set(PROFILE, "secret")
    with pytest.raises(SecretOriginMismatch):
        manager.get(changed)
    manager.set(changed, "for the new way")
    assert manager.get(changed) == "for the new way"


def test_each_secret_of_a_profile_has_its_own_place(manager: SecretManager) -> None:
    job = replace(PROFILE, sign_in=SignInKind.TICKET)
    manager.set(job, "the ticket")
    manager.set(job, "the token", SecretName.APP_TOKEN)
    assert manager.get(job) == manager.get(job, SecretName.TICKET) == "the ticket"
    assert manager.get(job, SecretName.APP_TOKEN) == "the token"
    assert manager.get(PROFILE) is None
    manager.delete_profile(job)
    assert manager.get(job, SecretName.APP_TOKEN) is None


def test_in_the_vault_where_the_user_wants_it(
    keyring: FailingKeyring, session: SessionSecretStore, tmp_path: Path
) -> None:
    keyring.broken = True
    vault = open_vault(tmp_path)
    manager = SecretManager(lambda: OpenedStores(keyring, session, vault))
    manager.preferred_kind = StorageKind.VAULT
    assert manager.set(PROFILE, "secret") is None
    assert (manager.storage.kind, manager.check().kind) == (StorageKind.VAULT, StorageKind.VAULT)
    manager.lock()
    with pytest.raises(SecretStoreError) as caught:
        manager.get(PROFILE)
    assert caught.value.kind is SecretStoreFailure.VAULT_LOCKED
    vault.open(PASSPHRASE)
    assert manager.get(PROFILE) == "secret"
    assert keyring.asked == 0
    manager.delete_profile(PROFILE)
    assert manager.get(PROFILE) is None, "and a keyring that never answers is no trouble here"


def test_nothing_is_kept_where_the_administrator_forbids_it(
    manager: SecretManager, keyring: FailingKeyring
) -> None:
    manager.may_store = False
    assert manager.set(PROFILE, "secret") is None
    assert (manager.get(PROFILE), keyring.asked) == ("secret", 0)
    assert manager.storage.kind is StorageKind.SESSION


def test_locked_the_session_forgets(manager: SecretManager) -> None:
    manager.preferred_kind = StorageKind.SESSION
    manager.set(PROFILE, "secret")
    manager.lock()
    assert manager.get(PROFILE) is None


def test_the_check_leaves_nothing_behind_and_says_what_is_wrong(
    manager: SecretManager, keyring: FailingKeyring
) -> None:
    assert manager.check().kind is StorageKind.SESSION, "the fake keyring calls itself so"
    assert not keyring._secrets
    keyring.broken = True
    with pytest.raises(SecretStoreError):
        manager.check()
