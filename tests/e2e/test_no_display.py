"""Without a screen: the program says so, checks itself, and tells its version."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from desktop_app import VERSION
from tests.e2e.program import PROJECT, command


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """The environment of a terminal with no desktop behind it."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "PYTHONWARNINGS": "default",
    }


def test_demo_says_so(env: dict[str, str]) -> None:
    done = run(env, "--demo")
    assert done.returncode == 2
    assert not done.stdout
    message, advice = done.stderr.splitlines()
    assert message == "mailbox-admin: there is no display to show a window on."
    assert "xvfb-run mailbox-admin --demo" in advice


def test_display_that_is_not_there(env: dict[str, str]) -> None:
    done = run({**env, "DISPLAY": ":4711"}, "--demo")
    assert done.returncode == 2
    why, *_, message, advice = done.stderr.splitlines()
    assert ":4711" in why
    assert message == "mailbox-admin: no window can be shown on this display."
    assert "xvfb-run mailbox-admin --demo" in advice


def test_version(env: dict[str, str]) -> None:
    done = run(env, "--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"mailbox-admin {VERSION}\n", "")


def test_selftest(env: dict[str, str], tmp_path: Path) -> None:
    done = run(env, "--selftest")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    described = json.loads(line)
    assert set(described) == {"ok", "steps", "keyring_backends"}
    assert described["ok"] is True
    for step in described["steps"]:
        assert set(step) == {"name", "ok", "ms", "detail"}
        assert step["ok"] is True
        assert isinstance(step["ms"], int)
    names = [step["name"] for step in described["steps"]]
    assert names == ["libraries", "texts", "list", "edit", "create", "read back", "emit"]
    assert any("SecretService" in name for name in described["keyring_backends"])
    assert not list(tmp_path.rglob("profiles.json"))


def run(env: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``mailbox-admin`` to its end."""
    return subprocess.run(
        [*command(), *arguments],
        env=env,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
