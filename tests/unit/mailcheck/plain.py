"""Wishes in one line."""

from __future__ import annotations

from desktop_app.core.mail_check.mail_check import CheckWish, Target
from desktop_app.core.mailbox.mailbox import ServerType
from tests.servers.hostile_mail import HOST


def wish(kind: ServerType, port: int, password: str = "secret pass", host: str = HOST) -> CheckWish:
    return CheckWish(Target(kind, host, port, "u01"), password, in_the_clear=True)
