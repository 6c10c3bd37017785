"""Checks the values in the form on their mail server, saved or not, and says what came of it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from shiboken6 import isValid

from desktop_app.core.mail_check.check_verdicts import Answered, NotCheckable, NotTried, Standing
from desktop_app.core.mail_check.mail_check import CheckReport, Step, Target, target_of
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, MailLogin, Replace, value_text
from desktop_app.core.mailbox.validation import Finding, Kind, Severity
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Done, Failed
from desktop_app.services.mail_check.check_run import by_hand, kept_password
from desktop_app.services.mail_check.check_scheduler import Check, Order
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mail_check.check_panel_widgets import CheckFace
from desktop_app.ui.mail_check.check_text import (
    headline,
    mail_words,
    old_mail_warning,
    step_words,
)
from desktop_app.ui.mail_check.report_text import checked_at, ticket_words
from desktop_app.ui.mail_check.settings_discovery import SettingsByAddress
from desktop_app.ui.mail_check.verdict_text import verdict_words
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm
from desktop_app.ui.text.policy import forbidden_words


class CheckRow(CheckFace):
    """A button, what the check finds stage by stage, and its result; all texts are plain.

    Typed values count, and a typed password. A kept one is used where it was typed for this login.
    """

    checked = Signal(object)
    """A CheckReport."""

    def __init__(self, form: MailboxForm, workplace: Workplace) -> None:
        super().__init__()
        self._form = form
        self.workplace = workplace
        self._settings = SettingsByAddress(form)
        self.report: CheckReport | None = None
        self._check: Check | None = None
        self._order_no = 0
        self._asked: object = None
        self._steps: list[str] = []
        self.button.clicked.connect(self.start)
        self.stop.clicked.connect(self.give_up)
        self.clear.clicked.connect(self._start_in_the_clear)
        self.copy.clicked.connect(self._copy)
        self.look.clicked.connect(self._look_for_settings)
        form.changed.connect(self._outdate)
        self.follow(workplace)

    def follow(self, workplace: Workplace) -> None:
        """Work for this workplace, as far as the administrator allows."""
        self.workplace = workplace
        allowed = workplace.policy.mail_check
        self.button.setEnabled(allowed)
        self.look.setEnabled(workplace.policy.discovery)
        self.look.setToolTip("" if workplace.policy.discovery else forbidden_words("discovery"))
        if not allowed:
            self.say(forbidden_words("mail_check"), Standing.NONE)

    def start(self) -> None:
        """Check what is in the form now."""
        self._begin(in_the_clear=False)

    def give_up(self) -> None:
        """Stop a check that is under way."""
        self._order_no += 1
        if self._check is not None:
            self._check.cancel()
            self._check = None
            self.say(self.tr("Stopped."), Standing.NONE)
        self._show_busy(busy=False)

    def accepted_at(self, draft: Draft) -> datetime | None:
        """When the mail server accepted the password of this draft, if it did."""
        report = self.report
        if report is None or report.verdict.standing is not Standing.PROVED:
            return None
        same = self._asked == (target_of(draft.result), draft.password)
        return report.began if same else None

    def take_saved(self, mailbox: Mailbox) -> None:
        """What was checked before the save is what is stored now, and counts for the list."""
        if self.report is not None and self.report.target == target_of(mailbox.values):
            self.workplace.checks.put(mailbox.id, self.report)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for the result any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.give_up()

    def _begin(self, *, in_the_clear: bool) -> None:
        self.give_up()
        if not self.workplace.policy.mail_check:
            return
        self._asked = None
        self._unmark()
        self._asked = self._values()
        target = target_of(self._form.draft().result)
        if isinstance(target, NotCheckable):
            said = verdict_words(target, "")
            self.say(said.text, Standing.NONE)
            self._mark(target.mend, target, "")
            return
        self._steps = []
        self.say(self.tr("Asking %s …") % target.server, Standing.NONE)
        self._show_busy(busy=True)
        self._find_password(target, self._order_no, in_the_clear=in_the_clear)

    def _find_password(self, target: Target, number: int, *, in_the_clear: bool) -> None:
        draft, passwords = self._form.draft(), self.workplace.passwords
        if isinstance(draft.password, Replace):
            self._order(target, draft.password.text, None, in_the_clear=in_the_clear)
            return
        if passwords is None or draft.creates:
            self._order(target, "", None, in_the_clear=in_the_clear)
            return

        def take(outcome: Done[list[KeptPassword]] | Failed) -> None:
            if isValid(self) and number == self._order_no:
                kept = outcome.value if isinstance(outcome, Done) else []
                self._order(target, "", self._mine(kept), in_the_clear=in_the_clear)

        passwords.find(self.workplace.profile.id, take)

    def _mine(self, kept: list[KeptPassword]) -> KeptPassword | None:
        wanted = (self._form.mailbox.id, SecretName.MAILBOX_PASSWORD)
        return next((one for one in kept if (one.mailbox_id, one.name) == wanted), None)

    def _order(
        self, target: Target, password: str, kept: KeptPassword | None, *, in_the_clear: bool
    ) -> None:
        place, mailbox_id = self.workplace, self._form.mailbox.id
        login = MailLogin.of(self._form.draft().result)
        order = Order(
            target,
            by_hand(place.mail_checks),
            place.profile.ca_file,
            password,
            kept_password(place, mailbox_id, login, kept),
            in_the_clear=in_the_clear,
        )
        self._check = place.mail_checks.order(order, self._take, self._hear)

    def _hear(self, step: Step) -> None:
        if isValid(self):
            self._steps.append(step_words(step))
            self.say("\n".join(self._steps), Standing.NONE)

    def _take(self, report: CheckReport) -> None:
        if not isValid(self):
            return
        self._check = None
        self._show_busy(busy=False)
        self._show(report)
        self._note(report)
        self.checked.emit(report)

    def _note(self, report: CheckReport) -> None:
        """What was checked as it is stored counts for the list too."""
        mailbox = self._form.mailbox
        if mailbox.id and target_of(mailbox.values) == report.target:
            self.workplace.checks.put(mailbox.id, report)

    def _show(self, report: CheckReport) -> None:
        self.report = report
        creates = self._form.mailbox.id == 0
        lines = [
            headline(report),
            mail_words(report.mail),
            old_mail_warning(report.mail) if creates else "",
            checked_at(report.began),
        ]
        self.say("\n".join(filter(None, lines)), report.verdict.standing)
        self.copy.show()
        self.clear.setVisible(report.verdict == Answered(NotTried.IN_THE_CLEAR))
        self._mark(report.verdict.mend, report.verdict, report.target.server)

    def _mark(self, which: Field | None, verdict: object, server: str) -> None:
        if which is None:
            return
        broken = getattr(verdict, "standing", None) is not Standing.UNREACHED
        severity = Severity.ERROR if broken else Severity.WARNING
        found = Finding(Kind.CHECK, severity, (verdict, server))
        self._form.rows[which].show_findings([found])

    def _unmark(self) -> None:
        self.report = None
        self.forget()
        self._form.show_own_findings()

    def _outdate(self) -> None:
        """A result is of the values that were checked, not of others."""
        if self._asked == self._values():
            self._mark_again()
            return
        self._asked = None
        if self.is_busy:
            self.give_up()
        if self.report is not None or self.result.text():
            self.report = None
            self.forget()
            if self.workplace.policy.mail_check:
                self.say("", Standing.NONE)

    def _values(self) -> object:
        """What a check depends on."""
        draft = self._form.draft()
        return target_of(draft.result), draft.password

    def _mark_again(self) -> None:
        if self.report is not None:
            verdict = self.report.verdict
            self._mark(verdict.mend, verdict, self.report.target.server)

    def _start_in_the_clear(self) -> None:
        self._begin(in_the_clear=True)

    def _copy(self) -> None:
        if self.report is not None:
            address = value_text(self._form.draft().result.get(Field.ADDRESS))
            text = ticket_words(self.report, address, self.workplace.profile)
            QGuiApplication.clipboard().setText(text)

    def _look_for_settings(self) -> None:
        if not self._settings.ask(self.workplace, self):
            self.say(self.tr("Fill in the address first, as in info@example.com."), Standing.NONE)

    def _show_busy(self, *, busy: bool) -> None:
        self.stop.setVisible(busy)
        self.button.setEnabled(not busy and self.workplace.policy.mail_check)
