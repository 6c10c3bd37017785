"""The passphrase of the encrypted file: to open it, to make a new one, or to be another."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from desktop_app.core.secrets.secret import VaultState
from desktop_app.services.background import Done, Failed
from desktop_app.services.profiles.secret_settings import SecretPlaces
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it
from desktop_app.ui.widgets.form_rows import FormRows
from desktop_app.ui.widgets.secret_field import SecretLine

SHORTEST = 8
"""Characters of a new passphrase."""


class VaultPassphrase(FormRows):
    """What is asked for depends on how the file stands. Nothing is lost: an old one is kept."""

    def __init__(self, places: SecretPlaces) -> None:
        super().__init__()
        self._places = places
        self.line = SecretLine(self.tr("Passphrase"))
        self.again = SecretLine(self.tr("Passphrase again"))
        self.renew = QPushButton()
        self.renew.setCheckable(True)
        only_when_on_it(self.renew)
        self.add(self.tr("&Passphrase"), self.line)
        self.add(self.tr("Passphrase a&gain"), self.again)
        self.add("", self.renew)
        self.renew.toggled.connect(lambda _on: self.look())

    @property
    def _is_new(self) -> bool:
        return self._places.vault is VaultState.ABSENT or self.renew.isChecked()

    @property
    def is_needed(self) -> bool:
        """Whether the file cannot be used, or its passphrase changed, without one being typed."""
        return self._places.vault is not VaultState.OPEN or self.renew.isChecked()

    def look(self) -> None:
        """Ask for what the file needs as it stands now."""
        state = self._places.vault
        opened = state is VaultState.OPEN
        self.show_row(self.line, self.is_needed)
        self.show_row(self.again, self._is_new)
        self.show_row(self.renew, state is not VaultState.ABSENT)
        change, start = self.tr("&Change the passphrase"), self.tr("Start a &new file")
        self.renew.setText(change if opened else start)
        self.renew.setAccessibleName(self.renew.text().replace("&", ""))
        self.say({})

    def hints(self) -> dict[QWidget, str]:
        """What cannot be taken back, or can."""
        if self._places.vault is VaultState.SHUT and self.renew.isChecked():
            kept = self.tr("The old file stays beside it, for the day its passphrase is found.")
            return {self.renew: kept}
        if self._is_new:
            return {self.line: self.tr("Nobody can open the file without it, nor find it out.")}
        return {}

    def complain(self) -> bool:
        """Say what is wrong, and go there; whether anything is."""
        wrong = self._wrong()
        self.say({self.line: wrong})
        if wrong:
            self.line.setFocus()
        return bool(wrong)

    def carry_out(self, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Open the file, make it anew, or give it the passphrase that was typed."""
        if not self._is_new:
            work = self._places.open_vault
        elif self._places.vault is VaultState.OPEN:
            work = self._places.change_vault
        else:
            work = self._places.create_vault
        work(self.line.text(), deliver)

    def clear(self) -> None:
        """Forget what was typed."""
        self.line.clear()
        self.again.clear()

    def _wrong(self) -> str:
        text = self.line.text()
        if not text:
            return self.tr("Type the passphrase.")
        if not self._is_new:
            return ""
        if len(text) < SHORTEST:
            return self.tr("At least %d characters.") % SHORTEST
        return "" if text == self.again.text() else self.tr("The two are not the same.")
