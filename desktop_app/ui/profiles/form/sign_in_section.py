"""The part of the profile form for the sign-in: its method, user name and secrets."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QToolButton, QWidget

from desktop_app.core.profiles.profile import OAuthApp, Profile, SignInKind
from desktop_app.core.secrets.secret import TYPED_SECRETS, SecretName
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.profiles import secret_label, sign_in_kind_text
from desktop_app.ui.widgets.form_rows import FormRows, select_value
from desktop_app.ui.widgets.secret_field import SecretField

ON_SITE_KINDS = (SignInKind.BASIC, SignInKind.TICKET)
ONLINE_KINDS = (SignInKind.OAUTH, SignInKind.BEARER, SignInKind.TICKET)
"""The sign-in methods that a server accepts, the usual one first."""
OTHER_KIND = SignInKind.BROWSER
"""Works with both for a while, when nothing else does; listed only after "Other ways"."""

SECRET_FIELDS = (
    SecretName.SIGN_IN_PASSWORD,
    SecretName.TICKET,
    SecretName.APP_TOKEN,
    SecretName.BEARER_TOKEN,
    SecretName.CLIENT_SECRET,
    SecretName.BROWSER_SESSION,
)


class SignInSection(FormRows):
    """Sign-in method, user name, OAuth registration and secrets."""

    def __init__(self) -> None:
        super().__init__()
        self.storage_text = ""
        """Where a secret entered here will be kept. Translated."""
        self.kind_box = QComboBox()
        self.user_name = QLineEdit()
        self.client_id = QLineEdit()
        self.redirect_host = QLineEdit()
        self.redirect_port = QSpinBox()
        self.redirect_path = QLineEdit()
        self.advanced_toggle = QToolButton()
        self.redirect_port.setRange(0, 65535)
        self.redirect_port.setSpecialValueText(translate("profiles", "any"))
        self.secrets = {
            name: SecretField(
                secret_label(name),
                marks_oddities=name is not SecretName.BROWSER_SESSION,  # many lines, read apart
                strips_line_ends=True,
            )
            for name in SECRET_FIELDS
        }
        self.add_row(translate("profiles", "S&ign in with"), self.kind_box)
        self.add_row(translate("profiles", "&User name"), self.user_name, marks_oddities=True)
        self.add_row(
            translate("profiles", "Client ID"), self.client_id, marks_oddities=True, is_trimmed=True
        )
        for name, line in self.secrets.items():
            label = secret_label(name)
            self.add_row(f"&{label}" if name is SecretName.SIGN_IN_PASSWORD else label, line)
        self._add_redirect_rows()
        self.changed.connect(self._update_rows)
        self.kind_box.activated.connect(self._reveal_other_kind)
        self._offered_kinds: tuple[SignInKind, ...] = ()
        self.offer_kinds(online=False)
        self._fill_oauth_app(OAuthApp())

    def _add_redirect_rows(self) -> None:
        """Add the redirect, folded: hardly any registration has one of its own."""
        toggle = self.advanced_toggle
        toggle.setText(translate("profiles", "Advanced: redirect address"))
        toggle.setCheckable(True)
        toggle.setAutoRaise(True)
        toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.add_row("", toggle)
        toggle.setAccessibleName(translate("profiles", "Advanced: redirect address"))
        self.add_row(translate("profiles", "Redirect host"), self.redirect_host)
        self.add_row(translate("profiles", "Redirect port"), self.redirect_port)
        self.add_row(translate("profiles", "Redirect path"), self.redirect_path)
        toggle.toggled.connect(self._update_rows)

    @property
    def _redirect_fields(self) -> tuple[QWidget, ...]:
        return (self.redirect_host, self.redirect_port, self.redirect_path)

    @property
    def password(self) -> SecretField:
        """The field for the sign-in password."""
        return self.secrets[SecretName.SIGN_IN_PASSWORD]

    @property
    def main_secret_field(self) -> SecretField:
        """The field of the first secret of the chosen sign-in method."""
        return self.secrets[TYPED_SECRETS[self.sign_in_kind][0]]

    @property
    def sign_in_kind(self) -> SignInKind:
        """The chosen sign-in method."""
        kind = self.kind_box.currentData()
        return kind if isinstance(kind, SignInKind) else SignInKind.BASIC

    def offer_kinds(self, *, online: bool) -> None:
        """List the sign-in methods of Online or on-site servers, keeping the choice if possible."""
        kinds = ONLINE_KINDS if online else ON_SITE_KINDS
        if kinds == self._offered_kinds:
            return
        before, self._offered_kinds = self.sign_in_kind, kinds
        self.kind_box.clear()
        for kind in kinds:
            self.kind_box.addItem(sign_in_kind_text(kind), kind)
        self.kind_box.addItem(translate("profiles", "Other ways…"), None)
        if before is OTHER_KIND:
            self._reveal_other_kind(self.kind_box.count() - 1)
        else:
            select_value(self.kind_box, before if before in kinds else kinds[0])
        self._update_rows()

    def fill(self, profile: Profile) -> None:
        """Show how a profile signs in; secrets are never shown."""
        self.offer_kinds(online=profile.tenant is not None)
        if profile.sign_in in self._offered_kinds:
            select_value(self.kind_box, profile.sign_in)
        elif profile.sign_in is OTHER_KIND:
            self._reveal_other_kind(self.kind_box.count() - 1)
        self.user_name.setText(profile.user_name)
        self._fill_oauth_app(profile.oauth)

    def apply(self, profile: Profile) -> Profile:
        """Return the profile with the sign-in entered here; secrets are separate."""
        app = OAuthApp(
            self.client_id.text().strip(),
            self.redirect_host.text().strip(),
            self.redirect_port.value(),
            self.redirect_path.text().strip(),
        )
        oauth = app if self.sign_in_kind is SignInKind.OAUTH else profile.oauth
        return replace(
            profile, sign_in=self.sign_in_kind, user_name=self.user_name.text(), oauth=oauth
        )

    def typed_secrets(self) -> dict[SecretName, str]:
        """Return the secrets entered for the chosen method.

        Line ends pasted along are removed: they are invisible, and the server would refuse them.
        """
        found = {name: self.secrets[name].text() for name in TYPED_SECRETS[self.sign_in_kind]}
        return {name: text for name, text in found.items() if text}

    def clear(self) -> None:
        """Clear the fields of all secrets."""
        for line in self.secrets.values():
            line.clear()

    def errors(self) -> dict[QWidget, str]:
        """Return a translated sentence for each visible field, empty where nothing is wrong."""
        if self.sign_in_kind is SignInKind.BASIC:
            return {self.user_name: "" if self.user_name.text() else self._missing_user_name_text()}
        if self.sign_in_kind is not SignInKind.OAUTH:
            return {}
        host, path = self.redirect_host.text().strip(), self.redirect_path.text().strip()
        local = host in ("127.0.0.1", "::1", "localhost")
        return {
            self.client_id: "" if self.client_id.text().strip() else self._missing_client_id_text(),
            self.redirect_host: ""
            if local
            else translate("profiles", "Must be this computer: 127.0.0.1 or ::1."),
            self.redirect_path: ""
            if path.startswith("/")
            else translate("profiles", "Must start with “/”."),
        }

    def hints(self) -> dict[QWidget, str]:
        """Return what to enter, and where the main secret will be kept. Translated."""
        hints = self._entry_hints()
        main: QWidget = self.main_secret_field
        hints[main] = " ".join(filter(None, (hints.get(main), self.storage_text)))
        return hints

    def _entry_hints(self) -> dict[QWidget, str]:
        """Return which fields are optional, and what to enter. Translated."""
        return {
            self.client_id: translate(
                "profiles",
                "From your administrator. One registration serves all tenants of an environment.",
            ),
            self.secrets[SecretName.CLIENT_SECRET]: translate(
                "profiles", "Only if your registration has one."
            ),
            self.secrets[SecretName.APP_TOKEN]: translate(
                "profiles", "SuperOffice Online requires it. Leave it empty on-site."
            ),
            self.secrets[SecretName.BROWSER_SESSION]: translate(
                "profiles",
                "Paste a request from the browser’s developer tools, copied as cURL or as headers.",
            ),
        }

    def _reveal_other_kind(self, index: int) -> None:
        """Replace the entry "Other ways" by the method behind that entry, and choose it."""
        if self.kind_box.itemData(index) is None:
            self.kind_box.setItemText(index, sign_in_kind_text(OTHER_KIND))
            self.kind_box.setItemData(index, OTHER_KIND)
            self.kind_box.setCurrentIndex(index)
            self.changed.emit()

    def _missing_user_name_text(self) -> str:
        return translate("profiles", "Enter your user name.")

    def _missing_client_id_text(self) -> str:
        return translate("profiles", "Enter the client ID of the registration.")

    def _fill_oauth_app(self, app: OAuthApp) -> None:
        self.client_id.setText(app.client_id)
        self.redirect_host.setText(app.redirect_host)
        self.redirect_port.setValue(app.redirect_port)
        self.redirect_path.setText(app.redirect_path)
        plain = OAuthApp(app.client_id)
        self.advanced_toggle.setChecked(app != plain)

    def reveal(self, field: QWidget) -> None:
        """Unfold the redirect if this field is one of its own."""
        if field in self._redirect_fields:
            self.advanced_toggle.setChecked(True)

    def _update_rows(self) -> None:
        kind = self.sign_in_kind
        self.show_row(self.user_name, kind is SignInKind.BASIC)
        is_oauth, is_unfolded = kind is SignInKind.OAUTH, self.advanced_toggle.isChecked()
        self.advanced_toggle.setArrowType(
            Qt.ArrowType.DownArrow if is_unfolded else Qt.ArrowType.RightArrow
        )
        for field in (self.client_id, self.advanced_toggle):
            self.show_row(field, is_oauth)
        for redirect in self._redirect_fields:
            self.show_row(redirect, is_oauth and is_unfolded)
        for name, line in self.secrets.items():
            self.show_row(line, name in TYPED_SECRETS[kind])
