"""The quick filters offered for a list, each with the number of mailboxes it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop_app.core.mailbox_list.list_statistics import ListStatistics
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import EditRight, QuickFilter, Security
from desktop_app.ui.mailbox_list.filter.filter_text import (
    duplicates_text,
    right_filter_text,
    security_filter_text,
)
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    server_text,
    state_text,
    type_trait_text,
)

MAX_SERVER_CHOICES = 25
"""Further servers are found faster by typing their names into the filter."""
Trait = TypeVar("Trait")


@dataclass(frozen=True, slots=True)
class QuickFilterChoice:
    """A quick filter in the menu; ``toggled_filter`` applies once the entry is toggled."""

    text: str
    count: int
    is_on: bool
    toggled_filter: QuickFilter


def common_choices(
    quick_filter: QuickFilter, statistics: ListStatistics
) -> list[QuickFilterChoice]:
    """Return the most used filters: no TLS, read-only, no update right, duplicates."""
    plain = Security.PLAINTEXT
    insecure = QuickFilterChoice(
        security_filter_text(plain),
        statistics.securities.get(plain, 0),
        plain in quick_filter.securities,
        replace(quick_filter, securities=quick_filter.securities ^ {plain}),
    )
    rights = (
        QuickFilterChoice(
            right_filter_text(right),
            statistics.rights.get(right, 0),
            right in quick_filter.rights,
            replace(quick_filter, rights=quick_filter.rights ^ {right}),
        )
        for right in (EditRight.READ_ONLY, EditRight.NO_UPDATE)
    )
    duplicates = QuickFilterChoice(
        duplicates_text(),
        statistics.duplicates,
        quick_filter.duplicates,
        replace(quick_filter, duplicates=not quick_filter.duplicates),
    )
    return [insecure, *rights, duplicates]


def state_choices(quick_filter: QuickFilter, statistics: ListStatistics) -> list[QuickFilterChoice]:
    """Return a filter for each state that holds of a mailbox, the most urgent first."""
    return [
        QuickFilterChoice(
            state_text(state),
            statistics.states.get(state, 0),
            state in quick_filter.states,
            replace(quick_filter, states=quick_filter.states ^ {state}),
        )
        for state in MailboxState
        if statistics.states.get(state) or state in quick_filter.states
    ]


def type_choices(quick_filter: QuickFilter, statistics: ListStatistics) -> list[QuickFilterChoice]:
    """Return a filter for each server type in the list, the most frequent first."""
    return [
        QuickFilterChoice(
            type_trait_text(kind),
            count,
            kind in quick_filter.types,
            replace(quick_filter, types=quick_filter.types ^ {kind}),
        )
        for kind, count in _most_first(statistics.types, quick_filter.types)
    ]


def server_choices(
    quick_filter: QuickFilter, statistics: ListStatistics
) -> list[QuickFilterChoice]:
    """Return filters for the mail servers with the most mailboxes."""
    return [
        QuickFilterChoice(
            server_text(server),
            count,
            server in quick_filter.servers,
            replace(quick_filter, servers=quick_filter.servers ^ {server}),
        )
        for server, count in _most_first(statistics.servers, quick_filter.servers)[
            :MAX_SERVER_CHOICES
        ]
    ]


def _most_first(numbers: Mapping[Trait, int], active: frozenset[Trait]) -> list[tuple[Trait, int]]:
    """Sort by count, active filters first: a shortened menu must let the user turn them off."""
    every = {**dict.fromkeys(active, 0), **numbers}
    return sorted(every.items(), key=lambda pair: (pair[0] not in active, -pair[1], str(pair[0])))
