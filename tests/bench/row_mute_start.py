"""mute start: with a Secret Service that never answers and a network that swallows everything.

The yardstick is the same start with neither: no keyring at all, and a server that refuses.
"""

from __future__ import annotations

import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore
from tests.bench.child import reported
from tests.bench.rounds import Pair, Row
from tests.servers.mute_secret_service import mute_secret_service

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

    def yardstick(self) -> float:
        return _start(self._usual, NO_BUS)


def _start(folder: Path, env: dict[str, str]) -> float:
    return reported([sys.executable, str(PROGRAM), str(folder), "1"], env)


@contextmanager
def black_hole() -> Iterator[str]:
    """An address whose queue of connections is full: nothing is accepted and nothing refused."""
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for queued in (first, second):
            queued.setblocking(False)
            queued.connect_ex(deaf.getsockname())
        yield f"http://127.0.0.1:{deaf.getsockname()[1]}"


@contextmanager
def prepare() -> Iterator[Pair]:
    with (
        tempfile.TemporaryDirectory() as name,
        black_hole() as hole,
        mute_secret_service() as mute,
    ):
        yield MuteStart(Path(name), hole, mute)


ROWS = [Row("mute start", bar=1.05, aim=1.0, prepare=prepare)]
