"""What is built: version, date, and where things lie."""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "mailbox-admin"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True)
class Release:
    """``epoch`` is the moment, in seconds since 1970, that every file of it bears."""

    source: Path
    work: Path
    dist: Path
    version: str
    epoch: int

    @classmethod
    def of(cls, source: Path, work: Path, dist: Path | None) -> Release:
        """The release that a source tree is."""
        text = (source / "desktop_app/__init__.py").read_text("utf-8")
        found = re.search(r'^VERSION = "([^"]+)"', text, re.MULTILINE)
        if found is None:
            raise SystemExit("desktop_app/__init__.py says no VERSION")
        dist = (dist or source / "dist").resolve()
        return cls(source, work.resolve(), dist, found[1], _epoch(source))

    @property
    def machine(self) -> str:
        """The processor, as Linux calls it."""
        return platform.machine()

    @property
    def architecture(self) -> str:
        """The processor, as Debian calls it."""
        return ARCHITECTURES[self.machine]

    @property
    def date(self) -> str:
        """The day of the release."""
        return time.strftime("%Y-%m-%d", time.gmtime(self.epoch))

    @property
    def environment(self) -> Mapping[str, str]:
        """What the tools of the build get to know of this machine: next to nothing."""
        names = ("PATH", "HOME", "TMPDIR")
        return {
            **{name: os.environ[name] for name in names if name in os.environ},
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "PYTHONHASHSEED": "0",
            "SOURCE_DATE_EPOCH": str(self.epoch),
            "QT_QPA_PLATFORM": "offscreen",
        }

    def run(self, *command: str | Path) -> None:
        """Run a tool; what it says is shown only if it fails."""
        done = subprocess.run(
            command,
            cwd=self.work,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode != 0:
            sys.stderr.buffer.write(done.stdout)
            raise SystemExit(f"{command[0]} failed")


def say(text: str) -> None:
    """One line for whoever waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def set_times(folder: Path, epoch: int) -> None:
    """Give every file and folder the date of the release, and the rights that all may have."""
    for path in (*folder.rglob("*"), folder):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _epoch(source: Path) -> int:
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told:
        return int(told)
    command = ["git", "-C", str(source), "log", "-1", "--format=%ct"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return int(done.stdout)
    return int((source / "pyproject.toml").stat().st_mtime)
