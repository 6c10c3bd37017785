"""Which rows of a list are shown: those that hold all words, and that a quick filter asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import compress, repeat
from operator import contains
from typing import TYPE_CHECKING

from desktop_app.core.mailbox.characters import search_key, search_words
from desktop_app.core.mailbox_list.duplicates import duplicate_ids
from desktop_app.core.mailbox_list.mailbox_state import STATES_WITHOUT_DETAILS
from desktop_app.core.mailbox_list.quick_filter import (
    NO_FILTER,
    FilterTraits,
    QuickFilter,
)
from desktop_app.core.mailbox_list.risks import RISKS_WITHOUT_DETAILS, Risk
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.row_sorter import RowIndices

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


FindRisks = Callable[[], Mapping[Risk, frozenset[int]]]


class RowFilter:
    """For one list. What it works out for all rows is kept, so that a keystroke takes no frame."""

    def __init__(
        self, rows: Sequence[ListedMailbox], cell_texts: CellTexts, find_risks: FindRisks = dict
    ) -> None:
        self._find_risks = find_risks
        self._risks: Mapping[Risk, frozenset[int]] | None = None
        self._rows = rows
        self._cell_texts = cell_texts
        self._words: list[str] = []
        self._quick_filter = NO_FILTER
        self._search_keys: list[str] = []
        self._complete_keys: set[int] = set()
        """The places of the keys that hold what details and checks say."""
        self._stale_ids: set[int] = set()
        """The mailboxes of which these keys say too little."""
        self._known_rows: frozenset[int] | None = None
        """The places of the rows whose details are there. An id may stand in two rows."""
        self._keys_outdated = True
        self._matches: list[bool | None] | None = None
        self._undecided_count: int | None = None
        self._duplicates: frozenset[int] | None = None
        self.unknown_count = 0
        """How many rows are not shown because too little is known of them yet."""

    @property
    def matches_everything(self) -> bool:
        """Whether everything passes."""
        return not self._words and not self._quick_filter

    def set_query(self, text: str, quick_filter: QuickFilter) -> None:
        """Let only those pass that hold every word in one of their columns, and are asked for."""
        self._words = search_words(text)
        if quick_filter != self._quick_filter:
            self._quick_filter = quick_filter
            self._matches = self._undecided_count = self._risks = None

    def invalidate(self, ids: Iterable[int]) -> None:
        """More is known of these mailboxes than before."""
        self._stale_ids.update(ids)
        self._keys_outdated = True
        self._known_rows = None
        self._matches = self._undecided_count = self._duplicates = self._risks = None

    def apply(self, indices: RowIndices) -> RowIndices:
        """Those of the places that are shown, in the same order."""
        self.unknown_count = 0
        if self.matches_everything:
            return indices
        if self._quick_filter:
            answers = self._find_matches()
            indices = [place for place in indices if answers[place]]
        for word in self._words:
            indices = self._rows_with_word(word, indices)
        known = self._find_known_rows().intersection(indices)
        self.unknown_count = self._count_undecided() - (len(indices) - len(known))
        return indices

    def _find_known_rows(self) -> frozenset[int]:
        if self._known_rows is None:
            known = self._cell_texts.known
            self._known_rows = frozenset(n for n, row in enumerate(self._rows) if row.id in known)
        return self._known_rows

    @property
    def duplicates(self) -> frozenset[int]:
        """The mailboxes that are there twice, as far as it is known."""
        if self._duplicates is None:
            known = self._cell_texts.known
            self._duplicates = duplicate_ids(
                (r.id, r.address or "", known.get(r.id)) for r in self._rows
            )
        return self._duplicates

    @property
    def risks(self) -> Mapping[Risk, frozenset[int]]:
        """The mailboxes of each risk, as far as it is known."""
        if self._risks is None:
            self._risks = self._find_risks()
        return self._risks

    def invalidate_risks(self) -> None:
        """What is not in the list may be another too: the time, and other profiles."""
        self._risks = None
        if self._quick_filter.risks:
            self._matches = self._undecided_count = None

    def invalidate_states(self) -> None:
        """Other states hold of some mailboxes."""
        if self._quick_filter.states:
            self._matches = self._undecided_count = None

    def _traits(self, row: ListedMailbox) -> FilterTraits:
        """What a row is filtered by, with what the quick filter asks beside its own traits."""
        traits, asked = self._cell_texts.traits(row), self._quick_filter
        is_known = row.id in self._cell_texts.known
        if asked.duplicates and (is_known or row.id in self.duplicates):
            traits = replace(traits, is_duplicate=row.id in self.duplicates)
        if asked.risks:
            risks = frozenset(risk for risk in asked.risks if row.id in self.risks.get(risk, ()))
            if risks or is_known or asked.risks <= RISKS_WITHOUT_DETAILS:
                traits = replace(traits, risks=risks)
        if asked.states:
            states = asked.states.intersection(self._cell_texts.states(row))
            if states or is_known or asked.states <= STATES_WITHOUT_DETAILS:
                traits = replace(traits, states=states)
        return traits

    def _find_matches(self) -> list[bool | None]:
        if self._matches is None:
            known_answers: dict[FilterTraits, bool | None] = {}
            answers = []
            for traits in map(self._traits, self._rows):
                if traits not in known_answers:
                    known_answers[traits] = self._quick_filter.matches(traits)
                answers.append(known_answers[traits])
            self._matches = answers
        return self._matches

    def _count_undecided(self) -> int:
        """How many rows might pass once their details are there."""
        if self._undecided_count is None:
            known = self._cell_texts.known
            may = self._find_matches() if self._quick_filter else [None] * len(self._rows)
            rows = zip(self._rows, may, strict=True)
            self._undecided_count = sum(
                row.id not in known and match is not False for row, match in rows
            )
        return self._undecided_count

    def _rows_with_word(self, word: str, indices: RowIndices) -> RowIndices:
        """Keys are looked through as they lie in memory, and without a line of Python for each."""
        if not self._search_keys:
            self._search_keys = self._list_keys(self._rows)
        if self._keys_outdated:
            self._add_detail_keys()
        holds = list(map(contains, self._search_keys, repeat(word)))
        if isinstance(indices, range) and indices == range(len(holds)):
            return list(compress(indices, holds))
        return [place for place in indices if holds[place]]

    def _list_keys(self, rows: Sequence[ListedMailbox]) -> list[str]:
        """What the list says of each row, folded."""
        return [search_key("\n".join(texts)) for texts in self._cell_texts.early_texts(rows)]

    def _add_detail_keys(self) -> None:
        """What the details and the last checks say, folded, behind what the list says."""
        self._keys_outdated = False
        cells, keys = self._cell_texts, self._search_keys
        told = cells.known.keys() | cells.checked_ids
        stale, self._stale_ids = self._stale_ids, set()
        for place, row in enumerate(self._rows):
            has_late = place in self._complete_keys
            if has_late and row.id in stale:
                keys[place] = self._list_keys((row,))[0]
                self._complete_keys.remove(place)
                has_late = False
            if not has_late and row.id in told:
                late = search_key("\n".join(cells.late_texts(row)))
                keys[place] = f"{keys[place]}\n{late}"
                self._complete_keys.add(place)
