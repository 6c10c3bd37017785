"""The profile dialog: three pages, a test that points to the field to correct, three tiles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.errors import (
    AppError,
    Forbidden,
    InsecureHttp,
    NetworkFailure,
    SecretMissing,
    SignInNeeded,
    SignInRefused,
    TenantUnknown,
    TlsCause,
    TlsError,
    Unreachable,
    UserNameUnusable,
    WindowsAuthOnly,
)
from desktop_app.core.mail_check.stage_states import StageState
from desktop_app.core.profiles.connection_test import Stage
from desktop_app.core.profiles.profile import Environment, OAuthApp, Profile, SignInKind
from desktop_app.demo import DemoServer
from desktop_app.ui.profiles.form.environment_tiles import EnvironmentTiles
from desktop_app.ui.profiles.form.failed_field import failed_field
from desktop_app.ui.profiles.form.profile_form import ProfileForm
from desktop_app.ui.profiles.form.sign_in_section import SignInSection
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.widgets.colors import error_color
from desktop_app.ui.widgets.dialog_buttons import StandardButton
from desktop_app.ui.widgets.form_rows import select_value
from tests.ui.conftest import Start
from tests.ui.profiles.test_profiles import fill, kept, new_dialog

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def dialog(start: Start, crm: DemoServer, qtbot: QtBot) -> Iterator[ProfileDialog]:
    """The dialog of a new profile, filled in."""
    made = new_dialog(start(), qtbot)
    fill(made, crm)
    qtbot.waitActive(made).__enter__()
    yield made
    if isValid(made):
        made.done(0)


def save_button(dialog: ProfileDialog) -> QPushButton:
    return dialog.buttons.button(StandardButton.Save)


def run_test(dialog: ProfileDialog, qtbot: QtBot) -> None:
    dialog.test_button.click()
    qtbot.waitUntil(dialog.test_button.isEnabled)


def test_the_common_case_needs_one_page_and_no_scrolling(
    dialog: ProfileDialog, qtbot: QtBot
) -> None:
    form = dialog.form
    assert form.current_page is form.general_page
    for field in (form.name, form.address, form.user_name, form.password, dialog.test_button):
        assert field.isVisible()
    bar = form.general_page.verticalScrollBar()
    qtbot.waitUntil(lambda: not bar.isVisible())
    form.name.clear()
    run_test(dialog, qtbot)  # an error takes a line more
    qtbot.waitUntil(lambda: not bar.isVisible())
    form.name.setText("Acme")
    run_test(dialog, qtbot)  # and the stages and the result two
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert dialog.test_button.x() < save_button(dialog).x(), "at the left of the buttons"


def test_on_a_small_screen_the_page_scrolls_and_the_buttons_stay(
    dialog: ProfileDialog, qtbot: QtBot
) -> None:
    run_test(dialog, qtbot)
    bar = dialog.form.general_page.verticalScrollBar()
    qtbot.waitUntil(lambda: not bar.isVisible())
    dialog.resize(dialog.width(), 330)
    qtbot.waitUntil(bar.isVisible)
    dialog.form.name.clear()
    run_test(dialog, qtbot)
    assert dialog.height() == 330, "nobody is given back a height that was taken away"
    for button in (dialog.test_button, save_button(dialog)):
        bottom = button.mapTo(dialog, button.rect().bottomRight())
        assert dialog.rect().contains(bottom)


LETTERS = {
    Qt.Key.Key_X: lambda form: form.network_section.proxy,
    Qt.Key.Key_F: lambda form: form.network_section.ca_file.path_field,
    Qt.Key.Key_L: lambda form: form.network_section.language,
    Qt.Key.Key_C: lambda form: form.network_section.culture,
    Qt.Key.Key_Z: lambda form: form.network_section.time_zone,
    Qt.Key.Key_M: lambda form: form.notes_section.group,
    Qt.Key.Key_O: lambda form: form.notes_section.note,
    Qt.Key.Key_N: lambda form: form.name,
    Qt.Key.Key_A: lambda form: form.address,
    Qt.Key.Key_W: lambda form: form.address_section.location_box,
    Qt.Key.Key_I: lambda form: form.sign_in_section.kind_box,
    Qt.Key.Key_U: lambda form: form.user_name,
    Qt.Key.Key_P: lambda form: form.password.line_edit,
    Qt.Key.Key_K: lambda form: form.environment_section.environment.tiles[Environment.PRODUCTION],
    Qt.Key.Key_E: lambda form: form.environment_section.lock_after,
}


@pytest.mark.parametrize("key", LETTERS, ids=lambda key: key.name)
def test_a_letter_leads_to_its_field_from_every_page(dialog: ProfileDialog, key: Qt.Key) -> None:
    form = dialog.form
    field = LETTERS[key](form)
    for page in form.pages:
        form.setCurrentWidget(page)
        QTest.keyClick(dialog, key, ALT)
        assert form.current_page.isAncestorOf(field)
        assert dialog.focusWidget() is field


def test_a_letter_leads_to_no_field_that_is_not_shown(dialog: ProfileDialog) -> None:
    dialog.form.environment_section.environment.choose(Environment.TEST)
    dialog.form.setCurrentWidget(dialog.form.notes_page)
    QTest.keyClick(dialog, Qt.Key.Key_E, ALT)
    assert dialog.form.current_page is dialog.form.notes_page


def test_a_connection_that_works_is_saved_and_opened(dialog: ProfileDialog, qtbot: QtBot) -> None:
    assert save_button(dialog).text() == "Save"
    run_test(dialog, qtbot)
    assert [mark.state for mark in dialog.test_panel.strip.marks] == [StageState.PASSED] * 4
    assert save_button(dialog).text() == "Save and open"
    user = dialog.form.user_name.text()
    dialog.form.user_name.setText("another")
    assert save_button(dialog).text() == "Save"
    dialog.form.user_name.setText(user)
    assert save_button(dialog).text() == "Save and open"


def test_a_refused_password_is_marked_and_selected(dialog: ProfileDialog, qtbot: QtBot) -> None:
    form = dialog.form
    line = form.password.line_edit
    line.setText("wrong")
    form.setCurrentWidget(form.notes_page)
    dialog.test_button.setFocus()
    run_test(dialog, qtbot)
    assert form.current_page is form.general_page
    assert form.sign_in_section.is_marked(form.password)
    assert dialog.focusWidget() is line
    assert line.selectedText() or line.hasSelectedText()
    assert "Sign-in" in line.accessibleDescription()
    assert not form.address_section.is_marked(form.address)
    red = error_color(dialog.palette()).name()
    image = form.grab().toImage()
    place = line.mapTo(form, line.rect().topLeft())
    assert image.pixelColor(place.x() + line.width() // 2, place.y()).name() == red
    QTest.keyClicks(line, "x")
    assert not form.sign_in_section.is_marked(form.password), "no longer what was tested"


def test_a_failed_test_takes_no_focus_from_someone_who_types(
    dialog: ProfileDialog, qtbot: QtBot
) -> None:
    dialog.form.password.line_edit.setText("wrong")
    dialog.test_button.click()
    dialog.form.name.setFocus()
    QTest.keyClicks(dialog.form.name, " Support")
    qtbot.waitUntil(dialog.test_button.isEnabled)
    assert dialog.form.sign_in_section.is_marked(dialog.form.password)
    assert dialog.focusWidget() is dialog.form.name


@pytest.fixture
def form() -> Iterator[ProfileForm]:
    made = ProfileForm(None, None, plain_http_allowed=True)
    yield made
    made.deleteLater()


def test_each_failure_points_to_the_field_that_mends_it(form: ProfileForm) -> None:
    network = form.network_section
    pointed: list[tuple[AppError, Stage | None, object]] = [
        (Unreachable(NetworkFailure.NAME_NOT_FOUND), Stage.ADDRESS, form.address),
        (Unreachable(NetworkFailure.PROXY_SIGN_IN), Stage.ADDRESS, network.proxy),
        (TlsError(TlsCause.UNKNOWN_ISSUER), Stage.TLS, network.ca_file),
        (TlsError(TlsCause.WRONG_NAME), Stage.TLS, form.address),
        (InsecureHttp(), Stage.TLS, form.address_section.plain_http),
        (TenantUnknown(), Stage.TENANT, form.address),
        (SignInRefused(), Stage.IDENTITY, form.password),
        (SecretMissing(), None, form.password),
        (UserNameUnusable(), Stage.IDENTITY, form.user_name),
        (WindowsAuthOnly(), Stage.IDENTITY, form.sign_in_section.kind_box),
        (SignInNeeded(), Stage.IDENTITY, None),
        (Forbidden(), Stage.MAILBOXES, None),
    ]
    for error, stage, field in pointed:
        assert failed_field(form, error, stage) is field, error


def test_of_an_online_profile_the_tenant_is_pointed_to(form: ProfileForm) -> None:
    form.address_section.location_box.setCurrentIndex(1)
    assert failed_field(form, TenantUnknown(), Stage.TENANT) is form.address_section.tenant


@pytest.fixture
def tiles(qtbot: QtBot) -> EnvironmentTiles:
    made = EnvironmentTiles()
    qtbot.addWidget(made)
    made.show()
    return made


def test_the_arrow_keys_choose_a_kind(tiles: EnvironmentTiles, qtbot: QtBot) -> None:
    first = tiles.tiles[Environment.PRODUCTION]
    with qtbot.waitActive(tiles):
        tiles.activateWindow()
    first.setFocus()
    with qtbot.waitSignal(tiles.changed):
        QTest.keyClick(first, Qt.Key.Key_Right)
    assert tiles.chosen is Environment.TEST
    assert tiles.focusProxy() is tiles.tiles[Environment.TEST]
    names = [tile.accessibleName() for tile in tiles.tiles.values()]
    assert names == ["Kind: production", "Kind: test", "Kind: development"]


def test_only_the_chosen_kind_is_filled_with_its_colour(tiles: EnvironmentTiles) -> None:
    tiles.choose(Environment.DEVELOPMENT)
    grounds = {tile.palette().button().color().name() for tile in tiles.tiles.values()}
    assert len(grounds) == 2
    plain = tiles.tiles[Environment.TEST].palette().button().color()
    assert plain == tiles.palette().button().color()


def test_another_kind_is_not_lost_without_a_question(dialog: ProfileDialog) -> None:
    dialog.remember_input()
    dialog.form.environment_section.environment.choose(Environment.TEST)
    assert dialog.has_unsaved_work
    dialog.remember_input()
    dialog.form.notes_section.note.setPlainText("Ask Kari first.\nThen save.")
    assert dialog.has_unsaved_work


def test_a_note_of_several_lines_is_kept(dialog: ProfileDialog, qtbot: QtBot) -> None:
    dialog.form.notes_section.note.setPlainText("Ask Kari first.\nThen save.\n")
    assert kept(dialog, qtbot).note == "Ask Kari first.\nThen save."


def test_the_redirect_is_unfolded_only_if_it_is_not_the_usual_one() -> None:
    section = SignInSection()
    section.offer_kinds(online=True)
    select_value(section.kind_box, SignInKind.OAUTH)
    fields: tuple[QLineEdit, ...] = (section.client_id, section.redirect_host)
    assert [field.isVisibleTo(section) for field in fields] == [True, False]
    section.reveal(section.redirect_host)
    assert section.redirect_host.isVisibleTo(section)
    profile = Profile.new("Acme", "https://crm.example.com", "kim")
    for app, unfolded in ((OAuthApp("id"), False), (OAuthApp("id", redirect_port=1), True)):
        section.fill(replace(profile, sign_in=SignInKind.OAUTH, oauth=app))
        assert section.advanced_toggle.isChecked() is unfolded
    section.deleteLater()


def test_the_title_names_the_profile(start: Start, qtbot: QtBot) -> None:
    window = start(Profile.new("Acme Support", "https://127.0.0.1:9", "kim"))
    qtbot.waitUntil(lambda: window.pane is not None)
    window.all_actions.profile.change.trigger()
    made = window.findChild(ProfileDialog)
    assert isinstance(made, ProfileDialog)
    assert made.windowTitle() == "Change profile — Acme Support"
    made.done(0)
