"""The quick filters that a list offers, with the number of mailboxes that each would show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from desktop_app.core.mailbox_list.list_statistics import Census
from desktop_app.core.mailbox_list.quick_filter import QuickFilter, Right, Security
from desktop_app.ui.mailbox_list.filter.filter_text import (
    right_filter_words,
    security_filter_words,
    twins_words,
)
from desktop_app.ui.mailbox_list.filter.quick_filter_text import server_words, type_trait_words

MOST_SERVERS = 25
"""More are found faster by typing their names into the filter."""
Trait = TypeVar("Trait")


@dataclass(frozen=True, slots=True)
class Choice:
    """One that can be turned on or off: ``then`` is the filter after that."""

    words: str
    count: int
    is_on: bool
    then: QuickFilter


def common_choices(quick: QuickFilter, census: Census) -> list[Choice]:
    """What people look for most."""
    plain = Security.PLAIN
    insecure = Choice(
        security_filter_words(plain),
        census.securities.get(plain, 0),
        plain in quick.securities,
        replace(quick, securities=quick.securities ^ {plain}),
    )
    rights = (
        Choice(
            right_filter_words(right),
            census.rights.get(right, 0),
            right in quick.rights,
            replace(quick, rights=quick.rights ^ {right}),
        )
        for right in (Right.READ_ONLY, Right.NO_UPDATE)
    )
    twins = Choice(twins_words(), census.twins, quick.twins, replace(quick, twins=not quick.twins))
    return [insecure, *rights, twins]


def type_choices(quick: QuickFilter, census: Census) -> list[Choice]:
    """The server types that there are."""
    return [
        Choice(
            type_trait_words(kind),
            count,
            kind in quick.types,
            replace(quick, types=quick.types ^ {kind}),
        )
        for kind, count in _most_first(census.types, quick.types)
    ]


def server_choices(quick: QuickFilter, census: Census) -> list[Choice]:
    """The mail servers with the most mailboxes."""
    return [
        Choice(
            server_words(server),
            count,
            server in quick.servers,
            replace(quick, servers=quick.servers ^ {server}),
        )
        for server, count in _most_first(census.servers, quick.servers)[:MOST_SERVERS]
    ]


def _most_first(numbers: Mapping[Trait, int], on: frozenset[Trait]) -> list[tuple[Trait, int]]:
    """What is on comes first, whatever its number: it must be there to be turned off."""
    every = {**dict.fromkeys(on, 0), **numbers}
    return sorted(every.items(), key=lambda pair: (pair[0] not in on, -pair[1], str(pair[0])))
