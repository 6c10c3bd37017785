"""Words are sorted as the user's language does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

import pytest
from PySide6.QtCore import QCollator, QLocale

from desktop_app.ui.mailbox_list.table.collation import sort_keys

TEXT = """
    zoe ål Øre ære adam étude eve estate ötzi ozon ß ss st œuvre odd of þing thing ñu nz na łow
    lz čas cz иван ёж ель αβγ 東京 ðx dz Aðx ży zz zł ĳs ii Zoe2 zoe-1 ąb ac
"""
WORDS = TEXT.split()


@pytest.fixture
def locale() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize(
    "name", ["nb_NO", "da_DK", "sv_SE", "de_DE", "nl_NL", "en_GB", "fr_FR", "es_ES", "pl_PL"]
)
def test_the_order_is_that_of_the_collator(name: str) -> None:
    QLocale.setDefault(QLocale(name))
    mine = [word for _, word in sorted(zip(sort_keys(WORDS), WORDS, strict=True))]
    assert mine == sorted(WORDS, key=cmp_to_key(QCollator(QLocale(name)).compare))


@pytest.mark.usefixtures("locale")
def test_without_a_language_words_are_sorted_as_in_english() -> None:
    QLocale.setDefault(QLocale.c())
    words = ["zoe", "Étude", "eve", "Adam"]
    order = [word for _, word in sorted(zip(sort_keys(words), words, strict=True))]
    assert order == ["Adam", "Étude", "eve", "zoe"]


def test_accents_of_their_own_count_as_none() -> None:
    assert sort_keys(["e\u0301tude"]) == sort_keys(["étude"]) == ["etude"]
