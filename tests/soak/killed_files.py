"""The files of a data folder whose writes are killed, and what may be left of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind, VaultState
from desktop_app.core.settings import Settings
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.profiles.settings_file import SettingsFile

Found = dict[str, object]


@dataclass(frozen=True)
class Case:
    """A save and what came before it. All take the folder that the data folder lies in.

    ``look`` is the next start of the program; its ``holds`` must be one of ``states``.
    ``restore`` brings the state before the save back, by a save that is not killed.
    """

    name: str
    prepare: Callable[[Path], None]
    save: Callable[[Path], None]
    look: Callable[[Path], Found]
    states: frozenset[object] = frozenset({"old", "new"})
    restore: Callable[[Path], None] = lambda _place: None


# The profiles file

OLDER, OLD, NEW = (Profile.new(name, "https://a", "u" * 2000) for name in ("older", "old", "new"))
DAMAGE = b"damaged"


def _store(place: Path) -> ProfileStore:
    return ProfileStore(place / "data")


def _two_saves(place: Path) -> None:
    for profile in (OLDER, OLD):
        _store(place).save([profile])


def _damaged(place: Path) -> None:
    _two_saves(place)
    _store(place).path.write_bytes(DAMAGE)


def _look_at_profiles(place: Path, *, none_is_old: bool) -> Found:
    """What the next start finds. No file is the old state of a first save, and of a damaged file
    that was set aside; in these cases the backup may hold anything that was good.
    """
    store = _store(place)
    damaged = store.path.exists() and store.path.read_bytes() == DAMAGE
    loaded = store.load()
    states: dict[tuple[Profile, ...], str] = {(NEW,): "new", (OLD,): "old", (OLDER,): "older"}
    holds = states.get(loaded.profiles, "none")
    backup = _store(place)
    backup.path = store.backup_path
    asides = list(store.path.parent.glob("*.corrupt-*")) if store.path.parent.exists() else []
    return {
        "holds": "old" if none_is_old and holds == "none" else holds,
        "backup": states.get(backup.load().profiles, "none"),
        "damage kept": damaged or bool(asides),
    }


# The vault

PASSPHRASE, OTHER_PASSPHRASE = "correct horse", "battery staple"
CHEAP = KdfCost(memory_kib=64, passes=1, lanes=1)
ID, HOME = OLD.id, "https://crm.example.com:443"


def _vault(place: Path) -> VaultStore:
    return VaultStore(place / "data", CHEAP)


def _keep(vault: VaultStore, secret: str) -> None:
    vault.set(ID, SecretName.TICKET, secret * 2000, HOME)


def _old_vault(place: Path) -> None:
    vault = _vault(place)
    vault.create(PASSPHRASE)
    _keep(vault, "old")


def _opened(place: Path) -> VaultStore:
    vault = _vault(place)
    vault.open(PASSPHRASE)
    return vault


def _look_at_vault(place: Path) -> Found:
    """What each passphrase opens; no vault is the old state before the first."""
    if _vault(place).state is VaultState.ABSENT:
        return {"holds": "none"}
    for passphrase in (PASSPHRASE, OTHER_PASSPHRASE):
        vault = _vault(place)
        try:
            vault.open(passphrase)
        except SecretStoreError as error:
            if error.kind.name != "WRONG_PASSPHRASE":
                return {"holds": error.kind.name}
            continue
        kept = vault.get(ID, SecretName.TICKET, HOME)
        asides = len(list(vault.path.parent.glob("*.old-*")))
        holds = "empty" if kept is None else kept[:3]
        return {"holds": holds, "by": passphrase, "asides": asides}
    return {"holds": "no passphrase opens it"}


OLD_VAULT = Path(__file__).parents[1] / "data/version_0_1_0/data_folder/secrets.vault"
OLD_PASSPHRASE = "only for tests: \u00e6rlig talt"
OLD_ID = "10000000-0000-4000-8000-000000000001"


def _vault_of_version_1(place: Path) -> None:
    path = _vault(place).path
    path.parent.mkdir(parents=True)
    path.write_bytes(OLD_VAULT.read_bytes())


def _look_at_converted(place: Path) -> Found:
    """Which format the file has, if all of it is there."""
    vault = _vault(place)
    is_old = b"vault 1" in vault.path.read_bytes()
    vault.open(OLD_PASSPHRASE)
    kept = vault.get(OLD_ID, SecretName.SIGN_IN_PASSWORD, "http://127.0.0.1:9 | no proxy")
    found = "old" if is_old else "new"
    return {"holds": found if kept == "test password of Acme" else "lost"}


# The settings

OLD_SETTINGS, NEW_SETTINGS = Settings(StorageKind.SESSION, 5), Settings(StorageKind.VAULT, 10)


def _settings(place: Path) -> SettingsFile:
    return SettingsFile(place / "data")


def _look_at_settings(place: Path) -> Found:
    states = {OLD_SETTINGS: "old", NEW_SETTINGS: "new", Settings(): "none"}
    return {"holds": states.get(_settings(place).load(), "something else")}


def _nothing(_place: Path) -> None:
    """Before the first save."""


_ALL = (
    Case(
        "profiles, first save",
        _nothing,
        lambda place: _store(place).save([NEW]),
        lambda place: _look_at_profiles(place, none_is_old=True),
    ),
    Case(
        "profiles, later save",
        _two_saves,
        lambda place: _store(place).save([NEW]),
        lambda place: _look_at_profiles(place, none_is_old=False),
        restore=lambda place: _store(place).save([OLD]),
    ),
    Case(
        "profiles, damaged file",
        _damaged,
        lambda place: _store(place).save([NEW]),
        lambda place: _look_at_profiles(place, none_is_old=True),
    ),
    Case(
        "vault, first secret",
        lambda place: _vault(place).create(PASSPHRASE),
        lambda place: _keep(_opened(place), "new"),
        _look_at_vault,
        frozenset({"empty", "new"}),
    ),
    Case(
        "vault, later secret",
        _old_vault,
        lambda place: _keep(_opened(place), "new"),
        _look_at_vault,
        restore=lambda place: _keep(_opened(place), "old"),
    ),
    Case(
        "vault, another passphrase",
        _old_vault,
        lambda place: _opened(place).change_passphrase(OTHER_PASSPHRASE),
        _look_at_vault,
        frozenset({"old"}),
    ),
    Case(
        "vault, converted",
        _vault_of_version_1,
        lambda place: _vault(place).open(OLD_PASSPHRASE),
        _look_at_converted,
    ),
    Case(
        "vault, made",
        _nothing,
        lambda place: _vault(place).create(PASSPHRASE),
        _look_at_vault,
        frozenset({"none", "empty"}),
    ),
    Case(
        "vault, made anew",
        _old_vault,
        lambda place: _vault(place).create(OTHER_PASSPHRASE),
        _look_at_vault,
        frozenset({"old", "empty"}),
    ),
    Case(
        "settings, first save",
        _nothing,
        lambda place: _settings(place).save(NEW_SETTINGS),
        _look_at_settings,
        frozenset({"none", "new"}),
    ),
    Case(
        "settings, later save",
        lambda place: _settings(place).save(OLD_SETTINGS),
        lambda place: _settings(place).save(NEW_SETTINGS),
        _look_at_settings,
        restore=lambda place: _settings(place).save(OLD_SETTINGS),
    ),
)
CASES = {case.name: case for case in _ALL}
HISTORIES = ("profiles, later save", "vault, later secret", "settings, later save")
"""Those that can be saved again and again, killed or not."""
