"""The end of a check before its last stage."""

from __future__ import annotations

from desktop_app.core.mail_check.check_verdicts import Verdict


class CheckEnded(Exception):
    """The check is over; ``verdict`` says how."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__()
        self.verdict = verdict
