"""A secret belongs to where it was typed for. Attacked: by edit, by import, by the machine's file.

All parts are real but the keyring, which is in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import ImportFailed, SecretOriginMismatch
from desktop_app.core.profiles.profile import (
    Environment,
    Profile,
    Proxy,
    ProxyKind,
    SignInKind,
    Tenant,
)
from desktop_app.core.secrets.secret import Credentials, SecretName, StorageKind
from desktop_app.core.sign_in_prompts import SignInPrompts
from desktop_app.net.cancel_token import CancelToken
from desktop_app.profiles.merged_store import MergedStore
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.profiles.profile_import import import_from
from desktop_app.services.profiles.profile_repository import ProfileRepository, save_profile
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.session.client_setup import ClientProvider
from tests.unit.profiles.secrets.fake_backends import MemoryBackend, store_on
from tests.unit.services.fake_access import FakeAccess
from tests.unit.services.fake_client import FakeCrm

PASSWORD, CANARY = SecretName.SIGN_IN_PASSWORD, "cänary of home"
HOME = replace(
    Profile.new("Home", "https://crm.example.com/crm", "kim"),
    tested=True,
    environment=Environment.PRODUCTION,
    lock_after=30,
)
GIVEN = Proxy(ProxyKind.CUSTOM, "http://proxy.example:8080")
ELSEWHERE = {
    "host": {"address": "https://evil.example.com/crm"},
    "host below ours": {"address": "https://crm.example.com.evil.example/crm"},
    "port": {"address": "https://crm.example.com:8443/crm"},
    "scheme": {"address": "http://crm.example.com/crm"},
    "scheme with the old port": {"address": "http://crm.example.com:443/crm"},
    "path": {"address": "https://crm.example.com/other"},
    "path in capitals": {"address": "https://crm.example.com/CRM"},
    "path below ours": {"address": "https://crm.example.com/crm/other"},
    "path above ours": {"address": "https://crm.example.com"},
    "path that leads away": {"address": "https://crm.example.com/crm/../other"},
    "path that leads away, escaped": {"address": "https://crm.example.com/crm/%2e%2e/other"},
    "dot at the end": {"address": "https://crm.example.com./crm"},
    "letters of another script": {"address": "https://crm.ехаmple.com/crm"},
    "wide letters": {"address": "https://ｃrm.example.com/crm"},
    "a slash in another script": {"address": "https://crm.example.com\u2044evil.example.com"},
    "proxy": {"proxy": {"kind": "given", "address": "http://proxy.example:1"}},
    "no proxy": {"proxy": {"kind": "none"}},
    "CA file": {"ca_file": "/tmp/evil.pem"},
    "tenant": {"tenant": {"id": "Cust1"}, "sign_in": "bearer"},
}
SAME = {
    "the port written out": {"address": "https://crm.example.com:443/crm"},
    "capitals": {"address": "HTTPS://CRM.Example.COM/crm"},
    "a slash at the end": {"address": "https://crm.example.com/crm/"},
    "the API written out": {"address": "https://crm.example.com/crm/api/v1"},
}
REFUSED = {
    "user": "https://crm.example.com@evil.example.com/crm",
    "user and password": "https://kim:x@crm.example.com/crm",
    "escaped at": "https://crm.example.com%40evil.example.com/\\@x",
    "backslash": "https://evil.example.com\\@crm.example.com/crm",
    "line end": "https://crm.example.com/\r\nHost: evil.example.com",
    "half brackets": "https://[::1/crm",
    "soft hyphen": "https://crm.exa\u00admple.com/crm",
    "a sign that holds a slash": "https://crm.example.com\u2100.evil.example.com",
    "signs that no host has": "https://crm.example.com&evil.example.com",
    "escaped dot": "https://crm%2eexample.com",
    "query": "https://crm.example.com/crm?redirect=https://evil.example.com",
}


class SignedIn(FakeAccess):
    """Somebody signed in in the browser."""

    def sign_in_with_browser(self, open_browser: object, cancel: object, prompts: object) -> str:
        assert prompts
        assert cancel is not None
        assert open_browser is not None
        return "kari@example.com"


@pytest.fixture
def backend() -> MemoryBackend:
    return MemoryBackend()


@pytest.fixture
def manager(backend: MemoryBackend) -> SecretManager:
    return SecretManager(lambda: OpenedStores(store_on(backend), SessionSecretStore()))


@pytest.fixture
def repository(tmp_path: Path, manager: SecretManager) -> ProfileRepository:
    """It holds HOME, unlocked, with its password."""
    store = ProfileStore(tmp_path / "data")
    store.save([HOME])
    manager.set(HOME, CANARY)
    made = ProfileRepository(store, manager, SettingsFile(tmp_path / "data"))
    made.load()
    return made


@pytest.fixture
def hand_in(
    repository: ProfileRepository, tmp_path: Path
) -> Callable[[dict[str, object]], Profile]:
    """Imports HOME with other values, as somebody else wrote them; gives what became of it."""

    def one(values: dict[str, object]) -> Profile:
        file = tmp_path / "handed.json"
        ProfileStore(tmp_path).export_to(file, [HOME])
        document = json.loads(file.read_bytes())
        document["profiles"][0] |= values
        file.write_text(json.dumps(document), "utf-8")
        import_from(repository, file)
        [found] = repository.profiles
        return found

    return one


@pytest.mark.parametrize("values", ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_import_takes_no_secret_along(
    hand_in: Callable[[dict[str, object]], Profile],
    manager: SecretManager,
    values: dict[str, object],
) -> None:
    moved = hand_in(values)
    with pytest.raises(SecretOriginMismatch) as caught:
        manager.get(moved, PASSWORD)
    assert (caught.value.before, caught.value.now) == (HOME.secret_origin, moved.secret_origin)
    assert CANARY not in repr(vars(caught.value))
    assert (moved.tested, moved.read_only) == (False, True)
    assert manager.get(HOME) == CANARY, "it waits, should the change be taken back"


@pytest.mark.parametrize("values", SAME.values(), ids=SAME)
def test_what_leads_to_the_same_server_asks_for_nothing(
    hand_in: Callable[[dict[str, object]], Profile],
    manager: SecretManager,
    values: dict[str, object],
) -> None:
    assert manager.get(hand_in(values)) == CANARY


@pytest.mark.parametrize("address", REFUSED.values(), ids=REFUSED)
def test_an_address_that_could_be_read_in_two_ways_is_refused(
    hand_in: Callable[[dict[str, object]], Profile], repository: ProfileRepository, address: str
) -> None:
    with pytest.raises(ImportFailed):
        hand_in({"address": address})
    assert repository.profiles == (HOME,)


@pytest.mark.parametrize("values", [{"id": HOME.id.upper()}, {}], ids=["capitals", "as it is"])
def test_the_id_in_capitals_is_the_same_profile(
    hand_in: Callable[[dict[str, object]], Profile], values: dict[str, object]
) -> None:
    assert hand_in({**values, "name": "Renamed"}) == replace(HOME, name="Renamed")


@pytest.mark.parametrize(
    "values", [{"environment": "test"}, {"lock_after": 0}, {"environment": "development"}], ids=str
)
def test_an_import_unlocks_nothing(
    hand_in: Callable[[dict[str, object]], Profile], values: dict[str, object]
) -> None:
    assert not HOME.read_only
    assert hand_in({**values, "read_only": False, "tested": True}).read_only


def test_an_import_does_not_give_the_users_word_for_plain_http(
    hand_in: Callable[[dict[str, object]], Profile], repository: ProfileRepository, tmp_path: Path
) -> None:
    assert not hand_in({"address": "http://crm.example.com/crm", "plain_http": True}).plain_http
    agreed = replace(HOME, address="http://crm.example.com/crm/api", plain_http=True)
    repository.save((agreed,))
    assert hand_in({"address": "http://crm.example.com/crm", "plain_http": False}).plain_http
    repository.save(())
    file = tmp_path / "handed.json"
    ProfileStore(tmp_path).export_to(file, [agreed])
    import_from(repository, file)
    assert not repository.profiles[0].plain_http


@pytest.mark.parametrize(
    "address", ["https://evil.example.com/crm", "https://crm.example.com/other"]
)
def test_the_machine_wide_file_takes_no_secret_along(
    tmp_path: Path, manager: SecretManager, address: str
) -> None:
    file = tmp_path / "given.json"

    def given(address: str) -> Profile:
        entry = {"id": HOME.id, "name": "Given", "address": address, "user_name": "kim"}
        file.write_text(json.dumps({"version": 2, "profiles": [entry]}), "utf-8")
        [found] = MergedStore(ProfileStore(tmp_path / "data"), file).load().profiles
        return found

    manager.set(given("https://crm.example.com/crm"), CANARY)
    moved = given(address)
    with pytest.raises(SecretOriginMismatch):
        manager.get(moved)


def test_a_profile_of_ones_own_in_place_of_the_administrators_has_no_other_secret(
    tmp_path: Path, manager: SecretManager
) -> None:
    """The same id, another address: whichever of the two is shown, the secret is the other's."""
    manager.set(HOME, CANARY)
    entry = {"id": HOME.id, "name": "Given", "address": "https://evil.example.com"}
    file = tmp_path / "given.json"
    file.write_text(json.dumps({"version": 2, "profiles": [entry]}), "utf-8")
    own = ProfileStore(tmp_path / "data")
    own.save([HOME])
    [shown] = MergedStore(own, file).load().profiles
    assert shown.is_machine_wide
    with pytest.raises(SecretOriginMismatch):
        manager.get(shown)


@pytest.mark.parametrize(
    "address", ["https://new.example.com/api", "https://crm.example.com/other/api"]
)
def test_after_an_edit_what_was_not_typed_again_is_gone(
    repository: ProfileRepository, manager: SecretManager, backend: MemoryBackend, address: str
) -> None:
    job = replace(HOME, sign_in=SignInKind.TICKET)
    save_profile(repository, job, {SecretName.TICKET: "t", SecretName.APP_TOKEN: "optional"})
    moved = replace(job, address=address)
    save_profile(repository, moved, {SecretName.TICKET: "typed for the new one"})
    assert manager.get(moved) == "typed for the new one"
    assert manager.get(moved, SecretName.APP_TOKEN) is None, "asked for no more than it needs"
    assert CANARY not in backend.entries.values()


def test_a_secret_of_the_same_place_stays_where_another_is_typed(
    repository: ProfileRepository, manager: SecretManager
) -> None:
    through = replace(HOME, proxy=replace(GIVEN, user_name="kim"))
    save_profile(repository, through, {PASSWORD: "one", SecretName.PROXY_PASSWORD: "two"})
    save_profile(repository, through, {PASSWORD: "another"})
    assert manager.get(through, SecretName.PROXY_PASSWORD) == "two"


def test_a_sign_in_in_the_browser_misses_nothing_that_was_for_elsewhere(
    manager: SecretManager,
) -> None:
    online = Profile(HOME.id, "Online", "", "", Tenant("Cust1"), SignInKind.OAUTH)
    for name in (SecretName.REFRESH_TOKEN, SecretName.CLIENT_SECRET):
        manager.set(online, f"{CANARY} {name.value}", name)
    moved = replace(online, tenant=Tenant("Cust2"))
    given: list[Credentials] = []

    def open_access(
        _profile: Profile, credentials: Credentials, _keep: Callable[[str], None]
    ) -> SignedIn:
        given.append(credentials)
        return SignedIn(FakeCrm())

    connect = ClientProvider(moved, manager, open_access, lambda _url: True)
    with pytest.raises(SecretOriginMismatch):
        connect()
    assert given == []
    assert connect.sign_in(SignInPrompts(), CancelToken()) == "kari@example.com"
    assert given == [Credentials()]


@pytest.mark.parametrize("chosen", [StorageKind.SESSION, StorageKind.KEYRING])
def test_a_deleted_profile_leaves_nothing_where_secrets_lived_before(
    manager: SecretManager, backend: MemoryBackend, chosen: StorageKind
) -> None:
    manager.set(HOME, CANARY)
    manager.preferred_kind = chosen
    manager.set(HOME, "another")
    manager.delete_profile(HOME)
    assert backend.entries == {}
    assert manager.get(HOME) is None
