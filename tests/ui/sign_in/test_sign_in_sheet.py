"""The sheet over the list: one field, one try for each click, and the list stays in sight."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import (
    AnonymousSession,
    AppError,
    SecretStoreError,
    SecretStoreFailure,
    SignInRefused,
    UserNameUnusable,
    WebServerAuthRequired,
    WindowsAuthOnly,
)
from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.core.secrets.secret import SecretStorage, StorageKind
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.profile_service import StoredProfile
from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.sign_in.sign_in_dialog import SignInDialog
from desktop_app.ui.sign_in.sign_in_form import OnSignedIn, SignInForm
from desktop_app.ui.sign_in.sign_in_recovery import asks_for_secret
from tests.ui.conftest import OpenWorkspace, Start
from tests.ui.windows import pane_of, press, shown_child

KEYRING = SecretStorage(StorageKind.KEYRING, "KWallet")


@pytest.fixture
def known(crm: DemoServer) -> Profile:
    return replace(Profile.new("Acme", crm.url, crm.credentials.username), tested=True)


def signed_in(start: Start, profile: Profile, crm: DemoServer, qtbot: QtBot) -> MainWindow:
    """The window with the list of a profile whose password was entered in the sheet."""
    window = start(profile)
    qtbot.waitUntil(lambda: window.pane is not None and pane_of(window).has_sign_in_sheet)
    enters(pane_of(window).sign_in_sheet.form, crm.credentials.password)
    qtbot.waitUntil(lambda: pane_of(window).workspace.is_ready)
    return window


def enters(form: SignInForm, secret: str) -> None:
    """Enter a secret as a person would, with the keyboard."""
    form.setFocus()
    form.secret_field.line_edit.selectAll()
    QTest.keyClicks(form.secret_field.line_edit, secret)
    QTest.keyClick(form.secret_field.line_edit, Qt.Key.Key_Return)


def refused(pane: ListPane, crm: DemoServer, qtbot: QtBot) -> SignInForm:
    """Let the password change in SuperOffice, and the list be refreshed."""
    qtbot.waitUntil(lambda: not pane.workspace.details.is_busy)
    crm.credentials = DemoCredentials(password="changed")
    pane.workspace.refresh()
    qtbot.waitUntil(lambda: pane.has_sign_in_sheet)
    qtbot.waitUntil(lambda: pane.workspace.list_state.phase is ListPhase.FAILED)
    return pane.sign_in_sheet.form


def focused(window: QWidget) -> QWidget | None:
    return window.window().focusWidget()


def test_the_list_stays_in_sight_and_a_new_password_refreshes_it(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot
) -> None:
    window = signed_in(start, known, crm, qtbot)
    pane = pane_of(window)
    form = refused(pane, crm, qtbot)
    assert (pane.model.rowCount(), pane.view.isVisible()) == (43, True)
    assert pane.banner.text == "", "one bar at most"
    assert crm.credentials.username in form.headline.text()
    assert known.address_text in form.headline.text()
    assert "did not accept the user name or password" in form.message_label.text()
    assert "Showing the list from today" in form.message_label.text()
    tried = crm.response_count("GetMailboxes", 401)
    enters(form, "changed")
    qtbot.waitUntil(lambda: pane.workspace.is_ready)
    assert not pane.has_sign_in_sheet
    assert form.secret_field.text() == "", "what was entered is not kept in the window"
    assert focused(window) is pane.view
    assert crm.response_count("GetMailboxes", 401) == tried, "the old password is not tried again"
    assert window.findChild(ProfileDialog) is None


def test_each_click_and_enter_is_one_try(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot
) -> None:
    window = signed_in(start, known, crm, qtbot)
    pane = pane_of(window)
    form = refused(pane, crm, qtbot)
    tries: list[str] = []
    signs_in = form.sign_in

    def sign_in(secret: str, keep: bool, on_done: OnSignedIn) -> None:
        tries.append(secret)
        signs_in(secret, keep, on_done)

    form.sign_in = sign_in
    for number in (1, 2):
        before = crm.response_count("GetMailboxes", 401)
        enters(form, f"wrong {number}")
        QTest.mouseDClick(form.sign_in_button, Qt.MouseButton.LeftButton)
        QTest.keyClick(form.secret_field.line_edit, Qt.Key.Key_Return)
        form.submit()
        assert form.is_busy
        qtbot.waitUntil(lambda: not form.is_busy)
        assert crm.response_count("GetMailboxes", 401) == before + 1
    assert tries == ["wrong 1", "wrong 2"]
    line = form.secret_field.line_edit
    assert focused(window) is line
    assert len(line.selectedText()) == len("wrong 2"), "the next one replaces the wrong one"
    assert "did not accept" in form.message_label.text()


@pytest.mark.parametrize("place", ["filter", "list"])
def test_no_key_is_taken_from_what_the_person_does(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot, place: str
) -> None:
    window = signed_in(start, known, crm, qtbot)
    pane = pane_of(window)
    at = window.toolbar.filter_box if place == "filter" else pane.view
    at.setFocus()
    form = refused(pane, crm, qtbot)
    assert focused(window) is at
    QTest.keyClicks(at, "klanten")
    assert form.secret_field.text() == ""
    assert window.toolbar.filter_box.text() == "klanten"
    window.activateWindow()
    QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: focused(window) is form.secret_field.line_edit)
    QTest.keyClick(form.secret_field.line_edit, Qt.Key.Key_Escape)
    assert focused(window) is pane.view, "Esc goes back to the list"
    assert pane.has_sign_in_sheet


def test_nothing_is_sent_for_an_empty_field(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None and pane_of(window).has_sign_in_sheet)
    form = pane_of(window).sign_in_sheet.form
    form.sign_in_button.click()
    assert not form.is_busy
    assert "Enter" in form.message_label.text()
    assert crm.request_count("GetMailboxes") == 0


def test_a_password_does_not_go_to_another_user_than_it_was_entered_for(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot
) -> None:
    """The profile is changed behind the sheet, for example by an import that is still queued."""
    window = signed_in(start, known, crm, qtbot)
    form = refused(pane_of(window), crm, qtbot)
    sent = crm.request_count("GetMailboxes")
    done: list[object] = []
    window.profile_service.save(replace(known, user_name="another"), {}, done.append)
    enters(form, "changed")
    qtbot.waitUntil(lambda: not form.is_busy)
    assert "another" in form.message_label.text()
    assert crm.request_count("GetMailboxes") == sent


def test_locking_the_program_clears_the_field(start: Start, known: Profile, qtbot: QtBot) -> None:
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None and pane_of(window).has_sign_in_sheet)
    form = pane_of(window).sign_in_sheet.form
    QTest.keyClicks(form.secret_field.line_edit, "half a pass")
    window.all_actions.profile.lock.trigger()
    assert form.secret_field.text() == ""


def test_the_way_to_the_profile_is_a_link(start: Start, known: Profile, qtbot: QtBot) -> None:
    window = start(known)
    qtbot.waitUntil(lambda: window.pane is not None and pane_of(window).has_sign_in_sheet)
    link = pane_of(window).sign_in_sheet.form.change_button
    link.setFocus()
    QTest.keyClick(link, Qt.Key.Key_Return)
    shown_child(window, ProfileDialog).done(0)


def test_an_edit_that_waits_for_the_sign_in_goes_on(
    start: Start, known: Profile, crm: DemoServer, qtbot: QtBot
) -> None:
    window = signed_in(start, known, crm, qtbot)
    workspace = pane_of(window).workspace
    qtbot.waitUntil(lambda: not workspace.details.is_busy)
    crm.credentials = DemoCredentials(password="changed")
    workspace.details.retry([1])
    qtbot.waitUntil(lambda: workspace.is_halted)
    editor = window.editors.edit(workspace, 1)
    press(editor, "Enter password…", qtbot)
    dialog = next(box for box in QApplication.topLevelWidgets() if isinstance(box, SignInDialog))
    assert "did not accept" in dialog.form.message_label.text()
    QTest.keyClicks(dialog.form.secret_field.line_edit, "wrong")
    dialog.form.sign_in_button.click()
    qtbot.waitUntil(lambda: not dialog.form.is_busy)
    assert dialog.isVisible()
    dialog.form.secret_field.line_edit.setText("changed")
    with qtbot.waitSignal(dialog.finished):
        dialog.form.sign_in_button.click()
    qtbot.waitUntil(lambda: editor.is_ready)
    editor.close()


@pytest.mark.parametrize(
    "error", [AnonymousSession(), UserNameUnusable(), WebServerAuthRequired(), WindowsAuthOnly()]
)
def test_no_password_is_asked_for_where_none_helps(
    open_workspace: OpenWorkspace, known: Profile, error: AppError
) -> None:
    workspace = open_workspace(known)
    assert not asks_for_secret(error, workspace)
    assert asks_for_secret(SignInRefused(), workspace)


class TestForm:
    """The form by itself, with a sign-in that only remembers."""

    @pytest.fixture
    def form(self, known: Profile, qtbot: QtBot) -> SignInForm:
        form = SignInForm(known)
        qtbot.addWidget(form)
        self.sent: list[tuple[str, bool]] = []
        self.on_done: list[OnSignedIn] = []

        def sign_in(secret: str, keep: bool, on_done: OnSignedIn) -> None:
            self.sent.append((secret, keep))
            self.on_done.append(on_done)

        form.sign_in = sign_in
        form.storage = lambda: KEYRING
        form.show()
        return form

    def test_it_is_kept_on_this_computer_unless_the_person_or_the_keyring_says_no(
        self, form: SignInForm
    ) -> None:
        form.show_reason(SignInRefused())
        form.secret_field.line_edit.setText("one")
        form.submit()
        assert self.sent == [("one", True)]
        self.on_done[0](Failure(SecretStoreError(SecretStoreFailure.LOCKED)))
        assert form.keep_box.isChecked(), "the choice stays during one sign-in"
        form.show_reason(SecretStoreError(SecretStoreFailure.LOCKED))
        assert not form.keep_box.isChecked()
        assert form.storage_button.isVisible()
        form.submit()
        assert self.sent[1:] == [("one", False)]

    def test_where_nothing_may_be_kept_there_is_no_choice(self, form: SignInForm) -> None:
        form.storage = lambda: SecretStorage(StorageKind.SESSION)
        form.show_reason(SignInRefused())
        assert not form.keep_box.isVisible()
        assert "session" in form.session_label.text()
        form.secret_field.line_edit.setText("one")
        form.submit()
        assert self.sent == [("one", False)]

    def test_an_older_failure_does_not_end_a_new_try(
        self, form: SignInForm, known: Profile
    ) -> None:
        form.secret_field.line_edit.setText("one")
        form.submit()
        form.show_reason(SignInRefused())
        form.submit()
        assert form.is_busy
        assert len(self.sent) == 1
        self.on_done[0](Success(StoredProfile(known)))
        form.show_progress()
        form.show_reason(SignInRefused())
        assert not form.is_busy

    @pytest.mark.parametrize(
        ("kind", "label"),
        [
            (SignInKind.TICKET, "Ticket"),
            (SignInKind.BEARER, "Access token"),
            (SignInKind.BROWSER, "Browser cookies"),
        ],
    )
    def test_other_ways_of_signing_in_have_their_own_word(
        self, known: Profile, qtbot: QtBot, kind: SignInKind, label: str
    ) -> None:
        form = SignInForm(replace(known, sign_in=kind, user_name=""))
        qtbot.addWidget(form)
        assert form.secret_field.line_edit.accessibleName() == label
        assert form._field_label.text().replace("&", "") == label
        assert form.headline.text() == f"Sign in to {known.address_text}"
