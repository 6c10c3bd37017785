"""What is another since the last good look at a mail server."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from desktop_app.core.mail_check.check_baseline import (
    BaselineChangeKind,
    CheckBaseline,
    diff_baseline,
)
from desktop_app.core.mail_check.check_verdicts import LoginOk
from desktop_app.core.mail_check.mail_check import CheckReport, ServerFingerprint, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.profiles.server_info import Certificate

AT = datetime(2026, 11, 22, tzinfo=UTC)
TARGET = Target(ServerType.IMAPS, "imap.acme.dk", 993, "support")
LOOK = ServerFingerprint(
    addresses=("10.0.0.1",),
    certificate=Certificate("imap.acme.dk", "Acme CA", AT),
    certificate_sha256="aa",
    capabilities=("IDLE", "STARTTLS"),
)
GOOD = CheckBaseline(AT, TARGET, LOOK)


def changed(look: ServerFingerprint, target: Target = TARGET) -> list[BaselineChangeKind]:
    report = CheckReport(target, LoginOk(), AT, 0.1, fingerprint=look)
    return [change.kind for change in diff_baseline(GOOD, report)]


def test_nothing() -> None:
    assert changed(LOOK) == []
    assert changed(replace(LOOK, addresses=("10.0.0.1", "10.0.0.1"))) == []


def test_what_was_not_seen_has_not_changed() -> None:
    assert changed(ServerFingerprint()) == []


def test_each_on_its_own() -> None:
    assert changed(replace(LOOK, certificate_sha256="bb")) == [BaselineChangeKind.CERTIFICATE]
    assert changed(replace(LOOK, addresses=("10.0.0.2",))) == [BaselineChangeKind.ADDRESSES]
    assert changed(replace(LOOK, capabilities=("IDLE",))) == [
        BaselineChangeKind.CAPABILITIES_REMOVED
    ]
    assert changed(replace(LOOK, capabilities=("IDLE", "STARTTLS", "X"))) == [
        BaselineChangeKind.CAPABILITIES_ADDED
    ]


def test_other_settings_are_compared_with_nothing_else() -> None:
    other = replace(TARGET, port=143)
    assert changed(replace(LOOK, certificate_sha256="bb"), other) == [BaselineChangeKind.SETTINGS]
