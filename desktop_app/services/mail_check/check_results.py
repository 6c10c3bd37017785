"""Stores the results of mail server checks for one profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.check_baseline import CheckBaseline, StoredCheck
from desktop_app.core.mail_check.check_verdicts import (
    CheckCancelled,
    LoginRefused,
    TlsFailed,
    Verdict,
    VerdictLevel,
)
from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mail_check.mail_check import CheckReport, ServerFingerprint, check_target
from desktop_app.services.mail_check.last_checks import LastChecks

if TYPE_CHECKING:
    from desktop_app.services.saving.save import SaveResult
    from desktop_app.services.store.store_service import StoreService

_OUTCOME_BY_LEVEL = {
    VerdictLevel.VERIFIED: CheckOutcome.WORKS,
    VerdictLevel.ANSWERED: CheckOutcome.PARTLY,
    VerdictLevel.BROKEN: CheckOutcome.FAILS,
    VerdictLevel.UNREACHABLE: CheckOutcome.NOT_REACHED,
}
_OUTCOME_BY_VERDICT = {
    LoginRefused: CheckOutcome.LOGIN_REFUSED,
    TlsFailed: CheckOutcome.TLS_FAILED,
}
BASELINE_LEVELS = (VerdictLevel.VERIFIED, VerdictLevel.ANSWERED)


class CheckResults(QObject):
    """The last report and the baseline (last good result) of each mailbox. GUI thread."""

    checked = Signal(object)
    """The id of a mailbox that was checked."""

    def __init__(
        self,
        profile_id: str,
        last_checks: LastChecks,
        store: StoreService | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._profile_id = profile_id
        self._last_checks = last_checks
        self._store = store
        self._reports: dict[int, CheckReport] = {}
        self._baselines: dict[int, CheckBaseline] = {}
        self._previous_baselines: dict[int, CheckBaseline] = {}
        self._loaded = store is None

    def report(self, mailbox_id: int) -> CheckReport | None:
        """Return the last report of this run of the program; None if there is none."""
        return self._reports.get(mailbox_id)

    def baseline_of(self, mailbox_id: int) -> CheckBaseline | None:
        """Return the good result before the last check, of any run; None if there is none."""
        return self._previous_baselines.get(mailbox_id)

    def certificate_expiries(self) -> Mapping[int, datetime]:
        """Return when the last certificate of each mail server expires (UTC), by mailbox id."""
        seen = {number: good.fingerprint for number, good in self._baselines.items()}
        seen |= {
            n: report.fingerprint
            for n, report in self._reports.items()
            if report.fingerprint.certificate
        }
        return {
            number: look.certificate.expires
            for number, look in seen.items()
            if look.certificate is not None and look.certificate.expires is not None
        }

    def load(self) -> None:
        """Load the results of earlier runs, on the first call only."""
        if self._loaded or self._store is None:
            return
        self._loaded = True
        profile_id = self._profile_id
        none: list[StoredCheck] = []
        self._store.read(
            lambda store: store.mail_checks.of_profile(profile_id), none, self._on_loaded
        )

    def add(self, mailbox_id: int, report: CheckReport) -> None:
        """Store the report of a mailbox; reports of cancelled checks are ignored."""
        outcome = check_outcome(report.verdict)
        if outcome is None:
            return
        self._reports[mailbox_id] = report
        if mailbox_id in self._baselines:
            self._previous_baselines[mailbox_id] = self._baselines[mailbox_id]
        good = None
        if report.verdict.level in BASELINE_LEVELS:
            good = CheckBaseline(report.started_at, report.target, report.fingerprint)
            self._baselines[mailbox_id] = good
        at, tls = report.started_at.astimezone(), _tls_version(report.fingerprint)
        self._last_checks.set(mailbox_id, LastCheck(at, outcome, report.target, tls))
        if self._store is not None:
            profile_id = self._profile_id
            past = StoredCheck(mailbox_id, report.started_at, outcome, good)
            self._store.run(lambda store: store.mail_checks.save(profile_id, past))
        self.checked.emit(mailbox_id)

    def discard_outdated(self, saved: SaveResult) -> None:
        """Discard the last result of a saved mailbox if other settings were checked."""
        mailbox = saved.mailbox
        report, good = self._reports.get(mailbox.id), self._baselines.get(mailbox.id)
        of = report.target if report is not None else good.target if good is not None else None
        if of is None or of == check_target(mailbox.values):
            return
        self._reports.pop(mailbox.id, None)
        self._last_checks.remove(mailbox.id)
        if self._store is not None:
            profile_id = self._profile_id
            self._store.run(lambda store: store.mail_checks.delete(profile_id, mailbox.id))

    def _on_loaded(self, stored: list[StoredCheck]) -> None:
        for check in stored:
            if check.baseline is not None:
                self._baselines.setdefault(check.mailbox_id, check.baseline)
            if self._last_checks.get(check.mailbox_id) is None:
                at = check.at.replace(tzinfo=check.at.tzinfo or UTC).astimezone()
                found, good = LastCheck(at, check.outcome), check.baseline
                if good is not None and good.at == check.at:  # the last check was a good one
                    tls = _tls_version(good.fingerprint)
                    found = replace(found, target=good.target, tls_version=tls)
                self._last_checks.set(check.mailbox_id, found)


def check_outcome(verdict: Verdict) -> CheckOutcome | None:
    """Return what the list shows of a verdict; None if the check has no result."""
    if isinstance(verdict, CheckCancelled):
        return None
    return _OUTCOME_BY_VERDICT.get(type(verdict)) or _OUTCOME_BY_LEVEL.get(verdict.level)


def _tls_version(fingerprint: ServerFingerprint) -> str:
    """Return the TLS version that a check negotiated, such as "TLSv1.3"; empty if unknown."""
    return fingerprint.certificate.protocol if fingerprint.certificate is not None else ""
