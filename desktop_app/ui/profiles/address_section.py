"""Where a profile leads: the address of an installation, or a tenant of SuperOffice Online."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop_app.core.profiles.pasted_url import tenant_in, without_page
from desktop_app.core.profiles.profile import (
    AddressProblem,
    AddressWrong,
    Cloud,
    Profile,
    Tenant,
    api_address,
    sends_readable,
)
from desktop_app.core.profiles.urls import Parted, base_address, part_login
from desktop_app.ui.profiles.address_text import address_words
from desktop_app.ui.text.policy import forbidden_words
from desktop_app.ui.text.profiles import cloud_words
from desktop_app.ui.widgets.form_rows import FormRows, choose

TENANT_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class Where(FormRows):
    """Address, or tenant and environment."""

    def __init__(self, *, may_be_plain: bool = True) -> None:
        super().__init__()
        self._may_be_plain = may_be_plain
        self.plain = QCheckBox(self.tr("Send passwords &readable all the same"))
        self.kind = QComboBox()
        self.address = QLineEdit()
        self.tenant = QLineEdit()
        self.cloud = QComboBox()
        self.login = QLineEdit()
        self.state = QLineEdit()
        self.kind.addItem(self.tr("On site, at an address"), False)
        self.kind.addItem(self.tr("SuperOffice Online"), True)
        for cloud in Cloud:
            self.cloud.addItem(cloud_words(cloud), cloud)
        self.add(self.tr("&Where"), self.kind)
        self.add(self.tr("&Address"), self.address)
        self.add("", self.plain)
        self.plain.setAccessibleName(self.tr("Send passwords readable all the same"))
        self.plain.toggled.connect(self.changed)
        self.add(self.tr("Tenant"), self.tenant)
        self.add(self.tr("En&vironment"), self.cloud)
        self.add(self.tr("Sign-in address"), self.login)
        self.add(self.tr("State address"), self.state)
        self.address.setPlaceholderText(self.tr("https://crm.example.com/SuperOffice"))
        self.tenant.setPlaceholderText("Cust12345")
        self.changed.connect(self._show)
        self._show()

    @property
    def online(self) -> bool:
        """Whether a tenant of Online is meant."""
        return bool(self.kind.currentData())

    def fill(self, profile: Profile) -> None:
        """Show where a profile leads."""
        tenant = profile.tenant
        self.kind.setCurrentIndex(1 if tenant else 0)
        self.address.setText(profile.address)
        self.plain.setChecked(profile.plain_http)
        if tenant:
            self.tenant.setText(tenant.id)
            choose(self.cloud, tenant.cloud)
            self.login.setText(tenant.login_address)
            self.state.setText(tenant.state_address)

    def apply(self, profile: Profile) -> Profile:
        """The profile with what is typed here, once ``errors`` are none."""
        if not self.online:
            address = api_address(self.address.text())
            plain = self.plain.isChecked() and sends_readable(address)
            return replace(profile, address=address, tenant=None, plain_http=plain)
        cloud = self.cloud.currentData()
        tenant = Tenant(self.tenant.text().strip(), cloud)
        if cloud is Cloud.OWN:
            login, state = base_address(self.login.text()), base_address(self.state.text())
            tenant = replace(tenant, login_address=login, state_address=state)
        return replace(profile, address="", tenant=tenant, plain_http=False)

    def take_login(self) -> Parted | None:
        """Split a login off the address, if one was pasted with it, and what a browser adds.

        The address of a tenant's page is enough to know tenant and environment.
        """
        parted = part_login(self.address.text())
        if parted is not None:
            self.address.setText(parted.address)
        tenant = tenant_in(self.address.text())
        if tenant is not None and not self.online:
            self.kind.setCurrentIndex(1)
            self.tenant.setText(tenant.id)
            choose(self.cloud, tenant.cloud)
        elif self.address.text() != without_page(self.address.text()):
            self.address.setText(without_page(self.address.text()))
        return parted

    def errors(self) -> dict[QWidget, str]:
        """What is wrong in rows that are shown."""
        if not self.online:
            wrong = _error(self.address.text(), api=True)
            return {self.address: wrong or self._plain_forbidden(), self.plain: self._plain_error()}
        own = self.cloud.currentData() is Cloud.OWN
        return {
            self.tenant: self._tenant_error(),
            self.login: _error(self.login.text()) if own else "",
            self.state: _error(self.state.text()) if own else "",
        }

    def hints(self) -> dict[QWidget, str]:
        """What becomes of an address."""
        return {self.address: self._address_hint()}

    @property
    def _is_readable(self) -> bool:
        text = self.address.text()
        return not _error(text, api=True) and sends_readable(api_address(text))

    def _plain_forbidden(self) -> str:
        if self._may_be_plain or not self._is_readable:
            return ""
        return forbidden_words("plain_http")

    def _plain_error(self) -> str:
        if not self._is_readable or self.plain.isChecked():
            return ""
        return self.tr("Better use https://. Tick this only if the network is your own.")

    def _tenant_error(self) -> str:
        text = self.tenant.text().strip()
        if not text:
            return self.tr("Type the tenant, as in Cust12345.")
        if not set(text) <= TENANT_CHARACTERS:
            return self.tr("A tenant has letters and digits only, as in Cust12345.")
        return ""

    def _address_hint(self) -> str:
        text = self.address.text()
        if not text.strip() or _error(text, api=True):
            return self.tr("As in a browser; /api is added by itself.")
        address = api_address(text)
        if sends_readable(address):
            return self.tr("Plain http: the password can be read on its way to %s.") % address
        return address

    def _show(self) -> None:
        own = self.online and self.cloud.currentData() is Cloud.OWN
        self.show_row(self.address, not self.online)
        self.show_row(self.plain, not self.online and self._may_be_plain and self._is_readable)
        for field in (self.tenant, self.cloud):
            self.show_row(field, self.online)
        for field in (self.login, self.state):
            self.show_row(field, own)


def _error(text: str, *, api: bool = False) -> str:
    if not text.strip():
        return address_words(AddressProblem.EMPTY)
    try:
        api_address(text) if api else base_address(text)
    except AddressWrong as wrong:
        return address_words(wrong.problem)
    return ""
