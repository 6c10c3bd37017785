"""A warm start with 50 profiles.

``start`` is the time to the first window, which knows the profiles and takes keys; ``start list``
the time until the profiles can be seen and chosen.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore
from tests.bench import yardsticks
from tests.bench.child import seconds_until_reported
from tests.bench.measurements import Pair, Row

PROFILES = 50
PROGRAM = Path(__file__).with_name("started_program.py")


class Start:
    """The program against a bare window."""

    def __init__(self, folder: Path, profiles: int = PROFILES, until: str = "page") -> None:
        self._folder, self._profiles, self._until = folder, profiles, until

    def measure(self) -> float:
        arguments = [str(self._folder), str(self._profiles), self._until]
        return seconds_until_reported([sys.executable, str(PROGRAM), *arguments])

    def baseline(self) -> float:
        return yardsticks.bare_window()


def keep_profiles(folder: Path, count: int) -> None:
    """Write so many profiles into a data folder."""
    ProfileStore(folder).save(
        [
            Profile.new(f"Customer {n}, production", f"https://crm{n}.example.com", "jens")
            for n in range(count)
        ]
    )


@contextmanager
def prepare() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name:
        keep_profiles(Path(name), PROFILES)
        yield Start(Path(name))


@contextmanager
def prepare_list() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name:
        keep_profiles(Path(name), PROFILES)
        yield Start(Path(name), until="list")


ROWS = [
    Row("start", bar=1.35, aim=1.2, prepare=prepare),
    Row("start list", bar=2.3, aim=1.8, prepare=prepare_list),
]
