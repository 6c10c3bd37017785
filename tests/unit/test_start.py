"""Nothing but what the first paint needs is imported before it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.profile import Profile
from desktop_app.profiles.store import ProfileStore

NOT_YET = {
    "cryptography",
    "desktop_app.core.mailbox",
    "desktop_app.core.rights",
    "desktop_app.demo",
    "desktop_app.logbook.log_file",
    "desktop_app.net.session",
    "desktop_app.offline",
    "desktop_app.profiles.keyring_store",
    "desktop_app.selftest",
    "desktop_app.tasks.workplace",
    "desktop_app.ui.edit",
    "desktop_app.ui.mailbox_pane",
    "desktop_app.ui.mailbox_table",
    "desktop_app.ui.profile_dialog",
    "desktop_app.ui.table",
    "desktop_app.ui.questions",
    "desktop_app.ui.words",
    "desktop_app.webapi",
    "PySide6.QtNetwork",
    "ctypes",
    "hashlib",
    "html",
    "importlib.metadata",
    "keyring",
    "logging.handlers",
    "msgspec",
    "platform",
    "requests",
    "sqlite3",
    "ssl",
    "truststore",
    "urllib3",
    "desktop_app.mailcheck",
    "dns",
    "imaplib",
    "poplib",
    "xlsxwriter",
    "uuid",
}

START = """
import builtins, gc, json, sys
from desktop_app import app

plain, finish_start = builtins.__import__, app._finish_start

def tell(program, single, log_level):
    before = {
        "modules": sorted(sys.modules),
        "profiles": program.window.head.switcher.count(),
        "hook": builtins.__import__ is not plain,
        "collects": gc.isenabled(),
        "namespace": "Qt" in vars(sys.modules["PySide6.QtCore"]),
    }
    finish_start(program, single, log_level)
    print(json.dumps({**before, "collects later": gc.isenabled()}))
    program.window.close()

app._finish_start = tell
sys.exit(app.main(["--data-dir", sys.argv[1]]))
"""


@pytest.fixture
def started(tmp_path: Path) -> dict[str, object]:
    """What was there in the program once it showed its profiles."""
    profiles = [Profile.new(f"Customer {n}", "https://crm.example.com", "jens") for n in range(3)]
    ProfileStore(tmp_path).save(profiles)
    command = [sys.executable, "-c", START, str(tmp_path)]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=120, check=True)
    told: dict[str, object] = json.loads(ended.stdout)
    return told


def test_what_the_first_paint_does_not_need_comes_later(started: dict[str, object]) -> None:
    assert started["profiles"] == 3
    modules = started["modules"]
    assert isinstance(modules, list)
    too_early = [m for m in modules if any(m == n or m.startswith(f"{n}.") for n in NOT_YET)]
    assert too_early == []


def test_the_import_hook_of_pyside_is_not_in_the_way(started: dict[str, object]) -> None:
    """It reads the source of every module that is imported, requests and keyring included."""
    assert started["hook"] is False


def test_the_namespace_of_all_enumerations_comes_later(started: dict[str, object]) -> None:
    """PySide makes all of it at once, in 11 ms: see ui/qt_numbers.py."""
    assert started["namespace"] is False


def test_garbage_is_collected_from_the_first_paint_on(started: dict[str, object]) -> None:
    assert (started["collects"], started["collects later"]) == (False, True)
