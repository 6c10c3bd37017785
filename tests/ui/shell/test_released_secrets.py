"""After *Lock now* no live object of the program holds the sign-in password any more."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from tests.servers.keyring_service import keyring_service

PROJECT = Path(__file__).parents[3]
NO_BUS = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}


def holders(crm: DemoServer, folder: Path, env: dict[str, str], *options: str) -> str:
    """What still holds the password in a process of its own, a line each."""
    password = crm.credentials.password
    run = subprocess.run(
        [sys.executable, "-m", "tests.ui.shell.held_secrets", crm.url, str(folder), *options],
        cwd=PROJECT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", **env},
        input=f"{crm.credentials.username}\n{password}",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert password not in run.stdout + run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize("options", [(), ("refused",)], ids=["signed in", "refused"])
def test_none_without_a_keyring(crm: DemoServer, tmp_path: Path, options: tuple[str, ...]) -> None:
    assert holders(crm, tmp_path, NO_BUS, *options) == ""


@pytest.mark.parametrize("options", [(), ("refused",)], ids=["signed in", "refused"])
def test_none_with_a_keyring(crm: DemoServer, tmp_path: Path, options: tuple[str, ...]) -> None:
    with keyring_service() as env:
        assert holders(crm, tmp_path, env, *options) == ""


def test_none_with_the_encrypted_file(crm: DemoServer, tmp_path: Path) -> None:
    assert holders(crm, tmp_path, NO_BUS, "vault") == ""
