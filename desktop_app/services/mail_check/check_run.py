"""Checks of one, some or all mailboxes of a profile, in one run that can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.mail_check.check_verdicts import NotCheckable, NotChecked
from desktop_app.core.mail_check.mail_check import CheckReport, Step, Target, target_of
from desktop_app.core.mailbox.mailbox import Mailbox, MailLogin, ServerType
from desktop_app.core.secrets.secret import SecretName
from desktop_app.mailcheck.lockout_guard import RunGate
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.mail_check.check_scheduler import WIDTH, Check, MailChecks, Order

if TYPE_CHECKING:
    from desktop_app.core.secrets.saved_password import KeptPassword
    from desktop_app.services.workspace.workspace import Workplace

AHEAD = 2 * WIDTH
"""Mailboxes that are read or handed in at a time: a long list at once would stop the window."""


class CheckRun(QObject):
    """Checks mailboxes as SuperOffice has them. Every result goes into the workplace's book.

    ``passwords`` are tried in place of kept ones, by mailbox id: for passwords that are to be
    proved before they are saved. Three refusals in a row stop a host, and a refused password is
    never tried again. ``in_turn`` asks each host for one mailbox at a time, in the given order.
    """

    came = Signal(object, object)
    """A mailbox id and its CheckReport."""
    stepped = Signal(object, object)
    """A mailbox id and a Step of its check."""
    ended = Signal()

    def __init__(
        self,
        workplace: Workplace,
        ids: Iterable[int],
        passwords: Mapping[int, str] | None = None,
        *,
        in_the_clear: bool = False,
        in_turn: bool = False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._checks = workplace.mail_checks
        self.ids = tuple(dict.fromkeys(ids))
        self.reports: dict[int, CheckReport] = {}
        self._passwords = dict(passwords or {})
        self._in_the_clear = in_the_clear
        self._in_turn = in_turn
        self._gate = RunGate(self._checks.refused)
        self._to_read: list[int] = []
        self._kept: dict[int, KeptPassword] = {}
        self._reads: dict[int, Ticket] = {}
        self._under_way: dict[int, Check] = {}
        self.is_running = False
        workplace.destroyed.connect(self._lose_workplace)

    def start(self) -> None:
        """Begin; the results come in any order."""
        self.is_running = True
        self._to_read = list(self.ids)
        passwords = self._workplace.passwords
        if passwords is None or len(self._passwords) == len(self.ids):
            self._go_on()
        else:
            passwords.find(self._workplace.profile.id, self._take_kept)

    def cancel(self) -> None:
        """Stop everything at once; what has come stays."""
        self.is_running = False
        self._to_read = []
        for ticket in self._reads.values():
            ticket.forget()
        for check in self._under_way.values():
            check.cancel()
        self._reads.clear()
        self._under_way.clear()
        self._passwords.clear()
        self.ended.emit()

    def _lose_workplace(self) -> None:
        """The profile was changed or deleted."""
        if self.is_running:
            self.cancel()

    @property
    def done(self) -> int:
        """How many results there are."""
        return len(self.reports)

    def _take_kept(self, outcome: Done[list[KeptPassword]] | Failed) -> None:
        if isinstance(outcome, Done):
            name = SecretName.MAILBOX_PASSWORD
            self._kept = {k.mailbox_id: k for k in outcome.value if k.name is name}
        if self.is_running:
            self._go_on()

    def _go_on(self) -> None:
        """Start what can be; ``ended`` when nothing is left."""
        details, turn = self._workplace.details, 0
        while self._to_read and turn + len(self._reads) + len(self._under_way) < AHEAD:
            turn += 1
            mailbox_id = self._to_read.pop(0)
            known = details.get(mailbox_id)
            if known is not None:
                self._order(mailbox_id, known)
            else:
                take = partial(self._take_mailbox, mailbox_id)
                self._reads[mailbox_id] = self._workplace.read(mailbox_id, take)
        if self._reads or self._under_way or not self.is_running:
            return
        if self._to_read:  # none of these had a server to ask
            QTimer.singleShot(0, self, self._go_on)
        else:
            self.is_running = False
            self._passwords.clear()
            self.ended.emit()

    def _take_mailbox(self, mailbox_id: int, outcome: Done[Mailbox] | Failed) -> None:
        self._reads.pop(mailbox_id, None)
        if isinstance(outcome, Done):
            self._order(mailbox_id, outcome.value)
        else:
            self._note(mailbox_id, _unread())
        self._go_on()

    def _order(self, mailbox_id: int, mailbox: Mailbox) -> None:
        target = target_of(mailbox.values)
        if isinstance(target, NotCheckable):
            self._note(mailbox_id, _unchecked(target))
            return
        order = Order(
            target,
            self._gate,
            self._workplace.profile.ca_file,
            self._passwords.get(mailbox_id, ""),
            self._kept_of(mailbox_id, MailLogin.of(mailbox.values)),
            in_the_clear=self._in_the_clear,
            in_turn=self._in_turn,
        )
        self._under_way[mailbox_id] = self._checks.order(
            order, partial(self._take, mailbox_id), partial(self._step, mailbox_id)
        )

    def _kept_of(self, mailbox_id: int, login: MailLogin) -> Callable[[], str] | None:
        return kept_password(self._workplace, mailbox_id, login, self._kept.get(mailbox_id))

    def _step(self, mailbox_id: int, step: Step) -> None:
        self.stepped.emit(mailbox_id, step)

    def _take(self, mailbox_id: int, report: CheckReport) -> None:
        self._under_way.pop(mailbox_id, None)
        self._note(mailbox_id, report)
        self._go_on()

    def _note(self, mailbox_id: int, report: CheckReport) -> None:
        self.reports[mailbox_id] = report
        self._workplace.checks.put(mailbox_id, report)
        self.came.emit(mailbox_id, report)


def kept_password(
    workplace: Workplace, mailbox_id: int, login: MailLogin, kept: KeptPassword | None
) -> Callable[[], str] | None:
    """What gets the kept password in a worker, if there is one that was typed for this login."""
    passwords = workplace.passwords
    if passwords is None or kept is None or not kept.was_typed_for(workplace.profile, login):
        return None
    read = passwords.reader(workplace.profile, mailbox_id, kept.name)
    return lambda: read(login)


def by_hand(checks: MailChecks) -> RunGate:
    """The gate of a check that a person watches: only a refused password is not tried again."""
    return RunGate(checks.refused, limited=False)


def _unchecked(why: NotCheckable) -> CheckReport:
    return CheckReport(_NO_TARGET, why, datetime.now(UTC), 0.0)


def _unread() -> CheckReport:
    return _unchecked(NotCheckable(NotChecked.NO_DETAILS))


_NO_TARGET = Target(ServerType.UNKNOWN, "", 0, "")
