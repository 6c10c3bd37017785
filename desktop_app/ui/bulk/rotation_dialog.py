"""Replace passwords: paste a table, try each on its mail server, save those that are accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.bulk.bulk_run import BatchKind
from desktop_app.core.bulk.password_table import Line, TooManyLines, read_table
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ServerType
from desktop_app.services.bulk.bulk_runner import PasswordProof
from desktop_app.services.bulk.password_rotation import PasswordRound, Tried
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.bulk.bulk_dialog import BatchDialog
from desktop_app.ui.bulk.bulk_text import lines_words, paste_words, polling_words, reading_words
from desktop_app.ui.bulk.password_table_model import LinesTable
from desktop_app.ui.bulk.run_model import LeftAlone
from desktop_app.ui.mailbox_edit.confirmation_text import Confirm, question
from desktop_app.ui.mailbox_edit.confirmations import Confirmations
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it
from desktop_app.ui.widgets.secret_field import SecretLine
from desktop_app.ui.widgets.tables.read_only_table import plain_table

WIDTHS = (5, 22, 24, 20, 12, 14, 50)
CLEAR = (ServerType.POP, ServerType.IMAP)
"""Types that send the password without TLS, if the server offers none."""


class PasswordsDialog(BatchDialog):
    """The table is in memory only; it goes when the window closes, and when the desk is left."""

    def __init__(
        self, workplace: Workplace, parent: QWidget | None = None, batch: str = ""
    ) -> None:
        super().__init__(workplace, parent, batch)
        self.setWindowTitle(self.tr("Replace passwords"))
        self.round = PasswordRound(workplace, self)
        self.model = LinesTable(self.round)
        self.table = plain_table(self.model, self.tr("Passwords"), WIDTHS)
        self.paste = self._button(self.tr("&Paste a table"), self._paste)
        self.who = QLineEdit()
        self.typed = SecretLine(self.tr("Password"))
        self.add = self._button(self.tr("&Add the line"), self._add)
        self.take_out = self._button(self.tr("Take the line &out"), self._take_out)
        self.read_all = self._button("", self.round.read_all)
        self.clear = QCheckBox(self.tr("Try them also w&ithout TLS, as SuperOffice sends them"))
        self.try_all = self._button("", self._try)
        self.said, self.count, self.detail = plain_label(), plain_label(), plain_label()
        self.confirmations = Confirmations()
        self._fill()
        self._connect()
        self.refresh()

    def _button(self, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        only_when_on_it(button)
        button.clicked.connect(lambda: act())
        return button

    def _fill(self) -> None:
        self.who.setPlaceholderText(self.tr("Address or user name"))
        self.who.setAccessibleName(self.tr("Address or user name"))
        self.typed.line.setPlaceholderText(self.tr("New password"))
        first, last = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.paste)
        first.addWidget(self.who, 1)
        first.addWidget(self.typed, 1)
        first.addWidget(self.add)
        last.addWidget(self.take_out)
        last.addWidget(self.read_all)
        last.addStretch(1)
        last.addWidget(self.clear)
        last.addWidget(self.try_all)
        layout = QVBoxLayout(self.review)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(plain_label(paste_words()))
        layout.addLayout(first)
        layout.addWidget(self.said)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.detail)
        layout.addLayout(last)
        layout.addWidget(plain_label(polling_words()))
        layout.addWidget(self.confirmations)
        layout.addWidget(self.count)
        self.paste.setFocus()

    def _connect(self) -> None:
        self.round.changed.connect(self.refresh)
        self.round.progressed.connect(self._tell_count)
        self.model.chosen_changed.connect(self.refresh)
        self.confirmations.changed.connect(self.refresh)
        self.table.selectionModel().currentRowChanged.connect(self.refresh)
        self.who.textChanged.connect(self.refresh)
        self.typed.edited.connect(self.refresh)
        self.typed.line.returnPressed.connect(self._add)
        QShortcut(QKeySequence.StandardKey.Paste, self.table, self._paste)
        self.workplace.listed.connect(self._listed)

    @property
    def kind(self) -> BatchKind:
        """Passwords."""
        return BatchKind.PASSWORDS

    @property
    def ready(self) -> Sequence[Draft]:
        """Those that are proved, and those that the user wants untried."""
        return self.round.drafts(self.model.untried)

    @property
    def proofs(self) -> Mapping[int, PasswordProof]:
        """What the mail servers took."""
        return self.round.proofs()

    @property
    def left_alone(self) -> Sequence[LeftAlone]:
        """Refused, not reached, not matched."""
        return self.model.left_alone()

    @property
    def may_begin(self) -> bool:
        """Whether nothing is being tried, and all is confirmed."""
        return not self.round.is_busy and self.confirmations.missing() is None

    @property
    def typed_passwords(self) -> int:
        """Those of the table, and the one that is being typed beside it."""
        return sum(bool(line.password) for line in self.round.lines) + bool(self.typed.text())

    def refresh(self) -> None:
        """Say how the lines stand, and what can be done."""
        if self.run is not None:
            return
        lines, busy = self.round, self.round.is_busy
        waiting = self._count(Tried.NOT_YET)
        self.add.setEnabled(bool(self.who.text().strip() and self.typed.text()))
        self.detail.setText(self.model.result_of(self.table.currentIndex().row()))
        self.take_out.setEnabled(self._line is not None and not busy)
        words = self.tr("S&top trying") if lines.is_trying else self.tr("&Try the passwords")
        self.try_all.setText(words)
        self.try_all.setEnabled(lines.is_trying or (waiting > 0 and not busy))
        self.clear.setVisible(any(_is_clear(m.mailbox) for m in lines.matching.matches))
        missing = lines.calls_missing if lines.matching.unused else 0
        self.read_all.setVisible(missing > 0 and not busy)
        self.read_all.setText(self.tr("&Read %d details to find user names") % missing)
        self._tell_count()
        asks = bool(self.ready) and self.workplace.learnt.asks_for_notes
        self.confirmations.ask({Confirm.NOTES: question(Confirm.NOTES)} if asks else {})
        super().refresh()

    def _tell_count(self) -> None:
        self.count.setText(self._count_words())

    def _count_words(self) -> str:
        lines = self.round
        if lines.is_reading and lines.reading is not None:
            return reading_words(lines.reading.done, len(lines.reading.ids))
        proved = self._count(Tried.PROVED)
        waiting = self._count(Tried.NOT_YET, Tried.TRYING)
        failed = len(lines.matching.matches) - proved - waiting
        return lines_words(proved, failed, waiting, len(lines.matching.unused))

    def _count(self, *states: Tried) -> int:
        return sum(self.round.state(one) in states for one in self.round.matching.matches)

    @property
    def _line(self) -> Line | None:
        return self.model.line_at(self.table.currentIndex().row())

    def forget_secrets(self) -> None:
        """The desk is left."""
        if self.round.lines:
            self.said.setText(self.tr("Locked: the table is gone from memory. Paste it again."))
        self.let_go()
        super().forget_secrets()

    def let_go(self) -> None:
        """The table goes, and what is typed beside it."""
        self.typed.clear()
        self.round.forget()

    def _paste(self) -> None:
        clipboard = QGuiApplication.clipboard()
        text = clipboard.text()
        try:
            lines = read_table(text)
        except TooManyLines:
            self.said.setText(self.tr("This is too long: at most 10,000 lines can be pasted."))
            return
        if not lines:
            self.said.setText(self.tr("There is no table on the clipboard."))
            return
        clipboard.clear()
        self.said.setText(self.tr("Lines pasted: %d. The clipboard was cleared.") % len(lines))
        self.round.add(lines)

    def _add(self) -> None:
        if self.add.isEnabled():
            number = len(self.round.lines) + 1
            line = Line(number, self.who.text().strip(), self.typed.text())
            self.typed.clear()
            self.who.clear()
            self.who.setFocus()
            self.round.add((line,))

    def _take_out(self) -> None:
        if (line := self._line) is not None:
            self.round.take_out(line)

    def _try(self) -> None:
        if self.round.is_trying:
            self.round.stop()
        else:
            self.round.start(in_the_clear=self.clear.isChecked())
        self.refresh()

    def _listed(self) -> None:
        """There is another list; what was pasted is matched to it."""
        if self.run is None and self.round.lines and not self.round.is_busy:
            self.round.add(())


def _is_clear(mailbox: Mailbox) -> bool:
    return mailbox.values.get(Field.SERVER_TYPE) in CLEAR
