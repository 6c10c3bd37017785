"""Wishes in one line."""

from __future__ import annotations

from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mailbox.mailbox import ServerType
from tests.servers.hostile_mail import HOST


def check_request(
    kind: ServerType, port: int, password: str = "secret pass", host: str = HOST
) -> CheckRequest:
    return CheckRequest(Target(kind, host, port, "u01"), password, allow_plaintext=True)
