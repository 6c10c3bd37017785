"""Where secrets live: shown, checked, and chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import SecretStoreTrouble, Trouble
from desktop_app.core.profiles.policy import Policy
from desktop_app.core.secrets.secret import Place, PlaceKind
from desktop_app.core.settings import MOST_IDLE, Settings
from desktop_app.services.background import Done, Failed
from desktop_app.services.profiles.secret_settings import SecretPlaces
from desktop_app.ui.secrets.vault_passphrase import VaultPassphrase
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.text.policy import forbidden_words
from desktop_app.ui.text.profiles import place_words
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.form_rows import FormRows
from desktop_app.ui.widgets.guarded_callback import while_open


class SecretsDialog(QDialog):
    """Keyring, encrypted file or this session only; and after how long the program locks."""

    opened = Signal()
    """The encrypted file is open now."""

    def __init__(self, places: SecretPlaces, policy: Policy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._policy = policy
        self.banner = Banner()
        self.choices = {
            PlaceKind.KEYRING: QRadioButton(self.tr("&Keyring of this computer")),
            PlaceKind.VAULT: QRadioButton(self.tr("&Encrypted file, opened by a passphrase")),
            PlaceKind.SESSION: QRadioButton(self.tr("This session &only")),
        }
        self._group = QButtonGroup(self)
        self.form = FormRows()
        self.vault = VaultPassphrase(places)
        self.idle = QSpinBox()
        self.said = plain_label()
        self.forbidden = plain_label()
        self.check_button = QPushButton(self.tr("C&heck it"))
        self.buttons = button_box(Standard.Save, Standard.Cancel)
        self._arrange()
        self._fill()
        self._connect()
        self._show()
        self._look()

    @property
    def kind(self) -> PlaceKind:
        """The place that is chosen."""
        return next(kind for kind, button in self.choices.items() if button.isChecked())

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Where secrets live"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        for button in self.choices.values():
            self._group.addButton(button)
            layout.addWidget(button)
        self.idle.setRange(0, MOST_IDLE)
        self.idle.setSuffix(self.tr(" min"))
        self.idle.setSpecialValueText(self.tr("never"))
        self.form.add(self.tr("&Lock when idle for"), self.idle)
        self.buttons.addButton(self.check_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout.addWidget(self.forbidden)
        layout.addWidget(self.vault)
        layout.addWidget(self.form)
        layout.addWidget(self.said)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.resize(520, self.sizeHint().height())

    def _fill(self) -> None:
        may = self._places.may_store
        self.choices[self._wanted(may_store=may)].setChecked(True)
        self.choices[PlaceKind.KEYRING].setEnabled(may)
        self.choices[PlaceKind.VAULT].setEnabled(may and self._policy.vault)
        self.idle.setValue(self._places.settings.idle_minutes)
        self.forbidden.setText(self._forbidden(may_store=may))
        self.forbidden.setVisible(bool(self.forbidden.text()))

    def _forbidden(self, *, may_store: bool) -> str:
        if not may_store:
            return forbidden_words("store_secrets")
        return "" if self._policy.vault else forbidden_words("vault")

    def _wanted(self, *, may_store: bool) -> PlaceKind:
        wanted = self._places.settings.secrets
        if not may_store:
            return PlaceKind.SESSION
        forbidden = wanted is PlaceKind.VAULT and not self._policy.vault
        return PlaceKind.KEYRING if forbidden else wanted

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.check_button.clicked.connect(self.check)
        self.finished.connect(self._forget)
        for button in self.choices.values():
            button.toggled.connect(self._show)

    def save(self) -> None:
        """Open or make the encrypted file where it is chosen, then keep the choice."""
        if self.kind is not PlaceKind.VAULT or not self.vault.is_needed:
            self._choose()
        elif not self.vault.complain():
            self._set_busy(True)
            self.vault.carry_out(while_open(self, self._vault_opened))

    def check(self) -> None:
        """Find out whether the place in use works, and say what to do if not."""
        self.check_button.setEnabled(False)
        self.said.setText(self.tr("Checking …"))
        self._places.check(while_open(self, self._checked))

    def _vault_opened(self, outcome: Done[None] | Failed) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failed):
            self._say_trouble(outcome.trouble)
            self.vault.line.setFocus()
            return
        self._choose()

    def _choose(self) -> None:
        self._set_busy(True)
        # where nothing may be kept, what the user wants is not known, and stays
        kept = self.kind if self._places.may_store else self._places.settings.secrets
        self._places.choose(Settings(kept, self.idle.value()), while_open(self, self._chosen))

    def _chosen(self, outcome: Done[None] | Failed) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failed):
            self._say_trouble(outcome.trouble)
            return
        if self.kind is PlaceKind.VAULT:
            self.opened.emit()
        self.accept()

    def _checked(self, outcome: Done[Place] | Failed) -> None:
        self.check_button.setEnabled(True)
        if isinstance(outcome, Failed):
            self._say_trouble(outcome.trouble)
            return
        text = self.tr("It works: a secret was kept in %s, read back and deleted.")
        self.said.setText(text % place_words(outcome.value))

    def _say_trouble(self, trouble: Trouble) -> None:
        said = explain(trouble)
        more = trouble.detail if isinstance(trouble, SecretStoreTrouble) else ""
        self.said.setText(" ".join(filter(None, (said.text, more))))

    def _set_busy(self, busy: bool) -> None:
        self.buttons.button(Standard.Save).setEnabled(not busy)
        for part in (self.form, self.vault):
            part.setEnabled(not busy)

    def _look(self) -> None:
        """A keyring tells its name only when it is asked, and whether there is one at all."""
        if self._places.may_store and self._places.settings.secrets is PlaceKind.KEYRING:
            self._places.look(while_open(self, self._looked))

    def _looked(self, outcome: Done[Place] | Failed) -> None:
        if not self.check_button.isEnabled():
            return  # a check is under way, and says more
        if isinstance(outcome, Failed):
            self._say_trouble(outcome.trouble)
        else:
            self._show()

    def _show(self) -> None:
        moves = self._places.may_store and self.kind is not self._places.settings.secrets
        here = self.tr("Secrets live here now: %s.") % place_words(self._places.place)
        more = self.tr("When you save, those of your profiles move.") if moves else ""
        self.said.setText(f"{here} {more}".strip())
        self.vault.setVisible(self.kind is PlaceKind.VAULT)
        self.vault.look()

    def _forget(self) -> None:
        self.vault.clear()
