"""Who signs in: the way of signing in, its fields, and the secrets that are typed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QWidget

from desktop_app.core.profiles.profile import OAuthApp, Profile, SignInKind
from desktop_app.core.secrets.secret import TYPED, SecretName
from desktop_app.ui.text.profiles import secret_words, sign_in_words
from desktop_app.ui.widgets.form_rows import FormRows, choose
from desktop_app.ui.widgets.secret_field import SecretLine

ON_SITE = (SignInKind.BASIC, SignInKind.TICKET)
ONLINE = (SignInKind.OAUTH, SignInKind.BEARER, SignInKind.TICKET)
"""The ways of signing in that a server takes, the usual one first."""
OTHER = SignInKind.BROWSER
"""Works with both, for a while, when nothing else does; shown to whoever asks for other ways."""

SECRETS = (
    SecretName.SIGN_IN_PASSWORD,
    SecretName.TICKET,
    SecretName.APP_TOKEN,
    SecretName.BEARER_TOKEN,
    SecretName.CLIENT_SECRET,
    SecretName.BROWSER_SESSION,
)


class Who(FormRows):
    """Way of signing in, user name, OAuth registration and secrets."""

    def __init__(self) -> None:
        super().__init__()
        self.kind = QComboBox()
        self.user_name = QLineEdit()
        self.client_id = QLineEdit()
        self.redirect_host = QLineEdit()
        self.redirect_port = QSpinBox()
        self.redirect_path = QLineEdit()
        self.redirect_port.setRange(0, 65535)
        self.redirect_port.setSpecialValueText(self.tr("any"))
        self.secrets = {name: SecretLine(secret_words(name)) for name in SECRETS}
        self.add(self.tr("S&ign in with"), self.kind)
        self.add(self.tr("&User name"), self.user_name)
        self.add(self.tr("Client id"), self.client_id)
        self.add(self.tr("Redirect host"), self.redirect_host)
        self.add(self.tr("Redirect port"), self.redirect_port)
        self.add(self.tr("Redirect path"), self.redirect_path)
        for name, line in self.secrets.items():
            label = secret_words(name)
            self.add(f"&{label}" if name is SecretName.SIGN_IN_PASSWORD else label, line)
        self.changed.connect(self._show)
        self.kind.activated.connect(self._offer_other)
        self._shown: tuple[SignInKind, ...] = ()
        self.offer(online=False)
        self._fill_app(OAuthApp())

    @property
    def password(self) -> SecretLine:
        """The line for the password of the sign-in."""
        return self.secrets[SecretName.SIGN_IN_PASSWORD]

    @property
    def main_line(self) -> SecretLine:
        """The line for what is typed first for the way of signing in that is chosen."""
        return self.secrets[TYPED[self.sign_in][0]]

    @property
    def sign_in(self) -> SignInKind:
        """The way of signing in that is chosen."""
        kind = self.kind.currentData()
        return kind if isinstance(kind, SignInKind) else SignInKind.BASIC

    def offer(self, *, online: bool) -> None:
        """Offer the ways that this kind of server takes, keeping the choice if it is one."""
        kinds = ONLINE if online else ON_SITE
        if kinds == self._shown:
            return
        before, self._shown = self.sign_in, kinds
        self.kind.clear()
        for kind in kinds:
            self.kind.addItem(sign_in_words(kind), kind)
        self.kind.addItem(self.tr("Other ways …"), None)
        if before is OTHER:
            self._offer_other(self.kind.count() - 1)
        else:
            choose(self.kind, before if before in kinds else kinds[0])
        self._show()

    def fill(self, profile: Profile) -> None:
        """Show how a profile signs in; secrets are never shown."""
        self.offer(online=profile.tenant is not None)
        if profile.sign_in in self._shown:
            choose(self.kind, profile.sign_in)
        elif profile.sign_in is OTHER:
            self._offer_other(self.kind.count() - 1)
        self.user_name.setText(profile.user_name)
        self._fill_app(profile.oauth)

    def apply(self, profile: Profile) -> Profile:
        """The profile with what is typed here."""
        app = OAuthApp(
            self.client_id.text().strip(),
            self.redirect_host.text().strip(),
            self.redirect_port.value(),
            self.redirect_path.text().strip(),
        )
        oauth = app if self.sign_in is SignInKind.OAUTH else profile.oauth
        return replace(profile, sign_in=self.sign_in, user_name=self.user_name.text(), oauth=oauth)

    def typed(self) -> dict[SecretName, str]:
        """The secrets that were typed for the chosen way, without the end of the line that was
        copied along: it cannot be seen, and would only be refused.
        """
        found = {name: self.secrets[name].text().strip("\r\n") for name in TYPED[self.sign_in]}
        return {name: text for name, text in found.items() if text}

    def clear(self) -> None:
        """Forget what was typed."""
        for line in self.secrets.values():
            line.clear()

    def errors(self) -> dict[QWidget, str]:
        """What is wrong in rows that are shown."""
        if self.sign_in is SignInKind.BASIC:
            return {self.user_name: "" if self.user_name.text() else self._no_name()}
        if self.sign_in is not SignInKind.OAUTH:
            return {}
        host, path = self.redirect_host.text().strip(), self.redirect_path.text().strip()
        local = host in ("127.0.0.1", "::1", "localhost")
        return {
            self.client_id: "" if self.client_id.text().strip() else self._no_client(),
            self.redirect_host: "" if local else self.tr("Only this computer: 127.0.0.1 or ::1."),
            self.redirect_path: "" if path.startswith("/") else self.tr("It begins with “/”."),
        }

    def hints(self) -> dict[QWidget, str]:
        """What is optional."""
        return {
            self.client_id: self.tr("Kept once for this environment, for all its tenants."),
            self.secrets[SecretName.CLIENT_SECRET]: self.tr("Only if the registration has one."),
            self.secrets[SecretName.APP_TOKEN]: self.tr("Online demands it; on site leave it."),
            self.secrets[SecretName.BROWSER_SESSION]: self.tr(
                "From its developer tools, with XSRF-TOKEN."
            ),
        }

    def _offer_other(self, place: int) -> None:
        """In place of the entry that promises it."""
        if self.kind.itemData(place) is None:
            self.kind.setItemText(place, sign_in_words(OTHER))
            self.kind.setItemData(place, OTHER)
            self.kind.setCurrentIndex(place)
            self.changed.emit()

    def _no_name(self) -> str:
        return self.tr("Type your user name.")

    def _no_client(self) -> str:
        return self.tr("Type the client id of the registration.")

    def _fill_app(self, app: OAuthApp) -> None:
        self.client_id.setText(app.client_id)
        self.redirect_host.setText(app.redirect_host)
        self.redirect_port.setValue(app.redirect_port)
        self.redirect_path.setText(app.redirect_path)

    def _show(self) -> None:
        kind = self.sign_in
        self.show_row(self.user_name, kind is SignInKind.BASIC)
        for field in (self.client_id, self.redirect_host, self.redirect_port, self.redirect_path):
            self.show_row(field, kind is SignInKind.OAUTH)
        for name, line in self.secrets.items():
            self.show_row(line, name in TYPED[kind])
