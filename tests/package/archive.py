"""The portable archive: unpacked, checked, used by the stories of tests/e2e, and on a stick."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.e2e.desktop import desktop
from tests.e2e.program import program
from tests.e2e.steps import makes_profile, sees_list
from tests.e2e.user import DesktopUser
from tests.package.progress import fact, step
from tests.servers.demo_process import demo_alone
from tests.servers.private_bus import connected

COMMAND = "MAILBOX_ADMIN_COMMAND"


def unpacked(archive: Path, work: Path) -> Path:
    """Unpack it, in a folder whose name has a space and no Latin letters; gives the program."""
    folder = work / "a stick ✓"
    shutil.rmtree(folder, ignore_errors=True)
    step(f"Unpacking {archive.name}")
    folder.mkdir()
    subprocess.run(["tar", "-xzf", archive, "-C", folder], check=True)
    (top,) = folder.iterdir()
    fact(f"{top.name}: " + ", ".join(sorted(each.name for each in top.iterdir())))
    return top / "mailbox-admin"


def use_it_in_place(command: Path) -> None:
    """--selftest, then every story of tests/e2e, with this program in place of the source tree."""
    step("The unpacked program checks itself")
    with tempfile.TemporaryDirectory() as home:
        env = {"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        fact(
            checked(
                subprocess.run([command, "--selftest"], env=env, capture_output=True, text=True)
            )
        )
    step("The unpacked program is used by every story of tests/e2e")
    env = {**os.environ, COMMAND: f"'{command}'"}
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/e2e"]
    subprocess.run(tests, env=env, check=True)


def use_it_portable(command: Path) -> None:
    """With the file ``portable`` beside it, all its state is there and none in the home."""
    step("With the file “portable” beside it, the program keeps its state there")
    (command.parent / "portable").touch()
    os.environ[COMMAND] = f"'{command}'"
    with tempfile.TemporaryDirectory() as name, desktop(Path(name, "desktop")) as screen:
        home = Path(name, "home")
        with (
            demo_alone() as crm,
            connected(screen.screen_reader_bus) as bus,
            program(home, screen.env(home)) as run,
        ):
            user = DesktopUser(run, bus, screen.env(home))
            makes_profile(user, crm.url, crm.username, crm.password)
            rows = sees_list(user).rows
            user.ends()
        kept = sorted(str(f.relative_to(command.parent)) for f in _files(command.parent / "data"))
        fact(f"{rows} mailboxes shown; kept beside it: {', '.join(kept)}")
        assert "data/profiles.json" in kept
        ours = [file for file in _files(home) if "ailbox" in str(file.relative_to(home))]
        assert not ours, f"in the home: {ours}"
        fact("nothing of it in the home")
    del os.environ[COMMAND]


def checked(done: subprocess.CompletedProcess[str]) -> str:
    """The steps of a self-test that held, in a line; AssertionError if one did not."""
    assert done.returncode == 0, done.stdout + done.stderr
    output = json.loads(done.stdout)
    assert output["ok"], output
    steps = ", ".join(f"{each['name']} ({each['detail']})" for each in output["steps"])
    return f"{steps}; keyrings: {', '.join(output['keyring_backends'])}"


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]
