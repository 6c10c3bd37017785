"""New passwords for many mailboxes: matched to the list, and tested on their mail servers.

The passwords are in memory only; nothing here writes them anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.bulk.password_matching import (
    MatchedRow,
    MatchResult,
    UnmatchedReason,
    UnmatchedRow,
    ids_named_by_address,
    match_rows,
)
from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    LoginSkipped,
    NotCheckable,
    ReachedOnly,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import CheckReport, StageResult, Target, check_target
from desktop_app.core.mailbox.mailbox import (
    LOGIN_FIELDS,
    Draft,
    MailLogin,
    ReplacePassword,
    Value,
)
from desktop_app.services.bulk.bulk_runner import PasswordProof
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.mailbox_list.batch_reader import BatchReader

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.services.bulk.bulk_target import BulkTarget

MAX_AUTOMATIC_READS = 500
"""The most details that are read without asking the user, to find user names."""


class PasswordTestState(Enum):
    """The state of the password of a matched row."""

    NOT_TESTED = auto()
    TESTING = auto()
    ACCEPTED = auto()
    FAILED = auto()
    """The mail server refused the password, or does not match the mailbox's settings."""
    CANNOT_TEST = auto()
    """The server cannot be tested from this computer; the user may save the password untested."""
    USER_REFUSED = auto()
    """This user failed to log in before, with any password, and is not tried again from here."""


class PasswordRotation(QObject):
    """The pasted password tables of one profile. To be used on the GUI thread.

    A password is for the login that its mailbox had when the row was added. If someone changes that
    login, the row is left out: neither a mail server nor SuperOffice gets the password.
    """

    changed = Signal()
    """The rows, their matches or the state of the test changed."""
    details_progressed = Signal()
    """Details of another mailbox were read, or could not be."""
    state_changed = Signal(object)
    """The id of a mailbox whose password has another state."""

    def __init__(self, workspace: BulkTarget, parent: QObject) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.rows: tuple[PasswordRow, ...] = ()
        self.match_result = MatchResult((), ())
        self.reader: BatchReader | None = None
        self.check_run: CheckRun | None = None
        self.reports: dict[int, CheckReport] = {}
        self._added_logins: dict[int, _MailboxLogin] = {}
        """The login that each row was added for, by the ``id`` of the row."""
        self._refused_accounts: set[tuple[str, str]] = set()
        """The ``MailLogin.account`` of failed logins, which are not tried again from here."""

    @property
    def is_busy(self) -> bool:
        """Whether details are being read, or passwords tested."""
        return self.is_reading or self.is_testing

    @property
    def is_reading(self) -> bool:
        """Whether details are being read."""
        return self.reader is not None and self.reader.is_running

    @property
    def is_testing(self) -> bool:
        """Whether passwords are being tested."""
        return self.check_run is not None and self.check_run.is_running

    def add(self, rows: Sequence[PasswordRow]) -> None:
        """Add rows; earlier results stay."""
        self.stop()
        self.rows = (*self.rows, *rows)
        self._match()
        self._read_details(self._ids_to_read())

    def remove(self, row: PasswordRow) -> None:
        """Remove a row."""
        self.stop()
        self.rows = tuple(each for each in self.rows if each is not row)
        self._added_logins.pop(id(row), None)
        self._match()

    def read_all(self) -> None:
        """Read all missing details, to find user names in a long list."""
        self._read_details([row.id for row in self.workspace.rows])

    @property
    def missing_detail_calls(self) -> int:
        """How many calls it takes to know the user names of all mailboxes."""
        ids = [row.id for row in self.workspace.rows]
        return self.workspace.details.call_count(ids)

    def start(self, *, allow_plaintext: bool = False) -> None:
        """Test the passwords not tested yet; ``allow_plaintext`` permits servers without TLS."""
        self.stop()
        self._match()
        testable = [m for m in self.match_result.matches if self._can_test(m)]
        wanted = {m.mailbox.id: m.row.password for m in testable}
        self.reports = {number: r for number, r in self.reports.items() if number not in wanted}
        self.check_run = CheckRun(
            self.workspace,
            wanted,
            wanted,
            typed_for=dict(map(_target_of, testable)),
            allow_plaintext=allow_plaintext,
            sequential=True,
            parent=self,
        )
        self.check_run.checked.connect(self._on_report)
        self.check_run.stage_finished.connect(self._on_stage)
        self.check_run.ended.connect(self.changed)
        self.check_run.start()
        self.changed.emit()

    def stop(self) -> None:
        """Stop testing; a password whose test is under way counts as not tested."""
        if self.check_run is not None and self.check_run.is_running:
            self.check_run.cancel()

    def state_of(self, one: MatchedRow) -> PasswordTestState:
        """Return the state of the password of a match."""
        number = one.mailbox.id
        report = self.reports.get(number)
        if report is None:
            if MailLogin.of(one.mailbox.values).account in self._refused_accounts:
                return PasswordTestState.USER_REFUSED
            trying = self.is_testing and self.check_run is not None and number in self.check_run.ids
            return PasswordTestState.TESTING if trying else PasswordTestState.NOT_TESTED
        return _test_state(report, one)

    def can_save_untested(self, one: MatchedRow) -> bool:
        """Return whether the user may save the password untested."""
        return self.state_of(one) is PasswordTestState.CANNOT_TEST

    def drafts(self, untested: frozenset[int]) -> list[Draft]:
        """Return drafts of the accepted passwords, and of those in ``untested`` (mailbox ids)."""
        return [
            Draft(one.mailbox, {}, ReplacePassword(one.row.password))
            for one in self.match_result.matches
            if self._is_selected(one, untested)
        ]

    def proofs(self) -> dict[int, PasswordProof]:
        """Return ACCEPTED for each accepted password, by mailbox id."""
        proved = {one.mailbox.id for one in self.match_result.matches if self._is_accepted(one)}
        return dict.fromkeys(proved, PasswordProof.ACCEPTED)

    def clear(self) -> None:
        """Discard all rows with their passwords, and all results."""
        self.stop()
        if self.reader is not None:
            self.reader.cancel()
        self.rows, self.match_result = (), MatchResult((), ())
        self._added_logins.clear()
        self.reports.clear()
        self.changed.emit()

    def _is_accepted(self, one: MatchedRow) -> bool:
        return self.state_of(one) is PasswordTestState.ACCEPTED

    def _is_selected(self, one: MatchedRow, untested: frozenset[int]) -> bool:
        chosen = one.mailbox.id in untested and self.can_save_untested(one)
        return self._is_accepted(one) or chosen

    def _can_test(self, one: MatchedRow) -> bool:
        return self.state_of(one) is PasswordTestState.NOT_TESTED

    def _ids_to_read(self) -> list[int]:
        """Return the ids that rows name by address; all ids if a row may hold a user name."""
        rows = self.workspace.rows
        named = ids_named_by_address(self.rows, rows)
        unknown = any(
            u.reason is UnmatchedReason.UNKNOWN and u.row.login for u in self.match_result.unmatched
        )
        if unknown and self.missing_detail_calls <= MAX_AUTOMATIC_READS:
            return [row.id for row in rows]
        return [row.id for row in rows if row.id in named]

    def _read_details(self, ids: Sequence[int]) -> None:
        if self.reader is not None:
            self.reader.cancel()
        self.reader = BatchReader(self.workspace, ids, self)
        self.reader.progressed.connect(self.details_progressed)
        self.reader.ended.connect(self._on_details_read)
        self.reader.start()

    def _on_details_read(self) -> None:
        """Match the rows again, and remember which logins they are for."""
        self._match()
        for one in self.match_result.matches:
            self._added_logins.setdefault(id(one.row), _login_of(one))

    def _match(self) -> None:
        """Match the rows again, using all known details."""
        details = self.workspace.details
        known = [m for row in self.workspace.rows if (m := details.get(row.id)) is not None]
        found = match_rows(self.rows, known)
        same = tuple(filter(self._has_login_as_added, found.matches))
        unmatched = (*map(self._mark_unread, found.unmatched), *self._changed(found.matches))
        lines = sorted(unmatched, key=lambda each: each.row.line_number)
        self.match_result = MatchResult(same, tuple(lines))
        self._drop_stale(same)
        self.changed.emit()

    def _has_login_as_added(self, one: MatchedRow) -> bool:
        login = _login_of(one)
        return self._added_logins.get(id(one.row), login) == login

    def _changed(self, matches: Sequence[MatchedRow]) -> list[UnmatchedRow]:
        """Return the rows of mailboxes whose login was changed since they were added."""
        changed = UnmatchedReason.LOGIN_CHANGED
        return [
            UnmatchedRow(one.row, changed, one.mailbox)
            for one in matches
            if not self._has_login_as_added(one)
        ]

    def _mark_unread(self, unused: UnmatchedRow) -> UnmatchedRow:
        """Change UNKNOWN to NOT_LOADED if the row names a mailbox whose details failed to load."""
        troubles = self.reader.errors if self.reader is not None else {}
        rows = [row for row in self.workspace.rows if row.id in troubles]
        missing = unused.reason is UnmatchedReason.UNKNOWN and ids_named_by_address(
            [unused.row], rows
        )
        return UnmatchedRow(unused.row, UnmatchedReason.NOT_LOADED) if missing else unused

    def _drop_stale(self, matches: Sequence[MatchedRow]) -> None:
        """Drop the reports of mailboxes that no row matches any more."""
        there = {one.mailbox.id for one in matches}
        self.reports = {number: r for number, r in self.reports.items() if number in there}

    def _on_stage(self, mailbox_id: int, _stage: StageResult) -> None:
        self.state_changed.emit(mailbox_id)

    def _on_report(self, mailbox_id: int, report: CheckReport) -> None:
        mailbox = self._mailbox(mailbox_id)
        if mailbox is None:
            return
        self.reports[mailbox_id] = report
        if report.login_failed:
            self._refused_accounts.add(MailLogin.of(mailbox.values).account)
        self.state_changed.emit(mailbox_id)

    def _mailbox(self, mailbox_id: int) -> Mailbox | None:
        found = (one.mailbox for one in self.match_result.matches if one.mailbox.id == mailbox_id)
        return next(found, None)


_MailboxLogin = tuple[int, tuple[Value, ...]]
"""The id of a mailbox and its values of LOGIN_FIELDS."""


def _login_of(one: MatchedRow) -> _MailboxLogin:
    values = one.mailbox.values
    return one.mailbox.id, tuple(values.get(field) for field in LOGIN_FIELDS)


def _target_of(one: MatchedRow) -> tuple[int, Target | NotCheckable]:
    return one.mailbox.id, check_target(one.mailbox.values)


def _test_state(report: CheckReport, one: MatchedRow) -> PasswordTestState:
    verdict = report.verdict
    if _can_try_again(report):
        return PasswordTestState.NOT_TESTED
    if verdict.level is VerdictLevel.VERIFIED:
        same = report.target == check_target(one.mailbox.values)
        return PasswordTestState.ACCEPTED if same else PasswordTestState.NOT_TESTED
    if verdict.level is VerdictLevel.UNREACHABLE:
        return PasswordTestState.CANNOT_TEST
    if isinstance(verdict, ReachedOnly) and verdict.reason is LoginSkipped.PLAINTEXT:
        return PasswordTestState.CANNOT_TEST
    return PasswordTestState.FAILED


def _can_try_again(report: CheckReport) -> bool:
    """Whether the test says nothing about the password: held back, or the server was busy."""
    if report.verdict == ReachedOnly(LoginSkipped.LOCKOUT_GUARD):
        return True
    last = report.stages[-1].stage if report.stages else None
    failed = report.verdict.level is not VerdictLevel.VERIFIED
    return failed and last is CheckStage.LOGIN and not report.login_failed
