"""The part of the profile form for proxy, certificates and language."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from desktop_app.core.profiles.profile import InvalidUrl, Profile, Proxy, ProxyKind
from desktop_app.core.profiles.urls import proxy_address
from desktop_app.core.secrets.secret import SecretName
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.profiles import (
    AddressKind,
    address_problem_text,
    host_form_text,
    proxy_kind_text,
    secret_label,
)
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.form_rows import FormRows, select_value
from desktop_app.ui.widgets.secret_field import SecretField


class FilePicker(QWidget):
    """A field for a file path, with a button that opens a file dialog."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.path_field = QLineEdit()
        self.path_field.setAccessibleName(name)
        self.browse_button = PushButton(translate("profiles", "&Browse…"))
        self.browse_button.setAccessibleName(
            translate("profiles", "Browse for {field}").format(field=name)
        )
        ignore_enter_elsewhere(self.browse_button)
        self.browse_button.clicked.connect(self._browse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.path_field, 1)
        layout.addWidget(self.browse_button)
        self.setFocusProxy(self.path_field)

    def _browse(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.path_field.accessibleName())
        if path:
            self.path_field.setText(path)


class NetworkSection(FormRows):
    """Proxy, CA file, language, culture and time zone."""

    def __init__(self) -> None:
        super().__init__()
        self.proxy = QComboBox()
        self.proxy_address = QLineEdit()
        self.proxy_user = QLineEdit()
        self.proxy_password = SecretField(secret_label(SecretName.PROXY_PASSWORD))
        self.ca_file = FilePicker(translate("profiles", "CA file"))
        self.language, self.culture, self.time_zone = QLineEdit(), QLineEdit(), QLineEdit()
        for kind in ProxyKind:
            self.proxy.addItem(proxy_kind_text(kind), kind)
        self.add_row(translate("profiles", "Pro&xy"), self.proxy)
        self.add_row(translate("profiles", "Proxy address"), self.proxy_address)
        self.add_row(translate("profiles", "Proxy user name"), self.proxy_user, marks_oddities=True)
        self.add_row(secret_label(SecretName.PROXY_PASSWORD), self.proxy_password)
        self.add_row(translate("profiles", "CA &file"), self.ca_file)
        self.add_row(translate("profiles", "&Language"), self.language)
        self.add_row(translate("profiles", "&Culture"), self.culture)
        self.add_row(translate("profiles", "Time &zone"), self.time_zone)
        self.ca_file.path_field.textChanged.connect(self.changed)
        self.proxy_address.setPlaceholderText(
            translate("profiles", "http://proxy.example.com:8080")
        )
        self.language.setPlaceholderText(translate("profiles", "nb-NO"))
        self.culture.setPlaceholderText(translate("profiles", "nb-NO"))
        self.time_zone.setPlaceholderText(translate("profiles", "NO"))
        self.changed.connect(self._update_rows)
        self._update_rows()

    @property
    def _has_custom_proxy(self) -> bool:
        return self.proxy.currentData() is ProxyKind.CUSTOM

    def lock_managed_fields(self) -> None:
        """Disable the fields set by the administrator: all except the proxy password."""
        lines = (self.proxy_address, self.proxy_user)
        texts = (self.language, self.culture, self.time_zone)
        for field in (self.proxy, self.ca_file, *lines, *texts):
            field.setEnabled(False)

    @property
    def proxy_field(self) -> QWidget:
        """The first proxy field that the user may change."""
        first = self.proxy_address if self._has_custom_proxy else self.proxy
        return first if first.isEnabled() else self.proxy_password

    def focus_proxy(self) -> None:
        """Put the cursor into the first proxy field that the user may change."""
        self.proxy_field.setFocus()

    def fill(self, profile: Profile) -> None:
        """Show the network settings of a profile."""
        select_value(self.proxy, profile.proxy.kind)
        self.proxy_address.setText(profile.proxy.address)
        self.proxy_user.setText(profile.proxy.user_name)
        self.ca_file.path_field.setText(profile.ca_file)
        self.language.setText(profile.language)
        self.culture.setText(profile.culture)
        self.time_zone.setText(profile.time_zone)

    def apply(self, profile: Profile) -> Profile:
        """Return the profile with the settings entered here.

        Raises:
            InvalidUrl: The proxy address is wrong; call this only once `errors` finds nothing.
        """
        proxy = Proxy(self.proxy.currentData())
        if self._has_custom_proxy:
            address = proxy_address(self.proxy_address.text())
            proxy = replace(proxy, address=address, user_name=self.proxy_user.text())
        return replace(
            profile,
            proxy=proxy,
            ca_file=self.ca_file.path_field.text().strip(),
            language=self.language.text().strip(),
            culture=self.culture.text().strip(),
            time_zone=self.time_zone.text().strip(),
        )

    def typed_secrets(self) -> dict[SecretName, str]:
        """Return the proxy password if the user entered one; empty otherwise."""
        text = self.proxy_password.text()
        return {SecretName.PROXY_PASSWORD: text} if self._has_custom_proxy and text else {}

    def clear(self) -> None:
        """Clear the proxy password."""
        self.proxy_password.clear()

    def errors(self) -> dict[QWidget, str]:
        """Return a translated sentence for each field that is wrong."""
        if not self._has_custom_proxy:
            return {}
        try:
            proxy_address(self.proxy_address.text())
        except InvalidUrl as wrong:
            return {self.proxy_address: address_problem_text(wrong.problem, AddressKind.PROXY)}
        return {}

    def _proxy_hint(self) -> str:
        try:
            return host_form_text(proxy_address(self.proxy_address.text()))
        except InvalidUrl:
            return ""

    def hints(self) -> dict[QWidget, str]:
        """Return the proxy's name in its other form, what CA file and locale mean. Translated."""
        return {
            self.language: translate(
                "profiles",
                "Language of SuperOffice’s own texts. Leave empty for the server default.",
            ),
            self.proxy_address: self._proxy_hint(),
            self.ca_file: translate(
                "profiles", "Certificates to trust in addition to those of this computer."
            ),
            self.culture: translate(
                "profiles",
                "How SuperOffice formats numbers and dates. Leave empty for the server default.",
            ),
        }

    def _update_rows(self) -> None:
        for field in (self.proxy_address, self.proxy_user, self.proxy_password):
            self.show_row(field, self._has_custom_proxy)
