"""What a mail server looked like when a mailbox last worked, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mail_check.mail_check import CheckReport, ServerFingerprint, Target


@dataclass(frozen=True, slots=True)
class CheckBaseline:
    """The last check in which a server worked: time (UTC), settings checked, and fingerprint."""

    at: datetime
    target: Target
    fingerprint: ServerFingerprint


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """The stored part of a check: its outcome, and the last good check, which may be this one.

    ``baseline`` is None if no check has worked yet.
    """

    mailbox_id: int
    at: datetime
    outcome: CheckOutcome
    baseline: CheckBaseline | None = None


class BaselineChangeKind(Enum):
    """What can differ from the last good check."""

    SETTINGS = auto()
    CERTIFICATE = auto()
    ADDRESSES = auto()
    CAPABILITIES_REMOVED = auto()
    CAPABILITIES_ADDED = auto()


@dataclass(frozen=True, slots=True)
class BaselineChange:
    """One change. ``before`` and ``now`` are foreign text; empty if there is no such value."""

    kind: BaselineChangeKind
    before: str = ""
    now: str = ""


def diff_baseline(baseline: CheckBaseline, report: CheckReport) -> list[BaselineChange]:
    """Return what has changed since the baseline; facts missing from the report do not count."""
    if baseline.target != report.target:
        return [
            BaselineChange(
                BaselineChangeKind.SETTINGS,
                _settings_text(baseline.target),
                _settings_text(report.target),
            )
        ]
    found = [
        *_certificate_changes(baseline.fingerprint, report.fingerprint),
        *_address_changes(baseline.fingerprint, report.fingerprint),
    ]
    return [*found, *_capability_changes(baseline.fingerprint, report.fingerprint)]


def _certificate_changes(before: ServerFingerprint, now: ServerFingerprint) -> list[BaselineChange]:
    if (
        not before.certificate_sha256
        or not now.certificate_sha256
        or before.certificate_sha256 == now.certificate_sha256
    ):
        return []
    return [
        BaselineChange(
            BaselineChangeKind.CERTIFICATE, _certificate_text(before), _certificate_text(now)
        )
    ]


def _address_changes(before: ServerFingerprint, now: ServerFingerprint) -> list[BaselineChange]:
    if not now.addresses or set(before.addresses) == set(now.addresses):
        return []
    return [
        BaselineChange(
            BaselineChangeKind.ADDRESSES, ", ".join(before.addresses), ", ".join(now.addresses)
        )
    ]


def _capability_changes(before: ServerFingerprint, now: ServerFingerprint) -> list[BaselineChange]:
    if not now.capabilities:
        return []
    old, new = set(before.capabilities), set(now.capabilities)
    gone, come = " ".join(sorted(old - new)), " ".join(sorted(new - old))
    found = [BaselineChange(BaselineChangeKind.CAPABILITIES_REMOVED, gone)] if gone else []
    return (
        [*found, BaselineChange(BaselineChangeKind.CAPABILITIES_ADDED, "", come)] if come else found
    )


def _settings_text(target: Target) -> str:
    return f"{target.server_type.name} {target.server}:{target.port} {target.user_name}"


def _certificate_text(fingerprint: ServerFingerprint) -> str:
    shown = fingerprint.certificate
    if shown is None:
        return fingerprint.certificate_sha256[:16]
    until = shown.expires.date().isoformat() if shown.expires else "?"
    return f"{shown.subject} / {shown.issuer} / {until}"
