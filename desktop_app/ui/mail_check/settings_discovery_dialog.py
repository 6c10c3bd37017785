"""Settings from the address: says what leaves this computer, asks, and offers what was found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mail_check.mail_settings import Mail, Proposal
from desktop_app.services.background import Done, Failed
from desktop_app.services.mail_check.settings_discovery import ProposalFinder
from desktop_app.ui.mail_check.settings_text import guess_words, leaves_words, proposal_words
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.window_size import resize_to_fit

WIDTH, HEIGHT = 600, 400
"""Logical pixels."""


class ProposalsDialog(QDialog):
    """Nothing is asked before the user says so. The finder is closed with the dialog."""

    chosen = Signal(object)
    """The Proposal that the user wants in the form."""

    def __init__(self, mail: Mail, finder: ProposalFinder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mail = mail
        self._finder = finder
        finder.setParent(self)
        self.proposals: list[Proposal] = []
        self.told = self._label(leaves_words(mail))
        self.state = self._label("")
        self.list = QListView()
        self._lines = QStringListModel(self)
        self.ask = QPushButton(self.tr("&Ask them"))
        self.guess = QPushButton(self.tr("&Guess too"))
        self.use = QPushButton(self.tr("&Use it"))
        self._arrange()
        self.ask.clicked.connect(self._ask)
        self.guess.clicked.connect(self._guess)
        self.use.clicked.connect(self._use)
        self.list.doubleClicked.connect(self._use)
        self.list.selectionModel().selectionChanged.connect(self._follow)
        finder.found.connect(self._take)
        finder.ended.connect(self._end)
        self._follow()

    def done(self, result: int) -> None:
        """Stop asking."""
        self._finder.close()
        super().done(result)

    def _arrange(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Settings by address"))
        self.list.setModel(self._lines)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Proposed settings"))
        self.list.setWordWrap(True)
        self.guess.setToolTip(guess_words(self._mail))
        buttons = button_box(Standard.Cancel)
        for button in (self.ask, self.guess, self.use):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.guess.hide()
        layout = QVBoxLayout(self)
        for widget in (self.told, self.list, self.state, buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.list, 1)
        self.ask.setDefault(True)
        resize_to_fit(self, WIDTH, HEIGHT)

    def _ask(self) -> None:
        self.proposals.clear()
        self.ask.setDefault(True)
        self._lines.setStringList([])
        self._wait(self.tr("Asking …"))
        self._finder.find(self._mail)

    def _guess(self) -> None:
        self._wait(self.tr("Guessing …"))
        self._finder.guess(self._mail)

    def _wait(self, text: str) -> None:
        self.ask.setEnabled(False)
        self.guess.setEnabled(False)
        self.state.setText(text)

    def _take(self, proposal: Proposal) -> None:
        self.proposals.append(proposal)
        row = self._lines.rowCount()
        self._lines.insertRow(row)
        self._lines.setData(self._lines.index(row), proposal_words(proposal))
        if row == 0:
            self.list.setCurrentIndex(self._lines.index(0))
            self.use.setDefault(True)

    def _end(self, outcome: Done[None] | Failed) -> None:
        self.ask.setEnabled(True)
        self.guess.setEnabled(True)
        self.guess.show()
        if isinstance(outcome, Failed):
            why = explain(outcome.trouble).text
            self.state.setText(self.tr("Not everybody could be asked. %s") % why)
        elif self.proposals:
            self.state.setText(self.tr("All of them stay editable. “Check server now” tries them."))
        else:
            none = self.tr("Nobody publishes settings for this domain.")
            self.state.setText(f"{none} {guess_words(self._mail)}")

    def _follow(self) -> None:
        self.use.setEnabled(self.list.currentIndex().isValid())

    def _use(self, _index: QModelIndex | bool = False) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.proposals):
            self.chosen.emit(self.proposals[row])
            self.accept()

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label
