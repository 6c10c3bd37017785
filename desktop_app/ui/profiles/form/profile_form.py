"""The form of a profile: three pages, general, network and notes."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QTabWidget, QWidget

from desktop_app.core.profiles.profile import Profile, sanitized_name
from desktop_app.core.secrets.secret import SecretName, required_secret
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.form.address_section import AddressSection
from desktop_app.ui.profiles.form.environment_section import EnvironmentSection
from desktop_app.ui.profiles.form.form_page import FormPage, PageShortcuts
from desktop_app.ui.profiles.form.network_section import NetworkSection
from desktop_app.ui.profiles.form.notes_section import NotesSection
from desktop_app.ui.profiles.form.sign_in_section import SignInSection
from desktop_app.ui.text.profiles import missing_secret_text, moved_secret_text
from desktop_app.ui.widgets.form_rows import FormRows
from desktop_app.ui.widgets.secret_field import SecretField


class ProfileForm(QTabWidget):
    """Shows a profile on three pages and returns the edited profile.

    ``profile`` is the stored profile, None for a new one; ``template`` fills the form of a new one.
    GUI thread.
    """

    changed = Signal()
    login_moved = Signal()
    """A login in a pasted address was moved to its own fields."""

    def __init__(
        self, profile: Profile | None, template: Profile | None, *, plain_http_allowed: bool
    ) -> None:
        super().__init__()
        self._profile = profile
        self._initial = profile or template or Profile(str(uuid4()), "", "", "", read_only=True)
        self.name = QLineEdit()
        self.name_section, self.sign_in_section = FormRows(), SignInSection()
        self.address_section = AddressSection(plain_http_allowed=plain_http_allowed)
        self.environment_section, self.network_section = EnvironmentSection(), NetworkSection()
        self.notes_section = NotesSection()
        self.sections: tuple[FormRows, ...] = (
            self.name_section,
            self.address_section,
            self.sign_in_section,
            self.environment_section,
            self.network_section,
            self.notes_section,
        )
        self._build_ui()
        self._fill()
        self.address.editingFinished.connect(self.move_pasted_login)
        for section in self.sections:
            section.changed.connect(self._on_change)

    @property
    def address(self) -> QLineEdit:
        """The field for the address."""
        return self.address_section.address

    @property
    def user_name(self) -> QLineEdit:
        """The field for the user name."""
        return self.sign_in_section.user_name

    @property
    def password(self) -> SecretField:
        """The field for the password."""
        return self.sign_in_section.password

    def _build_ui(self) -> None:
        self.name_section.add_row(translate("profiles", "&Name"), self.name)
        self.name.setPlaceholderText(translate("profiles", "Acme Support"))
        self.general_page = FormPage(
            self.name_section,
            self.address_section,
            self.sign_in_section,
            self.environment_section,
        )
        self.network_page = FormPage(self.network_section)
        self.notes_page = FormPage(self.notes_section)
        self.addTab(self.general_page, translate("profiles", "&General"))
        self.addTab(self.network_page, translate("profiles", "Network"))
        self.addTab(self.notes_page, translate("profiles", "Note&s"))
        self._page_shortcuts = [PageShortcuts(self, page) for page in self.pages]

    @property
    def pages(self) -> tuple[FormPage, ...]:
        """The pages, in the order of their tabs."""
        return (self.general_page, self.network_page, self.notes_page)

    @property
    def current_page(self) -> FormPage:
        """The page that is shown."""
        return next(page for page in self.pages if page is self.currentWidget())

    def _fill(self) -> None:
        self.name.setText(self._initial.name)
        if self._profile is None and not self._initial.name:
            self.network_section.fill(self._initial)
        else:
            for section in self.sections:
                section.fill(self._initial)
        self._disable_managed_sections()
        if self._initial.is_machine_wide:
            self.network_section.lock_managed_fields()
            self.notes_section.set_managed()

    def _disable_managed_sections(self) -> None:
        """Disable what the administrator has set."""
        for section in (self.name_section, self.address_section):
            section.setDisabled(self._initial.is_machine_wide)

    def edited_profile(self) -> Profile:
        """Return the edited profile.

        Raises:
            InvalidUrl: An address is wrong; call this only once `errors` finds nothing.
        """
        profile = replace(self._initial, name=sanitized_name(self.name.text()))
        for section in self.sections:
            profile = section.apply(profile)
        return profile

    def accept_api_host(self, host: str) -> None:
        """Take up the user's consent for this host; it ends when the address changes."""
        consent = self.edited_profile().accepting_api_host(host).api_host_consent
        self._initial = replace(self._initial, api_host_consent=consent)

    def typed_secrets(self) -> dict[SecretName, str]:
        """Return the secrets that the user entered; stored secrets left as they are are absent."""
        return {**self.sign_in_section.typed_secrets(), **self.network_section.typed_secrets()}

    def clear_secrets(self) -> None:
        """Clear the fields of all secrets."""
        self.sign_in_section.clear()
        self.network_section.clear()

    def errors(self) -> dict[QWidget, str]:
        """Return a translated sentence for each field, empty where nothing is wrong.

        The fields are in the order of the form.
        """
        found: dict[QWidget, str] = {}
        found[self.name] = (
            ""
            if sanitized_name(self.name.text())
            else translate("profiles", "Enter a name for the profile.")
        )
        found |= self.connection_errors()
        if not any(found.values()):
            found |= self._secret_error()
        return found

    def connection_errors(self) -> dict[QWidget, str]:
        """Return those of `errors` without which a profile can be made, whatever its name."""
        found: dict[QWidget, str] = {}
        for section in self.sections:
            found |= section.errors()
        return found

    def show_errors(self, errors: dict[QWidget, str]) -> None:
        """Show each sentence below its field."""
        for section in self.sections:
            section.show_errors(errors)

    def focus_field(self, field: QWidget) -> None:
        """Show the page of a field, put the cursor into the field, and select its text."""
        page = next(page for page in self.pages if page.isAncestorOf(field))
        self.setCurrentWidget(page)
        self.sign_in_section.reveal(field)
        field.setFocus()
        target = field.focusProxy() or field
        if isinstance(target, QLineEdit):
            target.selectAll()
        page.ensureWidgetVisible(target)

    def focus_first(self) -> None:
        """Put the cursor into the name."""
        self.name.setFocus()

    @property
    def server_field(self) -> QWidget:
        """The first field for the server."""
        section = self.address_section
        return section.tenant if section.is_online else section.address

    def focus_address(self) -> None:
        """Put the cursor into the first field for the server."""
        self.setCurrentWidget(self.general_page)
        section = self.address_section
        (section.location_box if section.is_online else self.address).setFocus()

    def focus_proxy(self) -> None:
        """Show the network page and put the cursor into the proxy fields."""
        self.setCurrentWidget(self.network_page)
        self.network_section.focus_proxy()

    def move_pasted_login(self) -> None:
        """Move a login in a pasted address to its own fields, so that no file ever holds it."""
        parted = self.address_section.extract_login()
        if parted is None:
            return
        if parted.user_name and not self.user_name.text():
            self.user_name.setText(parted.user_name)
        if parted.password and not self.password.text():
            self.password.line_edit.setText(parted.password)
        self.login_moved.emit()

    def _on_change(self) -> None:
        self.sign_in_section.offer_kinds(online=self.address_section.is_online)
        self.changed.emit()

    def _secret_error(self) -> dict[QWidget, str]:
        made = self.edited_profile()
        name = required_secret(made)
        if name is None or name in self.typed_secrets():
            return {}
        if self._profile is None or made.sign_in is not self._profile.sign_in:
            text = missing_secret_text(name)
        elif made.secret_origin != self._profile.secret_origin:
            text = moved_secret_text(name, self._profile.secret_origin, made.secret_origin)
        else:
            return {}
        return {self.sign_in_section.secrets[name]: text}
