"""Checks of a real mail server: what each shows, and that nothing is changed by any of them."""

from __future__ import annotations

import imaplib
import poplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    DetectedProtocol,
    LoginOk,
    LoginRefused,
    LoginSkipped,
    MaildropLocked,
    ReachedOnly,
    TlsFailed,
    TlsRequired,
    TooManyConnections,
    WrongProtocol,
)
from desktop_app.core.mail_check.mail_check import CheckReport, CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType as T
from desktop_app.mailcheck.checker import MailboxChecker
from tests.servers.dovecot import (
    CROWDED,
    EXPIRED,
    FULL,
    FULL_COUNT,
    OLDEST,
    OTHER,
    OVER_QUOTA,
    STRANGER,
    Dovecot,
    password_of,
)
from tests.servers.ports import HOST

KINDS = [T.IMAPS, T.POPS, T.IMAP, T.POP]
S = CheckStage


def port_of(mail: Dovecot, kind: T) -> int:
    ports = {T.IMAP: mail.imap, T.POP: mail.pop, T.POPS: mail.pops}
    return ports.get(kind, mail.imaps)


def check(
    checker: MailboxChecker,
    mail: Dovecot,
    kind: T,
    user: str = "u01",
    password: str | None = None,
    host: str = HOST,
    *,
    clear: bool = False,
    port: int = 0,
) -> CheckReport:
    target = Target(kind, host, port or port_of(mail, kind), user)
    secret = password_of(user) if password is None else password
    return checker.check(CheckRequest(target, secret, clear))


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_mailbox(checker: MailboxChecker, mail: Dovecot, kind: T) -> None:
    report = check(checker, mail, kind)
    assert report.verdict == LoginOk()
    assert (report.login_attempted, report.encrypted) == (True, True)
    assert report.inbox is not None
    assert report.inbox.count == 3
    assert {step.stage for step in report.stages} == set(S)
    assert report.fingerprint.peer == f"{HOST}:{port_of(mail, kind)}"
    assert report.fingerprint.certificate is not None
    assert "mail.acme.test" in report.fingerprint.certificate.subject
    assert len(report.fingerprint.certificate_sha256) == 64
    assert report.fingerprint.capabilities


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
def test_in_the_clear_where_that_was_agreed_to(
    checker: MailboxChecker, mail: Dovecot, kind: T
) -> None:
    report = check(checker, mail, kind, clear=True)
    assert (report.verdict, report.encrypted) == (LoginOk(), False)


def test_how_much_old_mail(checker: MailboxChecker, mail: Dovecot) -> None:
    found = check(checker, mail, T.IMAPS, FULL).inbox
    assert found is not None
    assert (found.count, found.oldest) == (FULL_COUNT, datetime.fromtimestamp(OLDEST, UTC))
    popped = check(checker, mail, T.POPS, FULL).inbox
    assert popped is not None
    assert (popped.count, popped.oldest) == (FULL_COUNT, None)


def takes_no_more(mail: Dovecot, user: str) -> bool:
    other = imap_login(mail, user)
    kind, message = other.append("INBOX", "", "", b"Subject: one more\r\n\r\nx\r\n")
    other.logout()
    return kind == "NO" and b"OVERQUOTA" in message[0]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mailbox_whose_quota_is_used_up(checker: MailboxChecker, mail: Dovecot, kind: T) -> None:
    """It takes no more mail, but what it has can be fetched: its settings are right."""
    assert takes_no_more(mail, OVER_QUOTA)
    report = check(checker, mail, kind, OVER_QUOTA)
    assert report.verdict == LoginOk()
    assert report.inbox is not None
    assert report.inbox.count == 3


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
@pytest.mark.parametrize("clear", [True, False])
def test_a_login_in_the_clear_is_disabled(
    checker: MailboxChecker, mail: Dovecot, kind: T, clear: bool
) -> None:
    report = check(checker, mail, kind, host=OTHER, clear=clear)
    assert (report.verdict, report.login_attempted) == (TlsRequired(), False)


@pytest.mark.parametrize(
    ("host", "cause", "subject"),
    [
        (OTHER, TlsCause.WRONG_NAME, "imap.elsewhere.test, pop.elsewhere.test"),
        (EXPIRED, TlsCause.EXPIRED, EXPIRED),
        (STRANGER, TlsCause.UNKNOWN_ISSUER, STRANGER),
    ],
)
@pytest.mark.parametrize("kind", [T.IMAPS, T.POPS])
def test_certificates(
    checker: MailboxChecker, mail: Dovecot, kind: T, host: str, cause: TlsCause, subject: str
) -> None:
    report = check(checker, mail, kind, host=host)
    assert isinstance(report.verdict, TlsFailed)
    assert report.verdict.cause is cause
    assert report.verdict.certificate is not None
    assert report.verdict.certificate.subject == subject
    assert report.fingerprint.certificate_sha256
    assert not report.login_attempted


@pytest.mark.parametrize("kind", [T.IMAP, T.POP])
def test_starttls_that_is_not_trusted_leaves_the_password_here(mail: Dovecot, kind: T) -> None:
    with MailboxChecker() as distrusting:
        report = check(distrusting, mail, kind)
    assert report.verdict == ReachedOnly(LoginSkipped.PLAINTEXT)
    assert not report.login_attempted
    assert report.stages[-1].stage is S.TLS
    assert isinstance(report.stages[-1].failure, TlsFailed)


@pytest.mark.parametrize("kind", KINDS)
def test_a_wrong_password_is_tried_once(checker: MailboxChecker, mail: Dovecot, kind: T) -> None:
    user = f"u{10 + KINDS.index(kind)}"
    report = check(checker, mail, kind, user, "wrong")
    assert report.verdict == LoginRefused("Authentication failed.")
    assert report.stages[-1].stage is S.LOGIN
    assert report.stages[-1].failure == report.verdict
    assert mail.tries(user) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_password(checker: MailboxChecker, mail: Dovecot, kind: T) -> None:
    report = check(checker, mail, kind, password="")
    assert report.verdict == ReachedOnly(LoginSkipped.NO_PASSWORD)
    assert report.stages[-1].stage is S.CAPABILITIES
    assert check(checker, mail, kind, user="", password="x").verdict == ReachedOnly(
        LoginSkipped.NO_USER_NAME
    )


def test_oauth_goes_as_far_as_capabilities(checker: MailboxChecker, mail: Dovecot) -> None:
    report = check(checker, mail, T.IMAP_OAUTH)
    assert report.verdict == ReachedOnly(LoginSkipped.OAUTH)
    assert not report.login_attempted


@pytest.mark.parametrize(
    ("kind", "of", "seen"),
    [
        (T.IMAPS, T.IMAP, DetectedProtocol.PLAIN),
        (T.POPS, T.POP, DetectedProtocol.PLAIN),
        (T.IMAPS, T.POPS, DetectedProtocol.POP),
        (T.POPS, T.IMAPS, DetectedProtocol.IMAP),
        (T.IMAP, T.POP, DetectedProtocol.POP),
        (T.POP, T.IMAP, DetectedProtocol.IMAP),
    ],
)
def test_another_protocols_port(
    checker: MailboxChecker, mail: Dovecot, kind: T, of: T, seen: DetectedProtocol
) -> None:
    report = check(checker, mail, kind, port=port_of(mail, of))
    assert isinstance(report.verdict, WrongProtocol)
    assert report.verdict.detected is seen


def test_plain_on_a_tls_port(
    checker: MailboxChecker, mail: Dovecot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.mailcheck.limits.TLS_PORTS", (mail.imaps,))
    monkeypatch.setattr("desktop_app.mailcheck.limits.TLS_PORT_SECONDS", 0.3)
    report = check(checker, mail, T.IMAP, port=mail.imaps)
    assert report.verdict == WrongProtocol(DetectedProtocol.TLS)
    assert report.stages[-1].stage is S.GREETING


def test_a_locked_maildrop(checker: MailboxChecker, mail: Dovecot) -> None:
    other = poplib.POP3(HOST, mail.pop)
    other.user("u05")
    other.pass_(password_of("u05"))
    report = check(checker, mail, T.POPS, "u05")
    other.quit()
    assert isinstance(report.verdict, MaildropLocked)
    assert "lock" in report.verdict.server_message.lower()
    assert check(checker, mail, T.POPS, "u05").verdict == LoginOk()


def imap_session(mail: Dovecot, context: ssl.SSLContext, user: str) -> Callable[[], object]:
    other = imaplib.IMAP4_SSL(CROWDED, mail.imaps, ssl_context=context)
    other.authenticate("PLAIN", lambda _: f"\0{user}\0{password_of(user)}".encode())
    return other.logout


def pop_session(mail: Dovecot, context: ssl.SSLContext, user: str) -> Callable[[], object]:
    other = poplib.POP3_SSL(CROWDED, mail.pops, context=context)
    other.user(user)
    other.pass_(password_of(user))
    return other.quit


@pytest.mark.parametrize(("kind", "user"), [(T.IMAPS, "u06"), (T.POPS, "u21")])
def test_too_many_connections(checker: MailboxChecker, mail: Dovecot, kind: T, user: str) -> None:
    """Each kind has a user of its own: Dovecot counts a session a moment longer than it lasts."""
    session = imap_session if kind is T.IMAPS else pop_session
    leave = session(mail, ssl.create_default_context(cafile=mail.ca_file), user)
    report = check(checker, mail, kind, user, host=CROWDED)
    leave()
    assert isinstance(report.verdict, TooManyConnections)
    assert "connections" in report.verdict.server_message
    assert report.login_attempted


def check_in_all_ways(checker: MailboxChecker, mail: Dovecot, kinds: list[T], user: str) -> None:
    for kind in kinds:
        for password in (None, "wrong", ""):
            check(checker, mail, kind, user, password)
        check(checker, mail, kind, user, clear=True)


@pytest.mark.parametrize(("kind", "user"), [(T.IMAPS, "u07"), (T.IMAP, "u15")])
def test_imap_checks_change_nothing(
    checker: MailboxChecker, mail: Dovecot, kind: T, user: str
) -> None:
    """Not a bit of a file, nor its name, which holds the flags and says that a message is new."""
    seen = messages(mail, user)
    before = mail.everything(user)
    check_in_all_ways(checker, mail, [kind], user)
    assert mail.everything(user) == before
    assert messages(mail, user) == seen
    assert len(before) == 3 + 1
    assert rb"\Recent" in repr(seen).encode()


@pytest.mark.parametrize(("kind", "user"), [(T.POPS, "u13"), (T.POP, "u16")])
def test_pop_checks_change_nothing(
    checker: MailboxChecker, mail: Dovecot, kind: T, user: str
) -> None:
    """But what every POP3 login takes away by itself: that the messages were new (Recent)."""
    seen = messages(mail, user)
    before = mail.everything(user)
    check_in_all_ways(checker, mail, [kind], user)
    assert of_messages(mail.everything(user)) == of_messages(before)
    assert without_recent(messages(mail, user)) == without_recent(seen)


def of_messages(found: dict[str, tuple[str, int, int]]) -> dict[str, tuple[str, int, int]]:
    """The same whether the messages are new or not; without the list of numbers, which tells."""
    return {
        name.replace("new/", "cur/").removesuffix(":2,"): state
        for name, state in found.items()
        if name != "dovecot-uidlist"
    }


def opens(_other: imaplib.IMAP4) -> None:
    """That alone makes new messages old ones."""


def flags(other: imaplib.IMAP4) -> None:
    other.store("1", "+FLAGS", r"\Flagged")


def reads(other: imaplib.IMAP4) -> None:
    other.fetch("1", "(BODY[])")


def deletes(other: imaplib.IMAP4) -> None:
    other.store("2", "+FLAGS", r"\Deleted")
    other.expunge()


@pytest.mark.parametrize(
    ("careless", "user"), [(opens, "u17"), (flags, "u18"), (reads, "u19"), (deletes, "u20")]
)
def test_the_comparison_sees_what_a_careless_client_does(
    mail: Dovecot, careless: Callable[[imaplib.IMAP4], None], user: str
) -> None:
    messages(mail, user)
    before = mail.everything(user)
    other = imap_login(mail, user)
    other.select("INBOX")
    careless(other)
    other.logout()
    after = mail.everything(user)
    assert after != before
    assert (of_messages(after) == of_messages(before)) == (careless is opens)


def without_recent(found: list[object]) -> str:
    return str(found).replace(" \\\\Recent", "").replace("\\\\Recent", "")


def messages(mail: Dovecot, user: str) -> list[object]:
    """Flags, times and contents, as another client sees them without touching them."""
    other = imap_login(mail, user)
    other.select("INBOX", readonly=True)
    _, found = other.fetch("1:*", "(UID FLAGS INTERNALDATE BODY.PEEK[])")
    other.logout()
    return list(found)


def imap_login(mail: Dovecot, user: str) -> imaplib.IMAP4:
    other = imaplib.IMAP4(HOST, mail.imap)
    other.authenticate("PLAIN", lambda _: f"\0{user}\0{password_of(user)}".encode())
    return other


@pytest.mark.parametrize("kind", [T.POPS, T.POP])
@pytest.mark.parametrize("password", [None, "wrong", ""])
def test_pop_always_ends_in_quit(
    checker: MailboxChecker, mail: Dovecot, kind: T, password: str | None
) -> None:
    report = check(checker, mail, kind, "u08", password)
    assert report.transcript[-2] == "C: QUIT"
    assert report.transcript[-1].startswith("S: +OK")


@pytest.mark.parametrize("kind", KINDS)
def test_no_content_is_asked_for(checker: MailboxChecker, mail: Dovecot, kind: T) -> None:
    spoken = [line for line in check(checker, mail, kind).transcript if line.startswith("C: ")]
    words = {word for line in spoken for word in line.upper().split()}
    assert not words & {"RETR", "TOP", "DELE", "STORE", "SELECT", "BODY", "RFC822", "EXPUNGE"}


@pytest.mark.parametrize("kind", KINDS)
def test_the_password_is_nowhere_in_the_report(
    checker: MailboxChecker, mail: Dovecot, kind: T
) -> None:
    for password in (password_of("u09"), "another wrong one"):
        report = check(checker, mail, kind, "u09", password)
        assert password not in repr(report) + "\n".join(report.transcript)
        assert any("•••" in line for line in report.transcript)
    assert "hush" not in repr(CheckRequest(Target(kind, "h", 1, "u"), "hush"))
