"""A connection profile: where, who, and the password that goes into the keyring."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.profile import AddressWrong, Profile, api_address, origin, sends_readable
from desktop_app.core.secret import SecretName
from desktop_app.tasks.background import Done, Failed
from desktop_app.tasks.profile_book import Kept, ProfileBook
from desktop_app.ui.banner import Banner
from desktop_app.ui.buttons import Standard, button_box
from desktop_app.ui.colors import error_color
from desktop_app.ui.edit.password_editor import SecretLine
from desktop_app.ui.words.addresses import address_words
from desktop_app.ui.words.troubles import explain


class ProfileDialog(QDialog):
    """Makes a profile, or changes one. Works without a network; Save does not connect."""

    kept = Signal(object)
    """A Kept, after it was written."""

    def __init__(
        self, book: ProfileBook, profile: Profile | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._profile = profile
        self._tried = False
        self.banner = Banner()
        self.name = QLineEdit()
        self.address = QLineEdit()
        self.user_name = QLineEdit()
        self.password = SecretLine(self.tr("Password"))
        self._notes = {field: self._note() for field in self._lines()}
        self.buttons = button_box(Standard.Save, Standard.Cancel)
        self._arrange()
        self._fill()
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        for line in (self.name, self.address, self.user_name, self.password.line):
            line.textChanged.connect(self._check)
        self._check()

    def _lines(self) -> tuple[QWidget, ...]:
        return (self.name, self.address, self.user_name, self.password)

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Change profile") if self._profile else self.tr("New profile"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        labels = (
            self.tr("&Name"),
            self.tr("&Address"),
            self.tr("&User name"),
            self.tr("&Password"),
        )
        for label, line in zip(labels, self._lines(), strict=True):
            buddy = QLabel(label)
            buddy.setBuddy(line)
            line.setAccessibleName(label.replace("&", ""))
            form.addRow(buddy, line)
            form.addRow("", self._notes[line])
        self.name.setPlaceholderText(self.tr("Acme, production"))
        self.address.setPlaceholderText(self.tr("https://crm.example.com/SuperOffice"))
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.resize(520, self.sizeHint().height())

    def _fill(self) -> None:
        if self._profile is not None:
            self.name.setText(self._profile.name)
            self.address.setText(self._profile.address)
            self.user_name.setText(self._profile.user_name)

    def save(self) -> None:
        """Write the profile and its password in the background."""
        self._tried = True
        wrong = self._check()
        if wrong is not None:
            wrong.setFocus()
            return
        self._set_busy(True)
        text = self.password.text()
        typed = {SecretName.SIGN_IN_PASSWORD: text} if text else {}
        self._book.put(self._made(), typed, self._taken)

    def _made(self) -> Profile:
        name, address = self.name.text(), self.address.text()
        if self._profile is None:
            return Profile.new(name, address, self.user_name.text())
        return self._profile.changed(name, address, self.user_name.text())

    def _taken(self, outcome: Done[Kept] | Failed) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failed):
            said = explain(outcome.trouble)
            self.banner.say(said.text, detail=said.detail)
            return
        self.password.clear()
        self.kept.emit(outcome.value)
        self.accept()

    def _set_busy(self, busy: bool) -> None:
        self.buttons.button(Standard.Save).setEnabled(not busy)
        for line in self._lines():
            line.setEnabled(not busy)

    def _check(self) -> QWidget | None:
        """Say what is wrong, and return the first line of it."""
        errors = {
            self.name: "" if self.name.text().strip() else self.tr("Give the profile a name."),
            self.address: self._address_error(),
            self.user_name: "" if self.user_name.text() else self.tr("Type your user name."),
            self.password: "" if self._has_secret() else self._password_error(),
        }
        for line, error in errors.items():
            self._say(line, error if self._tried else "", self._hint(line))
        return next((line for line, error in errors.items() if error), None)

    def _address_error(self) -> str:
        try:
            api_address(self.address.text())
        except AddressWrong as wrong:
            return address_words(wrong.problem)
        return ""

    def _has_secret(self) -> bool:
        """Whether a password is typed, or the kept one still belongs to this address."""
        if self.password.text():
            return True
        return self._profile is not None and not self._is_elsewhere()

    def _is_elsewhere(self) -> bool:
        if self._profile is None or self._address_error():
            return False
        return origin(api_address(self.address.text())) != self._profile.origin

    def _password_error(self) -> str:
        if self._is_elsewhere():
            return self.tr("The address is another server now: type the password for it.")
        return self.tr("Type your password.")

    def _hint(self, line: QWidget) -> str:
        if line is self.address:
            return self._address_hint()
        if line is self.password:
            return self._password_hint()
        return ""

    def _address_hint(self) -> str:
        if not self.address.text().strip() or self._address_error():
            return self.tr("As in a browser; /api is added by itself.")
        address = api_address(self.address.text())
        if sends_readable(address):
            return self.tr("Plain http: the password can be read on its way to %s.") % address
        return address

    def _password_hint(self) -> str:
        if self._profile is not None and not self._is_elsewhere():
            return self.tr("Leave it empty to keep the one that is stored.")
        return self.tr("Kept in the keyring of this computer, nowhere else.")

    def _say(self, line: QWidget, error: str, hint: str) -> None:
        note = self._notes[line]
        note.setText(error or hint)
        note.setVisible(bool(error or hint))
        line.setAccessibleDescription(error or hint)
        palette = QPalette(self.palette())
        muted = palette.color(QPalette.ColorRole.PlaceholderText)
        palette.setColor(QPalette.ColorRole.WindowText, error_color(palette) if error else muted)
        note.setPalette(palette)

    def _note(self) -> QLabel:
        note = QLabel()
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        note.setWordWrap(True)
        return note
