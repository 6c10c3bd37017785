"""What is kept of checks comes back as it was, and what cannot be read is passed over."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop_app.core.mail_check.check_baseline import CheckBaseline, StoredCheck
from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mail_check.mail_check import ServerFingerprint, Target
from desktop_app.core.mailbox.mailbox import Mailbox, ServerType
from desktop_app.core.mailbox_list.listing import CachedDetail
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.database import open_database
from desktop_app.storage.mail_checks import MailCheckStore

AT = datetime(2026, 11, 22, 13, 58, tzinfo=UTC)
GOOD = CheckBaseline(
    AT,
    Target(ServerType.IMAPS, "imap.acme.dk", 993, "support"),
    ServerFingerprint(
        addresses=("10.0.0.1", "::1"),
        certificate=Certificate("imap.acme.dk", "Acme CA", AT, "TLSv1.3"),
        certificate_sha256="ab" * 32,
        capabilities=("IMAP4REV1", "IDLE"),
    ),
)


def test_there_and_back(tmp_path: Path) -> None:
    connection = open_database(tmp_path).connection
    checks = MailCheckStore(connection)
    whole = StoredCheck(7, AT, CheckOutcome.WORKS, GOOD)
    bare = StoredCheck(8, AT, CheckOutcome.FAILS)
    checks.save("p", whole)
    checks.save("p", bare)
    checks.save("other", StoredCheck(7, AT, CheckOutcome.FAILS))
    assert checks.of_profile("p") == [whole, bare]
    connection.close()


def test_a_good_look_outlives_a_bad_one(tmp_path: Path) -> None:
    connection = open_database(tmp_path).connection
    checks = MailCheckStore(connection)
    checks.save("p", StoredCheck(7, AT, CheckOutcome.WORKS, GOOD))
    checks.save("p", StoredCheck(7, AT, CheckOutcome.NOT_REACHED))
    assert checks.of_profile("p") == [StoredCheck(7, AT, CheckOutcome.NOT_REACHED, GOOD)]
    connection.close()


def test_what_cannot_be_read_is_passed_over(tmp_path: Path) -> None:
    connection = open_database(tmp_path).connection
    for mailbox, outcome, good in (
        (1, "NEW", None),
        (2, "WORKS", "{}"),
        (3, "WORKS", "no json"),
        (4, "WORKS", "[1]"),
        (5, "WORKS", None),
    ):
        row = ("p", mailbox, AT.isoformat(), outcome, good)
        connection.execute("INSERT INTO mail_check VALUES (?, ?, ?, ?, ?)", row)
    assert [check.mailbox_id for check in MailCheckStore(connection).of_profile("p")] == [5]
    connection.close()


def test_failing_mailboxes_of_the_last_list_are_counted(tmp_path: Path) -> None:
    """A check outlives its mailbox; the details of a mailbox that is gone do not."""
    connection = open_database(tmp_path).connection
    checks = MailCheckStore(connection)
    for mailbox_id, outcome in (
        (1, CheckOutcome.FAILS),
        (2, CheckOutcome.FAILS),
        (3, CheckOutcome.WORKS),
        (4, CheckOutcome.LOGIN_REFUSED),
        (5, CheckOutcome.TLS_FAILED),
    ):
        checks.save("p", StoredCheck(mailbox_id, AT, outcome))
    details = [CachedDetail(Mailbox(mailbox_id, {}), 0.0) for mailbox_id in (1, 3, 4, 6)]
    CachedDetailStore(connection).save("list of p", details)
    assert checks.failing_count("p", "list of p") == 2
    assert checks.failing_count("p", "another list") == 0
    assert checks.failing_count("q", "list of p") == 0
    connection.close()
