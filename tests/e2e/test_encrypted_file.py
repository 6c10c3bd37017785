"""Passwords in the encrypted file: the passphrase is typed blind, and goes where it belongs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.profiles.settings_file import SettingsFile
from tests.e2e.conftest import Start
from tests.e2e.steps import encoded, holds_no_secret, sees_list

PASSPHRASE = "four words and spaces"
DATA = ".local/share/Mailbox Admin"


def test_the_passphrase_is_asked_for_at_the_start_and_after_a_lock(
    start: Start, home: Path
) -> None:
    with DemoServer() as crm:
        settings = keep_in_file(home / DATA, crm)
        user = start()
        prompt = user.window("Unlock the password vault")
        user.until(lambda: user.finds("text", "Passphrase", prompt).is_("focused"), "it")
        user.types(PASSPHRASE)
        user.presses("Return")
        user.no_window("Unlock the password vault")
        assert sees_list(user).rows == 43

        user.presses("ctrl+l")
        user.presses("ctrl+shift+k")
        user.window("Password storage")
        user.types(PASSPHRASE)
        user.presses("Return")
        user.no_window("Password storage")
        assert settings.load().secret_storage is StorageKind.VAULT
        holds_no_secret(user, *encoded(PASSPHRASE), *encoded(crm.credentials.password))
        user.ends()


def test_a_profile_that_is_being_typed_is_not_lost_by_esc(start: Start) -> None:
    user = start()
    user.clicks(user.finds("push button", "New profile…"))
    dialog = user.window("New profile")
    name = user.finds("text", "Name", within=dialog)
    user.until(lambda: name.is_("focused"), "the cursor in the name")
    user.types("Acme")
    user.presses("Escape")
    user.sees("Close without saving?")
    user.presses("Return")
    user.window("New profile")
    user.reads(name, "Acme")
    user.presses("Escape")
    user.sees("Close without saving?")
    user.presses("alt+c")
    user.no_window("New profile")
    user.ends()


def keep_in_file(folder: Path, crm: DemoServer) -> SettingsFile:
    """A profile of this server whose password is in a locked encrypted file."""
    made = Profile.new("Acme", crm.url, crm.credentials.username)
    profile = replace(made, environment=Environment.TEST)
    ProfileStore(folder).save([profile])
    vault = VaultStore(folder, KdfCost(64, 1, 1))
    vault.create(PASSPHRASE)
    name = SecretName.SIGN_IN_PASSWORD
    vault.set(profile.id, name, crm.credentials.password, profile.secret_origin)
    settings = SettingsFile(folder)
    settings.save(Settings(StorageKind.VAULT))
    return settings
