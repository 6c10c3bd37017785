"""Groups the results of many checks by mail server and cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.core.mail_check.check_verdicts import (
    NotCheckable,
    ReachedOnly,
    ServerFault,
    TlsFailed,
    Verdict,
    VerdictLevel,
    WrongProtocol,
)
from desktop_app.core.mail_check.mail_check import CheckReport

_LEVEL_ORDER = (
    VerdictLevel.BROKEN,
    VerdictLevel.UNREACHABLE,
    VerdictLevel.ANSWERED,
    VerdictLevel.NONE,
    VerdictLevel.VERIFIED,
)


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """Mailboxes of one server whose checks ended alike; ``verdict`` is that of the first."""

    server: str
    verdict: Verdict
    ids: tuple[int, ...]


def group_reports(reports: Mapping[int, CheckReport]) -> list[CheckGroup]:
    """Return groups of mailbox ids, BROKEN ones first, and the largest group of a level first."""
    found: dict[tuple[object, ...], list[int]] = {}
    for mailbox_id, report in reports.items():
        server = report.target.host_key
        found.setdefault((server, *_cause_key(report.verdict)), []).append(mailbox_id)
    groups = [
        CheckGroup(reports[ids[0]].target.server, reports[ids[0]].verdict, tuple(ids))
        for ids in found.values()
    ]
    return sorted(groups, key=lambda one: (_LEVEL_ORDER.index(one.verdict.level), -len(one.ids)))


def _cause_key(verdict: Verdict) -> tuple[object, ...]:
    """Return a key that is equal for verdicts with the same cause; server messages do not count."""
    match verdict:
        case TlsFailed():
            return (TlsFailed, verdict.cause)
        case ReachedOnly() | NotCheckable():
            return (type(verdict), verdict.reason)
        case WrongProtocol():
            return (WrongProtocol, verdict.detected)
        case ServerFault():
            return (ServerFault, verdict.stage, verdict.fault)
        case _:
            return (type(verdict), verdict.level, verdict.field_to_fix)
