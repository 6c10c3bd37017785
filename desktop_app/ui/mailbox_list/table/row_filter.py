"""Which rows of a list are shown: those that hold all words, and that a quick filter asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import compress, repeat
from operator import contains
from typing import TYPE_CHECKING

from desktop_app.core.mailbox_list.duplicates import twin_ids
from desktop_app.core.mailbox_list.quick_filter import ALL, QuickFilter, Right, Traits
from desktop_app.core.mailbox_list.risks import SEEN_WITHOUT_DETAILS, Risk
from desktop_app.ui.mailbox_list.filter.quick_filter_text import check_words, right_words
from desktop_app.ui.mailbox_list.table.cell_texts import Cells, lock_of
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.mailbox_list.table.row_sorter import Places

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


FindRisks = Callable[[], Mapping[Risk, frozenset[int]]]


class Sieve:
    """For one list. What it works out for all rows is kept, so that a keystroke takes no frame."""

    def __init__(
        self, rows: Sequence[ListedMailbox], cells: Cells, find_risks: FindRisks = dict
    ) -> None:
        self._find_risks = find_risks
        self._risks: Mapping[Risk, frozenset[int]] | None = None
        self._rows = rows
        self._cells = cells
        self._words: list[str] = []
        self._quick = ALL
        self._keys: list[str] = []
        self._told: set[int] = set()
        """The places of the keys that hold what details and checks say."""
        self._stale: set[int] = set()
        """The mailboxes of which these keys say too little."""
        self._known: frozenset[int] | None = None
        """The places of the rows whose details are there. An id may stand in two rows."""
        self._lacks_keys = True
        self._rest = check_words(None).casefold()
        self._answers: list[bool | None] | None = None
        self._waiting: int | None = None
        self._twins: frozenset[int] | None = None
        self.unknown = 0
        """How many rows are not shown because too little is known of them yet."""

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return not self._words and not self._quick

    def ask(self, text: str, quick: QuickFilter) -> None:
        """Let only those pass that hold every word in one of their columns, and are asked for."""
        self._words = text.casefold().split()
        if quick != self._quick:
            self._quick = quick
            self._answers = self._waiting = self._risks = None

    def learn(self, ids: Iterable[int]) -> None:
        """More is known of these mailboxes than before."""
        self._stale.update(ids)
        self._lacks_keys = True
        self._known = None
        self._answers = self._waiting = self._twins = self._risks = None

    def sift(self, places: Places) -> Places:
        """Those of the places that are shown, in the same order."""
        self.unknown = 0
        if self.is_open:
            return places
        if self._quick:
            answers = self._find_answers()
            places = [place for place in places if answers[place]]
        for word in self._words:
            places = self._with_word(word, places)
        known = self._find_known().intersection(places)
        self.unknown = self._count_waiting() - (len(places) - len(known))
        return places

    def _find_known(self) -> frozenset[int]:
        if self._known is None:
            known = self._cells.known
            self._known = frozenset(n for n, row in enumerate(self._rows) if row.id in known)
        return self._known

    @property
    def twins(self) -> frozenset[int]:
        """The mailboxes that are there twice, as far as it is known."""
        if self._twins is None:
            known = self._cells.known
            self._twins = twin_ids((r.id, r.address or "", known.get(r.id)) for r in self._rows)
        return self._twins

    @property
    def risks(self) -> Mapping[Risk, frozenset[int]]:
        """The mailboxes of each risk, as far as it is known."""
        if self._risks is None:
            self._risks = self._find_risks()
        return self._risks

    def recount(self) -> None:
        """What is not in the list may be another too: the time, and other profiles."""
        self._risks = None
        if self._quick.risks:
            self._answers = self._waiting = None

    def _with_risks(self, row: ListedMailbox) -> Traits:
        asked, number = self._quick.risks, row.id
        found = frozenset(risk for risk in asked if number in self.risks.get(risk, ()))
        known = found or number in self._cells.known or asked <= SEEN_WITHOUT_DETAILS
        traits = self._traits(row) if self._quick.twins else self._cells.traits(row)
        return replace(traits, risks=found if known else None)

    def _traits(self, row: ListedMailbox) -> Traits:
        traits = self._cells.traits(row)
        if row.id in self.twins:
            return replace(traits, is_twin=True)
        return replace(traits, is_twin=False) if row.id in self._cells.known else traits

    def _find_answers(self) -> list[bool | None]:
        if self._answers is None:
            traits = self._traits if self._quick.twins else self._cells.traits
            traits = self._with_risks if self._quick.risks else traits
            said: dict[Traits, bool | None] = {}
            answers = []
            for row in self._rows:
                of_row = traits(row)
                if of_row not in said:
                    said[of_row] = self._quick.shows(of_row)
                answers.append(said[of_row])
            self._answers = answers
        return self._answers

    def _count_waiting(self) -> int:
        """How many rows might pass once their details are there."""
        if self._waiting is None:
            known = self._cells.known
            may = self._find_answers() if self._quick else [None] * len(self._rows)
            rows = zip(self._rows, may, strict=True)
            self._waiting = sum(row.id not in known and said is not False for row, said in rows)
        return self._waiting

    def _with_word(self, word: str, places: Places) -> Places:
        """Keys are looked through as they lie in memory, and without a line of Python for each."""
        if not self._keys:
            self._keys = self._listed_keys(self._rows)
        if self._lacks_keys:
            self._add_late_keys()
        holds = list(map(contains, self._keys, repeat(word)))
        if word in self._rest:
            holds = [held or place not in self._told for place, held in enumerate(holds)]
        if isinstance(places, range) and places == range(len(holds)):
            return list(compress(places, holds))
        return [place for place in places if holds[place]]

    def _listed_keys(self, rows: Sequence[ListedMailbox]) -> list[str]:
        """What the list says of each row, folded; categories and priorities are folded once."""
        folded = {text: (text or "").casefold() for text in _few_texts(rows)}
        locked = f"\n{right_words(Right.NO_UPDATE).casefold()}"
        return [
            f"{(row.address or '').casefold()}\n{folded[row.category]}\n{folded[row.priority]}"
            f"\n{row.id}{locked if lock_of(row.right) else ''}"
            for row in rows
        ]

    def _add_late_keys(self) -> None:
        """What the details and the last checks say, folded, behind what the list says."""
        self._lacks_keys = False
        cells, keys = self._cells, self._keys
        told = cells.known.keys() | cells.checked
        stale, self._stale = self._stale, set()
        for place, row in enumerate(self._rows):
            has_late = place in self._told
            if has_late and row.id in stale:
                keys[place] = self._listed_keys((row,))[0]
                self._told.remove(place)
                has_late = False
            if not has_late and row.id in told:
                late = "\n".join(cells.texts(row)[Column.TYPE :]).casefold()
                keys[place] = f"{keys[place]}\n{late}"
                self._told.add(place)


def _few_texts(rows: Sequence[ListedMailbox]) -> set[str | None]:
    return {row.category for row in rows} | {row.priority for row in rows}
