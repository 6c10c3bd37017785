"""What holds for every test: a home of its own, no real keyring, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop_app.demo import DemoServer
    from tests.servers.certificates import Authority
    from tests.servers.dovecot import Dovecot

# Before anything imports PySide6 or keyring; a run on a real screen sets the platform itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

HOME = Path(tempfile.mkdtemp(prefix="mailbox-admin-tests-"))
FOLDERS = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "XDG_RUNTIME_DIR": "run",
}
for _name, _folder in FOLDERS.items():
    (HOME / _folder).mkdir(mode=0o700, exist_ok=True)
    os.environ[_name] = str(HOME / _folder)
os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
os.environ.pop("PYTHON_KEYRING_BACKEND", None)

from hypothesis import HealthCheck, settings  # noqa: E402  # the environment comes first

# nothing is timed in tests: a loaded machine is slow, and no fault of the code
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")

from tests.guards import (  # noqa: E402  # the environment comes first
    expected_log,
    no_box_waits_for_ever,
    nothing_left_in_threads,
    nothing_left_on_screen,
    pytest_runtest_makereport,
    stray_log,
)

__all__ = [
    "expected_log",
    "no_box_waits_for_ever",
    "nothing_left_in_threads",
    "nothing_left_on_screen",
    "pytest_runtest_makereport",
    "stray_log",
]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """A certificate authority of the test's own."""

    from tests.servers.certificates import Authority

    return Authority(tmp_path)


@pytest.fixture
def crm() -> Iterator[DemoServer]:
    """A demo server with the 43 mailboxes of its estate."""
    from desktop_app.demo import DemoServer

    with DemoServer() as server:
        yield server


@pytest.fixture(scope="module")
def mail() -> Iterator[Dovecot]:
    """A real mail server with thirty mailboxes."""
    from tests.servers.dovecot import dovecot

    with dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, which has the English plural forms."""
    from desktop_app.ui.i18n import SOURCE_LANGUAGE, install_catalogues

    install_catalogues(qapp, SOURCE_LANGUAGE)
    return qapp


def pytest_collection_finish(session: pytest.Session) -> None:
    """Build Hypothesis' table of UTF-8 characters before the first test is timed.

    On a fresh clone that takes more than a second, and Hypothesis would count the second as time
    that the first strategy with a text needs for its examples.
    """
    if any(item.get_closest_marker("hypothesis") for item in session.items):
        from hypothesis import strategies

        strategies.text().validate()


def pytest_unconfigure() -> None:
    shutil.rmtree(HOME, ignore_errors=True)
