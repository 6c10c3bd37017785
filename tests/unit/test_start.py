"""Nothing but what the first paint needs is imported before it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.core.profile import Profile
from desktop_app.profiles.store import ProfileStore

ALLOWED = {
    "desktop_app",
    "desktop_app.app",
    "desktop_app.command",
    "desktop_app.core",
    "desktop_app.core.errors",
    "desktop_app.core.errors.reaching",
    "desktop_app.core.errors.refusing",
    "desktop_app.core.errors.signing_in",
    "desktop_app.core.errors.this_computer",
    "desktop_app.core.errors.trouble",
    "desktop_app.core.policy",
    "desktop_app.core.profile",
    "desktop_app.core.secret",
    "desktop_app.core.settings",
    "desktop_app.core.waiting",
    "desktop_app.core.web_address",
    "desktop_app.logbook",
    "desktop_app.logbook.crashes",
    "desktop_app.net",
    "desktop_app.net.cancel",
    "desktop_app.no_core_dumps",
    "desktop_app.profiles",
    "desktop_app.profiles.data_folder",
    "desktop_app.profiles.entries",
    "desktop_app.profiles.file_format",
    "desktop_app.profiles.migrations",
    "desktop_app.profiles.safe_file",
    "desktop_app.profiles.settings_file",
    "desktop_app.profiles.store",
    "desktop_app.start",
    "desktop_app.tasks",
    "desktop_app.tasks.background",
    "desktop_app.tasks.keeping",
    "desktop_app.tasks.late_secrets",
    "desktop_app.tasks.late_shelf",
    "desktop_app.tasks.mailbox_passwords",
    "desktop_app.tasks.profile_book",
    "desktop_app.tasks.profile_shelf",
    "desktop_app.tasks.secret_places",
    "desktop_app.tasks.single",
    "desktop_app.tasks.support",
    "desktop_app.tasks.workplaces",
    "desktop_app.ui",
    "desktop_app.ui.browser",
    "desktop_app.ui.face",
    "desktop_app.ui.first_paint",
    "desktop_app.ui.fitting",
    "desktop_app.ui.head",
    "desktop_app.ui.main_window",
    "desktop_app.ui.menus",
    "desktop_app.ui.open_dialogs",
    "desktop_app.ui.profiles",
    "desktop_app.ui.profiles.choices",
    "desktop_app.ui.profiles.desk",
    "desktop_app.ui.profiles.flow",
    "desktop_app.ui.profiles.switcher",
    "desktop_app.ui.qt_numbers",
    "desktop_app.ui.status_line",
    "desktop_app.ui.welcome",
}
"""All of ours that a start may import before its first paint. Every one makes every start slower:
add one only if the first paint shows what it does. The window gets its commands after it."""

NOT_YET = {
    "PySide6.QtNetwork",
    "cryptography",
    "ctypes",
    "dns",
    "hashlib",
    "html",
    "imaplib",
    "importlib.metadata",
    "keyring",
    "logging.handlers",
    "msgspec",
    "platform",
    "poplib",
    "requests",
    "sqlite3",
    "ssl",
    "truststore",
    "urllib3",
    "uuid",
    "xlsxwriter",
}
"""What others wrote that is slow to import."""

START = """
import builtins, gc, json, sys
from desktop_app import command, start

plain, finish_start = builtins.__import__, start._finish_start

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

start._finish_start = tell
sys.exit(command.main(["--data-dir", sys.argv[1]]))
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
    ours = {m for m in modules if m.split(".")[0] == "desktop_app"}
    assert ours - ALLOWED == set(), "more than the first paint is known to need"
    assert ALLOWED - ours == set(), "no more needed: take it off the list"
    assert [m for m in modules if any(m == n or m.startswith(f"{n}.") for n in NOT_YET)] == []


def test_the_import_hook_of_pyside_is_not_in_the_way(started: dict[str, object]) -> None:
    """It reads the source of every module that is imported, requests and keyring included."""
    assert started["hook"] is False


def test_the_namespace_of_all_enumerations_comes_later(started: dict[str, object]) -> None:
    """PySide makes all of it at once, in 11 ms: see ui/qt_numbers.py."""
    assert started["namespace"] is False


def test_garbage_is_collected_from_the_first_paint_on(started: dict[str, object]) -> None:
    assert (started["collects"], started["collects later"]) == (False, True)


PAINT = """
import os
from pathlib import Path
from desktop_app import start

start.import_qt()
application = start.make_application()
from PySide6.QtWidgets import QScrollBar

bar = QScrollBar()
bar.resize(14, 2000)
bar.grab()
print(*(name.read_text().strip() for name in Path("/proc/self/task").glob("*/comm")), sep="\\n")
os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the names of threads are read from /proc")
def test_qt_paints_without_a_pool_of_threads() -> None:
    command = [sys.executable, "-c", PAINT]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=120, check=True)
    assert ended.stdout, "no thread was found at all"
    assert "pool" not in ended.stdout
