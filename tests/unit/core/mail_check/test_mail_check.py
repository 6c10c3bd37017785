"""What a mailbox says to check, and how results stand."""

from __future__ import annotations

import pytest

from desktop_app.core.errors import TlsCause
from desktop_app.core.mail_check.check_verdicts import (
    CheckStage,
    Closed,
    NotCheckable,
    NotChecked,
    NotThisProtocol,
    Seen,
    Standing,
    TimedOut,
    TlsFailed,
)
from desktop_app.core.mail_check.mail_check import CheckWish, Target, target_of
from desktop_app.core.mailbox.mailbox import Field, Odd, ServerType, Value

GOOD: dict[Field, Value] = {
    Field.SERVER_TYPE: ServerType.IMAPS,
    Field.SERVER: " imap.acme.dk ",
    Field.PORT: 993,
    Field.USER_NAME: "support",
}


def test_a_whole_mailbox() -> None:
    assert target_of(GOOD) == Target(ServerType.IMAPS, "imap.acme.dk", 993, "support")


@pytest.mark.parametrize(
    ("server_type", "port"),
    [(ServerType.POP, 110), (ServerType.IMAPS, 993), (ServerType.IMAP_OAUTH, 993)],
)
def test_a_missing_port_is_the_usual_one(server_type: ServerType, port: int) -> None:
    target = target_of({**GOOD, Field.SERVER_TYPE: server_type, Field.PORT: None})
    assert isinstance(target, Target)
    assert target.port == port


@pytest.mark.parametrize(
    ("which", "value", "why", "mend"),
    [
        (Field.SERVER_TYPE, ServerType.UNKNOWN, NotChecked.TYPE_UNKNOWN, Field.SERVER_TYPE),
        (Field.SERVER_TYPE, Odd('"New"'), NotChecked.TYPE_UNKNOWN, Field.SERVER_TYPE),
        (Field.SERVER_TYPE, ServerType.MAILGUN, NotChecked.MAILGUN, None),
        (Field.SERVER_TYPE, ServerType.MAPI, NotChecked.MAPI, None),
        (Field.SERVER_TYPE, ServerType.FACEBOOK, NotChecked.FACEBOOK, None),
        (Field.SERVER_TYPE, ServerType.SMS_PLUGIN, NotChecked.SMS_PLUGIN, None),
        (Field.SERVER, "  ", NotChecked.NO_SERVER, Field.SERVER),
        (Field.SERVER, None, NotChecked.NO_SERVER, Field.SERVER),
        (Field.PORT, 70000, NotChecked.ODD_PORT, Field.PORT),
        (Field.PORT, Odd('"110"'), NotChecked.ODD_PORT, Field.PORT),
    ],
)
def test_what_cannot_be_checked_says_why(
    which: Field, value: Value, why: NotChecked, mend: Field | None
) -> None:
    found = target_of({**GOOD, which: value})
    assert isinstance(found, NotCheckable)
    assert (found.why, found.mend, found.standing) == (why, mend, Standing.NONE)


def test_a_server_that_was_not_reached_is_not_broken() -> None:
    for stage in CheckStage:
        reached = stage not in (CheckStage.NAME, CheckStage.CONNECT)
        wanted = Standing.BROKEN if reached else Standing.UNREACHED
        assert TimedOut(stage).standing is Closed(stage).standing is wanted


def test_the_field_to_mend() -> None:
    assert NotThisProtocol(Seen.POP).mend is Field.SERVER_TYPE
    assert NotThisProtocol(Seen.SMTP).mend is Field.PORT
    assert TlsFailed(TlsCause.WRONG_NAME).mend is Field.SERVER
    assert TlsFailed(TlsCause.EXPIRED).mend is None
    assert TimedOut(CheckStage.GREETING).mend is Field.PORT
    assert TimedOut(CheckStage.LOGIN).mend is None


def test_a_wish_shows_no_password() -> None:
    assert "hush" not in repr(CheckWish(Target(ServerType.POP, "h", 110, "u"), "hush"))
