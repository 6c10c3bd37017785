"""What checks found out about the mailboxes of a profile, and what their servers looked like."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.check_baseline import GoodLook, PastCheck
from desktop_app.core.mail_check.check_verdicts import Standing, Stopped
from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mail_check.mail_check import CheckReport, target_of
from desktop_app.services.mail_check.last_checks import LastChecks

if TYPE_CHECKING:
    from desktop_app.services.saving.save import Saved
    from desktop_app.services.store.store_service import Keeping

OUTCOMES = {
    Standing.PROVED: CheckOutcome.WORKS,
    Standing.ANSWERED: CheckOutcome.PARTLY,
    Standing.BROKEN: CheckOutcome.FAILS,
    Standing.UNREACHED: CheckOutcome.NOT_REACHED,
}
GOOD = (Standing.PROVED, Standing.ANSWERED)


class CheckBook(QObject):
    """The last report of each mailbox, and the last good look at its server before that."""

    came = Signal(object)
    """The id of a mailbox that was checked."""

    def __init__(
        self,
        profile_id: str,
        last_checks: LastChecks,
        keeping: Keeping | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._profile_id = profile_id
        self._last = last_checks
        self._keeping = keeping
        self._reports: dict[int, CheckReport] = {}
        self._good: dict[int, GoodLook] = {}
        self._before: dict[int, GoodLook] = {}
        self._found = keeping is None

    def report(self, mailbox_id: int) -> CheckReport | None:
        """The last report of this run of the program."""
        return self._reports.get(mailbox_id)

    def good_before(self, mailbox_id: int) -> GoodLook | None:
        """The last good look before the last check, of this run or an earlier one."""
        return self._before.get(mailbox_id)

    def certificates_end(self) -> Mapping[int, datetime]:
        """When the certificate ends that each mail server showed last (UTC), by mailbox id."""
        seen = {number: good.look for number, good in self._good.items()}
        seen |= {n: report.look for n, report in self._reports.items() if report.look.certificate}
        return {
            number: look.certificate.expires
            for number, look in seen.items()
            if look.certificate is not None and look.certificate.expires is not None
        }

    def find(self) -> None:
        """Bring back what earlier runs found, once."""
        if self._found or self._keeping is None:
            return
        self._found = True
        profile_id = self._profile_id
        none: list[PastCheck] = []
        self._keeping.find(lambda shelf: shelf.checks.of_profile(profile_id), none, self._recall)

    def put(self, mailbox_id: int, report: CheckReport) -> None:
        """A mailbox was checked. A check that was stopped says nothing."""
        outcome = OUTCOMES.get(report.verdict.standing)
        if outcome is None or isinstance(report.verdict, Stopped):
            return
        self._reports[mailbox_id] = report
        if mailbox_id in self._good:
            self._before[mailbox_id] = self._good[mailbox_id]
        good = None
        if report.verdict.standing in GOOD:
            good = GoodLook(report.began, report.target, report.look)
            self._good[mailbox_id] = good
        at = report.began.astimezone()
        self._last.put(mailbox_id, LastCheck(at, outcome))
        if self._keeping is not None:
            profile_id = self._profile_id
            past = PastCheck(mailbox_id, report.began, outcome, good)
            self._keeping.do(lambda shelf: shelf.checks.keep(profile_id, past))
        self.came.emit(mailbox_id)

    def take_saved(self, saved: Saved) -> None:
        """What was found out about other settings says nothing about the saved ones."""
        mailbox = saved.mailbox
        report, good = self._reports.get(mailbox.id), self._good.get(mailbox.id)
        of = report.target if report is not None else good.target if good is not None else None
        if of is None or of == target_of(mailbox.values):
            return
        self._reports.pop(mailbox.id, None)
        self._last.forget(mailbox.id)
        if self._keeping is not None:
            profile_id = self._profile_id
            self._keeping.do(lambda shelf: shelf.checks.forget(profile_id, mailbox.id))

    def _recall(self, past: list[PastCheck]) -> None:
        for check in past:
            if check.good is not None:
                self._good.setdefault(check.mailbox_id, check.good)
            if self._last.get(check.mailbox_id) is None:
                at = check.at.replace(tzinfo=check.at.tzinfo or UTC).astimezone()
                self._last.put(check.mailbox_id, LastCheck(at, check.outcome))
