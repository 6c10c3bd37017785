"""The passwords of mailboxes that are kept on this computer: seen and forgotten, never shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import Trouble
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.services.background import Done, Failed
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords
from desktop_app.ui.secrets.saved_passwords_model import KeptTable
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.guarded_callback import while_open
from desktop_app.ui.widgets.tables.read_only_table import plain_table
from desktop_app.ui.widgets.window_size import resize_to_fit


class KeptPasswordsDialog(QDialog):
    """Lists them by profile and mailbox; ``names`` are those of the profiles, by id."""

    def __init__(
        self, passwords: MailboxPasswords, names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._passwords = passwords
        self._trouble = ""
        self.model = KeptTable(names)
        self.table = plain_table(self.model, self.tr("Kept mailbox passwords"), ())
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.said = QLabel()
        self.forget_button = QPushButton(self.tr("&Forget"))
        self.all_button = QPushButton(self.tr("Forget &all"))
        self.buttons = button_box(Standard.Close)
        self._arrange()
        self._connect()
        self._update()

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Kept mailbox passwords"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for button in (self.forget_button, self.all_button):
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.buttons)
        resize_to_fit(self, 820, 380)

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self.forget_button.clicked.connect(self._forget_selected)
        self.all_button.clicked.connect(self._forget_all)
        self.table.selectionModel().selectionChanged.connect(self._update)
        self._passwords.changed.connect(self.look)
        self._passwords.failed.connect(self._say_trouble)

    def open(self) -> None:
        """Show the dialog, and find out what it is to show."""
        super().open()
        self.look()

    def look(self) -> None:
        """Look into the index; the keyring is not asked."""
        self._passwords.find(None, while_open(self, self._take))

    def _take(self, outcome: Done[list[KeptPassword]] | Failed) -> None:
        if isinstance(outcome, Failed):
            self._say_trouble(outcome.trouble)
            return
        self.model.show(outcome.value)
        self.table.resizeColumnsToContents()
        none = self.tr("No password of a mailbox is kept on this computer.")
        some = self.tr("Passwords themselves are not shown here. SuperOffice keeps its own.")
        self.said.setText(self._trouble or (some if outcome.value else none))
        self._update()

    def _say_trouble(self, trouble: Trouble) -> None:
        self._trouble = explain(trouble).text
        self.said.setText(self._trouble)

    def _forget_selected(self) -> None:
        self._forget([index.row() for index in self.table.selectionModel().selectedRows()])

    def _forget_all(self) -> None:
        self._forget(range(self.model.rowCount()))

    def _forget(self, lines: Iterable[int]) -> None:
        self._trouble = ""
        for line in lines:
            self._passwords.forget(self.model.behind[line])

    def _update(self) -> None:
        self.forget_button.setEnabled(self.table.selectionModel().hasSelection())
        self.all_button.setEnabled(self.model.rowCount() > 0)
