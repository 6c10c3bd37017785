"""What a mailbox says to check, and how results stand."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    ConnectionClosed,
    DetectedProtocol,
    NotCheckable,
    NotChecked,
    TimedOut,
    TlsFailed,
    VerdictLevel,
    WrongProtocol,
)
from desktop_app.core.mail_check.mail_check import CheckRequest, Target, check_target
from desktop_app.core.mailbox.mailbox import Field, ServerType, UnknownValue, Value

GOOD: dict[Field, Value] = {
    Field.SERVER_TYPE: ServerType.IMAPS,
    Field.SERVER: " imap.acme.dk ",
    Field.PORT: 993,
    Field.USER_NAME: "support",
}


def test_a_whole_mailbox() -> None:
    assert check_target(GOOD) == Target(ServerType.IMAPS, "imap.acme.dk", 993, "support")


@pytest.mark.parametrize(
    ("server_type", "port"),
    [(ServerType.POP, 110), (ServerType.IMAPS, 993), (ServerType.IMAP_OAUTH, 993)],
)
def test_a_missing_port_is_the_usual_one(server_type: ServerType, port: int) -> None:
    target = check_target({**GOOD, Field.SERVER_TYPE: server_type, Field.PORT: None})
    assert isinstance(target, Target)
    assert target.port == port


@pytest.mark.parametrize(
    ("which", "value", "why", "mend"),
    [
        (Field.SERVER_TYPE, ServerType.UNKNOWN, NotChecked.TYPE_UNKNOWN, Field.SERVER_TYPE),
        (Field.SERVER_TYPE, UnknownValue('"New"'), NotChecked.TYPE_UNKNOWN, Field.SERVER_TYPE),
        (Field.SERVER_TYPE, ServerType.MAILGUN, NotChecked.MAILGUN, None),
        (Field.SERVER_TYPE, ServerType.MAPI, NotChecked.MAPI, None),
        (Field.SERVER_TYPE, ServerType.FACEBOOK, NotChecked.FACEBOOK, None),
        (Field.SERVER_TYPE, ServerType.SMS_PLUGIN, NotChecked.SMS_PLUGIN, None),
        (Field.SERVER, "  ", NotChecked.NO_SERVER, Field.SERVER),
        (Field.SERVER, None, NotChecked.NO_SERVER, Field.SERVER),
        (Field.PORT, 70000, NotChecked.INVALID_PORT, Field.PORT),
        (Field.PORT, UnknownValue('"110"'), NotChecked.INVALID_PORT, Field.PORT),
    ],
)
def test_what_cannot_be_checked_says_why(
    which: Field, value: Value, why: NotChecked, mend: Field | None
) -> None:
    found = check_target({**GOOD, which: value})
    assert isinstance(found, NotCheckable)
    assert (found.reason, found.field_to_fix, found.level) == (why, mend, VerdictLevel.NONE)


def test_a_server_that_was_not_reached_is_not_broken() -> None:
    for stage in CheckStage:
        reached = stage not in (CheckStage.NAME, CheckStage.CONNECT)
        wanted = VerdictLevel.BROKEN if reached else VerdictLevel.UNREACHABLE
        assert TimedOut(stage).level is ConnectionClosed(stage).level is wanted


def test_the_field_to_mend() -> None:
    assert WrongProtocol(DetectedProtocol.POP).field_to_fix is Field.SERVER_TYPE
    assert WrongProtocol(DetectedProtocol.SMTP).field_to_fix is Field.PORT
    assert TlsFailed(TlsCause.WRONG_NAME).field_to_fix is Field.SERVER
    assert TlsFailed(TlsCause.EXPIRED).field_to_fix is None
    assert TimedOut(CheckStage.GREETING).field_to_fix is Field.PORT
    assert TimedOut(CheckStage.LOGIN).field_to_fix is None


def test_a_check_request_shows_no_password() -> None:
    assert "hush" not in repr(CheckRequest(Target(ServerType.POP, "h", 110, "u"), "hush"))
