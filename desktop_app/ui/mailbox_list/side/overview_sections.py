"""The sections of the overview, each a list of bars that filter the list.

One function makes each section from ListStatistics; add new ones to ``SECTION_BUILDERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from desktop_app.core.mailbox_list.list_statistics import ListStatistics
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import EditRight, QuickFilter, Security, TypeTrait
from desktop_app.core.mailbox_list.risks import Risk
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    right_text,
    risk_text,
    security_text,
    server_text,
    state_text,
    type_trait_text,
)

MAX_SERVER_BARS = 12
"""The most servers with bars of their own; the rest share one bar."""
RISKY_STATES = frozenset({MailboxState.FAILING, MailboxState.WARNING})
Trait = TypeVar("Trait")


@dataclass(frozen=True, slots=True)
class OverviewBar:
    """A count of mailboxes. ``quick_filter`` None: the bar sums up the remaining ones.

    ``is_warning`` says that the bar counts a risk: only these have a colour.
    """

    label: str
    count: int
    quick_filter: QuickFilter | None
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class OverviewSection:
    """A translated headline and its bars."""

    title: str
    bars: tuple[OverviewBar, ...]


def overview_sections(statistics: ListStatistics) -> tuple[OverviewSection, ...]:
    """Return the sections that have bars."""
    made = (make(statistics) for make in SECTION_BUILDERS)
    return tuple(section for section in made if section.bars)


def _type_section(statistics: ListStatistics) -> OverviewSection:
    def bar(kind: TypeTrait, count: int) -> OverviewBar:
        return OverviewBar(type_trait_text(kind), count, QuickFilter(types=frozenset({kind})))

    return OverviewSection(translate("mailbox_list", "Type"), _sorted_bars(statistics.types, bar))


def _security_section(statistics: ListStatistics) -> OverviewSection:
    def bar(security: Security, count: int) -> OverviewBar:
        quick = QuickFilter(securities=frozenset({security}))
        return OverviewBar(
            security_text(security), count, quick, is_warning=security is Security.PLAINTEXT
        )

    return OverviewSection(
        translate("mailbox_list", "Security"), _sorted_bars(statistics.securities, bar)
    )


def _server_section(statistics: ListStatistics) -> OverviewSection:
    def bar(server: str, count: int) -> OverviewBar:
        return OverviewBar(server_text(server), count, QuickFilter(servers=frozenset({server})))

    bars = _sorted_bars(statistics.servers, bar)
    shown, rest = bars[:MAX_SERVER_BARS], bars[MAX_SERVER_BARS:]
    if rest:
        shown += (_remainder_bar(rest),)
    return OverviewSection(translate("mailbox_list", "Server"), shown)


def _remainder_bar(bars: Iterable[OverviewBar]) -> OverviewBar:
    left = tuple(bars)
    count = len(left)
    return OverviewBar(
        translate("mailbox_list", "%n more server(s)", None, count),
        sum(bar.count for bar in left),
        None,
    )


def _right_section(statistics: ListStatistics) -> OverviewSection:
    def bar(right: EditRight, count: int) -> OverviewBar:
        return OverviewBar(right_text(right), count, QuickFilter(rights=frozenset({right})))

    return OverviewSection(
        translate("mailbox_list", "Rights"), _sorted_bars(statistics.rights, bar)
    )


def _risk_section(statistics: ListStatistics) -> OverviewSection:
    """Return the risks, the worst first, whatever their counts."""
    bars = (
        OverviewBar(risk_text(risk), count, QuickFilter(risks=frozenset({risk})), is_warning=True)
        for risk in Risk
        if (count := statistics.risks.get(risk, 0))
    )
    return OverviewSection(translate("mailbox_list", "Risk"), tuple(bars))


def _state_section(statistics: ListStatistics) -> OverviewSection:
    """Return the states but the risks, which have a section of their own, most urgent first."""
    bars = (
        OverviewBar(state_text(state), count, QuickFilter(states=frozenset({state})))
        for state in MailboxState
        if state not in RISKY_STATES and (count := statistics.states.get(state, 0))
    )
    return OverviewSection(translate("mailbox_list", "State"), tuple(bars))


SECTION_BUILDERS: tuple[Callable[[ListStatistics], OverviewSection], ...] = (
    _risk_section,
    _state_section,
    _type_section,
    _security_section,
    _server_section,
    _right_section,
)


def _sorted_bars(
    counts: Mapping[Trait, int], make_bar: Callable[[Trait, int], OverviewBar]
) -> tuple[OverviewBar, ...]:
    bars = [make_bar(trait, count) for trait, count in counts.items()]
    return tuple(sorted(bars, key=lambda made: (-made.count, made.label.casefold())))
