from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import SecretElsewhere, SecretStoreFault, SecretStoreTrouble
from desktop_app.core.profiles.profile import Profile, Proxy, ProxyKind, SignInKind, Tenant
from desktop_app.core.secrets.secret import PlaceKind, SecretName
from desktop_app.profiles.secrets.secret_store import SessionStore
from desktop_app.services.secrets.secret_manager import SecretKeeper
from tests.unit.profiles.secrets.cheap_vault import PASSPHRASE, open_vault
from tests.unit.services.conftest import PROFILE

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
    with pytest.raises(SecretElsewhere) as caught:
        keeper.get(ELSEWHERE)
    assert (caught.value.before, caught.value.now) == (PROFILE.binding, ELSEWHERE.binding)
    assert "secret" not in str(vars(caught.value))


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


@pytest.mark.parametrize(
    "changed",
    [
        replace(PROFILE, proxy=Proxy(ProxyKind.GIVEN, "http://evil.example:8080")),
        replace(PROFILE, ca_file="/tmp/evil.pem"),
        replace(PROFILE, tenant=Tenant("Cust1")),
        ELSEWHERE,
    ],
    ids=["proxy", "CA", "login host", "address"],
)
def test_whatever_leads_elsewhere_gets_no_secret(keeper: SecretKeeper, changed: Profile) -> None:
    keeper.put(PROFILE, "secret")
    with pytest.raises(SecretElsewhere):
        keeper.get(changed)
    keeper.put(changed, "for the new way")
    assert keeper.get(changed) == "for the new way"


def test_each_secret_of_a_profile_has_its_own_place(keeper: SecretKeeper) -> None:
    ticket = replace(PROFILE, sign_in=SignInKind.TICKET)
    keeper.put(ticket, "the ticket")
    keeper.put(ticket, "the token", SecretName.APP_TOKEN)
    assert keeper.get(ticket) == keeper.get(ticket, SecretName.TICKET) == "the ticket"
    assert keeper.get(ticket, SecretName.APP_TOKEN) == "the token"
    assert keeper.get(PROFILE) is None
    keeper.forget(ticket)
    assert keeper.get(ticket, SecretName.APP_TOKEN) is None


def test_in_the_vault_where_the_user_wants_it(
    keyring: Keyring, session: SessionStore, tmp_path: Path
) -> None:
    keyring.broken = True
    vault = open_vault(tmp_path)
    keeper = SecretKeeper(keyring, session, vault)
    keeper.wanted = PlaceKind.VAULT
    assert keeper.put(PROFILE, "secret") is None
    assert (keeper.place.kind, keeper.check().kind) == (PlaceKind.VAULT, PlaceKind.VAULT)
    keeper.lock()
    with pytest.raises(SecretStoreTrouble) as caught:
        keeper.get(PROFILE)
    assert caught.value.kind is SecretStoreFault.SHUT
    vault.open(PASSPHRASE)
    assert keeper.get(PROFILE) == "secret"
    assert keyring.asked == 0
    keeper.forget(PROFILE)
    assert keeper.get(PROFILE) is None, "and a keyring that never answers is no trouble here"


def test_nothing_is_kept_where_the_administrator_forbids_it(
    keeper: SecretKeeper, keyring: Keyring
) -> None:
    keeper.may_store = False
    assert keeper.put(PROFILE, "secret") is None
    assert (keeper.get(PROFILE), keyring.asked) == ("secret", 0)
    assert keeper.place.kind is PlaceKind.SESSION


def test_locked_the_session_forgets(keeper: SecretKeeper) -> None:
    keeper.wanted = PlaceKind.SESSION
    keeper.put(PROFILE, "secret")
    keeper.lock()
    assert keeper.get(PROFILE) is None


def test_the_check_leaves_nothing_behind_and_says_what_is_wrong(
    keeper: SecretKeeper, keyring: Keyring
) -> None:
    assert keeper.check().kind is PlaceKind.SESSION, "the fake keyring calls itself so"
    assert not keyring._kept
    keyring.broken = True
    with pytest.raises(SecretStoreTrouble):
        keeper.check()
