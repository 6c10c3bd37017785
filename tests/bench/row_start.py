"""start: a warm start to the first usable window, with 50 profiles."""

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

    def __init__(self, folder: Path, profiles: int = PROFILES) -> None:
        self._folder, self._profiles = folder, profiles

    def measure(self) -> float:
        return seconds_until_reported(
            [sys.executable, str(PROGRAM), str(self._folder), str(self._profiles)]
        )

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


ROWS = [Row("start", bar=1.35, aim=1.2, prepare=prepare)]
