"""mute start: with a Secret Service that never answers and a network that swallows everything.

The baseline is the same start with neither: no keyring at all, and a server that refuses.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore
from tests.bench.child import seconds_until_reported
from tests.bench.measurements import Pair, Row
from tests.servers.mute_secret_service import mute_secret_service
from tests.servers.ports import full_port

PROGRAM = Path(__file__).with_name("started_program.py")
NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}


class MuteStart:
    """Both start with one profile, which is shown and signed in to at once."""

    def __init__(self, folder: Path, hole: str, mute: dict[str, str]) -> None:
        self._mute = mute
        self._holed, self._usual = folder / "holed", folder / "usual"
        for place, address in ((self._holed, hole), (self._usual, "http://127.0.0.1:9")):
            ProfileStore(place).save([Profile.new("Acme", address, "jens")])

    def measure(self) -> float:
        return _start(self._holed, self._mute)

    def baseline(self) -> float:
        return _start(self._usual, NO_BUS)


def _start(folder: Path, env: dict[str, str]) -> float:
    return seconds_until_reported([sys.executable, str(PROGRAM), str(folder), "1"], env)


@contextmanager
def prepare() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name, full_port() as hole, mute_secret_service() as mute:
        yield MuteStart(Path(name), f"http://127.0.0.1:{hole}", mute)


ROWS = [Row("mute start", bar=1.05, aim=1.0, prepare=prepare)]
