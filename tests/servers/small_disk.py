"""A small file system that is really full, or really read-only, for one process: 64 kB or more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SIZE = "64k"


def run_on_small_disk(folder: Path, module: str, *arguments: str, size: str = SIZE) -> bytes:
    """What a module of the tests prints, with such a disk at ``folder``, which it alone sees.

    A user namespace lets anybody mount; a system that forbids that skips the test.
    """
    folder.mkdir(parents=True, exist_ok=True)
    alone = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets nobody mount a disk of his own")
    mounts = f'mount -t tmpfs -o size={size},mode=700 tmpfs "$0" && exec "$@"'
    command = [*alone, "sh", "-c", mounts, str(folder), sys.executable, "-m", module, str(folder)]
    done = subprocess.run([*command, *arguments], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def fill(folder: Path) -> Path:
    """Leave no room at all; gives the file that took it."""
    filler = folder / "filler"
    with open(filler, "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return filler


def make_read_only(folder: Path, *, read_only: bool) -> None:
    """From now on nothing here can be written, or everything again."""
    how = "remount,ro" if read_only else "remount,rw"
    subprocess.run(["mount", "-o", how, str(folder)], check=True)
