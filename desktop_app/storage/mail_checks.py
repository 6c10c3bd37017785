"""Results of mail server checks: time, outcome, and the last good state of the server."""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime
from typing import Any

from desktop_app.core.mail_check.check_baseline import CheckBaseline, StoredCheck
from desktop_app.core.mail_check.last_check import FAILING_OUTCOMES, CheckOutcome
from desktop_app.core.mail_check.mail_check import ServerFingerprint, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.profiles.server_info import Certificate


class MailCheckStore:
    """The last check of each mailbox. One thread at a time; every method raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def save(self, profile_id: str, check: StoredCheck) -> None:
        """Store a check, replacing the last one; without a new baseline the old baseline stays."""
        body = None if check.baseline is None else json.dumps(_encode_baseline(check.baseline))
        self._connection.execute(
            "INSERT INTO mail_check VALUES (?, ?, ?, ?, ?) ON CONFLICT (profile, mailbox)"
            " DO UPDATE SET at = excluded.at, outcome = excluded.outcome,"
            " good = coalesce(excluded.good, good)",
            (profile_id, check.mailbox_id, check.at.isoformat(), check.outcome.name, body),
        )

    def delete(self, profile_id: str, mailbox_id: int) -> None:
        """Delete the check of a mailbox whose settings have changed."""
        self._connection.execute(
            "DELETE FROM mail_check WHERE profile = ? AND mailbox = ?", (profile_id, mailbox_id)
        )

    def of_profile(self, profile_id: str) -> list[StoredCheck]:
        """Return the checks of a profile; entries written by a newer program are left out."""
        rows = self._connection.execute(
            "SELECT mailbox, at, outcome, good FROM mail_check WHERE profile = ?", (profile_id,)
        ).fetchall()
        return [check for check in map(_decode_check, rows) if check is not None]

    def failing_count(self, profile_id: str, list_key: str) -> int:
        """Return how many mailboxes of the last list failed their last check.

        The details tell which mailboxes the list has; those of others are deleted with each list.
        """
        (count,) = self._connection.execute(
            "SELECT count(*) FROM mail_check JOIN detail ON detail.profile = ?"
            " AND detail.mailbox = mail_check.mailbox WHERE mail_check.profile = ?"
            " AND outcome IN (SELECT value FROM json_each(?))",
            (list_key, profile_id, json.dumps([found.name for found in FAILING_OUTCOMES])),
        ).fetchone()
        return int(count)


def _decode_check(row: tuple[int, str, str, str | None]) -> StoredCheck | None:
    mailbox_id, at, outcome, good = row
    try:
        look = None if good is None else _decode_baseline(json.loads(good))
        return StoredCheck(mailbox_id, datetime.fromisoformat(at), CheckOutcome[outcome], look)
    except (ValueError, KeyError, TypeError):
        return None


def _encode_baseline(baseline: CheckBaseline) -> dict[str, Any]:
    target, look, shown = baseline.target, baseline.fingerprint, baseline.fingerprint.certificate
    return {
        "at": baseline.at.isoformat(),
        "type": target.server_type.name,
        "server": target.server,
        "port": target.port,
        "user": target.user_name,
        "addresses": look.addresses,
        "capabilities": look.capabilities,
        "fingerprint": look.certificate_sha256,
        "certificate": None if shown is None else _encode_certificate(shown),
    }


def _encode_certificate(certificate: Certificate) -> list[str]:
    until = certificate.expires.isoformat() if certificate.expires else ""
    return [certificate.subject, certificate.issuer, until, certificate.protocol]


def _decode_baseline(body: dict[str, Any]) -> CheckBaseline:
    target = Target(ServerType[body["type"]], body["server"], body["port"], body["user"])
    certificate = None
    if body["certificate"] is not None:
        subject, issuer, until, protocol = body["certificate"]
        expires = datetime.fromisoformat(until) if until else None
        certificate = Certificate(subject, issuer, expires, protocol)
    look = ServerFingerprint(
        addresses=tuple(body["addresses"]),
        certificate=certificate,
        certificate_sha256=body["fingerprint"],
        capabilities=tuple(body["capabilities"]),
    )
    return CheckBaseline(datetime.fromisoformat(body["at"]), target, look)
