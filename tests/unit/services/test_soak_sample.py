"""A sample of the soak: 500 saves, each with an injected fault, with a fixed seed.

The whole run is ``make soak``.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.net.cancel_token import CancelToken
from desktop_app.webapi.client import Client
from tests.soak.save_answers import LOST, REFUSED, SLOW
from tests.soak.save_rounds import run

pytestmark = pytest.mark.soak


def test_500_faults_and_no_save_runs_twice_nor_is_reported_wrongly() -> None:
    summary = run(500, seed=1)
    assert summary.wrong == []
    assert summary.twice == 0
    assert summary.executed > 150
    assert summary.answers.keys() == {*LOST, *SLOW, *REFUSED, "honest"}


class Careless(Client):
    """What must not be: a client that sends a lost save again."""

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        try:
            return super().save(draft, cancel)
        except AppError:
            return super().save(draft, cancel)


class Optimist(Client):
    """What must not be: a client that takes any end of a save for "not saved"."""

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        try:
            return super().save(draft, cancel)
        except AppError as error:
            error.may_have_run = False
            raise


@pytest.mark.parametrize("kind", [Careless, Optimist])
def test_the_soak_sees_a_bad_client(kind: type[Client]) -> None:
    def turned(client: Client) -> Client:
        client.__class__ = kind
        return client

    check: Callable[[Client], Client] = turned
    assert run(60, seed=2, wrap=check).wrong
