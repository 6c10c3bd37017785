"""Runs of checks against a server: bounded, one for each user, stopped at refusals, cancelled."""

from __future__ import annotations

import base64
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.errors import PasswordNotStored
from desktop_app.core.journal import SaveProof
from desktop_app.core.mail_check.check_verdicts import (
    LoginOk,
    LoginRefused,
    LoginSkipped,
    NotCheckable,
    NotChecked,
    ReachedOnly,
)
from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.mailbox.mailbox import MailLogin, ServerType, Value
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.services.background import Failure, MainThreadDispatcher, Success
from desktop_app.services.bulk.password_rotation import PasswordRotation, PasswordTestState
from desktop_app.services.mail_check.check_results import CheckResults
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.mail_check.check_scheduler import MAX_PARALLEL_CHECKS
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from tests.servers.hostile_mail import HOST, Exchange, MailServer, imap
from tests.servers.refusing_mail import passwords_sent
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_client import FakeCrm, mailbox

MakeWorkspace = Callable[..., Workspace]


@pytest.fixture
def place_of(dispatcher: MainThreadDispatcher) -> Iterator[MakeWorkspace]:
    """A workspace whose CRM has mailboxes on a port of this computer."""
    made: list[Workspace] = []

    def make(port: int, count: int, users: int = 0, **values: object) -> Workspace:
        boxes = [
            mailbox(
                number,
                server_type=values.get("server_type", ServerType.IMAP),  # type: ignore[arg-type]
                server=HOST,
                port=port,
                user_name=f"u{number % users if users else number}",
            )
            for number in range(1, count + 1)
        ]
        workspace = Workspace(PROFILE, FakeCrm.of(boxes).client, dispatcher)
        made.append(workspace)
        return workspace

    yield make
    for workspace in filter(isValid, made):
        workspace.close()
        workspace.deleteLater()


def finished(run: CheckRun, qtbot: QtBot) -> list[CheckReport]:
    with qtbot.waitSignal(run.ended):
        run.start()
    return [run.reports[mailbox_id] for mailbox_id in run.ids]


def test_all_without_passwords(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    with MailServer(imap()) as server:
        workspace = place_of(server.port, 12)
        reports = finished(CheckRun(workspace, range(1, 13), parent=workspace), qtbot)
        assert {report.verdict for report in reports} == {ReachedOnly(LoginSkipped.NO_PASSWORD)}
        assert not any(b"AUTH" in line for line in server.heard)
        assert server.most_at_once <= MAX_PARALLEL_CHECKS
    last = workspace.last_checks.get(5)
    assert last is not None
    assert last.outcome is CheckOutcome.PARTLY
    assert workspace.check_results.report(5) == reports[4]


class Slow:
    """A good server that takes its time, and counts whose login is under way at once.

    One is over before the client can have heard of the inbox, and so before its check has ended.
    """

    def __init__(self) -> None:
        self.inside: Counter[bytes] = Counter()
        self.most: Counter[bytes] = Counter()
        self.most_of_all = 0
        self._lock = threading.Lock()

    def __call__(self, exchange: Exchange) -> None:
        hear = exchange.hear
        user = b""

        def noting() -> bytes:
            nonlocal user
            if user:
                with self._lock:
                    self.inside[user] -= 1
                user = b""
            line = hear()
            if line.startswith(b"AHU") or b"LOGIN" in line.split(b" ")[1:2]:
                user = line
                with self._lock:
                    self.inside[user] += 1
                    self.most[user] = max(self.most[user], self.inside[user])
                    self.most_of_all = max(self.most_of_all, self.inside.total())
                time.sleep(0.02)
            return line

        exchange.hear = noting  # type: ignore[method-assign]
        imap()(exchange)


def test_one_at_a_time_for_each_user(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    script = Slow()
    with MailServer(script) as server:
        workspace = place_of(server.port, 16, users=2)
        passwords = dict.fromkeys(range(1, 17), "pw")
        run = CheckRun(workspace, range(1, 17), passwords, allow_plaintext=True, parent=workspace)
        reports = finished(run, qtbot)
    assert {report.verdict for report in reports} == {LoginOk()}
    assert len(script.most) == 2
    assert set(script.most.values()) == {1}


def test_new_passwords_are_tried_one_at_a_time_for_each_host(
    place_of: MakeWorkspace, qtbot: QtBot
) -> None:
    """And in the order of the table, so that refusals in a row are what the user sees as such."""
    script = Slow()
    with MailServer(script) as server:
        workspace = place_of(server.port, 12)
        workspace.refresh()
        qtbot.waitUntil(lambda: workspace.is_ready)
        table = PasswordRotation(workspace, workspace)
        users = [f"u{number}" for number in (7, 3, 12, 1, 9, 2)]
        table.add([PasswordRow(n, user, "pw") for n, user in enumerate(users, start=1)])
        qtbot.waitUntil(lambda: len(table.match_result.matches) == len(users))
        table.start(allow_plaintext=True)
        qtbot.waitUntil(lambda: not table.is_testing)
    assert {table.state_of(one) for one in table.match_result.matches} == {
        PasswordTestState.ACCEPTED
    }
    assert script.most_of_all == 1
    tokens = [base64.b64decode(line) for line in server.heard if line.startswith(b"AHU")]
    assert [token.split(b"\0")[1].decode() for token in tokens] == users
    table.clear()


def test_three_refusals_stop_the_host(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    with MailServer(imap({b"": b"%t NO [AUTHENTICATIONFAILED] no\r\n"})) as server:
        workspace = place_of(server.port, 20)
        passwords = {number: f"wrong {number}" for number in range(1, 21)}
        run = CheckRun(workspace, range(1, 21), passwords, allow_plaintext=True, parent=workspace)
        verdicts = Counter(report.verdict for report in finished(run, qtbot))
        tried = [line for line in server.heard if b"AUTHENTICATE" in line]
        again = CheckRun(workspace, [1, 2, 3], passwords, allow_plaintext=True, parent=workspace)
        finished(again, qtbot)
        assert len(tried) == 3
    assert verdicts == {LoginRefused("no"): 3, ReachedOnly(LoginSkipped.LOCKOUT_GUARD): 17}
    refused = {i for i, report in run.reports.items() if report.verdict == LoginRefused("no")}
    for mailbox_id in refused & set(again.reports):
        assert again.reports[mailbox_id].verdict == ReachedOnly(LoginSkipped.PREVIOUSLY_REFUSED)


def test_what_cannot_be_checked_says_so(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    workspace = place_of(1, 2, server_type=ServerType.MAILGUN)
    reports = finished(CheckRun(workspace, [1, 2, 99], parent=workspace), qtbot)
    assert [report.verdict for report in reports] == [
        NotCheckable(NotChecked.MAILGUN),
        NotCheckable(NotChecked.MAILGUN),
        NotCheckable(NotChecked.NO_DETAILS),
    ]
    assert workspace.last_checks.ids() == frozenset()


def test_cancelled_in_the_middle(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    def hangs(exchange: Exchange) -> None:
        exchange.hold()

    with MailServer(hangs) as server:
        workspace = place_of(server.port, 20)
        run = CheckRun(workspace, range(1, 21), parent=workspace)
        run.start()
        qtbot.waitUntil(lambda: server.connections >= MAX_PARALLEL_CHECKS)
        with qtbot.waitSignal(run.ended):
            run.cancel()
        assert not run.reports
        assert server.connections <= MAX_PARALLEL_CHECKS + 1


def test_nothing_to_check(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    workspace = place_of(1, 1)
    assert finished(CheckRun(workspace, [], parent=workspace), qtbot) == []


def test_the_end_of_the_workspace_ends_the_checks(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    with MailServer(lambda exchange: exchange.hold()) as server:
        workspace = place_of(server.port, 3)
        CheckRun(workspace, [1, 2, 3], parent=workspace).start()
        qtbot.waitUntil(lambda: server.connections == 3)
        workspace.close()


class KeptOnes:
    """Passwords that are kept on this computer, in place of keyring and index."""

    def __init__(self, kept: dict[SavedPassword, str]) -> None:
        self._kept = kept
        self.read: list[int] = []
        self.recorded: list[tuple[int, MailLogin]] = []

    def load(
        self, _profile_id: str, on_done: Callable[[Success[list[SavedPassword]] | Failure], None]
    ) -> None:
        on_done(Success(list(self._kept)))

    def record_login(self, _profile: object, mailbox_id: int, login: MailLogin) -> None:
        self.recorded.append((mailbox_id, login))

    def reader(
        self, _profile: object, mailbox_id: int, _name: SecretName
    ) -> Callable[[MailLogin], str]:
        def read(_login: MailLogin) -> str:
            self.read.append(mailbox_id)
            found = {kept.mailbox_id: text for kept, text in self._kept.items()}[mailbox_id]
            if not found:
                raise PasswordNotStored
            return found

        return read


def kept(mailbox_id: int, user: str, origin: str = PROFILE.secret_origin) -> SavedPassword:
    """A password as version 0.1.0 kept it, without type and port."""
    return SavedPassword(
        PROFILE.id,
        mailbox_id,
        SecretName.MAILBOX_PASSWORD,
        StorageKind.KEYRING,
        origin,
        MailLogin(HOST, user),
    )


def kept_for(mailbox_id: int, **login: Value) -> SavedPassword:
    """A password that was typed for a mailbox with these values."""
    return replace(
        kept(mailbox_id, ""), login=MailLogin.of(mailbox(mailbox_id, server=HOST, **login).values)
    )


@pytest.mark.parametrize("changed", ["port", "type"])
def test_a_kept_password_is_not_sent_to_another_port_or_type(
    place_of: MakeWorkspace, qtbot: QtBot, changed: str
) -> None:
    """Someone changed the mailbox in SuperOffice since: it has no TLS, or another port, now."""
    with MailServer(imap({b"STARTTLS": b"%t NO\r\n"})) as server:
        workspace = place_of(server.port, 1)
        port = server.port if changed == "type" else 993
        server_type = ServerType.IMAPS if changed == "type" else ServerType.IMAP
        mine = kept_for(1, user_name="u1", server_type=server_type, port=port)
        ones = KeptOnes({mine: "c4nary"})
        workspace.passwords = ones  # type: ignore[assignment]  # what a run needs of it
        run = CheckRun(workspace, [1], allow_plaintext=True, parent=workspace)
        (report,) = finished(run, qtbot)
        assert passwords_sent(server) == []
    assert ones.read == []
    assert report.verdict == ReachedOnly(LoginSkipped.NO_PASSWORD)


def test_a_kept_password_is_sent_where_type_and_port_are_the_same(
    place_of: MakeWorkspace, qtbot: QtBot
) -> None:
    with MailServer(imap()) as server:
        workspace = place_of(server.port, 1)
        mine = kept_for(1, user_name="u1", server_type=ServerType.IMAP, port=server.port)
        ones = KeptOnes({mine: "good"})
        workspace.passwords = ones  # type: ignore[assignment]  # what a run needs of it
        run = CheckRun(workspace, [1], allow_plaintext=True, parent=workspace)
        assert [report.verdict for report in finished(run, qtbot)] == [LoginOk()]
    assert ones.recorded == [], "the whole login is recorded already"


def test_one_of_an_older_version_is_bound_where_the_server_accepts_it(
    place_of: MakeWorkspace, qtbot: QtBot
) -> None:
    """Not where the server refuses it, and not by a password that was typed for this check."""
    with MailServer(imap()) as server, MailServer(imap({b"": b"%t NO no\r\n"})) as refusing:
        for port, typed in ((server.port, {}), (refusing.port, {}), (server.port, {1: "typed"})):
            workspace = place_of(port, 1)
            ones = KeptOnes({kept(1, "u1"): "good"})
            workspace.passwords = ones  # type: ignore[assignment]  # what a run needs of it
            run = CheckRun(workspace, [1], typed, allow_plaintext=True, parent=workspace)
            finished(run, qtbot)
            is_bound = port == server.port and not typed
            assert ones.recorded == ([(1, MailLogin(HOST, "u1", "IMAP", str(port)))] * is_bound)


def test_kept_passwords_go_further_where_they_were_typed_for_this_login(
    place_of: MakeWorkspace, qtbot: QtBot
) -> None:
    with MailServer(imap()) as server:
        workspace = place_of(server.port, 5)
        ones = KeptOnes(
            {
                kept(1, "u1"): "good",
                kept(2, "somebody else"): "for another login",
                kept(3, "u3", "https://other.example"): "for another SuperOffice",
                kept(4, "u4"): "",
            }
        )
        workspace.passwords = ones  # type: ignore[assignment]  # what a run needs of it
        run = CheckRun(workspace, range(1, 6), allow_plaintext=True, parent=workspace)
        verdicts = [report.verdict for report in finished(run, qtbot)]
        tried = [line for line in server.heard if b"AUTHENTICATE" in line]
    assert verdicts == [LoginOk(), *[ReachedOnly(LoginSkipped.NO_PASSWORD)] * 4]
    assert len(tried) == 1
    assert ones.read.count(2) == ones.read.count(3) == 0


def test_the_end_of_the_profile_ends_the_run(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    with MailServer(lambda exchange: exchange.hold()) as server:
        workspace = place_of(server.port, 3)
        run = CheckRun(workspace, [1, 2, 3])
        run.start()
        qtbot.waitUntil(lambda: server.connections == 3)
        with qtbot.waitSignal(run.ended):
            workspace.close()
            workspace.deleteLater()
        assert not run.is_running
        run.deleteLater()


def test_other_settings_make_an_old_result_void(place_of: MakeWorkspace, qtbot: QtBot) -> None:
    with MailServer(imap()) as server:
        workspace = place_of(server.port, 2)
        finished(CheckRun(workspace, [1, 2], parent=workspace), qtbot)
    same, other = workspace.details.get(1), mailbox(2)
    assert same is not None
    workspace.check_results.discard_outdated(SaveResult(same, SaveProof.READ_BACK))
    workspace.check_results.discard_outdated(SaveResult(other, SaveProof.READ_BACK))
    assert workspace.last_checks.ids() == frozenset({1})
    assert workspace.check_results.report(2) is None


def test_results_of_an_earlier_run_come_back(
    place_of: MakeWorkspace, dispatcher: MainThreadDispatcher, tmp_path: Path, qtbot: QtBot
) -> None:
    store_service = ProfileData(lambda: tmp_path, dispatcher)
    with MailServer(imap()) as server:
        workspace = place_of(server.port, 1)
        workspace.check_results._store = store_service
        finished(CheckRun(workspace, [1], parent=workspace), qtbot)
        later = CheckResults(PROFILE.id, LastChecks(), store_service)
        later.load()
        qtbot.waitUntil(lambda: later._last_checks.ids() == frozenset({1}))
        report = workspace.check_results.report(1)
        assert report is not None
        later.add(1, report)
        good = later.baseline_of(1)
    store_service.close()
    assert good is not None
    assert good.fingerprint == replace(report.fingerprint, peer=""), (
        "the address is looked up anew each time"
    )
