"""A third of the rows fail in different ways, over real HTTP: the result tells the truth."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError
from desktop_app.core.journal import SaveOutcome
from desktop_app.services.bulk import save_queue
from tests.servers.hostile_front import ALL
from tests.soak.bulk_run_faults import ROWS, Wait, run


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    return lambda look: qtbot.waitUntil(lambda: bool(look()), timeout=20_000)


def test_every_row_is_told_truly_none_runs_twice_and_the_failed_go_again_alone(wait: Wait) -> None:
    tally = run(3, 3, wait)
    assert tally.wrong == []
    assert tally.twice == 0
    assert tally.rows == 3 * ROWS
    assert set(tally.met) == set(ALL)
    assert tally.states.keys() == {"Saved", "Unknown", "Changed by someone else"}


@pytest.mark.parametrize("takes_it_for", [None, SaveOutcome.REFUSED, SaveOutcome.DONE])
def test_a_run_that_is_careless_with_what_is_not_known_is_seen(
    wait: Wait, takes_it_for: SaveOutcome | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = save_queue._outcome_to_show

    def careless(error: AppError) -> SaveOutcome | None:
        outcome = honest(error)
        return takes_it_for if outcome is SaveOutcome.UNKNOWN else outcome

    monkeypatch.setattr(save_queue, "_outcome_to_show", careless)
    tally = run(1, 3, wait)
    assert tally.wrong or tally.twice
