"""What the overview counts: sections of bars, each of which shows the mailboxes it counts.

A section is made of a census by one function; a new one is added to ``SECTIONS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox_list.list_statistics import Census
from desktop_app.core.mailbox_list.quick_filter import QuickFilter, Right, Security, TypeTrait
from desktop_app.core.mailbox_list.risks import Risk
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    right_words,
    risk_words,
    security_words,
    server_words,
    type_trait_words,
)

MOST_SERVERS = 12
"""Servers that have a bar of their own; what a person looks at, not reads, has few."""
ALARMING = frozenset(Risk) - {Risk.NEVER_CHECKED}
Trait = TypeVar("Trait")


@dataclass(frozen=True, slots=True)
class Bar:
    """So many mailboxes of a kind. A bar without ``quick`` sums up what has none of its own."""

    label: str
    count: int
    quick: QuickFilter | None
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A headline and its bars, the longest first."""

    title: str
    bars: tuple[Bar, ...]


def tr(text: str) -> str:
    """Translate a text of the overview."""
    return QCoreApplication.translate("overview", text)


def sections(census: Census) -> tuple[Section, ...]:
    """All sections that have something to show."""
    made = (make(census) for make in SECTIONS)
    return tuple(section for section in made if section.bars)


def _types(census: Census) -> Section:
    def bar(kind: TypeTrait, count: int) -> Bar:
        return Bar(type_trait_words(kind), count, QuickFilter(types=frozenset({kind})))

    return Section(tr("Type"), _sorted(census.types, bar))


def _securities(census: Census) -> Section:
    def bar(security: Security, count: int) -> Bar:
        quick = QuickFilter(securities=frozenset({security}))
        return Bar(security_words(security), count, quick, warns=security is Security.PLAIN)

    return Section(tr("Security"), _sorted(census.securities, bar))


def _servers(census: Census) -> Section:
    def bar(server: str, count: int) -> Bar:
        return Bar(server_words(server), count, QuickFilter(servers=frozenset({server})))

    bars = _sorted(census.servers, bar)
    shown, rest = bars[:MOST_SERVERS], bars[MOST_SERVERS:]
    if rest:
        shown += (_rest(rest),)
    return Section(tr("Server"), shown)


def _rest(bars: Iterable[Bar]) -> Bar:
    left = tuple(bars)
    return Bar(tr("%d more servers") % len(left), sum(bar.count for bar in left), None)


def _rights(census: Census) -> Section:
    def bar(right: Right, count: int) -> Bar:
        return Bar(right_words(right), count, QuickFilter(rights=frozenset({right})))

    return Section(tr("Right"), _sorted(census.rights, bar))


def _risks(census: Census) -> Section:
    """In the order of what is worst, not of numbers."""
    bars = (
        Bar(risk_words(risk), count, QuickFilter(risks=frozenset({risk})), warns=risk in ALARMING)
        for risk in Risk
        if (count := census.risks.get(risk, 0))
    )
    return Section(tr("Risk"), tuple(bars))


SECTIONS: tuple[Callable[[Census], Section], ...] = (
    _risks,
    _types,
    _securities,
    _servers,
    _rights,
)


def _sorted(counts: Mapping[Trait, int], bar: Callable[[Trait, int], Bar]) -> tuple[Bar, ...]:
    bars = [bar(trait, count) for trait, count in counts.items()]
    return tuple(sorted(bars, key=lambda made: (-made.count, made.label.casefold())))
