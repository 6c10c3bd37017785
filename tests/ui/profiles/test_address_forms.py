"""What the form says of an address: its other form, letters that mix, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import (
    ApiMoved,
    AppError,
    RedirectRefused,
    SecretOriginMismatch,
)
from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, ProxyKind
from desktop_app.services.profiles.profile_import import Imported, RepointedProfile
from desktop_app.ui.profiles.form.profile_form import ProfileForm
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import import_text
from desktop_app.ui.widgets.form_rows import FormRows, select_value
from tests.ui.conftest import Start
from tests.ui.windows import child

SPOOF, SPOOF_ASCII = "super\u043effice.com", "xn--superffice-ivi.com"
"""With a Cyrillic o."""
FIELDS = ("address", "login_address", "state_address", "proxy_address")


@pytest.fixture
def form() -> Iterator[ProfileForm]:
    form = ProfileForm(None, None, plain_http_allowed=True)
    yield form
    form.deleteLater()


def field_of(form: ProfileForm, name: str) -> tuple[FormRows, QLineEdit]:
    """Show the field of this name."""
    where, network = form.address_section, form.network_section
    if name == "proxy_address":
        select_value(network.proxy, ProxyKind.CUSTOM)
        return network, network.proxy_address
    where.location_box.setCurrentIndex(0 if name == "address" else 1)
    select_value(where.online_environment, OnlineEnvironment.CUSTOM)
    field: QLineEdit = getattr(where, name)
    return where, field


def hint(form: ProfileForm, name: str, host: str) -> str:
    section, field = field_of(form, name)
    field.setText(f"https://{host}:8443")
    assert not section.errors().get(field)
    return section.hints().get(field, "")


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    ("host", "other"),
    [
        ("b\u00fccher.example", "xn--bcher-kva.example"),
        ("xn--bcher-kva.example", "b\u00fccher.example"),
    ],
)
def test_both_forms_are_shown(form: ProfileForm, name: str, host: str, other: str) -> None:
    assert other in hint(form, name, host)
    assert "alphabets" not in hint(form, name, host)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("host", [SPOOF, SPOOF_ASCII, "\u0430\u0440\u0440\u04cf\u0435.com"])
def test_letters_that_mix_or_look_alike_are_warned_of(
    form: ProfileForm, name: str, host: str
) -> None:
    told = hint(form, name, host)
    assert "xn--" in told
    assert "look like other letters" in told


@pytest.mark.parametrize("name", FIELDS)
def test_a_plain_name_has_no_second_form(form: ProfileForm, name: str) -> None:
    assert "xn--" not in hint(form, name, "crm.example.com")


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("https://evil.example\\@crm.example.com", "backslash"),
        ("https://1.2.3.4.5", "IP address"),
        ("https://\u0301a.example", "server name"),
    ],
)
def test_what_is_wrong_is_said(form: ProfileForm, name: str, text: str, word: str) -> None:
    section, field = field_of(form, name)
    field.setText(text)
    assert word in section.errors().get(field, "")


@pytest.mark.parametrize("name", FIELDS[:3])
def test_a_doubled_scheme_is_said(form: ProfileForm, name: str) -> None:
    section, field = field_of(form, name)
    field.setText("https://https://crm.example.com")
    assert "once" in section.errors()[field]


def test_the_hint_shows_the_number_that_counts(form: ProfileForm) -> None:
    section, field = field_of(form, "address")
    field.setText("http://2130706433:81")
    assert "http://127.0.0.1:81/api" in section.hints()[field]


def test_a_pasted_address_with_a_backslash_moves_no_login(start: Start, qtbot: QtBot) -> None:
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.create.trigger()
    dialog = child(window, ProfileDialog)
    text = "https://evil.example\\jens:hidden@crm.example.com"
    dialog.form.address.setText(text)
    dialog.save()
    assert dialog.form.address.text() == text
    assert (dialog.form.user_name.text(), dialog.form.password.text()) == ("", "")
    assert "backslash" in dialog.form.address.accessibleDescription()
    dialog.done(0)


def test_an_import_shows_both_forms() -> None:
    moved = RepointedProfile(
        Profile.new("Acme", f"https://{SPOOF}", "kim"), "https://superoffice.com:443"
    )
    assert SPOOF_ASCII in import_text(Imported(changed=1, repointed=(moved,)))


@pytest.mark.parametrize(
    "error",
    [
        RedirectRefused(f"https://{SPOOF}:443"),
        ApiMoved(f"https://{SPOOF}/so/api"),
        SecretOriginMismatch("https://superoffice.com:443", f"https://{SPOOF}:443"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_sentence_about_another_server_shows_both_forms(error: AppError) -> None:
    assert SPOOF_ASCII in explain(error).text


@pytest.mark.parametrize("text", ["https://[::1", "x://\ud800\u00e9", "https://a\u2100b", "://"])
def test_a_text_that_is_no_address_stays_as_it_is(text: str) -> None:
    assert text in explain(RedirectRefused(text)).text


def test_an_older_profile_with_such_an_address_can_be_mended(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    entry = {"id": "6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10", "name": "Old", "user_name": "kim"}
    entry["address"] = "https://https://crm.example.com/api"
    (tmp_path / "data").mkdir(mode=0o700)
    whole = json.dumps({"version": 2, "profiles": [entry]})
    (tmp_path / "data/profiles.json").write_text(whole, "utf-8")
    window = start()
    qtbot.waitUntil(lambda: window.pane is not None)
    window.all_actions.profile.change.trigger()
    dialog = child(window, ProfileDialog)
    assert dialog.form.address.text() == entry["address"]
    dialog.save()
    assert "once" in dialog.form.address.accessibleDescription()
    dialog.done(0)
