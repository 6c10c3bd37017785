"""Nothing but what the first paint needs is imported before it."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import accumulate
from pathlib import Path

import pytest

from desktop_app.core.profiles.profile import Profile
from desktop_app.profiles.profile_store import ProfileStore

ALLOWED = {
    "desktop_app",
    "desktop_app.app",
    "desktop_app.startup_options",
    "desktop_app.core",
    "desktop_app.core.errors",
    "desktop_app.core.errors.network",
    "desktop_app.core.errors.server",
    "desktop_app.core.errors.authentication",
    "desktop_app.core.errors.local",
    "desktop_app.core.errors.base",
    "desktop_app.core.profiles.policy",
    "desktop_app.core.profiles.profile",
    "desktop_app.core.secrets.secret",
    "desktop_app.core.settings",
    "desktop_app.core.retry",
    "desktop_app.core.profiles.urls",
    "desktop_app.logs",
    "desktop_app.logs.crash_reports",
    "desktop_app.net",
    "desktop_app.net.cancel_token",
    "desktop_app.process_hardening",
    "desktop_app.profiles",
    "desktop_app.profiles.data_folder",
    "desktop_app.profiles.profile_codec",
    "desktop_app.profiles.file_format",
    "desktop_app.profiles.format_migrations",
    "desktop_app.profiles.atomic_file",
    "desktop_app.profiles.file_lock",
    "desktop_app.profiles.settings_file",
    "desktop_app.profiles.profile_store",
    "desktop_app.profiles.former_origins",
    # the usual machine-wide file decides which profiles may be shown, wherever they lie
    "desktop_app.profiles.machine_wide",
    "desktop_app.profiles.administrator_file",
    "desktop_app.profiles.windows_security",
    "desktop_app.resource_paths",
    "desktop_app.startup",
    "desktop_app.services",
    "desktop_app.services.background",
    "desktop_app.services.store.store_service",
    "desktop_app.services.secrets.secret_manager",
    "desktop_app.services.store.lazy_store",
    "desktop_app.services.secrets.mailbox_password_service",
    "desktop_app.services.profiles.profile_service",
    "desktop_app.services.profiles.profile_repository",
    "desktop_app.services.profiles.secret_settings",
    "desktop_app.services.secrets.profile_secrets",
    "desktop_app.services.workspace.profile_data",
    "desktop_app.services.single_instance",
    "desktop_app.services.support.support",
    "desktop_app.services.workspace.workspaces",
    "desktop_app.ui",
    "desktop_app.ui.actions.action_window",
    "desktop_app.ui.i18n",
    "desktop_app.ui.sign_in.system_browser",
    "desktop_app.ui.widgets.focus.buttons",
    "desktop_app.ui.widgets.placeholder",
    "desktop_app.ui.shell.after_first_paint",
    "desktop_app.ui.widgets.windows",
    "desktop_app.ui.actions.main_toolbar",
    "desktop_app.ui.shell.main_window",
    "desktop_app.ui.mailbox_edit.open_editors",
    "desktop_app.ui.profiles",
    "desktop_app.ui.profiles.profile_list_model",
    "desktop_app.ui.profiles.profile_controller",
    "desktop_app.ui.profiles.profile_flows",
    "desktop_app.ui.profiles.profile_button",
    "desktop_app.ui.widgets.qt_enum_values",
    "desktop_app.ui.shell.window_pages",
    "desktop_app.ui.shell.profile_changes",
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
from desktop_app import startup_options, startup

plain = builtins.__import__
run_window, finish_start = startup._run_window, startup._finish_start
before = {}

def run(application, program, on_first_paint):
    window, finish_page = program.window, program.window.finish_start_page

    def look():
        before or before.update({
            "modules": sorted(sys.modules),
            "profiles": window.toolbar.profile_button.profile_count(),
            "hook": builtins.__import__ is not plain,
            "collects": gc.isenabled(),
            "namespace": "Qt" in vars(sys.modules["PySide6.QtCore"]),
        })
        finish_page()

    window.finish_start_page = look
    return run_window(application, program, on_first_paint)

def tell(program, single, log_level):
    finish_start(program, single, log_level)
    print(json.dumps({**before, "collects later": gc.isenabled()}))
    program.window.close()

startup._run_window, startup._finish_start = run, tell
sys.exit(startup_options.main(["--data-dir", sys.argv[1]]))
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
    packages = {
        name for module in ALLOWED for name in accumulate(module.split("."), "{}.{}".format)
    }
    assert ours - ALLOWED - packages == set(), "more than the first paint is known to need"
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
from desktop_app import startup

startup.import_qt()
application = startup.make_application()
from PySide6.QtWidgets import QScrollBar

bar = QScrollBar()
bar.resize(14, 2000)
bar.grab()
names = [name.read_text().strip() for name in Path("/proc/self/task").glob("*/comm")]
print(*names, sep="\\n", flush=True)
os._exit(0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the names of threads are read from /proc")
def test_qt_paints_without_a_pool_of_threads() -> None:
    command = [sys.executable, "-c", PAINT]
    ended = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=120, check=True)
    assert ended.stdout, "no thread was found at all"
    assert "pool" not in ended.stdout
