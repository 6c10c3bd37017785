"""Invisible and odd characters are marked wherever a secret or a name is typed for a profile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import ProxyKind, SignInKind
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.ui.profiles.form.profile_form import ProfileForm
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.widgets.form_rows import select_value
from tests.ui.conftest import Start
from tests.ui.profiles.test_profiles import new_dialog, secrets_dialog

ODD = {
    "secret\u200b": "U+200B",
    "se\u00adcret": "U+00AD",
    "\u2060secret": "U+2060",
    "se\u00a0cret": "U+00A0",
    "secret ": "space",
}
"""Texts as they are pasted, and what a person must read of them."""
FIELDS: dict[str, Callable[[ProfileForm], QLineEdit]] = {
    "user name": lambda form: form.user_name,
    "password": lambda form: form.password.line_edit,
    "proxy user": lambda form: form.network_section.proxy_user,
    "proxy password": lambda form: form.network_section.proxy_password.line_edit,
}


def read(window: QWidget) -> str:
    """All that can be read in a window beside its fields."""
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def paste(line: QLineEdit, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    line.clear()
    line.paste()


@pytest.fixture
def dialog(start: Start, qtbot: QtBot) -> ProfileDialog:
    made = new_dialog(start(), qtbot)
    select_value(made.form.network_section.proxy, ProxyKind.CUSTOM)
    return made


@pytest.mark.parametrize("which", FIELDS)
def test_the_dialog_of_a_profile(dialog: ProfileDialog, which: str) -> None:
    line = FIELDS[which](dialog.form)
    dialog.form.focus_field(line)
    for text, mark in ODD.items():
        paste(line, text)
        assert mark in read(dialog), "marked while it can still be corrected"
        assert mark in line.accessibleDescription()
        assert line.text() == text, "and left as it is: it may be meant"
    paste(line, "secret")
    assert not any(mark in read(dialog) for mark in ODD.values())
    dialog.form.clear_secrets()
    dialog.done(0)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (SignInKind.TICKET, SecretName.TICKET),
        (SignInKind.BEARER, SecretName.BEARER_TOKEN),
        (SignInKind.OAUTH, SecretName.CLIENT_SECRET),
    ],
)
def test_every_way_of_signing_in(dialog: ProfileDialog, kind: SignInKind, name: SecretName) -> None:
    section = dialog.form.sign_in_section
    section.offer_kinds(online=True)
    select_value(section.kind_box, kind)
    paste(section.secrets[name].line_edit, "secret\u200b")
    assert "U+200B" in read(dialog)
    dialog.form.clear_secrets()
    dialog.done(0)


def test_a_client_id_is_trimmed_and_otherwise_used_as_it_is(dialog: ProfileDialog) -> None:
    section = dialog.form.sign_in_section
    section.offer_kinds(online=True)
    select_value(section.kind_box, SignInKind.OAUTH)
    paste(section.client_id, " client ")
    assert "used too" not in read(dialog)
    paste(section.client_id, "cli\u200bent")
    assert "U+200B" in read(dialog)
    dialog.done(0)


def test_a_line_end_that_is_left_out_anyway_is_no_oddity(dialog: ProfileDialog) -> None:
    paste(dialog.form.password.line_edit, "secret\r\n")
    assert dialog.form.typed_secrets()[SecretName.SIGN_IN_PASSWORD] == "secret"
    assert "used too" not in read(dialog)
    dialog.form.clear_secrets()
    dialog.done(0)


def test_the_passphrase_of_the_encrypted_file(start: Start, qtbot: QtBot) -> None:
    dialog = secrets_dialog(start(), qtbot)
    dialog.storage_buttons[StorageKind.VAULT].setChecked(True)
    for text, mark in ODD.items():
        for field in (
            dialog.vault_passphrase.passphrase_field,
            dialog.vault_passphrase.repeat_field,
        ):
            paste(field.line_edit, text)
            assert mark in read(dialog)
            field.clear()
            assert mark not in read(dialog)
    dialog.done(0)
