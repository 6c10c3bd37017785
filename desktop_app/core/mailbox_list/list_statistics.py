"""Counts the mailboxes of a list by their traits, for the overview and the quick filter menu."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import EditRight, FilterTraits, Security, TypeTrait
from desktop_app.core.mailbox_list.risks import Risk


@dataclass(frozen=True, slots=True)
class ListStatistics:
    """Numbers of mailboxes. ``not_loaded`` counts mailboxes whose details are not read yet.

    The list itself states rights that forbid a save, so ``rights`` may include some of them.
    """

    total: int = 0
    not_loaded: int = 0
    duplicates: int = 0
    types: Mapping[TypeTrait, int] = field(default_factory=dict)
    securities: Mapping[Security, int] = field(default_factory=dict)
    servers: Mapping[str, int] = field(default_factory=dict)
    rights: Mapping[EditRight, int] = field(default_factory=dict)
    risks: Mapping[Risk, int] = field(default_factory=dict)
    states: Mapping[MailboxState, int] = field(default_factory=dict)
    """All states that hold of a mailbox count, not only the most urgent."""


def count_mailboxes(
    mailboxes: Iterable[FilterTraits], duplicates: int, risks: Mapping[Risk, int] | None = None
) -> ListStatistics:
    """Count mailboxes by their traits; the caller counts duplicates, risks and states."""
    alike = Counter(mailboxes)
    types: Counter[TypeTrait] = Counter()
    securities: Counter[Security] = Counter()
    servers: Counter[str] = Counter()
    rights: Counter[EditRight] = Counter()
    for traits, count in alike.items():
        if traits.type is not None:
            types[traits.type] += count
        if traits.security is not None:
            securities[traits.security] += count
        if traits.server is not None:
            servers[traits.server] += count
        if traits.right is not None:
            rights[traits.right] += count
    return ListStatistics(
        total=alike.total(),
        not_loaded=sum(count for traits, count in alike.items() if traits.type is None),
        duplicates=duplicates,
        types=types,
        securities=securities,
        servers=servers,
        rights=rights,
        risks=risks or {},
    )
