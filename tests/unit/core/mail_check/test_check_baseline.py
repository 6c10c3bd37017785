"""What is another since the last good look at a mail server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.core.mail_check.check_baseline import Changed, GoodLook, changes_since
from desktop_app.core.mail_check.check_verdicts import Works
from desktop_app.core.mail_check.mail_check import CheckReport, Look, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.profiles.connection_test import Certificate

AT = datetime(2026, 11, 22, tzinfo=UTC)
TARGET = Target(ServerType.IMAPS, "imap.acme.dk", 993, "support")
LOOK = Look(
    addresses=("10.0.0.1",),
    certificate=Certificate("imap.acme.dk", "Acme CA", AT),
    fingerprint="aa",
    capabilities=("IDLE", "STARTTLS"),
)
GOOD = GoodLook(AT, TARGET, LOOK)


def changed(look: Look, target: Target = TARGET) -> list[Changed]:
    report = CheckReport(target, Works(), AT, 0.1, look=look)
    return [change.what for change in changes_since(GOOD, report)]


def test_nothing() -> None:
    assert changed(LOOK) == []
    assert changed(replace(LOOK, addresses=("10.0.0.1", "10.0.0.1"))) == []


def test_what_was_not_seen_has_not_changed() -> None:
    assert changed(Look()) == []


def test_each_on_its_own() -> None:
    assert changed(replace(LOOK, fingerprint="bb")) == [Changed.CERTIFICATE]
    assert changed(replace(LOOK, addresses=("10.0.0.2",))) == [Changed.ADDRESSES]
    assert changed(replace(LOOK, capabilities=("IDLE",))) == [Changed.CAPABILITIES_GONE]
    assert changed(replace(LOOK, capabilities=("IDLE", "STARTTLS", "X"))) == [
        Changed.CAPABILITIES_NEW
    ]


def test_other_settings_are_compared_with_nothing_else() -> None:
    other = replace(TARGET, port=143)
    assert changed(replace(LOOK, fingerprint="bb"), other) == [Changed.SETTINGS]
