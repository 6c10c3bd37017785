"""packaged start, installed MiB, download MiB: the program as it ships, where it was packaged."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore
from tests.bench.child import ROOT, environment
from tests.bench.measurements import Pair, Row

PROGRAM = ROOT / "build/package/frozen/mailbox-admin"
MIB = 1024 * 1024
PROFILES = 50
PAINTED = b"Flushing"
"""What Qt itself says, when asked to, as a window's first picture goes to the screen."""


def start(command: Sequence[str | Path], folder: Path) -> float:
    """Seconds from the start of a program to its first picture; then it is ended."""
    env = {**environment(), "QT_LOGGING_RULES": "qt.widgets.painting=true"}
    started = time.monotonic()
    with subprocess.Popen(
        [*command, "--data-dir", folder], env=env, cwd=ROOT, stderr=subprocess.PIPE
    ) as program:
        assert program.stderr is not None
        painted = any(PAINTED in line for line in program.stderr)
        seconds = time.monotonic() - started
        program.kill()
        assert painted, "no picture came"
    return seconds


@dataclass(frozen=True)
class Packaged:
    """The packaged program against the source tree."""

    folder: Path

    def measure(self) -> float:
        return start([PROGRAM / "mailbox-admin"], self.folder)

    def baseline(self) -> float:
        return start([sys.executable, "-m", "desktop_app"], self.folder)


@dataclass(frozen=True)
class Size:
    """MiB, which are the same in every round."""

    mib: float

    def measure(self) -> float:
        return self.mib

    def baseline(self) -> float:
        return 1.0


@contextmanager
def started() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name:
        addresses = [f"https://crm{number}.example.com" for number in range(PROFILES)]
        made = [Profile.new(address, address, "jens") for address in addresses]
        ProfileStore(Path(name)).save(made)
        yield Packaged(Path(name))


def size(files: Callable[[], Iterator[Path]]) -> Callable[[], AbstractContextManager[Pair]]:
    @contextmanager
    def prepare() -> Iterator[Pair]:
        yield Size(sum(os.lstat(file).st_size for file in files()) / MIB)

    return prepare


def installed() -> Iterator[Path]:
    return (file for file in PROGRAM.rglob("*") if file.is_file() and not file.is_symlink())


def largest() -> Iterator[Path]:
    yield max((ROOT / "dist").glob("mailbox-admin[-_]*"), key=lambda file: file.stat().st_size)


ROWS = [
    Row("packaged start", bar=1.25, aim=1.05, prepare=started),
    Row("installed MiB", bar=170, aim=140, prepare=size(installed)),
    Row("download MiB", bar=55, aim=45, prepare=size(largest)),
]
if not PROGRAM.is_dir():  # nothing was packaged here: "make package" does it
    ROWS = []
