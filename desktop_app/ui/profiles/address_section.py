"""The part of the profile form for the server: an on-site address, or an Online tenant."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop_app.core.profiles.pasted_url import find_tenant, strip_page
from desktop_app.core.profiles.profile import (
    InvalidUrl,
    OnlineEnvironment,
    Profile,
    Tenant,
    UrlProblem,
    api_address,
    is_insecure,
)
from desktop_app.core.profiles.urls import UrlCredentials, base_address, split_credentials
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.policy import forbidden_text
from desktop_app.ui.text.profiles import address_problem_text, online_environment_text
from desktop_app.ui.widgets.form_rows import FormRows, select_value

TENANT_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class AddressSection(FormRows):
    """Address, or tenant and environment of SuperOffice Online."""

    def __init__(self, *, plain_http_allowed: bool = True) -> None:
        super().__init__()
        self._plain_http_allowed = plain_http_allowed
        self.plain_http = QCheckBox(translate("profiles", "Send passwords &readable all the same"))
        self.location_box = QComboBox()
        self.address = QLineEdit()
        self.tenant = QLineEdit()
        self.online_environment = QComboBox()
        self.login_address = QLineEdit()
        self.state_address = QLineEdit()
        self.location_box.addItem(translate("profiles", "On site, at an address"), False)
        self.location_box.addItem(translate("profiles", "SuperOffice Online"), True)
        for cloud in OnlineEnvironment:
            self.online_environment.addItem(online_environment_text(cloud), cloud)
        self.add_row(translate("profiles", "&Where"), self.location_box)
        self.add_row(translate("profiles", "&Address"), self.address)
        self.add_row("", self.plain_http)
        self.plain_http.setAccessibleName(
            translate("profiles", "Send passwords readable all the same")
        )
        self.plain_http.toggled.connect(self.changed)
        self.add_row(translate("profiles", "Tenant"), self.tenant)
        self.add_row(translate("profiles", "En&vironment"), self.online_environment)
        self.add_row(translate("profiles", "Sign-in address"), self.login_address)
        self.add_row(translate("profiles", "State address"), self.state_address)
        self.address.setPlaceholderText(
            translate("profiles", "https://crm.example.com/SuperOffice")
        )
        self.tenant.setPlaceholderText("Cust12345")
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
        if not self.is_online:
            address = api_address(self.address.text())
            plain = self.plain_http.isChecked() and is_insecure(address)
            return replace(profile, address=address, tenant=None, plain_http=plain)
        cloud = self.online_environment.currentData()
        tenant = Tenant(self.tenant.text().strip(), cloud)
        if cloud is OnlineEnvironment.CUSTOM:
            login, state = (
                base_address(self.login_address.text()),
                base_address(self.state_address.text()),
            )
            tenant = replace(tenant, login_address=login, state_address=state)
        return replace(profile, address="", tenant=tenant, plain_http=False)

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
        if not self.is_online:
            wrong = _address_error(self.address.text(), api=True)
            return {
                self.address: wrong or self._plain_http_forbidden(),
                self.plain_http: self._plain_http_error(),
            }
        own = self.online_environment.currentData() is OnlineEnvironment.CUSTOM
        return {
            self.tenant: self._tenant_error(),
            self.login_address: _address_error(self.login_address.text()) if own else "",
            self.state_address: _address_error(self.state_address.text()) if own else "",
        }

    def hints(self) -> dict[QWidget, str]:
        """Return which WebAPI address the entered address leads to. Translated."""
        return {self.address: self._address_hint()}

    @property
    def _is_insecure(self) -> bool:
        text = self.address.text()
        return not _address_error(text, api=True) and is_insecure(api_address(text))

    def _plain_http_forbidden(self) -> str:
        if self._plain_http_allowed or not self._is_insecure:
            return ""
        return forbidden_text("plain_http")

    def _plain_http_error(self) -> str:
        if not self._is_insecure or self.plain_http.isChecked():
            return ""
        return translate(
            "profiles", "Better use https://. Tick this only if the network is your own."
        )

    def _tenant_error(self) -> str:
        text = self.tenant.text().strip()
        if not text:
            return translate("profiles", "Type the tenant, as in Cust12345.")
        if not set(text) <= TENANT_CHARACTERS:
            return translate("profiles", "A tenant has letters and digits only, as in Cust12345.")
        return ""

    def _address_hint(self) -> str:
        text = self.address.text()
        if not text.strip() or _address_error(text, api=True):
            return translate("profiles", "As in a browser; /api is added by itself.")
        address = api_address(text)
        if is_insecure(address):
            return translate(
                "profiles", "Plain http: the password can be read on its way to {address}."
            ).format(address=address)
        return translate("profiles", "WebAPI: {address}").format(address=address)

    def _update_rows(self) -> None:
        own = self.is_online and self.online_environment.currentData() is OnlineEnvironment.CUSTOM
        self.show_row(self.address, not self.is_online)
        self.show_row(
            self.plain_http, not self.is_online and self._plain_http_allowed and self._is_insecure
        )
        for field in (self.tenant, self.online_environment):
            self.show_row(field, self.is_online)
        for field in (self.login_address, self.state_address):
            self.show_row(field, own)


def _address_error(text: str, *, api: bool = False) -> str:
    if not text.strip():
        return address_problem_text(UrlProblem.EMPTY)
    try:
        api_address(text) if api else base_address(text)
    except InvalidUrl as wrong:
        return address_problem_text(wrong.problem)
    return ""
