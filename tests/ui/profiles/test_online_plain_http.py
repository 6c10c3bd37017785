"""An Online profile with addresses of its own over plain http: asked about like one on site."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import InsecureHttp
from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, SignInKind, Tenant
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.profiles.profile_store import ProfileStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.ui.profiles.form.address_section import AddressSection
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.text.policy import forbidden_text
from desktop_app.ui.widgets.form_rows import select_value
from tests.ui.conftest import RunProgram, Start
from tests.ui.windows import child

PLAIN, TLS = "http://online.example.com/x", "https://online.example.com/x"
ID = "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10"
BASE = Profile("p", "Acme", "https://x.example.com/api", "kim")


@pytest.fixture
def where() -> Iterator[AddressSection]:
    where = AddressSection()
    yield where
    where.deleteLater()


def choose_own_addresses(where: AddressSection, login: str, state: str) -> None:
    where.location_box.setCurrentIndex(1)
    where.tenant.setText("Cust1")
    select_value(where.online_environment, OnlineEnvironment.CUSTOM)
    where.login_address.setText(login)
    where.state_address.setText(state)


@pytest.mark.parametrize(("login", "state"), [(PLAIN, PLAIN), (PLAIN, TLS), (TLS, PLAIN)])
def test_either_address_wants_consent(where: AddressSection, login: str, state: str) -> None:
    choose_own_addresses(where, login, state)
    assert where.errors().get(where.plain_http)
    assert where.plain_http.isVisibleTo(where)
    plain_field = where.login_address if login is PLAIN else where.state_address
    assert "read the password on its way" in where.hints().get(plain_field, "")
    where.plain_http.setChecked(True)
    assert not any(where.errors().values())
    assert where.apply(BASE).plain_http


def test_consent_ends_with_its_reason(where: AddressSection) -> None:
    choose_own_addresses(where, PLAIN, PLAIN)
    where.plain_http.setChecked(True)
    assert where.apply(BASE).plain_http
    choose_own_addresses(where, TLS, TLS)
    assert not where.apply(BASE).plain_http
    assert not where.plain_http.isVisibleTo(where)
    choose_own_addresses(where, "http://127.0.0.1:9/login", "http://localhost:9/state")
    assert not where.apply(BASE).plain_http
    assert not any(where.errors().values())


@pytest.mark.parametrize(("login", "state"), [(PLAIN, TLS), (TLS, PLAIN)])
def test_forbidden_by_the_administrator(login: str, state: str) -> None:
    where = AddressSection(plain_http_allowed=False)
    choose_own_addresses(where, login, state)
    wrong = where.login_address if login is PLAIN else where.state_address
    assert where.errors()[wrong] == forbidden_text("plain_http")
    assert not where.plain_http.isVisibleTo(where)
    where.deleteLater()


def test_the_vendors_environments_need_none(where: AddressSection) -> None:
    choose_own_addresses(where, PLAIN, PLAIN)
    select_value(where.online_environment, OnlineEnvironment.PRODUCTION)
    assert not any(where.errors().values())
    assert not where.apply(BASE).plain_http
    assert not where.plain_http.isVisibleTo(where)


def test_the_dialog_saves_such_a_profile_only_with_consent(start: Start, qtbot: QtBot) -> None:
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.create.trigger()
    dialog = child(window, ProfileDialog)
    where = dialog.form.address_section
    dialog.form.name.setText("Own")
    choose_own_addresses(where, "http://127.0.0.1:9/login", PLAIN)
    select_value(dialog.form.sign_in_section.kind_box, SignInKind.BEARER)
    dialog.form.sign_in_section.main_secret_field.line_edit.setText("hidden-token")
    dialog.save()
    assert where.plain_http.isVisible()
    assert [profile.name for profile in window.profile_service.profiles] == []
    where.plain_http.setChecked(True)
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    assert [profile.plain_http for profile in window.profile_service.profiles] == [True]
    qtbot.waitUntil(lambda: window.pane is not None)


def test_the_policy_holds_for_profiles_made_before(
    run_program: RunProgram, qtbot: QtBot, tmp_path: Path
) -> None:
    tenant = Tenant("Cust1", OnlineEnvironment.CUSTOM, PLAIN, PLAIN)
    old = replace(BASE, id=ID, address="", tenant=tenant, sign_in=SignInKind.OAUTH)
    ProfileStore(tmp_path / "data").save([replace(old, plain_http=True)])
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.SESSION))
    file = tmp_path / "given.json"
    file.write_text(json.dumps({"version": 2, "profiles": [], "policy": {"plain_http": False}}))
    window = run_program(machine_wide=file).window
    qtbot.waitUntil(lambda: window.pane is not None)
    assert window.pane is not None
    work = window.pane.workspace
    work.refresh()
    qtbot.waitUntil(lambda: work.list_state.error is not None)
    assert isinstance(work.list_state.error, InsecureHttp)
