"""The dialog that creates or changes a connection profile. Works without a network."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.errors import ApiMoved, ApiOutsideDomain, AppError
from desktop_app.core.profiles.profile import Profile, same_connection
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.profile_service import ProfileService, StoredProfile
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.connection_test_panel import ConnectionTestPanel
from desktop_app.ui.profiles.connection_test_text import stage_name
from desktop_app.ui.profiles.form.failed_field import failed_field
from desktop_app.ui.profiles.form.profile_form import ProfileForm
from desktop_app.ui.sign_in.api_host_question import may_accept_api_host
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import storage_note
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import LEFT_ROLE, StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.focus.focus_memory import FocusMemory
from desktop_app.ui.widgets.secret_field import SecretField
from desktop_app.ui.widgets.windows import grow_to_content, resize_to_fit

WIDTH = 620
"""Logical pixels; the height is that of the content."""


class ProfileDialog(GuardedDialog):
    """Creates or changes a profile. Save does not connect; "Test connection" does.

    ``profile`` is None for a new profile, whose form is filled from ``template``. GUI thread.
    """

    saved = Signal(object)
    """A StoredProfile."""

    def __init__(
        self,
        profile_service: ProfileService,
        profile: Profile | None,
        parent: QWidget | None = None,
        *,
        template: Profile | None = None,
    ) -> None:
        super().__init__(parent)
        self._profile_service = profile_service
        self._profile = profile
        self.may_save: Callable[[Profile, bool], bool] = lambda _made, _new_secret: True
        """Asked before a profile is written, with the profile and whether there is a new secret."""
        self._save_attempted = False
        self._focus_memory = FocusMemory(self)
        self._tested_profile: Profile | None = None
        self._shown_profile: Profile | None = None
        """The profile whose test is shown, running or ended; None before the first test."""
        self._secret_changed = False
        """Whether a secret was edited since that test began."""
        self._test_errors: dict[QWidget, str] = {}
        """What the last test found wrong with a field, until the connection changes."""
        self._needed_height = 0
        """Logical pixels at which nothing has to scroll."""
        self._focus_at_test: QWidget | None = None
        """Where the focus was when the test began; None once the user has edited a field."""
        self._test = profile_service.make_test()
        self.banner = Banner()
        self.form = ProfileForm(
            profile, template, plain_http_allowed=profile_service.policy.plain_http
        )
        self.test_panel = ConnectionTestPanel(self._test)
        self.test_button = PushButton(translate("profiles", "&Test connection"))
        self.buttons = button_box(StandardButton.Save, StandardButton.Cancel)
        self._build_ui()
        self._connect()
        self._validate()
        self.remember_input()

    def _build_ui(self) -> None:
        self.setWindowTitle(
            translate("profiles", "Change profile — {name}").format(name=self._profile.name)
            if self._profile
            else translate("profiles", "New profile")
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttons.addButton(self.test_button, LEFT_ROLE)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addWidget(self.form, 1)
        layout.addWidget(self.test_panel)
        layout.addWidget(self.buttons)
        self.form.focus_first()

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.test_button.clicked.connect(self.test)
        self.form.changed.connect(self._validate)
        self.form.changed.connect(self._on_edited)
        self.form.currentChanged.connect(self._fit)
        for page in self.form.pages:
            page.laid_out.connect(self._fit)
        self.test_panel.findings.unfolded.connect(self._fit)
        for field in self.form.findChildren(SecretField):
            field.edited.connect(self._on_secret_edited)
        self.form.login_moved.connect(self._tell_login_moved)
        self._profile_service.secrets.changed.connect(self._validate)
        self._test.ended.connect(self._on_test_ended)
        self.finished.connect(self._on_finished)

    def save(self) -> None:
        """Write the profile and its secrets in the background, unless a field is wrong."""
        if self._show_problems():
            return
        made, typed = self.form.edited_profile(), self.form.typed_secrets()
        if self.may_save(made, bool(typed)):
            self._set_busy(True)
            self._profile_service.save(made, typed, self._on_saved)

    def test(self) -> None:
        """Test the connection with the values entered, showing each stage as it happens."""
        if self._show_problems():
            return
        self.test_button.setEnabled(False)
        made = self.form.edited_profile()
        self._shown_profile, self._tested_profile, self._secret_changed = made, None, False
        self._test_errors, self._focus_at_test = {}, self.focusWidget()
        self._validate()
        self.test_panel.start(made)
        self._update_save_text()
        self._fit()
        self._test.start(made, self.form.typed_secrets())

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        return translate("profiles", "What you entered for this profile will be lost.")

    def reject(self) -> None:
        """Close, but not between a click on Save and its outcome.

        That takes seconds at most, unless the keyring asks its user, who can cancel that.
        """
        if self.buttons.button(StandardButton.Save).isEnabled():
            super().reject()

    def _show_problems(self) -> bool:
        """Show errors and move the cursor to the first; return whether there is any."""
        self.banner.hide()
        self.form.move_pasted_login()
        self._save_attempted = True
        wrong = self._validate()
        if wrong is None:
            return False
        self.form.focus_field(wrong)
        return True

    def _on_saved(self, outcome: Success[StoredProfile] | Failure) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failure):
            message = explain(outcome.error)
            self.banner.show_message(message.text, detail=message.detail)
            return
        kept = outcome.value
        if self._tested_profile is not None and same_connection(self._tested_profile, kept.profile):
            self._profile_service.set_flags(kept.profile.id, lambda _outcome: None, tested=True)
        self.saved.emit(kept)
        self.accept()

    def _set_busy(self, busy: bool) -> None:
        self.buttons.button(StandardButton.Save).setEnabled(not busy)
        self._focus_memory.set_enabled(not busy, self.form)

    def _validate(self) -> QWidget | None:
        """Show errors once a save was attempted; return the first wrong field, or None."""
        errors = self.form.errors()
        wrong = next((field for field, error in errors.items() if error), None)
        shown = {field: error for field, error in errors.items() if self._save_attempted and error}
        self.form.sign_in_section.storage_text = storage_note(self._profile_service.secrets.storage)
        self.form.show_errors({**self._test_errors, **shown})
        return wrong

    def _tell_login_moved(self) -> None:
        self.banner.show_message(
            translate(
                "profiles",
                "The user name and password in the address were moved to their own fields.",
            )
        )

    def _on_test_ended(self, outcome: Success[Profile] | Failure) -> None:
        self.test_button.setEnabled(True)
        if isinstance(outcome, Success):
            self._tested_profile = outcome.value
        elif isinstance(outcome.error, ApiMoved):
            self._adopt_address(outcome.error.address)
        elif isinstance(outcome.error, ApiOutsideDomain) and self._shown_profile is not None:
            self._ask_api_host(self._shown_profile, outcome.error)
        else:
            self._mark_failed_field(outcome.error)
        self._update_save_text()

    def _mark_failed_field(self, error: AppError) -> None:
        """Frame the field to correct, and move the cursor to it unless the user has moved on."""
        failed = self.test_panel.failed_stage
        field = failed_field(self.form, error, failed.stage if failed else None)
        if field is None:
            return
        text = translate("profiles", "The connection test failed because of this field.")
        if failed is not None:
            text = translate("profiles", "The connection test failed here: {stage}.").format(
                stage=stage_name(failed.stage)
            )
        self._test_errors = {field: text}
        self._validate()
        if self.focusWidget() is self._focus_at_test:
            self.form.focus_field(field)

    def _update_save_text(self) -> None:
        """Say on the default button that it opens the profile, once its connection has worked."""
        works = self._tested_profile is not None and self._has_shown_connection(
            self._tested_profile
        )
        self.buttons.button(StandardButton.Save).setText(
            translate("profiles", "Save and open") if works else translate("profiles", "Save")
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the content, as far as the screen allows."""
        hint = self.sizeHint()
        resize_to_fit(self, max(WIDTH, hint.width()), hint.height())
        super().showEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Fit the height to a new layout: a result has come, or a text has wrapped."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return handled

    def _fit(self) -> None:
        """Grow with the content, as far as the screen allows; keep a height the user chose."""
        layout, page = self.layout(), self.form.current_page
        if not self.isVisible() or layout is None:
            return
        layout.activate()
        needed = self.height() - page.viewport().height() + page.needed_height
        if self._needed_height <= self.height() < needed:
            grow_to_content(self, page, page.content)
        self._needed_height = needed

    def _ask_api_host(self, shown: Profile, error: ApiOutsideDomain) -> None:
        """Ask whether the server in ``error`` may get the sign-in; test again after a yes."""
        if may_accept_api_host(self, shown, error) and self._has_shown_connection(shown):
            self.form.accept_api_host(error.host)
            self.test()

    def _adopt_address(self, address: str) -> None:
        """Enter the address to which the server moved; the result that says so stays as it is."""
        self._shown_profile = None
        self.form.address.setText(address)
        self._shown_profile = self.form.edited_profile()

    def _on_edited(self) -> None:
        self._focus_at_test = None
        self._mark_result_age()
        self._update_save_text()

    def _on_secret_edited(self) -> None:
        self._secret_changed = True
        self._tested_profile = None
        self._mark_result_age()

    def _mark_result_age(self) -> None:
        """Mark the result of a test of other values; stop a test of other values."""
        if self._shown_profile is None:
            return
        outdated = self._secret_changed or not self._has_shown_connection(self._shown_profile)
        if outdated and self._test_errors:
            self._test_errors = {}
            self._validate()
        if outdated and not self.test_button.isEnabled():
            self._test.stop()
            self.test_button.setEnabled(True)
            self.test_panel.stop()
        self.test_panel.set_outdated(outdated)

    def _has_shown_connection(self, shown: Profile) -> bool:
        """Return whether the form holds the connection of ``shown``; a wrong form holds none."""
        if any(self.form.connection_errors().values()):
            return False
        edited = self.form.edited_profile()
        same_trust = (edited.ca_file, edited.plain_http) == (shown.ca_file, shown.plain_http)
        return same_trust and same_connection(shown, edited)

    def _on_finished(self) -> None:
        self._test.stop()
        self._test.close()
        self.form.clear_secrets()
