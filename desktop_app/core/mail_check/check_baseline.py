"""What a mail server looked like when a mailbox last worked, and what is another today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mail_check.mail_check import CheckReport, Look, Target


@dataclass(frozen=True, slots=True)
class GoodLook:
    """A server that answered as it should: when (UTC), asked what, and what it showed."""

    at: datetime
    target: Target
    look: Look


@dataclass(frozen=True, slots=True)
class PastCheck:
    """What is kept of a check: its outcome, and the last good look, which may be this one."""

    mailbox_id: int
    at: datetime
    outcome: CheckOutcome
    good: GoodLook | None = None


class Changed(Enum):
    """What can be another than at the last good look."""

    SETTINGS = auto()
    CERTIFICATE = auto()
    ADDRESSES = auto()
    CAPABILITIES_GONE = auto()
    CAPABILITIES_NEW = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """One change, before and now in the server's own words; all of it is foreign text."""

    what: Changed
    before: str = ""
    now: str = ""


def changes_since(good: GoodLook, report: CheckReport) -> list[Change]:
    """What is another now. What was not seen this time is not held to have changed."""
    if good.target != report.target:
        return [Change(Changed.SETTINGS, _settings(good.target), _settings(report.target))]
    found = [*_certificate(good.look, report.look), *_addresses(good.look, report.look)]
    return [*found, *_capabilities(good.look, report.look)]


def _certificate(before: Look, now: Look) -> list[Change]:
    if not before.fingerprint or not now.fingerprint or before.fingerprint == now.fingerprint:
        return []
    return [Change(Changed.CERTIFICATE, _shown(before), _shown(now))]


def _addresses(before: Look, now: Look) -> list[Change]:
    if not now.addresses or set(before.addresses) == set(now.addresses):
        return []
    return [Change(Changed.ADDRESSES, ", ".join(before.addresses), ", ".join(now.addresses))]


def _capabilities(before: Look, now: Look) -> list[Change]:
    if not now.capabilities:
        return []
    old, new = set(before.capabilities), set(now.capabilities)
    gone, come = " ".join(sorted(old - new)), " ".join(sorted(new - old))
    found = [Change(Changed.CAPABILITIES_GONE, gone)] if gone else []
    return [*found, Change(Changed.CAPABILITIES_NEW, "", come)] if come else found


def _settings(target: Target) -> str:
    return f"{target.server_type.name} {target.server}:{target.port} {target.user_name}"


def _shown(look: Look) -> str:
    shown = look.certificate
    if shown is None:
        return look.fingerprint[:16]
    until = shown.expires.date().isoformat() if shown.expires else "?"
    return f"{shown.subject} / {shown.issuer} / {until}"
