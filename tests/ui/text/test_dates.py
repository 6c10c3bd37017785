"""Ages in words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from desktop_app.ui.text.dates import as_of_text, moment_text

NOW = datetime(2026, 3, 1, 0, 10).astimezone()


@pytest.mark.parametrize(
    ("ago", "says"),
    [
        (timedelta(minutes=5), "today, "),
        (timedelta(minutes=15), "yesterday, "),
        (timedelta(hours=24), "yesterday, "),
        (timedelta(days=2), "(2 days ago)"),
        (timedelta(days=400), "(400 days ago)"),
    ],
)
def test_a_moment_says_how_long_ago_its_day_was(ago: timedelta, says: str) -> None:
    assert says in moment_text(NOW - ago, NOW)


def test_a_clock_that_was_set_back_makes_no_age() -> None:
    words = moment_text(NOW + timedelta(days=3), NOW)
    assert "ago" not in words
    assert words


def test_it_says_that_it_may_be_old() -> None:
    assert as_of_text(NOW, NOW).startswith("as of today, ")
