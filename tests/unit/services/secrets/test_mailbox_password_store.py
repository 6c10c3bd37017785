"""Passwords of mailboxes: bound to what they were typed for, and none is left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.errors import (
    PasswordLoginMismatch,
    PasswordNotStored,
    SecretStoreError,
    SecretStoreFailure,
    StoreUnavailable,
)
from desktop_app.core.mailbox.mailbox import Field, MailLogin, ServerType, UnknownValue, Value
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.secrets.mailbox_password_store import (
    MailboxPasswordStore,
    SavedPasswordIndex,
)
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.store.lazy_store import LazyStore
from desktop_app.storage.database import FILE_NAME, open_database
from desktop_app.storage.saved_passwords import SavedPasswordStore
from tests.unit.profiles.secrets.cheap_vault import open_vault
from tests.unit.services.conftest import PROFILE
from tests.unit.services.secrets.failing_keyring import FailingKeyring

LOGIN = MailLogin("imap.acme.example", "support")
VALUES: dict[Field, Value] = {
    Field.SERVER_TYPE: ServerType.IMAPS,
    Field.SERVER: "imap.acme.example",
    Field.PORT: 993,
    Field.USER_NAME: "support",
}
OTHER = replace(PROFILE, id="1b4e28ba-2fa1-41d2-883f-0016d3cca428")
MOVED = replace(PROFILE, address="https://elsewhere.example/api")
OTHER_PATH = replace(PROFILE, address=PROFILE.address.removesuffix("/api") + "/elsewhere/api")
PENDING = SecretName.PENDING_PASSWORD


@pytest.fixture
def keyring() -> FailingKeyring:
    return FailingKeyring(recovers=True)


@pytest.fixture
def manager(keyring: FailingKeyring, tmp_path: Path) -> SecretManager:
    return SecretManager(
        lambda: OpenedStores(
            keyring,
            SessionSecretStore(),
            open_vault(tmp_path),
            SavedPasswordIndex(LazyStore(lambda: tmp_path, print)),
        )
    )


@pytest.fixture
def passwords(manager: SecretManager) -> MailboxPasswordStore:
    assert manager.mailbox_passwords is not None
    return manager.mailbox_passwords


def test_kept_listed_and_given_for_the_login_it_was_typed_for(
    passwords: MailboxPasswordStore, keyring: FailingKeyring
) -> None:
    passwords.set(PROFILE, 7, LOGIN, " geh€im ")
    (kept,) = passwords.list_saved(PROFILE.id)
    assert (kept.mailbox_id, kept.login, kept.storage) == (7, LOGIN, StorageKind.KEYRING)
    assert kept.matches(PROFILE, LOGIN)
    assert passwords.get(PROFILE, 7, LOGIN) == " geh€im "
    assert keyring.entries == {f"{PROFILE.id}/mailbox password/7"}


@pytest.mark.parametrize(
    "login", [MailLogin("imap.evil.example", "support"), MailLogin("imap.acme.example", "Support")]
)
def test_another_login_does_not_get_it(passwords: MailboxPasswordStore, login: MailLogin) -> None:
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    with pytest.raises(PasswordLoginMismatch) as told:
        passwords.get(PROFILE, 7, login)
    assert (told.value.before, "geheim" in str(told.value)) == ("support@imap.acme.example", False)


@pytest.mark.parametrize(
    "changed",
    [{Field.PORT: 143}, {Field.PORT: None}, {Field.SERVER_TYPE: ServerType.IMAP}],
    ids=["port", "no port", "type"],
)
def test_another_port_or_type_does_not_get_it(
    passwords: MailboxPasswordStore, changed: dict[Field, Value]
) -> None:
    passwords.set(PROFILE, 7, MailLogin.of(VALUES), "geheim")
    assert passwords.get(PROFILE, 7, MailLogin.of(VALUES)) == "geheim"
    with pytest.raises(PasswordLoginMismatch) as told:
        passwords.get(PROFILE, 7, MailLogin.of({**VALUES, **changed}))
    assert "geheim" not in str(told.value)


def test_one_of_an_older_version_is_given_for_its_server_and_user_name(
    passwords: MailboxPasswordStore,
) -> None:
    """Version 0.1.0 recorded neither type nor port, in the index and in the keyring alike."""
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    assert passwords.get(PROFILE, 7, MailLogin.of(VALUES)) == "geheim"
    assert passwords.get(PROFILE, 7, MailLogin.of({**VALUES, Field.PORT: 143})) == "geheim"
    with pytest.raises(PasswordLoginMismatch):
        passwords.get(PROFILE, 7, MailLogin.of({**VALUES, Field.USER_NAME: "other"}))


def test_one_of_an_older_version_is_bound_to_the_whole_login_that_proved_right(
    passwords: MailboxPasswordStore, keyring: FailingKeyring
) -> None:
    whole, other = MailLogin.of(VALUES), MailLogin.of({**VALUES, Field.PORT: 143})
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    (before,) = passwords.list_saved()
    passwords.record_login(PROFILE, 7, whole)
    passwords.record_login(PROFILE, 7, other)  # too late
    (now,) = passwords.list_saved()
    assert now == replace(before, login=whole)
    assert keyring.origin_of(PROFILE.id, now.name, 7) == now.secret_origin != before.secret_origin
    assert passwords.get(PROFILE, 7, whole) == "geheim"
    with pytest.raises(PasswordLoginMismatch):
        passwords.get(PROFILE, 7, other)


@pytest.mark.parametrize("changed", [{Field.SERVER: "evil.example"}, {Field.USER_NAME: "b"}])
def test_another_account_binds_nothing(
    passwords: MailboxPasswordStore, changed: dict[Field, Value]
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    passwords.record_login(PROFILE, 7, MailLogin.of({**VALUES, **changed}))
    assert [kept.login for kept in passwords.list_saved()] == [LOGIN]
    assert passwords.get(PROFILE, 7, LOGIN) == "geheim"


def test_a_keyring_that_fails_while_it_binds_loses_nothing(
    passwords: MailboxPasswordStore, keyring: FailingKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "geheim")

    def fail(*_given: object) -> None:
        raise SecretStoreError(SecretStoreFailure.FAILED)

    monkeypatch.setattr(keyring, "set", fail)
    with pytest.raises(SecretStoreError):
        passwords.record_login(PROFILE, 7, MailLogin.of(VALUES))
    assert passwords.get(PROFILE, 7, LOGIN) == "geheim"


def test_a_crash_while_it_is_bound_loses_nothing(
    passwords: MailboxPasswordStore, tmp_path: Path
) -> None:
    """The keyring has the whole login already, the index not yet."""
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    passwords.record_login(PROFILE, 7, MailLogin.of(VALUES))
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as crash:
        crash.execute("UPDATE kept_password SET server_type = NULL, port = NULL")
    assert passwords.get(PROFILE, 7, MailLogin.of(VALUES)) == "geheim"


def test_an_index_that_hides_type_and_port_opens_nothing_for_another_port(
    passwords: MailboxPasswordStore, tmp_path: Path
) -> None:
    passwords.set(PROFILE, 7, MailLogin.of(VALUES), "geheim")
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as forger:
        forger.execute("UPDATE kept_password SET server_type = NULL, port = NULL")
    with pytest.raises(PasswordNotStored):
        passwords.get(PROFILE, 7, MailLogin.of({**VALUES, Field.PORT: 143}))


@pytest.mark.parametrize("moved", [MOVED, OTHER_PATH], ids=["host", "path"])
def test_another_superoffice_does_not_get_it(
    passwords: MailboxPasswordStore, moved: Profile
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    with pytest.raises(PasswordLoginMismatch) as told:
        passwords.get(moved, 7, LOGIN)
    assert "elsewhere" in told.value.now


def test_a_forged_index_opens_nothing(passwords: MailboxPasswordStore, tmp_path: Path) -> None:
    """The keyring has its own word of what a secret was typed for."""
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as forger:
        forger.execute("UPDATE kept_password SET server = 'imap.evil.example'")
    with pytest.raises(PasswordNotStored):
        passwords.get(PROFILE, 7, MailLogin("imap.evil.example", "support"))


def test_one_that_is_gone_is_not_offered_again(
    passwords: MailboxPasswordStore, keyring: FailingKeyring
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "geheim")
    keyring.delete(PROFILE.id, SecretName.MAILBOX_PASSWORD, 7)
    with pytest.raises(PasswordNotStored):
        passwords.get(PROFILE, 7, LOGIN)
    assert passwords.list_saved() == []


def test_deleting_a_profile_deletes_all_of_its_own(
    manager: SecretManager, passwords: MailboxPasswordStore, keyring: FailingKeyring
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "a")
    passwords.set(PROFILE, 8, LOGIN, "b", PENDING)
    passwords.set(OTHER, 7, LOGIN, "c")
    manager.delete_profile(PROFILE)
    assert keyring.entries == {f"{OTHER.id}/mailbox password/7"}
    assert [kept.profile_id for kept in passwords.list_saved()] == [OTHER.id]


def test_a_copy_of_a_profile_has_none(passwords: MailboxPasswordStore) -> None:
    passwords.set(PROFILE, 7, LOGIN, "a")
    with pytest.raises(PasswordNotStored):
        passwords.get(PROFILE.copy("copy"), 7, LOGIN)


def test_kept_and_pending_do_not_meet(passwords: MailboxPasswordStore) -> None:
    passwords.set(PROFILE, 7, LOGIN, "kept")
    passwords.set(PROFILE, 7, LOGIN, "pending", PENDING)
    assert passwords.get(PROFILE, 7, LOGIN) == "kept"
    assert passwords.get(PROFILE, 7, LOGIN, PENDING) == "pending"
    passwords.delete(next(k for k in passwords.list_saved() if k.name is PENDING))
    assert passwords.get(PROFILE, 7, LOGIN) == "kept"


def test_what_was_being_written_at_a_crash_is_not_offered_but_deleted(
    manager: SecretManager, passwords: MailboxPasswordStore, keyring: FailingKeyring, tmp_path: Path
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "a")
    with closing(sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)) as crash:
        crash.execute("UPDATE kept_password SET written = 0")
    assert passwords.list_saved() == []
    manager.delete_profile(PROFILE)
    assert not keyring.entries


def test_a_keyring_that_forgets_keeps_nothing(
    passwords: MailboxPasswordStore, keyring: FailingKeyring
) -> None:
    keyring.forgetful = True
    with pytest.raises(SecretStoreError):
        passwords.set(PROFILE, 7, LOGIN, "a")
    assert passwords.list_saved() == []
    assert not keyring.entries


def test_what_cannot_be_deleted_stays_listed(
    manager: SecretManager, passwords: MailboxPasswordStore, keyring: FailingKeyring
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "a")
    keyring.broken = True
    with pytest.raises(SecretStoreError):
        manager.delete_profile(PROFILE)
    keyring.broken = False
    (left,) = passwords.list_saved()
    passwords.delete(left)
    assert not keyring.entries


def test_another_place_leaves_none_behind(
    manager: SecretManager, passwords: MailboxPasswordStore, keyring: FailingKeyring
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "old")
    manager.preferred_kind = StorageKind.VAULT
    assert passwords.get(PROFILE, 7, LOGIN) == "old", "from where it was kept"
    passwords.set(PROFILE, 7, LOGIN, "new")
    assert not keyring.entries
    assert passwords.get(PROFILE, 7, LOGIN) == "new"
    assert manager.vault is not None
    manager.vault.lock()
    with pytest.raises(SecretStoreError) as told:
        passwords.get(PROFILE, 7, LOGIN)
    assert told.value.kind is SecretStoreFailure.VAULT_LOCKED


@pytest.mark.parametrize("forbidden", [True, False])
def test_where_nothing_may_be_kept_none_is(
    manager: SecretManager,
    passwords: MailboxPasswordStore,
    keyring: FailingKeyring,
    forbidden: bool,
) -> None:
    passwords.set(PROFILE, 7, LOGIN, "a")
    manager.may_store = not forbidden
    manager.preferred_kind = StorageKind.KEYRING if forbidden else StorageKind.SESSION
    with pytest.raises(SecretStoreError):
        passwords.set(PROFILE, 8, LOGIN, "b")
    if forbidden:
        with pytest.raises(PasswordNotStored):
            passwords.get(PROFILE, 7, LOGIN)
    manager.delete_profile(PROFILE)
    assert not keyring.entries, "what was kept before is deleted all the same"


def test_a_folder_that_cannot_be_used_keeps_nothing(
    keyring: FailingKeyring, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x")
    manager = SecretManager(
        lambda: OpenedStores(
            keyring,
            SessionSecretStore(),
            None,
            SavedPasswordIndex(LazyStore(lambda: tmp_path / "file", print)),
        )
    )
    assert manager.mailbox_passwords is not None
    with pytest.raises(StoreUnavailable):
        manager.mailbox_passwords.set(PROFILE, 7, LOGIN, "a")
    assert not keyring.entries


def test_no_password_is_in_the_file(passwords: MailboxPasswordStore, tmp_path: Path) -> None:
    passwords.set(PROFILE, 7, LOGIN, "c4nary")
    for file in filter(Path.is_file, tmp_path.rglob("*")):
        assert b"c4nary" not in file.read_bytes()
    assert "c4nary" not in repr(passwords.list_saved())


def test_rows_of_a_newer_program_are_passed_over(tmp_path: Path) -> None:
    with closing(open_database(tmp_path).connection) as connection:
        connection.execute(
            "INSERT INTO kept_password"
            " VALUES ('p', 'sparkle', 1, 'moon', '', '', '', 1, 0, 'IMAPS', '993')"
        )
        assert SavedPasswordStore(connection).confirmed() == []


def test_a_login_is_read_from_the_values_of_a_mailbox() -> None:
    values = {**VALUES, Field.SERVER: " IMAP.Acme.example ", Field.USER_NAME: " a "}
    assert MailLogin.of(values) == MailLogin("imap.acme.example", " a ", "IMAPS", "993")
    assert MailLogin.of({Field.SERVER: UnknownValue("[1]")}) == MailLogin("[1]", "", "", "")
