from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import (
    AppError,
    ProfilesDamaged,
    ProfilesNotWritten,
    SecretMissing,
    SecretOriginMismatch,
    SecretStoreError,
    SecretStoreFailure,
)
from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings, StartSettings
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.background import Failure, MainThreadDispatcher, Success
from desktop_app.services.profiles.connection_test import ConnectionTest
from desktop_app.services.profiles.profile_import import Imported, RepointedProfile
from desktop_app.services.profiles.profile_service import (
    ProfileLoadResult,
    ProfileRepository,
    ProfileService,
    StoredProfile,
)
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from tests.unit.services.conftest import PROFILE, Inbox
from tests.unit.services.fake_access import FakeAccess
from tests.unit.services.fake_secrets import FakeSecrets

ONE = PROFILE
TWO = replace(PROFILE, id="0b4e28ba-2fa1-41d2-883f-0016d3cca427", name="Two")
NEW = replace(PROFILE, id="2b4e28ba-2fa1-41d2-883f-0016d3cca427", name="New", read_only=True)
PASSWORD = SecretName.SIGN_IN_PASSWORD
SILENT = SecretStoreError(SecretStoreFailure.TIMEOUT)


@dataclass(frozen=True)
class Loaded:
    profiles: tuple[Profile, ...] = ()
    error: AppError | None = None
    read_only: bool = False
    policy: Policy = UNRESTRICTED
    backup: tuple[Profile, ...] | None = None


@dataclass
class FakeStore:
    """A profiles file; ``log`` is what was written, in order."""

    found: Loaded
    log: list[tuple[Profile, ...]] = field(default_factory=list)
    error: AppError | None = None
    importable: tuple[Profile, ...] = ()

    def load(self) -> ProfileLoadResult:
        return self.found

    def export_to(self, path: Path, profiles: Sequence[Profile]) -> None:
        path.write_text(repr(profiles), "utf-8")

    def import_from(self, path: Path) -> tuple[Profile, ...]:
        assert path.name == "found"
        return self.importable

    def copy_ca_file(self, path: str) -> str:
        raise AssertionError(f"no file of these profiles lies on another computer: {path}")

    def save(self, profiles: Sequence[Profile]) -> None:
        if self.error is not None:
            raise self.error
        self.log.append(tuple(profiles))
        self.found = Loaded(tuple(profiles))


class FakeSettings:
    """A settings file in memory."""

    def __init__(self) -> None:
        self.kept = Settings()
        self.start = StartSettings()

    def load(self) -> Settings:
        return self.kept

    def save(self, settings: Settings) -> None:
        self.kept = settings

    def load_start(self) -> StartSettings:
        return self.start

    def save_start(self, start: StartSettings) -> None:
        self.start = start


def no_client(*_all: object) -> FakeAccess:
    raise AssertionError("nothing is tested here")


@pytest.fixture
def store() -> FakeStore:
    return FakeStore(Loaded((ONE, TWO)))


@pytest.fixture
def secrets() -> FakeSecrets:
    return FakeSecrets({ONE.id: "one", TWO.id: "two"})


@pytest.fixture
def repository(store: FakeStore, secrets: FakeSecrets) -> ProfileRepository:
    return ProfileRepository(store, secrets, FakeSettings())


@pytest.fixture
def unloaded_service(
    repository: ProfileRepository, dispatcher: MainThreadDispatcher
) -> Iterator[ProfileService]:
    manager = SecretManager(lambda: OpenedStores(SessionSecretStore(), SessionSecretStore()))
    profile_service = ProfileService(
        lambda: repository,
        dispatcher,
        manager,
        lambda: ConnectionTest(manager, no_client, dispatcher),
    )
    yield profile_service
    profile_service.close()


@pytest.fixture
def profile_service(qtbot: QtBot, unloaded_service: ProfileService) -> ProfileService:
    unloaded_service.load()
    qtbot.waitUntil(lambda: unloaded_service.is_loaded)
    return unloaded_service


def changes(profile_service: ProfileService) -> list[tuple[Profile, ...]]:
    heard: list[tuple[Profile, ...]] = []
    profile_service.changed.connect(lambda: heard.append(profile_service.profiles))
    return heard


def test_the_profiles_come_in_the_background(
    qtbot: QtBot, unloaded_service: ProfileService
) -> None:
    heard = changes(unloaded_service)
    unloaded_service.load()
    assert (unloaded_service.profiles, unloaded_service.is_loaded) == ((), False)
    qtbot.waitUntil(lambda: heard == [(ONE, TWO)])
    assert (unloaded_service.is_loaded, unloaded_service.read_only) == (True, False)


@pytest.mark.parametrize(
    "found",
    [Loaded(error=ProfilesDamaged("no JSON"), read_only=True), Loaded(backup=(ONE,))],
    ids=["damaged", "gone"],
)
def test_what_is_reported_of_the_file(
    qtbot: QtBot, unloaded_service: ProfileService, store: FakeStore, found: Loaded
) -> None:
    store.found = found
    heard: list[Loaded] = []
    unloaded_service.notice.connect(heard.append)
    unloaded_service.load()
    qtbot.waitUntil(lambda: heard == [found])
    assert unloaded_service.read_only is found.read_only


def test_a_new_profile_comes_last(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    heard = changes(profile_service)
    profile_service.save(NEW, {PASSWORD: "new"}, inbox)
    assert inbox.wait() == [Success(StoredProfile(NEW))]
    assert profile_service.profiles == (ONE, TWO, NEW)
    assert (store.log, heard) == ([profile_service.profiles], [profile_service.profiles])
    assert secrets.kept[NEW.id] == "new"


def test_a_changed_profile_keeps_its_place_and_its_secret(
    profile_service: ProfileService, secrets: FakeSecrets, inbox: Inbox
) -> None:
    changed = replace(ONE, name="Changed")
    profile_service.save(changed, {}, inbox)
    assert inbox.wait() == [Success(StoredProfile(changed))]
    assert profile_service.profiles == (changed, TWO)
    assert secrets.kept[ONE.id] == "one"


def test_two_changes_in_a_row_do_not_lose_each_other(
    profile_service: ProfileService, store: FakeStore, inbox: Inbox
) -> None:
    profile_service.save(NEW, {PASSWORD: "new"}, inbox)
    profile_service.save(replace(TWO, name="Changed"), {}, inbox)
    profile_service.remove(ONE, inbox)
    inbox.values(3)
    assert [profile.name for profile in profile_service.profiles] == ["Changed", "New"]
    assert store.log[-1] == profile_service.profiles


def test_a_change_before_the_file_was_read_does_not_lose_it(
    unloaded_service: ProfileService, store: FakeStore, inbox: Inbox
) -> None:
    unloaded_service.load()
    unloaded_service.save(NEW, {PASSWORD: "new"}, inbox)
    inbox.values()
    assert unloaded_service.profiles == store.log[-1] == (ONE, TWO, NEW)


def test_a_keyring_that_fails_keeps_the_profile_all_the_same(
    profile_service: ProfileService, secrets: FakeSecrets, inbox: Inbox
) -> None:
    secrets.error = SILENT
    profile_service.save(NEW, {PASSWORD: "new"}, inbox)
    assert inbox.wait() == [Success(StoredProfile(NEW, SILENT))]
    assert profile_service.profiles == (ONE, TWO, NEW)


def not_written(store: FakeStore, inbox: Inbox, put: Callable[[], None]) -> None:
    store.error = ProfilesNotWritten("No space left on device")
    put()
    assert inbox.errors() == [store.error]


def test_a_profile_that_cannot_be_written_leaves_everything_as_it_was(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    heard, before = changes(profile_service), dict(secrets.kept)
    not_written(
        store,
        inbox,
        lambda: profile_service.save(replace(ONE, name="Changed"), {PASSWORD: "other"}, inbox),
    )
    assert (profile_service.profiles, heard, secrets.kept) == ((ONE, TWO), [], before)


def test_the_secret_of_a_profile_that_stays_where_it_was_is_not_lost(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    moved = replace(ONE, address="https://elsewhere.example/api")
    not_written(store, inbox, lambda: profile_service.save(moved, {PASSWORD: "other"}, inbox))
    assert secrets.get(ONE) == "one"


def test_the_secret_of_a_profile_that_was_not_made_is_not_kept(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    not_written(store, inbox, lambda: profile_service.save(NEW, {PASSWORD: "new"}, inbox))
    assert NEW.id not in secrets.kept


def test_that_the_file_failed_is_reported_also_where_the_keyring_fails(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    secrets.error = SILENT
    not_written(store, inbox, lambda: profile_service.save(NEW, {PASSWORD: "new"}, inbox))


def test_a_profile_is_deleted_with_its_secret(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    profile_service.remove(ONE, inbox)
    inbox.values()
    assert profile_service.profiles == store.log[-1] == (TWO,)
    assert ONE.id not in secrets.kept


def test_a_profile_whose_secret_cannot_be_deleted_is_gone_all_the_same(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    secrets.error = SILENT
    profile_service.remove(ONE, inbox)
    assert inbox.errors() == [SILENT]
    assert profile_service.profiles == store.log[-1] == (TWO,)


def test_a_profile_that_cannot_be_deleted_keeps_its_secret(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    not_written(store, inbox, lambda: profile_service.remove(ONE, inbox))
    assert profile_service.profiles == (ONE, TWO)
    assert secrets.kept[ONE.id] == "one"


def test_the_last_good_profiles_are_taken_into_use(
    qtbot: QtBot, profile_service: ProfileService, store: FakeStore, inbox: Inbox
) -> None:
    profile_service.use_backup([TWO], inbox)
    inbox.values()
    qtbot.waitUntil(lambda: profile_service.profiles == (TWO,))
    assert store.log == [(TWO,)]


def test_that_they_cannot_be_taken_into_use_is_reported(
    profile_service: ProfileService, store: FakeStore, inbox: Inbox
) -> None:
    store.error = ProfilesNotWritten("No space left on device")
    profile_service.use_backup([TWO], inbox)
    assert inbox.errors() == [store.error]
    assert profile_service.profiles == (ONE, TWO)


def test_profiles_that_cannot_be_read_at_all_are_reported(
    qtbot: QtBot, dispatcher: MainThreadDispatcher
) -> None:
    def broken() -> ProfileRepository:
        raise ProfilesDamaged("no data folder")

    manager = SecretManager(lambda: OpenedStores(SessionSecretStore(), SessionSecretStore()))
    profile_service = ProfileService(
        broken, dispatcher, manager, lambda: ConnectionTest(manager, no_client, dispatcher)
    )
    with qtbot.waitSignal(profile_service.failed) as told:
        profile_service.load()
    assert told.args is not None
    assert isinstance(told.args[0], ProfilesDamaged)
    assert (profile_service.is_loaded, profile_service.read_only, profile_service.profiles) == (
        True,
        True,
        (),
    )
    profile_service.close()


def test_where_the_file_cannot_be_read_the_last_good_profiles_can_be_used(
    qtbot: QtBot, unloaded_service: ProfileService, store: FakeStore
) -> None:
    store.found = Loaded(error=ProfilesDamaged("rights"), read_only=True, backup=(TWO,))
    with qtbot.waitSignal(unloaded_service.notice):
        unloaded_service.load()
    assert (unloaded_service.profiles, unloaded_service.read_only) == ((TWO,), True)


def test_after_the_close_nothing_is_written(
    profile_service: ProfileService, store: FakeStore, inbox: Inbox
) -> None:
    profile_service.close()
    profile_service.save(NEW, {PASSWORD: "new"}, inbox)
    inbox.errors()
    assert store.log == []


def test_a_profile_that_leads_elsewhere_is_locked_until_it_was_tested(
    profile_service: ProfileService, inbox: Inbox
) -> None:
    profile_service.set_flags(ONE.id, inbox, tested=True)
    profile_service.save(replace(ONE, tested=True, address="https://else.example/api"), {}, inbox)
    inbox.values(2)
    moved = profile_service.profiles[0]
    assert (moved.tested, moved.read_only) == (False, True)


def test_profiles_are_arranged(
    profile_service: ProfileService, store: FakeStore, inbox: Inbox
) -> None:
    profile_service.reorder([TWO.id, ONE.id], inbox)
    inbox.values()
    assert profile_service.profiles == store.log[-1] == (TWO, ONE)


def test_an_export_names_its_profiles(
    profile_service: ProfileService, tmp_path: Path, inbox: Inbox
) -> None:
    profile_service.export_to(tmp_path / "out", [TWO.id], inbox)
    assert inbox.values() == [1]
    assert (tmp_path / "out").read_text("utf-8") == repr((TWO,))


def test_an_import_merges_by_id_and_never_duplicates(
    profile_service: ProfileService, store: FakeStore, inbox: Inbox
) -> None:
    theirs = replace(ONE, id=ONE.id.upper(), name="Theirs", user_name="lead")
    moved = replace(TWO, address="https://else.example/api", tested=True)
    store.importable = (theirs, replace(NEW, tested=True, read_only=False), moved)
    profile_service.import_from(Path("found"), inbox)
    [imported] = inbox.values()
    kept = replace(ONE, name="Theirs")
    moved = replace(moved, tested=False, read_only=True)
    assert profile_service.profiles == store.log[-1] == (kept, moved, NEW), (
        "the user's own name stays"
    )
    assert imported == Imported(
        added=1, changed=2, repointed=(RepointedProfile(moved, TWO.secret_origin),)
    )
    profile_service.import_from(Path("found"), inbox)
    assert inbox.values(2)[1] == Imported(added=0, changed=0)


def test_an_import_does_not_touch_what_the_administrator_gave(
    store: FakeStore, unloaded_service: ProfileService, inbox: Inbox
) -> None:
    store.found = Loaded((replace(ONE, is_machine_wide=True),))
    store.importable = (replace(ONE, address="https://evil.example/api"),)
    unloaded_service.load()
    unloaded_service.import_from(Path("found"), inbox)
    assert inbox.values() == [Imported()]
    assert unloaded_service.profiles == (replace(ONE, is_machine_wide=True),)


def test_where_secrets_live_is_chosen_and_gone_by(
    profile_service: ProfileService, secrets: FakeSecrets, inbox: Inbox
) -> None:
    profile_service.secrets.choose(Settings(StorageKind.SESSION, 5), inbox)
    inbox.values()
    assert secrets.wanted is StorageKind.SESSION
    assert profile_service.secrets.settings == Settings(StorageKind.SESSION, 5)
    assert secrets.moved == [(StorageKind.SESSION, 2), (StorageKind.KEYRING, -2)]
    profile_service.secrets.choose(Settings(StorageKind.SESSION, 6), inbox)
    inbox.values(2)
    assert len(secrets.moved) == 2, "nothing moves where only the time is another"


def test_a_password_entered_again_is_stored_and_the_profile_stays(
    profile_service: ProfileService, store: FakeStore, secrets: FakeSecrets, inbox: Inbox
) -> None:
    profile_service.sign_in(ONE, "again", inbox, keep=True)
    (outcome,) = inbox.wait()
    assert isinstance(outcome, Success)
    assert (outcome.value.profile, outcome.value.new_secret) == (ONE, True)
    assert secrets.kept[ONE.id] == "again"
    assert store.log == [], "the profiles file is not written"
    assert secrets.forgotten == []


def test_a_password_for_this_session_deletes_the_stored_one(
    profile_service: ProfileService, secrets: FakeSecrets, inbox: Inbox, qtbot: QtBot
) -> None:
    profile_service.sign_in(ONE, "for now", inbox, keep=False)
    inbox.wait()
    assert secrets.kept[ONE.id] == "for now"
    qtbot.waitUntil(lambda: secrets.forgotten == [ONE.id])


@pytest.mark.parametrize(
    "changed",
    [replace(ONE, user_name="another"), replace(ONE, address="https://elsewhere.example/api")],
    ids=["user", "address"],
)
def test_a_password_goes_to_no_other_login_than_it_was_entered_for(
    profile_service: ProfileService, secrets: FakeSecrets, inbox: Inbox, changed: Profile
) -> None:
    profile_service.save(changed, {}, inbox)
    profile_service.sign_in(ONE, "for the old login", inbox, keep=True)
    refused = inbox.wait(2)[1]
    assert isinstance(refused, Failure)
    assert isinstance(refused.error, SecretOriginMismatch)
    assert secrets.kept[ONE.id] == "one"


def test_a_password_of_a_deleted_profile_is_dropped(
    profile_service: ProfileService, secrets: FakeSecrets, inbox: Inbox
) -> None:
    profile_service.remove(ONE, inbox)
    profile_service.sign_in(ONE, "too late", inbox, keep=True)
    refused = inbox.wait(2)[1]
    assert isinstance(refused, Failure)
    assert isinstance(refused.error, SecretMissing)
    assert ONE.id not in secrets.kept


def test_the_last_profile_is_remembered_only_if_it_is_to_be_opened(
    profile_service: ProfileService, repository: ProfileRepository, inbox: Inbox, qtbot: QtBot
) -> None:
    profile_service.record_opened(ONE.id)
    profile_service.open_last_at_start(True, ONE.id, inbox)
    inbox.wait()
    assert repository.settings.load_start() == StartSettings(True, ONE.id)
    profile_service.record_opened(TWO.id)
    qtbot.waitUntil(lambda: repository.settings.load_start() == StartSettings(True, TWO.id))
    profile_service.open_last_at_start(False, TWO.id, inbox)
    inbox.values(2)
    assert repository.settings.load_start() == StartSettings()
