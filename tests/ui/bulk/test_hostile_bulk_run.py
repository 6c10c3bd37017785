"""A third of the rows fail in different ways, over real HTTP: the result tells the truth."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError
from desktop_app.core.journal import SaveOutcome
from desktop_app.services.bulk import save_queue
from tests.servers.fault_proxy import ALL
from tests.soak.bulk_run_faults import ROWS, Wait, run


@pytest.fixture
def wait(qtbot: QtBot) -> Wait:
    return lambda look: qtbot.waitUntil(lambda: bool(look()), timeout=20_000)


def test_every_row_is_reported_truly_none_runs_twice_and_only_the_failed_go_again(
    wait: Wait,
) -> None:
    summary = run(3, 3, wait)
    assert summary.wrong == []
    assert summary.twice == 0
    assert summary.rows == 3 * ROWS
    assert set(summary.met) == set(ALL)
    assert summary.states.keys() == {"Saved", "Unknown", "Changed by someone else"}


@pytest.mark.parametrize("takes_it_for", [None, SaveOutcome.REFUSED, SaveOutcome.DONE])
def test_a_run_that_is_careless_with_what_is_not_known_is_seen(
    wait: Wait, takes_it_for: SaveOutcome | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = save_queue._outcome_to_show

    def careless(error: AppError) -> SaveOutcome | None:
        outcome = honest(error)
        return takes_it_for if outcome is SaveOutcome.UNKNOWN else outcome

    monkeypatch.setattr(save_queue, "_outcome_to_show", careless)
    summary = run(1, 3, wait)
    assert summary.wrong or summary.twice
