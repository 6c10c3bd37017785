"""The guided trial: does this SuperOffice keep the stored password when a save carries none?"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.core.errors import Trouble
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Keep,
    KeepVerdict,
    Mailbox,
    PasswordChoice,
    Replace,
)
from desktop_app.services.background import Done, Failed
from desktop_app.services.saving.save import Saved
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.dialogs.message_boxes import ask
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.saving import name_of
from desktop_app.ui.widgets.banner import Action
from desktop_app.ui.widgets.secret_field import SecretLine

Finish = Callable[[Done[Saved] | Failed], None]


class TrialDialog(QDialog):
    """Saves a mailbox unchanged and without its password, then asks what became of its mail.

    The password is typed first, so that it can be put back: nothing is lost whatever happens.
    """

    decided = Signal()
    """A verdict was noted."""

    def __init__(self, workplace: Workplace, mailbox: Mailbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Try a save without the password"))
        self._workplace = workplace
        self._mailbox = mailbox
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.password = SecretLine(self.tr("Password of the mailbox"))
        self.label = QLabel(self.tr("Pass&word of the mailbox"))
        self.label.setBuddy(self.password.line)
        self._buttons = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(self.label)
        layout.addWidget(self.password)
        layout.addStretch(1)
        layout.addLayout(self._buttons)
        self.resize(520, 260)
        self._began = False
        self._busy = False
        self._introduce()

    def _introduce(self) -> None:
        self._say(
            self.tr(
                "Whether SuperOffice keeps the stored password of a mailbox when it is saved "
                "without one is not documented. This trial finds out, once for this profile.\n\n"
                "Type the password of %s as it is now. The mailbox is then saved unchanged and "
                "without it, and you look whether SuperOffice still fetches its mail. If it does "
                "not, the password typed here is saved again."
            )
            % name_of(self._mailbox),
            (self.tr("&Begin the trial"), self._begin),
        )

    def _begin(self) -> None:
        if not self.password.text():
            self.password.setFocus()
            return
        self._began = True
        self._send(Keep(), self._was_saved)

    def _was_saved(self, outcome: Done[Saved] | Failed) -> None:
        self._busy = False
        if isinstance(outcome, Failed):
            self._tell_failure(outcome.trouble)
            return
        seen = outcome.value.mailbox.password_seen
        if seen is not self._mailbox.password_seen:
            self._stopped()
            return
        self._say(
            self.tr(
                "Saved without the password. Now send a mail to this mailbox, and wait until "
                "SuperOffice has looked for mail again (its interval, often some minutes). "
                "What do you see in SuperOffice?"
            ),
            (self.tr("New &mail has come in"), self._arrived),
            (self.tr("It no longer &fetches mail"), self._stopped),
        )

    def _arrived(self) -> None:
        self._workplace.learnt.note_verdict(KeepVerdict.PROVED)
        self.decided.emit()
        self.password.clear()
        self._say(
            self.tr(
                "Good: this SuperOffice keeps the stored password. From now on a save without "
                "a password needs no confirmation on this profile, until its version changes."
            )
        )

    def _stopped(self) -> None:
        self._workplace.learnt.note_verdict(KeepVerdict.DESTROYS)
        self.decided.emit()
        self._put_back()

    def _put_back(self) -> None:
        self._send(Replace(self.password.text()), self._was_put_back)

    def _was_put_back(self, outcome: Done[Saved] | Failed) -> None:
        self._busy = False
        if isinstance(outcome, Failed):
            said = explain(outcome.trouble).text
            warning = self.tr("The password is NOT saved again yet.")
            self._say(f"{said}\n\n{warning}", (self.tr("&Try again"), self._put_back))
            return
        self.password.clear()
        self._say(
            self.tr(
                "This SuperOffice loses the stored password when a save carries none. The one "
                "you typed is saved again. From now on each save on this profile needs one."
            )
        )

    def _send(self, password: PasswordChoice, finish: Finish) -> None:
        self._busy = True
        self._say(self.tr("Saving …"))
        self._workplace.save(Draft(self._mailbox, {}, password), finish)

    def _tell_failure(self, trouble: Trouble) -> None:
        """A save that may have been executed must not be left at that: the password goes back."""
        said = explain(trouble).text
        if trouble.may_have_run:
            self._say(said, (self.tr("Save the &password again"), self._put_back))
        else:
            self._began = False
            self._say(said, (self.tr("&Try again"), self._begin))

    def _say(self, text: str, *actions: Action) -> None:
        self.text.setText(text)
        for part in (self.label, self.password):
            part.setVisible(bool(actions) and not self._began)
        while (item := self._buttons.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        self._buttons.addStretch(1)
        leave = (self.tr("&Cancel") if not self._began else self.tr("C&lose"), self.reject)
        for label, act in (*actions, leave):
            button = QPushButton(label)
            button.setAutoDefault(bool(actions))  # Enter begins; it never leaves by itself
            button.clicked.connect(act)
            button.setEnabled(not self._busy)
            self._buttons.addWidget(button)

    def reject(self) -> None:
        """Not while a save is under way, nor before the question is answered without asking."""
        if self._busy:
            return
        if self._began and self.password.text() and not self._may_leave():
            return
        self.password.clear()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own close button does what Esc does."""
        event.ignore()
        self.reject()

    def _may_leave(self) -> bool:
        return ask(
            self,
            self.tr("Leave the trial undecided?"),
            self.tr(
                "The mailbox was saved without its password. If SuperOffice no longer fetches "
                "its mail, open it and type the password."
            ),
            self.tr("&Leave"),
            self.tr("&Stay"),
        )
