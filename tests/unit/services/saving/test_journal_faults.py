"""An error of the disk while a save is written down; `make soak` tries all points and errors."""

from __future__ import annotations

import errno

import pytest

from tests.soak.journal_faults import run


@pytest.mark.soak
@pytest.mark.parametrize("name", ["edit", "create, answer lost"])
def test_an_error_of_the_disk_is_never_told_as_what_it_is_not(name: str) -> None:
    done = run([name], [(errno.EIO, True)])
    assert done.points > 20
    assert (done.twice, done.wrong) == (0, [])
