from __future__ import annotations

from dataclasses import replace

import pytest

from desktop_app.core.errors import SecretStoreFault, SecretStoreTrouble
from desktop_app.profiles.secrets import SecretName, SessionStore
from desktop_app.tasks.secret_keeper import SecretKeeper
from tests.unit.tasks.conftest import PROFILE

ELSEWHERE = replace(PROFILE, address="https://elsewhere.example/api")
NAME = SecretName.SIGN_IN_PASSWORD


class Keyring(SessionStore):
    """A keyring that works, or fails at once after its first failure until ``retry``."""

    def __init__(self) -> None:
        super().__init__()
        self.broken = False
        self.silent = False
        self.asked = 0

    def retry(self) -> None:
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
            raise SecretStoreTrouble(SecretStoreFault.SILENT)


@pytest.fixture
def keyring() -> Keyring:
    return Keyring()


@pytest.fixture
def session() -> SessionStore:
    return SessionStore()


@pytest.fixture
def keeper(keyring: Keyring, session: SessionStore) -> SecretKeeper:
    return SecretKeeper(keyring, session)


def test_kept_in_the_keyring_and_nowhere_else(
    keeper: SecretKeeper, keyring: Keyring, session: SessionStore
) -> None:
    assert keeper.put(PROFILE, "secret") is None
    assert keeper.get(PROFILE) == "secret"
    assert keyring.get(PROFILE.id, NAME, PROFILE.origin) == "secret"
    assert session.bound_to(PROFILE.id, NAME) is None


def test_it_belongs_to_the_origin_it_was_entered_for(keeper: SecretKeeper) -> None:
    keeper.put(PROFILE, "secret")
    assert keeper.get(ELSEWHERE) is None


def test_where_the_keyring_fails_it_is_kept_for_this_session(
    keeper: SecretKeeper, keyring: Keyring
) -> None:
    keyring.broken = True
    trouble = keeper.put(PROFILE, "secret")
    assert trouble is not None
    assert trouble.kind is SecretStoreFault.SILENT
    asked = keyring.asked
    assert keeper.get(PROFILE) == "secret"
    assert keyring.asked == asked


def test_typed_again_it_moves_into_a_keyring_that_works_again(
    keeper: SecretKeeper, keyring: Keyring, session: SessionStore
) -> None:
    keyring.broken = True
    keeper.put(PROFILE, "old")
    keyring.broken = False
    assert keeper.put(PROFILE, "new") is None
    assert keeper.get(PROFILE) == "new"
    assert session.bound_to(PROFILE.id, NAME) is None


def test_a_keyring_that_failed_is_asked_again_the_next_time(
    keeper: SecretKeeper, keyring: Keyring
) -> None:
    keeper.put(PROFILE, "secret")
    keyring.broken = True
    with pytest.raises(SecretStoreTrouble):
        keeper.get(PROFILE)
    keyring.broken = False
    assert keeper.get(PROFILE) == "secret"


def test_forgotten_it_is_gone_from_both(keeper: SecretKeeper, keyring: Keyring) -> None:
    keeper.put(PROFILE, "secret")
    keyring.broken = True
    keeper.put(PROFILE, "for this session")
    keyring.broken = False
    keyring.retry()
    keeper.forget(PROFILE)
    assert keeper.get(PROFILE) is None


def test_that_it_could_not_be_deleted_is_told_and_the_session_forgets_it(
    keeper: SecretKeeper, keyring: Keyring, session: SessionStore
) -> None:
    keyring.broken = True
    keeper.put(PROFILE, "secret")
    with pytest.raises(SecretStoreTrouble):
        keeper.forget(PROFILE)
    assert session.bound_to(PROFILE.id, NAME) is None
