"""Profiles in the windows: made, locked and unlocked, found, handed out; and their secrets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListView
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import (
    Environment,
    OnlineEnvironment,
    Profile,
    Proxy,
    ProxyKind,
    SignInKind,
    Tenant,
)
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings
from desktop_app.demo import DemoServer
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.session import write_lock
from desktop_app.services.session.write_lock import WriteLockReason
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.widgets import secret_clipboard
from desktop_app.ui.widgets.form_rows import select_value
from desktop_app.ui.widgets.secret_clipboard import SecretClipboard
from tests.ui.conftest import Start
from tests.ui.windows import child, delete_now, pane_of, press, shown_child
from tests.unit.older_data.files import copy_data_folder
from tests.unit.older_data.others import PASSPHRASE


def profiles(window: MainWindow) -> tuple[Profile, ...]:
    return window.profile_service.profiles


def new_dialog(window: MainWindow, qtbot: QtBot) -> ProfileDialog:
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.create.trigger()
    return child(window, ProfileDialog)


def kept(dialog: ProfileDialog, qtbot: QtBot) -> Profile:
    with qtbot.waitSignal(dialog.saved) as signal:
        dialog.save()
    assert signal.args is not None
    profile = signal.args[0].profile
    assert isinstance(profile, Profile)
    return profile


def notes(dialog: ProfileDialog) -> list[str]:
    return [text for text in dialog.form.errors().values() if text]


def fill(dialog: ProfileDialog, crm: DemoServer) -> None:
    dialog.form.name.setText("Acme")
    dialog.form.address.setText(crm.url)
    dialog.form.user_name.setText(crm.credentials.username)
    dialog.form.password.line_edit.setText(crm.credentials.password)


def test_an_online_profile_has_every_field(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = new_dialog(start(), qtbot)
    dialog.form.name.setText("Acme Online")
    dialog.form.address_section.location_box.setCurrentIndex(1)
    dialog.form.address_section.tenant.setText("Cust12345")
    select_value(dialog.form.address_section.online_environment, OnlineEnvironment.STAGING)
    select_value(dialog.form.sign_in_section.kind_box, SignInKind.OAUTH)
    dialog.form.sign_in_section.client_id.setText("the client")
    dialog.form.environment_section.environment.choose(Environment.TEST)
    dialog.form.notes_section.group.setText("Acme")
    select_value(dialog.form.network_section.proxy, ProxyKind.CUSTOM)
    dialog.form.network_section.proxy_address.setText("proxy.example:3128")
    dialog.form.network_section.culture.setText("nb-NO")
    made = kept(dialog, qtbot)
    assert made.tenant == Tenant("Cust12345", OnlineEnvironment.STAGING)
    assert (made.sign_in, made.oauth.client_id) == (SignInKind.OAUTH, "the client")
    assert (made.environment, made.group, made.culture) == (Environment.TEST, "Acme", "nb-NO")
    assert made.proxy.address == "http://proxy.example:3128"
    assert (made.read_only, made.tested) == (True, False)
    assert ProfileStore(tmp_path / "data").load().profiles == (made,)


NOBODY = "http://127.0.0.1:9"
"""Where no server is."""


@pytest.mark.parametrize("proxy", [False, True], ids=["address", "proxy"])
def test_who_cannot_be_reached_leads_to_where_the_profile_says_how(
    start: Start, crm: DemoServer, qtbot: QtBot, proxy: bool
) -> None:
    window = start()
    first = new_dialog(window, qtbot)
    fill(first, crm)
    select_value(first.form.network_section.proxy, ProxyKind.CUSTOM if proxy else ProxyKind.NONE)
    (first.form.network_section.proxy_address if proxy else first.form.address).setText(NOBODY)
    if proxy:  # this computer is reached without one
        first.form.address.setText("https://crm.example.com")
    kept(first, qtbot)
    first.deleteLater()
    qtbot.waitUntil(lambda: window.pane is not None)
    press(pane_of(window).placeholder, "Change profile", qtbot)
    dialog = shown_child(window, ProfileDialog)
    page = dialog.form.network_page if proxy else dialog.form.general_page
    assert dialog.form.current_page is page
    assert dialog.focusWidget() is (
        dialog.form.network_section.proxy_address if proxy else dialog.form.address
    )


def test_a_secret_that_is_not_kept_leads_to_where_it_could_be(
    start: Start, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start()
    dialog = new_dialog(window, qtbot)
    fill(dialog, crm)
    kept(dialog, qtbot)
    qtbot.waitUntil(lambda: "no keyring" in window.banner.text, timeout=20_000)
    press(window.banner, "Password storage", qtbot)
    shown = shown_child(window, SecretStorageDialog)
    qtbot.waitUntil(lambda: "no keyring" in shown.message_label.text(), timeout=20_000)
    shown.done(0)


def test_a_proxys_password_is_the_users_own_in_an_administrators_profile(
    start: Start, qtbot: QtBot
) -> None:
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    proxy = Proxy(ProxyKind.CUSTOM, "http://proxy.example:3128", "jens")
    profile = Profile.new("Acme", "https://crm.example.com/api", "me")
    dialog = ProfileDialog(
        window.profile_service, replace(profile, is_machine_wide=True, proxy=proxy), window
    )
    dialog.show()
    dialog.form.focus_proxy()
    assert dialog.form.network_section.proxy_password.isEnabled()
    for field in (
        dialog.form.network_section.proxy,
        dialog.form.network_section.proxy_address,
        dialog.form.network_section.proxy_user,
        dialog.form.name,
    ):
        assert not field.isEnabled()
    dialog.form.network_section.proxy_password.line_edit.setText("typed")
    assert dialog.form.network_section.typed_secrets() == {SecretName.PROXY_PASSWORD: "typed"}
    assert dialog.form.edited_profile().proxy == proxy
    dialog.done(0)


def test_a_browsers_session_is_under_other_ways(start: Start, qtbot: QtBot) -> None:
    dialog = new_dialog(start(), qtbot)
    box = dialog.form.sign_in_section.kind_box
    assert SignInKind.BROWSER not in [box.itemData(i) for i in range(box.count())]
    assert box.itemText(box.count() - 1) == "Other ways…"
    box.setCurrentIndex(box.count() - 1)
    box.activated.emit(box.count() - 1)
    assert dialog.form.sign_in_section.sign_in_kind is SignInKind.BROWSER
    dialog.form.address_section.location_box.setCurrentIndex(1)
    assert dialog.form.sign_in_section.sign_in_kind is SignInKind.BROWSER, (
        "with another kind of server too"
    )
    dialog.form.name.setText("Acme")
    dialog.form.address_section.tenant.setText("Cust12345")
    dialog.form.sign_in_section.main_secret_field.line_edit.setText("a=b; XSRF-TOKEN=c")
    made = kept(dialog, qtbot)
    assert made.sign_in is SignInKind.BROWSER
    again = ProfileDialog(dialog._profile_service, made)
    assert again.form.sign_in_section.sign_in_kind is SignInKind.BROWSER
    again.done(0)


@pytest.mark.parametrize(
    ("address", "asks"),
    [
        ("https://crm.example.com/other", True),
        ("https://crm.example.com/acme/other", True),
        ("https://crm.example.com/acme/", False),
        ("https://CRM.example.com:443/acme/api", False),
    ],
)
def test_another_path_of_the_host_asks_for_the_password_again(
    start: Start, qtbot: QtBot, address: str, *, asks: bool
) -> None:
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    profile = Profile.new("Acme", "https://crm.example.com/acme", "kim")
    dialog = ProfileDialog(window.profile_service, profile, window)
    dialog.show()
    dialog.form.address.setText(address)
    if not asks:
        assert kept(dialog, qtbot).secret_origin == profile.secret_origin
        return
    dialog.save()
    told = [note for note in notes(dialog) if "Enter the password again" in note]
    assert len(told) == 1
    assert "https://crm.example.com:443/acme/api to https" in told[0]
    dialog.done(0)


def test_a_login_in_a_pasted_address_goes_to_its_own_fields(start: Start, qtbot: QtBot) -> None:
    dialog = new_dialog(start(), qtbot)
    dialog.form.address.setText("https://kim:p%40ss@127.0.0.1:9/crm")
    dialog.save()
    assert dialog.form.address.text() == "https://127.0.0.1:9/crm"
    assert (dialog.form.user_name.text(), dialog.form.password.text()) == ("kim", "p@ss")
    dialog.done(0)


def test_plain_http_needs_the_users_word(start: Start, qtbot: QtBot) -> None:
    dialog = new_dialog(start(), qtbot)
    dialog.form.name.setText("Old")
    dialog.form.address.setText("http://crm.example.com")
    dialog.form.user_name.setText("kim")
    dialog.form.password.line_edit.setText("secret")
    assert notes(dialog) == [
        "Use https:// if you can. Allow http only on a network that you trust."
    ]
    dialog.form.address_section.plain_http.setChecked(True)
    assert notes(dialog) == []
    assert dialog.form.edited_profile().plain_http
    dialog.done(0)


def test_another_server_asks_for_the_secret_and_says_which(start: Start, qtbot: QtBot) -> None:
    window = start(Profile.new("Acme", "https://127.0.0.1:9", "kim"))
    qtbot.waitUntil(lambda: window.pane is not None)
    window.all_actions.profile.change.trigger()
    dialog = child(window, ProfileDialog)
    assert notes(dialog) == []
    dialog.form.network_section.ca_file.path_field.setText("/etc/other.pem")
    [message] = notes(dialog)
    assert "https://127.0.0.1:9" in message
    assert "/etc/other.pem" in message
    dialog.done(0)


def test_the_connection_is_tested_before_anything_is_kept(
    start: Start, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = new_dialog(start(), qtbot)
    fill(dialog, crm)
    dialog.test()
    qtbot.waitUntil(lambda: "The connection works." in dialog.test_panel.text())
    assert crm.credentials.password not in dialog.test_panel.text()
    dialog.form.password.line_edit.setText("wrong")
    dialog.test()
    qtbot.waitUntil(lambda: "did not accept" in dialog.test_panel.text())
    dialog.done(0)


def test_a_new_profile_is_read_only_until_it_worked_and_is_unlocked(
    start: Start, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start()
    dialog = new_dialog(window, qtbot)
    fill(dialog, crm)
    assert not dialog.form.environment_section.read_only.isEnabled()
    made = kept(dialog, qtbot)
    assert made.read_only
    qtbot.waitUntil(lambda: window.all_actions.profile.unlock.isEnabled())
    assert profiles(window)[0].tested
    assert not window.all_actions.mailbox.create.isEnabled()
    assert window.toolbar.environment_badge.text().endswith(" · read-only")
    window.all_actions.profile.unlock.trigger()
    qtbot.waitUntil(lambda: window.all_actions.mailbox.create.isEnabled())
    assert not window.all_actions.profile.unlock.isVisible()
    window.all_actions.profile.lock.trigger()
    assert not window.all_actions.mailbox.create.isEnabled(), "production locks itself again"


@pytest.fixture
def known(crm: DemoServer) -> Profile:
    """A profile that was tested."""
    made = Profile.new("Acme Support", crm.url, crm.credentials.username)
    return replace(made, tested=True, read_only=True, lock_after=1)


def test_an_unlock_of_production_runs_out(
    start: Start, known: Profile, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_lock, "MINUTE", 500)
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None)
    lock = pane_of(window).workspace.write_lock
    with qtbot.waitSignal(lock.expired):
        window.all_actions.profile.unlock.trigger()
        assert lock.may_write
    assert lock.reason is WriteLockReason.TIMED


def test_an_unlock_goes_on_when_the_password_is_typed_again(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None)
    window.all_actions.profile.unlock.trigger()
    window.all_actions.profile.change.trigger()
    dialog = child(window, ProfileDialog)
    dialog.form.password.line_edit.setText(crm.credentials.password)
    before = window.pane
    kept(dialog, qtbot)
    assert window.pane is before
    assert pane_of(window).workspace.write_lock.may_write


def test_one_unlocked_twice_runs_out_after_the_second(
    qtbot: QtBot, known: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_lock, "MINUTE", 500)
    lock = write_lock.WriteLock(known)
    lock.unlock_temporarily()
    lock.lock()
    monkeypatch.setattr(write_lock, "MINUTE", 60)
    lock.unlock_temporarily()
    with qtbot.waitSignal(lock.expired):
        assert lock.may_write


def test_production_is_named_by_word_colour_and_title(start: Start, known: Profile) -> None:
    window = start()
    test = replace(known, id=str(uuid4()), name="Acme", environment=Environment.TEST)
    looks = []
    for profile in (known, test):
        window.show_profile(profile)
        looks.append(
            (window.toolbar.environment_badge.text(), window.toolbar.environment_badge.styleSheet())
        )
        title = f"{profile.name} ({profile.environment.name.lower()})"
        assert window.windowTitle().startswith(title)
        button = window.toolbar.profile_button
        assert button.text().startswith(f"{profile.name} ")
        assert title in button.accessibleName()
    assert [word for word, _ in looks] == ["production · read-only", "test · read-only"]
    assert looks[0][1] != looks[1][1]


def many() -> list[Profile]:
    kinds = [Environment.TEST, Environment.PRODUCTION, Environment.DEVELOPMENT]
    made = [Profile.new(f"Customer {n}", "https://127.0.0.1:9", "u") for n in range(60)]
    return [replace(p, environment=kinds[n % 3], group="Acme") for n, p in enumerate(made)]


def test_one_of_sixty_is_found_by_typing_and_keys(start: Start, qtbot: QtBot) -> None:
    window = start(*many())
    qtbot.waitUntil(lambda: window.toolbar.profile_button.profile_count() == 60)
    shown = window.toolbar.profile_button.profiles
    assert [p.environment for p in shown[:20]] == [Environment.PRODUCTION] * 20
    window.all_actions.profile.switch.trigger()
    finder = window.toolbar.profile_button.popup
    QTest.keyClicks(finder.search_field, "acme customer 5")
    names = [finder.model.data(finder.model.index(n)) for n in range(3)]
    assert names[0] == "Customer 52 (production) — Acme"
    QTest.keyClick(finder.search_field, Qt.Key.Key_Down)
    assert finder.search_field.accessibleDescription().startswith("Customer 55"), (
        "a screen reader hears it"
    )
    QTest.keyClick(finder.search_field, Qt.Key.Key_Return)
    assert window.windowTitle().startswith("Customer 55 (production)")
    window.all_actions.profile.numbered_profiles[1].trigger()
    assert window.windowTitle().startswith("Customer 4 (production)")


def test_sixty_of_one_name_are_told_apart_by_their_place(start: Start, qtbot: QtBot) -> None:
    same = [Profile.new("Acme", f"https://crm{n}.example.com", "u") for n in range(60)]
    window = start(*same)
    qtbot.waitUntil(lambda: window.toolbar.profile_button.profile_count() == 60)
    choices = window.toolbar.profile_button.model
    lines = [str(choices.data(choices.index(n))) for n in range(60)]
    assert len(set(lines)) == 60
    assert lines[59] == "Acme (production) — crm59.example.com"
    choices.set_filter("crm59")
    assert choices.profile_at(0) == same[59]
    window.all_actions.profile.manage_profiles.trigger()
    dialog = child(window, ProfilesDialog)
    assert dialog.list_widget.item(7).text() == "Acme (production) — crm7.example.com"
    dialog.done(0)


def test_a_name_that_turns_round_what_follows_is_shown_plainly(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    handed = Profile.new("x", "https://127.0.0.1:9", "u")
    ProfileStore(tmp_path).export_to(tmp_path / "handed.json", [handed])
    file = tmp_path / "handed.json"
    file.write_text(file.read_text("utf-8").replace('"x"', '"\\u202eemca\\n"'), "utf-8")
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.profile_service.import_from(file, lambda _outcome: None)
    qtbot.waitUntil(lambda: [p.name for p in profiles(window)] == ["emca"])


def test_arranged_exported_imported(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    window = start(*many()[:3])
    qtbot.waitUntil(lambda: len(profiles(window)) == 3)
    window.all_actions.profile.manage_profiles.trigger()
    dialog = child(window, ProfilesDialog)
    dialog.list_widget.item(2).setSelected(True)
    dialog.up_button.click()
    qtbot.waitUntil(lambda: [p.name[-1] for p in profiles(window)] == ["0", "2", "1"])
    dialog.export_to(tmp_path / "handed out.json")
    qtbot.waitUntil(lambda: "exported, without passwords" in dialog.message_label.text())
    chosen = dialog.selected()[0]
    window.profile_service.remove(chosen, lambda _outcome: None)
    qtbot.waitUntil(lambda: len(profiles(window)) == 2)
    dialog.import_from(tmp_path / "handed out.json")
    qtbot.waitUntil(lambda: dialog.message_label.text() == "Imported: 1 new, 0 changed.")
    assert [p.id for p in profiles(window)].count(chosen.id) == 1
    dialog.import_from(tmp_path / "none.json")
    qtbot.waitUntil(lambda: "contains no profiles" in dialog.message_label.text())
    dialog.done(0)


def test_a_copied_profile_has_an_id_of_its_own(start: Start, qtbot: QtBot) -> None:
    window = start(replace(Profile.new("Acme", "https://127.0.0.1:9", "kim"), note="mind the gap"))
    qtbot.waitUntil(lambda: window.pane is not None)
    window.all_actions.profile.duplicate.trigger()
    dialog = child(window, ProfileDialog)
    assert notes(dialog) == ["Enter the password."]
    dialog.form.password.line_edit.setText("its own")
    made = kept(dialog, qtbot)
    first, second = profiles(window)
    assert (second.id, second.name, second.note) == (made.id, "Acme (copy)", "mind the gap")
    assert first.id != second.id
    session, name = window.profile_service.secrets._secrets._session, SecretName.SIGN_IN_PASSWORD
    assert session.get(second.id, name, second.secret_origin) == "its own"
    assert session.origin_of(first.id, name) is None


def test_the_administrator_may_forbid_own_profiles(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "given.json"
    file.write_text('{"version": 2, "profiles": [], "policy": {"own_profiles": false}}', "utf-8")
    window = start(machine_wide=file)
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.create.trigger()
    assert window.findChild(ProfileDialog) is None
    assert "administrator" in window.banner.text


def secrets_dialog(window: MainWindow, qtbot: QtBot) -> SecretStorageDialog:
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.secret_storage.trigger()
    return shown_child(window, SecretStorageDialog)


def test_a_keyring_that_is_not_there_is_reported_with_what_to_do(
    start: Start, qtbot: QtBot
) -> None:
    dialog = secrets_dialog(start(), qtbot)
    dialog.check()
    qtbot.waitUntil(lambda: "password vault" in dialog.message_label.text(), timeout=20_000)
    assert "no keyring" in dialog.message_label.text()
    dialog.done(0)


def test_the_encrypted_file_is_made_and_used(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    window = start()
    dialog = secrets_dialog(window, qtbot)
    dialog.storage_buttons[StorageKind.VAULT].setChecked(True)
    dialog.vault_passphrase.passphrase_field.line_edit.setText("long enough")
    dialog.vault_passphrase.repeat_field.line_edit.setText("something else")
    dialog.save()
    assert not (tmp_path / "data/secrets.vault").exists(), "the two are not the same"
    dialog.vault_passphrase.repeat_field.line_edit.setText("long enough")
    with qtbot.waitSignal(dialog.vault_opened, timeout=20_000):
        dialog.save()
    dialog = secrets_dialog(window, qtbot)
    dialog.check()
    qtbot.waitUntil(lambda: "It works" in dialog.message_label.text(), timeout=20_000)
    assert "the password vault" in dialog.message_label.text()
    dialog.done(0)


@pytest.fixture
def kept_in_vault(tmp_path: Path) -> VaultStore:
    """An encrypted file with one secret, in use; its passphrase is "long enough"."""
    vault = VaultStore(tmp_path / "data", KdfCost(64, 1, 1))
    vault.create("long enough")
    vault.set(str(uuid4()), SecretName.TICKET, "kept", "origin")
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.VAULT))
    return vault


def test_after_a_forgotten_passphrase_a_new_file_is_started_and_the_old_one_kept(
    start: Start, kept_in_vault: VaultStore, qtbot: QtBot
) -> None:
    before = kept_in_vault.path.read_bytes()
    dialog = secrets_dialog(start(), qtbot)
    assert not dialog.vault_passphrase.repeat_field.isVisible()
    dialog.vault_passphrase.replace_button.click()
    assert (
        "old vault file is kept"
        in dialog.vault_passphrase.hints()[dialog.vault_passphrase.replace_button]
    )
    for line in (dialog.vault_passphrase.passphrase_field, dialog.vault_passphrase.repeat_field):
        line.line_edit.setText("another one")
    with qtbot.waitSignal(dialog.vault_opened, timeout=20_000):
        dialog.save()
    [old] = kept_in_vault.path.parent.glob("secrets.vault.old-*")
    assert old.read_bytes() == before
    kept_in_vault.open("another one")


def test_an_older_file_is_told_and_opens_when_it_is_wanted(
    start: Start, kept_in_vault: VaultStore, qtbot: QtBot
) -> None:
    old = kept_in_vault.path.read_bytes()
    kept_in_vault.set(str(uuid4()), SecretName.TICKET, "later", "origin")
    kept_in_vault.path.write_bytes(old)
    dialog = secrets_dialog(start(), qtbot)
    dialog.vault_passphrase.passphrase_field.line_edit.setText("long enough")
    dialog.save()
    qtbot.waitUntil(lambda: "is an older copy" in dialog.message_label.text(), timeout=20_000)
    with qtbot.waitSignal(dialog.vault_opened, timeout=20_000):
        dialog.save()


def test_that_a_file_of_version_0_1_0_was_converted_is_said(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    copy_data_folder(tmp_path / "data")
    window = start()
    dialog = secrets_dialog(window, qtbot)
    dialog.vault_passphrase.passphrase_field.line_edit.setText(PASSPHRASE)
    with qtbot.waitSignal(dialog.vault_opened, timeout=20_000):
        dialog.save()
    assert "was converted" in window.banner.text
    assert b"Mailbox Admin vault 2" in (tmp_path / "data/secrets.vault").read_bytes()


def test_an_open_file_gets_another_passphrase(
    start: Start, kept_in_vault: VaultStore, qtbot: QtBot
) -> None:
    window = start()
    dialog = secrets_dialog(window, qtbot)
    dialog.vault_passphrase.passphrase_field.line_edit.setText("long enough")
    with qtbot.waitSignal(dialog.vault_opened, timeout=20_000):
        dialog.save()
    dialog = secrets_dialog(window, qtbot)
    assert not dialog.vault_passphrase.passphrase_field.isVisible()
    dialog.vault_passphrase.replace_button.click()
    dialog.vault_passphrase.passphrase_field.line_edit.setText("short")
    dialog.save()
    assert dialog.isVisible()
    for line in (dialog.vault_passphrase.passphrase_field, dialog.vault_passphrase.repeat_field):
        line.line_edit.setText("another one")
    with qtbot.waitSignal(dialog.vault_opened, timeout=20_000):
        dialog.save()
    kept_in_vault.open("another one")
    assert len(kept_in_vault._secrets) == 1


def test_locking_masks_what_is_revealed(start: Start, qtbot: QtBot) -> None:
    window = start()
    dialog = new_dialog(window, qtbot)
    dialog.form.password.line_edit.setText("secret")
    dialog.form.password.show_button.pressed.emit()
    assert dialog.form.password.line_edit.is_revealed()
    window.all_actions.profile.lock.trigger()
    assert not dialog.form.password.line_edit.is_revealed()
    assert dialog.form.password.text() == "secret", "what is being typed stays"
    dialog.done(0)


def test_an_idle_program_is_locked(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.ui.profiles.idle_timer.MINUTE_MS", 20)
    window = start()
    dialog = secrets_dialog(window, qtbot)
    dialog.storage_buttons[StorageKind.SESSION].setChecked(True)
    dialog.idle_minutes.setValue(1)
    with qtbot.waitSignal(window.profile_controller.succeeded):
        dialog.save()
    assert window.receipts.bar.text.startswith("Locked.")


def test_a_copied_password_is_marked_and_leaves_the_clipboard(qtbot: QtBot) -> None:
    clipboard = QGuiApplication.clipboard()
    copier = SecretClipboard()
    copier._timer.setInterval(20)
    copier.copy("secret")
    assert clipboard.text() == "secret"
    assert clipboard.mimeData().data("x-kde-passwordManagerHint").data() == b"secret"
    qtbot.waitUntil(lambda: clipboard.text() == "")
    copier.copy("secret")
    clipboard.setText("someone else's")
    copier.clear()
    assert clipboard.text() == "someone else's"
    assert secret_clipboard.CLEAR_AFTER_SECONDS == 10


def test_a_masked_line_is_copied_with_ctrl_c_and_cleared_at_lock(
    start: Start, qtbot: QtBot
) -> None:
    window = start()
    dialog = new_dialog(window, qtbot)
    dialog.form.password.line_edit.setText("secret")
    QTest.keyClick(
        dialog.form.password.line_edit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier
    )
    assert QGuiApplication.clipboard().text() == "secret"
    window.all_actions.profile.lock.trigger()
    assert QGuiApplication.clipboard().text() == ""
    dialog.form.password.line_edit.copy_secret()
    dialog.done(0)
    window.close()
    assert QGuiApplication.clipboard().text() == "", "at the end of the program too"


def test_a_shut_file_is_opened_once_and_the_list_comes(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot, tmp_path: Path
) -> None:
    vault = VaultStore(tmp_path / "data", KdfCost(64, 1, 1))
    vault.create("long enough")
    name = SecretName.SIGN_IN_PASSWORD
    vault.set(known.id, name, crm.credentials.password, known.secret_origin)
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.VAULT))
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None)
    qtbot.waitUntil(lambda: "is locked" in pane_of(window).placeholder.headline)
    dialog = secrets_dialog(window, qtbot)
    dialog.vault_passphrase.passphrase_field.line_edit.setText("wrong")
    dialog.save()
    qtbot.waitUntil(lambda: "does not unlock" in dialog.message_label.text())
    dialog.vault_passphrase.passphrase_field.line_edit.setText("long enough")
    dialog.save()
    qtbot.waitUntil(lambda: pane_of(window).workspace.is_ready)


def test_a_start_with_many_profiles_shows_them(start: Start, qtbot: QtBot) -> None:
    window = start(*many())
    qtbot.waitUntil(lambda: window.pages.placeholder.headline == "Choose a profile")
    window.finish_startup()
    lists = window.pages.placeholder.findChildren(QListView)
    assert [each.model().rowCount() for each in lists] == [60]
    field = window.focusWidget()
    assert isinstance(field, QLineEdit), "typing finds a profile at once"
    QTest.keyClicks(field, "customer 7")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.windowTitle().startswith("Customer 7 (production)")


def test_the_list_of_the_start_is_that_of_the_moment(start: Start, qtbot: QtBot) -> None:
    window = start(*many()[:3])
    qtbot.waitUntil(lambda: window.pages.placeholder.headline == "Choose a profile")
    window.finish_startup()
    window.profile_service.reorder([profile.id for profile in reversed(profiles(window))], print)
    with qtbot.waitSignal(window.profile_service.changed):
        pass
    delete_now()
    lists = window.pages.placeholder.findChildren(QListView)
    assert [each.model().rowCount() for each in lists] == [3]
    listed = lists[0]
    listed.setCurrentIndex(listed.model().index(1, 0))
    name = listed.currentIndex().data().partition(" — ")[0]
    listed.activated.emit(listed.currentIndex())
    assert window.windowTitle().startswith(name)


def test_the_profiles_to_arrange_are_found_by_typing(start: Start, qtbot: QtBot) -> None:
    window = start(*many())
    qtbot.waitUntil(lambda: window.toolbar.profile_button.profile_count() == 60)
    window.all_actions.profile.manage_profiles.trigger()
    dialog = child(window, ProfilesDialog)
    dialog.list_widget.item(0).setSelected(True)
    assert dialog.down_button.isEnabled()
    QTest.keyClicks(dialog.search_field, "customer 57")
    seen = [n for n in range(60) if not dialog.list_widget.item(n).isHidden()]
    assert seen == [57]
    assert [profile.name for profile in dialog.selected()] == ["Customer 57"], "none that is hidden"
    assert not dialog.down_button.isEnabled(), "past what is hidden nothing would move"
    QTest.keyClick(dialog.search_field, Qt.Key.Key_Return)
    changed = child(window, ProfileDialog)
    assert changed.form.name.text() == "Customer 57"
    changed.done(0)
    dialog.search_field.clear()
    assert dialog.down_button.isEnabled()
    dialog.done(0)


def test_where_a_password_is_missing_for_want_of_a_keyring_another_place_is_offered(
    start: Start, known: Profile, qtbot: QtBot
) -> None:
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None)
    qtbot.waitUntil(lambda: pane_of(window).has_sign_in_sheet)
    sheet = pane_of(window).sign_in_sheet
    assert "no keyring" in sheet.form.message_label.text()
    press(sheet, "Password storage", qtbot)
    shown = shown_child(window, SecretStorageDialog)
    shown.done(0)
