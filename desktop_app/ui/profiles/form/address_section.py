"""The part of the profile form for the server: an on-site address, or an Online tenant."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_app.core.profiles.pasted_url import find_tenant, strip_page
from desktop_app.core.profiles.profile import (
    InvalidUrl,
    OnlineEnvironment,
    Profile,
    Tenant,
    api_address,
    is_insecure,
)
from desktop_app.core.profiles.urls import UrlCredentials, base_address, split_credentials
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.policy import forbidden_text
from desktop_app.ui.text.profiles import (
    AddressKind,
    address_problem_text,
    host_form_text,
    online_environment_text,
)
from desktop_app.ui.widgets.focus.buttons import CheckBox
from desktop_app.ui.widgets.form_rows import FormRows, select_value

TENANT_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class AddressSection(FormRows):
    """Address, or tenant and environment of SuperOffice Online."""

    def __init__(self, *, plain_http_allowed: bool = True) -> None:
        super().__init__()
        self._plain_http_allowed = plain_http_allowed
        self.plain_http = CheckBox(
            translate("profiles", "Allow unenc&rypted http (passwords can be read)")
        )
        self.location_box = QComboBox()
        self.address = QLineEdit()
        self.tenant = QLineEdit()
        self.online_environment = QComboBox()
        self.login_address = QLineEdit()
        self.state_address = QLineEdit()
        self.location_box.addItem(translate("profiles", "On-site, at an address"), False)
        self.location_box.addItem(translate("profiles", "SuperOffice Online"), True)
        for cloud in OnlineEnvironment:
            self.online_environment.addItem(online_environment_text(cloud), cloud)
        self.add_row(translate("profiles", "&Where"), self.location_box)
        self.add_row(translate("profiles", "&Address"), self.address)
        self.add_row(translate("profiles", "Tenant"), self.tenant)
        self.add_row(translate("profiles", "En&vironment"), self.online_environment)
        self.add_row(translate("profiles", "Sign-in address"), self.login_address)
        self.add_row(translate("profiles", "State address"), self.state_address)
        self.add_row("", self.plain_http)
        self.plain_http.setAccessibleName(
            translate("profiles", "Allow unencrypted http (passwords can be read)")
        )
        self.address.setPlaceholderText(
            translate("profiles", "https://crm.example.com/SuperOffice")
        )
        self.tenant.setPlaceholderText(translate("profiles", "Cust12345"))
        self.changed.connect(self._update_rows)
        self._update_rows()

    @property
    def is_online(self) -> bool:
        """Whether SuperOffice Online is chosen, rather than an on-site address."""
        return bool(self.location_box.currentData())

    def fill(self, profile: Profile) -> None:
        """Show the address or tenant of a profile."""
        tenant = profile.tenant
        self.location_box.setCurrentIndex(1 if tenant else 0)
        self.address.setText(profile.address)
        self.plain_http.setChecked(profile.plain_http)
        if tenant:
            self.tenant.setText(tenant.id)
            select_value(self.online_environment, tenant.online_environment)
            self.login_address.setText(tenant.login_address)
            self.state_address.setText(tenant.state_address)

    def apply(self, profile: Profile) -> Profile:
        """Return the profile with the address or tenant entered here.

        Raises:
            InvalidUrl: An address is wrong; call this only once `errors` finds nothing.
        """
        if self.is_online:
            made = replace(profile, address="", tenant=self._entered_tenant())
        else:
            made = replace(profile, address=api_address(self.address.text()), tenant=None)
        consent = self.plain_http.isChecked() and bool(made.insecure_addresses)
        return replace(made, plain_http=consent)

    def _entered_tenant(self) -> Tenant:
        tenant = Tenant(self.tenant.text().strip(), self.online_environment.currentData())
        if not self._has_own_addresses:
            return tenant
        login, state = self.login_address.text(), self.state_address.text()
        return replace(tenant, login_address=base_address(login), state_address=base_address(state))

    def extract_login(self) -> UrlCredentials | None:
        """Remove a pasted login and a page's path from the address; return that login, or None.

        The address of a page of an Online tenant fills in tenant and environment.
        """
        parted = split_credentials(self.address.text())
        if parted is not None:
            self.address.setText(parted.address)
        tenant = find_tenant(self.address.text())
        if tenant is not None and not self.is_online:
            self.location_box.setCurrentIndex(1)
            self.tenant.setText(tenant.id)
            select_value(self.online_environment, tenant.online_environment)
        elif self.address.text() != strip_page(self.address.text()):
            self.address.setText(strip_page(self.address.text()))
        return parted

    def errors(self) -> dict[QWidget, str]:
        """Return a translated sentence for each visible field, empty where nothing is wrong."""
        found: dict[QWidget, str] = {self.tenant: self._tenant_error()} if self.is_online else {}
        for field in self._address_fields:
            found[field] = self._address_error(field)
        return {**found, self.plain_http: self._plain_http_error()}

    def hints(self) -> dict[QWidget, str]:
        """Return what each address is used for, and whether http exposes passwords. Translated."""
        return {field: self._address_hint(field) for field in self._address_fields}

    @property
    def _has_own_addresses(self) -> bool:
        """Whether login and state address of the tenant are entered rather than the vendor's."""
        return self.is_online and (
            self.online_environment.currentData() is OnlineEnvironment.CUSTOM
        )

    @property
    def _address_fields(self) -> tuple[QLineEdit, ...]:
        """The fields for addresses that are shown."""
        if not self.is_online:
            return (self.address,)
        return (self.login_address, self.state_address) if self._has_own_addresses else ()

    def _parsed(self, field: QLineEdit) -> str:
        """Return the address in a field as a profile keeps it. Raises InvalidUrl."""
        parse = api_address if field is self.address else base_address
        return parse(field.text())

    def _is_insecure(self, field: QLineEdit) -> bool:
        """Return whether a field holds an address that is valid and insecure."""
        try:
            return is_insecure(self._parsed(field))
        except InvalidUrl:
            return False

    @property
    def _wants_consent(self) -> bool:
        return any(self._is_insecure(field) for field in self._address_fields)

    def _kind_of(self, field: QLineEdit) -> AddressKind:
        own = {self.login_address: AddressKind.SIGN_IN, self.state_address: AddressKind.STATE}
        return own.get(field, AddressKind.SUPEROFFICE)

    def _address_error(self, field: QLineEdit) -> str:
        try:
            self._parsed(field)
        except InvalidUrl as wrong:
            return address_problem_text(wrong.problem, self._kind_of(field))
        if self._is_insecure(field) and not self._plain_http_allowed:
            return forbidden_text("plain_http")
        return ""

    def _plain_http_error(self) -> str:
        if not self._plain_http_allowed or not self._wants_consent or self.plain_http.isChecked():
            return ""
        return translate(
            "profiles", "Use https:// if you can. Allow http only on a network that you trust."
        )

    def _tenant_error(self) -> str:
        text = self.tenant.text().strip()
        if not text:
            return translate("profiles", "Enter the tenant, for example Cust12345.")
        if not set(text) <= TENANT_CHARACTERS:
            return translate(
                "profiles", "A tenant has letters and digits only, for example Cust12345."
            )
        return ""

    def _address_hint(self, field: QLineEdit) -> str:
        try:
            address = self._parsed(field)
        except InvalidUrl:
            if field is not self.address:
                return ""
            return translate(
                "profiles", "The address you use in a browser; /api is added automatically."
            )
        return "\n".join(filter(None, (self._reach_text(field, address), host_form_text(address))))

    def _reach_text(self, field: QLineEdit, address: str) -> str:
        if is_insecure(address):
            return translate(
                "profiles",
                "Unencrypted http: others can read the password on its way to {address}.",
            ).format(address=address)
        if field is not self.address:
            return ""
        return translate("profiles", "WebAPI: {address}").format(address=address)

    def _update_rows(self) -> None:
        for field in (self.tenant, self.online_environment):
            self.show_row(field, self.is_online)
        for field in (self.address, self.login_address, self.state_address):
            self.show_row(field, field in self._address_fields)
        self.show_row(self.plain_http, self._plain_http_allowed and self._wants_consent)
