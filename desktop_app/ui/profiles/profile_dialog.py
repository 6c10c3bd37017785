"""A connection profile on one page: where, who, what for, and how. Works without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import ApiMoved
from desktop_app.core.profiles.profile import Profile, same_connection, sanitized_name
from desktop_app.core.secrets.secret import SecretName, required_secret
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.profile_service import ProfileService, StoredProfile
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.address_section import AddressSection
from desktop_app.ui.profiles.connection_test_panel import ConnectionTestPanel
from desktop_app.ui.profiles.environment_section import EnvironmentSection
from desktop_app.ui.profiles.network_section import NetworkSection
from desktop_app.ui.profiles.sign_in_section import SignInSection
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.text.profiles import secret_label, storage_note
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.form_rows import LABEL_WIDTH, FormRows
from desktop_app.ui.widgets.secret_field import SecretField
from desktop_app.ui.widgets.windows import resize_to_fit

LABEL_GAP = 6
"""Logical pixels between the labels and the fields."""
WIDTH, HEIGHT = 620, 640
"""Size of the dialog, in logical pixels."""


class ProfileDialog(QDialog):
    """Makes a profile, or changes one. Save does not connect; "Test connection" does."""

    saved = Signal(object)
    """A Kept, after it was written."""

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
        self._initial = profile or template or Profile(str(uuid4()), "", "", "", read_only=True)
        self.may_save: Callable[[Profile, bool], bool] = lambda _made, _new_secret: True
        """Asked before it is written; whoever opened this knows what would be lost by it."""
        self._save_attempted = False
        self._tested_profile: Profile | None = None
        self._test = profile_service.make_test()
        self.banner = Banner()
        self.name = QLineEdit()
        self.name_section, self.sign_in_section = FormRows(), SignInSection()
        self.address_section = AddressSection(plain_http_allowed=profile_service.policy.plain_http)
        self.environment_section, self.network_section = EnvironmentSection(), NetworkSection()
        self.sections: tuple[FormRows, ...] = (
            self.name_section,
            self.address_section,
            self.sign_in_section,
            self.environment_section,
            self.network_section,
        )
        self.network_toggle = QToolButton()
        self.storage_note = plain_label()
        self.test_panel = ConnectionTestPanel(self._test)
        self.test_button = QPushButton(translate("profiles", "&Test connection"))
        self.buttons = button_box(StandardButton.Save, StandardButton.Cancel)
        self._build_ui()
        self._fill()
        self._connect()
        self._validate()

    @property
    def address(self) -> QLineEdit:
        """The line for the address."""
        return self.address_section.address

    @property
    def user_name(self) -> QLineEdit:
        """The line for the user name."""
        return self.sign_in_section.user_name

    @property
    def password(self) -> SecretField:
        """The line for the password."""
        return self.sign_in_section.password

    def _build_ui(self) -> None:
        self.setWindowTitle(
            translate("profiles", "Change profile")
            if self._profile
            else translate("profiles", "New profile")
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name_section.add_row(translate("profiles", "&Name"), self.name)
        self.name.setPlaceholderText(translate("profiles", "Acme Support"))
        self.storage_note.setIndent(LABEL_WIDTH + LABEL_GAP)
        self.network_toggle.setText(translate("profiles", "Proxy, certificates, langua&ge, note"))
        self.network_toggle.setCheckable(True)
        self.network_toggle.setAutoRaise(True)
        self.network_toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        page = QWidget()
        column = QVBoxLayout(page)
        for part in (
            self.name_section,
            self.address_section,
            self.sign_in_section,
            self.storage_note,
            self.environment_section,
            self.network_toggle,
            self.network_section,
        ):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the first stop is the name
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        self.buttons.addButton(self.test_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.test_panel)
        layout.addWidget(self.buttons)
        resize_to_fit(self, WIDTH, HEIGHT)

    def _fill(self) -> None:
        self.name.setText(self._initial.name)
        if self._profile is None and not self._initial.name:
            self.network_section.fill(self._initial)
        else:
            for part in self.sections:
                part.fill(self._initial)
        self.network_toggle.setChecked(not self.network_section.is_default)
        self._show_network_section(self.network_toggle.isChecked())
        if self._initial.is_machine_wide:
            for part in (self.name_section, self.address_section):
                part.setEnabled(False)
            self.network_section.lock_managed_fields()

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.test_button.clicked.connect(self.test)
        self.network_toggle.toggled.connect(self._show_network_section)
        self.address.editingFinished.connect(self._move_pasted_login)
        self._profile_service.secrets.changed.connect(self._validate)
        self._test.ended.connect(self._on_test_ended)
        self.finished.connect(self._on_finished)
        for part in self.sections:
            part.changed.connect(self._on_change)

    def save(self) -> None:
        """Write the profile and its secrets in the background."""
        if self._show_problems():
            return
        made, typed = self.edited_profile(), self._typed_secrets()
        if self.may_save(made, bool(typed)):
            self._set_busy(True)
            self._profile_service.save(made, typed, self._on_saved)

    def test(self) -> None:
        """Try the connection with what is typed, showing each stage as it happens."""
        if self._show_problems():
            return
        self.test_button.setEnabled(False)
        made = self.edited_profile()
        self.test_panel.start(made)
        self._test.start(made, self._typed_secrets())

    def focus_address(self) -> None:
        """Put the cursor where it is said where the server is."""
        (
            self.address_section.location_box if self.address_section.is_online else self.address
        ).setFocus()

    def focus_proxy(self) -> None:
        """Unfold the proxy, with the cursor where its sign-in is typed, if it has one."""
        self.network_toggle.setChecked(True)
        self.network_section.focus_proxy()

    def reject(self) -> None:
        """Close, but not between a click on Save and its outcome, which takes seconds at most."""
        if self.buttons.button(StandardButton.Save).isEnabled():
            super().reject()

    def edited_profile(self) -> Profile:
        """The profile as it is typed, once nothing is wrong."""
        profile = replace(self._initial, name=sanitized_name(self.name.text()))
        for part in self.sections:
            profile = part.apply(profile)
        return profile

    def _show_problems(self) -> bool:
        """Say what is wrong and go there; whether anything is."""
        self._move_pasted_login()
        self._save_attempted = True
        wrong = self._validate()
        if wrong is None:
            return False
        if self.network_section.isAncestorOf(wrong):
            self.network_toggle.setChecked(True)
        wrong.setFocus()
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
        for part in self.sections:
            part.setEnabled(not busy and not self._is_managed(part))

    def _is_managed(self, section: FormRows) -> bool:
        return self._initial.is_machine_wide and section in (
            self.name_section,
            self.address_section,
        )

    def _on_change(self) -> None:
        self.sign_in_section.offer_kinds(online=self.address_section.is_online)
        self._validate()

    def _validate(self) -> QWidget | None:
        """Say what is wrong, and return the first field of it."""
        errors = self.errors()
        for part in self.sections:
            part.show_errors(errors if self._save_attempted else {})
        self.storage_note.setText(storage_note(self._profile_service.secrets.storage))
        return next((field for field, error in errors.items() if error), None)

    def errors(self) -> dict[QWidget, str]:
        """What is wrong, in the order of the fields."""
        found: dict[QWidget, str] = {}
        found[self.name] = (
            "" if sanitized_name(self.name.text()) else translate("profiles", "Give it a name.")
        )
        for part in self.sections:
            found |= part.errors()
        if not any(found.values()):
            found |= self._secret_error()
        return found

    def _secret_error(self) -> dict[QWidget, str]:
        made = self.edited_profile()
        name = required_secret(made)
        if name is None or name in self._typed_secrets():
            return {}
        if self._profile is None or made.sign_in is not self._profile.sign_in:
            return {
                self.sign_in_section.secrets[name]: translate(
                    "profiles", "Type it: {secret}."
                ).format(secret=secret_label(name))
            }
        if made.secret_origin != self._profile.secret_origin:
            text = translate(
                "profiles",
                "This leads elsewhere now, from {before} to {now}. Type the secret for it.",
            )
            return {
                self.sign_in_section.secrets[name]: text.format(
                    before=self._profile.secret_origin, now=made.secret_origin
                )
            }
        return {}

    def _typed_secrets(self) -> dict[SecretName, str]:
        return {**self.sign_in_section.typed_secrets(), **self.network_section.typed_secrets()}

    def _move_pasted_login(self) -> None:
        """A login in a pasted address goes to its own fields, never into the file."""
        parted = self.address_section.extract_login()
        if parted is None:
            return
        if parted.user_name and not self.user_name.text():
            self.user_name.setText(parted.user_name)
        if parted.password and not self.sign_in_section.password.text():
            self.sign_in_section.password.line_edit.setText(parted.password)
        self.banner.show_message(
            translate("profiles", "The login in the address was moved to its own fields.")
        )

    def _show_network_section(self, visible: bool) -> None:
        self.network_section.setVisible(visible)
        self.network_toggle.setArrowType(
            Qt.ArrowType.DownArrow if visible else Qt.ArrowType.RightArrow
        )

    def _on_test_ended(self, outcome: Success[Profile] | Failure) -> None:
        self.test_button.setEnabled(True)
        if isinstance(outcome, Success):
            self._tested_profile = outcome.value
        elif isinstance(outcome.error, ApiMoved):
            self.address.setText(outcome.error.address)

    def _on_finished(self) -> None:
        self._test.stop()
        self._test.close()
        self.sign_in_section.clear()
        self.network_section.clear()
