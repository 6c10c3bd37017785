"""Snapshots, mail checks, server facts and secrets in the data folder of version 0.1.0."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop_app.core.mail_check.check_baseline import CheckBaseline, StoredCheck
from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mail_check.mail_check import ServerFingerprint, Target
from desktop_app.core.mailbox.mailbox import (
    Field,
    KeepBehaviour,
    MailLogin,
    ServerType,
    UnknownValue,
)
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.snapshot import Snapshot, SnapshotRow
from tests.unit.older_data.edits import PENDING
from tests.unit.older_data.mailboxes import INFO, STRANGE
from tests.unit.older_data.profiles import ACME, BETA

SNAPSHOTS: tuple[tuple[Snapshot, tuple[SnapshotRow, ...]], ...] = (
    (
        Snapshot(1, ACME.id, ACME.name, "", 1_782_500_000.0, True, 3),
        (
            SnapshotRow(1, "info@example.com", "Support", "Høy", INFO.values),
            SnapshotRow(7, "", "Økonomi", "", STRANGE.values),
            SnapshotRow(9, "nine@example.com", "Support", "Høy", None),
        ),
    ),
    (
        Snapshot(2, ACME.id, ACME.name, "Før påske", 1_782_500_001.5, False, 1),
        (SnapshotRow(1, "info@example.com", values={Field.SERVER_TYPE: UnknownValue("77")}),),
    ),
    (Snapshot(3, BETA.id, BETA.name, "", 1_782_500_002.0, True, 0), ()),
)


def _target(server_type: ServerType, port: int) -> Target:
    return Target(server_type, "imap.example.com", port, "info")


_NOON = datetime(2026, 6, 20, 12, 0, 0, 250_000, UTC)
CHECKS: dict[str, tuple[StoredCheck, ...]] = {
    ACME.id: (
        StoredCheck(
            1,
            _NOON,
            CheckOutcome.WORKS,
            CheckBaseline(
                _NOON,
                _target(ServerType.IMAPS, 993),
                ServerFingerprint(
                    addresses=("192.0.2.7", "2001:db8::7"),
                    certificate=Certificate(
                        "imap.example.com", "Ærlig CA", datetime(2027, 1, 1, tzinfo=UTC), "TLSv1.3"
                    ),
                    certificate_sha256="ab" * 32,
                    capabilities=("IMAP4rev1", "IDLE"),
                ),
            ),
        ),
        StoredCheck(
            2,
            _NOON,
            CheckOutcome.PARTLY,
            CheckBaseline(
                _NOON,
                _target(ServerType.IMAP, 143),
                ServerFingerprint(certificate=Certificate("mail", "mail", None)),
            ),
        ),
        StoredCheck(3, _NOON, CheckOutcome.FAILS),
        StoredCheck(
            8,
            _NOON,
            CheckOutcome.NOT_REACHED,
            CheckBaseline(
                datetime(2026, 6, 1, tzinfo=UTC), _target(ServerType.POP, 110), ServerFingerprint()
            ),
        ),
    ),
    BETA.id: (StoredCheck(1, _NOON, CheckOutcome.WORKS),),
}

KEEP_BEHAVIOURS = {
    (ACME.id, "10.3.9"): KeepBehaviour.PROVED,
    (ACME.id, "10.4.1"): KeepBehaviour.DESTROYS,
    (BETA.id, "11.0"): KeepBehaviour.UNPROVED,
}
"""What a save without a password does, by profile and version of the server."""
SAVED_BEFORE = (ACME.id,)
"""The profiles that were saved to before."""

_LOGIN = MailLogin("imap.example.com", "info")
_PENDING = SecretName.PENDING_PASSWORD


def _password(
    mailbox_id: int, name: SecretName, storage: StorageKind, login: MailLogin, second: float
) -> SavedPassword:
    return SavedPassword(
        ACME.id,
        mailbox_id,
        name,
        storage,
        ACME.former_secret_origin,
        login,
        1_782_600_000.0 + second,
    )


PASSWORDS = (
    _password(1, SecretName.MAILBOX_PASSWORD, StorageKind.VAULT, _LOGIN, 0.0),
    _password(3, SecretName.MAILBOX_PASSWORD, StorageKind.KEYRING, MailLogin("", "bills"), 1.0),
    *(
        _password(
            change.id,
            _PENDING,
            StorageKind.VAULT,
            MailLogin("imap.example.com", user_name),
            second,
        )
        for change, user_name, second in ((PENDING[2], "soren", 2.5), (PENDING[3], "made", 3.0))
    ),
)
"""In the order of mailbox ids; a pending change gives its own id in place of one."""
UNCONFIRMED = _password(5, SecretName.MAILBOX_PASSWORD, StorageKind.VAULT, _LOGIN, 4.0)
"""A password that was being stored when the program was killed: the vault may lack it."""

PASSPHRASE = "only for tests: ærlig talt"
LONG_SECRET = "".join(chr(0x41 + number % 26) for number in range(3000))
"""Longer than Windows takes in one entry of its keyring, so that it lies there in parts."""
SECRETS: dict[SecretName, str] = {
    SecretName.SIGN_IN_PASSWORD: "test password, ærlig",
    SecretName.TICKET: "7T:test-ticket",
    SecretName.APP_TOKEN: "test-app-token",
    SecretName.BEARER_TOKEN: "8A:test-bearer",
    SecretName.BROWSER_SESSION: LONG_SECRET,
    SecretName.REFRESH_TOKEN: "test-refresh-token",
    SecretName.CLIENT_SECRET: "test-client-secret",
    SecretName.PROXY_PASSWORD: "test-proxy-password",
}
"""The secrets of one profile, in the vault and in the keyring alike."""
ACME_PASSWORD = "test password of Acme"
"""The only secret of that profile, in the vault."""
MAILBOX_SECRETS = {1: "test-info", 3: "test-bills"}
PENDING_SECRETS = {PENDING[2].id: "test-soren", PENDING[3].id: "test-made"}
