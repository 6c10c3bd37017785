"""Saves profiles again and again, each time killed at a later call; prints what was left.

Run as a program, it starts no threads, so that it may fork: one interpreter for all kills.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from desktop_app.core.profile import Profile
from desktop_app.profiles.store import ProfileStore

CALLS = ("open", "write", "fsync", "replace", "rename", "mkdir", "unlink", "close")
OLDER, OLD, NEW = (Profile.new(name, "https://a", "u" * 2000) for name in ("older", "old", "new"))


def main(folder: Path, situation: str) -> None:
    """Cut each call in turn until a save goes through."""
    for number in count(1):
        store = prepared(folder / str(number), situation)
        killed = killed_at(number, store)
        print(json.dumps({"killed": killed, **what_is_left(store, situation)}))
        if not killed:
            return


def prepared(folder: Path, situation: str) -> ProfileStore:
    store = ProfileStore(folder / "data")
    if situation != "first save":
        store.save([OLDER])
        store.save([OLD])
    if situation == "damaged file":
        store.path.write_bytes(b"damaged")
    return store


def killed_at(number: int, store: ProfileStore) -> bool:
    child = os.fork()
    if child == 0:
        kill_at(number)
        store.save([NEW])
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.WIFSIGNALED(status)


def kill_at(number: int) -> None:
    """Kill this process in the ``number``-th of the calls; a write is cut in its middle."""
    left = number

    def cutting(name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            left -= 1
            if left == 0:
                if name == "write":
                    really(arguments[0], arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return really(*arguments, **named)

        return call

    for name in CALLS:
        setattr(os, name, cutting(name, getattr(os, name)))


def what_is_left(store: ProfileStore, situation: str) -> dict[str, object]:
    """What the next start of the program finds. No file at all is the old state of a first save,
    and one of a damaged file that was set aside.
    """
    damaged = store.path.exists() and store.path.read_bytes() == b"damaged"
    loaded = store.load()
    states: dict[tuple[Profile, ...], str] = {(NEW,): "new", (OLD,): "old", (OLDER,): "older"}
    holds = states.get(loaded.profiles)
    if not loaded.profiles and situation != "later save":
        holds = "old"
    backup = ProfileStore(store.path.parent)
    backup.path = store.backup_path
    kept = states.get(backup.load().profiles, "none")
    names = (
        [path.name for path in store.path.parent.iterdir()] if store.path.parent.exists() else []
    )
    asides = [name for name in names if ".corrupt-" in name]
    shutil.rmtree(store.path.parent.parent, ignore_errors=True)
    return {
        "holds": holds,
        "backup": kept,
        "left over": [name for name in names if name.endswith(".tmp")],
        "damaged kept": damaged or situation != "damaged file" or len(asides) == 1,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
