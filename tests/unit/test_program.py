"""What the command does before and without a window."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from desktop_app.profiles import machine_wide
from desktop_app.startup_options import main

ROOT = Path(__file__).parents[2]


def test_the_machine_wide_profiles_are_checked_without_a_sign_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with DemoServer() as crm:
        ids = [f"6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a1{n}" for n in range(2)]
        entries = [
            {"id": ids[0], "name": "There", "address": crm.url},
            {"id": ids[1], "name": "Gone", "address": "http://127.0.0.1:9"},
        ]
        file = tmp_path / "profiles.json"
        file.write_text(json.dumps({"version": 2, "profiles": entries}), "utf-8")
        assert main(["--check-profiles", "--machine-profiles", str(file)]) == 1
        there, gone = map(json.loads, capsys.readouterr().out.splitlines())
        assert (there["name"], there["ok"], there["tls"]) == ("There", True, False)
        assert there["version"]
        assert (gone["name"], gone["ok"], gone["error"]) == ("Gone", False, "REFUSED")
        assert crm.request_count("GetMailboxes") == 0


def test_a_machine_wide_file_that_is_damaged_or_gone_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "profiles.json"
    file.write_text("{", "utf-8")
    assert main(["--check-profiles", "--machine-profiles", str(file)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["error"] == "MachineWideRefused"
    assert told["detail"] == "no JSON: line 1, column 2"
    file.unlink()
    assert main(["--check-profiles", "--machine-profiles", str(file)]) == 1
    assert json.loads(capsys.readouterr().out)["detail"] == "No such file or directory"
    monkeypatch.setattr(machine_wide, "machine_wide_path", lambda: file)
    assert main(["--check-profiles"]) == 1, "nothing is forbidden"
    assert json.loads(capsys.readouterr().out)["detail"] == f"no file {file}"


def test_there_is_no_core_dump_of_this_program() -> None:
    code = (
        "from desktop_app.process_hardening import forbid_core_dumps, forbid_memory_access\n"
        "import ctypes, os, resource\n"
        "forbid_core_dumps()\n"
        "forbid_memory_access()\n"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))\n"
        "os.abort()\n"
    )

    def allow_core() -> None:
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    done = subprocess.run(
        [sys.executable, "-uc", code],
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=allow_core,
    )
    assert done.stdout.decode().strip() == "0 (0, 0)"
    assert done.returncode == -signal.SIGABRT


CHECK = f"{sys.executable} -m desktop_app --check-profiles --machine-profiles {ROOT}"


@pytest.mark.parametrize("ending", [">/dev/full", ">&-", "<&- >&- 2>&-", "| true; exit 1"])
def test_an_output_that_takes_nothing_is_a_status_and_no_fault(ending: str) -> None:
    done = subprocess.run(
        ["bash", "-c", f"{CHECK} {ending}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")


def test_no_file_of_ours_takes_the_place_of_a_standard_file() -> None:
    """Else what Qt says on the standard error would stand in the profiles, or in the journal."""
    code = (
        "import os\n"
        "from desktop_app import startup_options\n"
        "startup_options._has_display = lambda: False\n"
        "startup_options.report_no_display = lambda _why: os.open('.', os.O_RDONLY)\n"
        "os._exit(startup_options.main([]))"
    )
    command = f'{sys.executable} -c "{code}" <&- >&- 2>&-'
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, check=False)
    assert done.returncode == 3


def test_ctrl_c_in_the_terminal_ends_the_window(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "desktop_app", "--data-dir", str(tmp_path)]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as program:
        try:
            log = tmp_path / "logs/mailbox-admin.log"
            end = time.monotonic() + 60
            while not (log.is_file() and log.read_text("utf-8")) and time.monotonic() < end:
                time.sleep(0.05)
            program.send_signal(signal.SIGINT)
            assert program.wait(30) == -signal.SIGINT
        finally:
            program.kill()


@pytest.mark.parametrize("option", ["--data-dir", "--machine-profiles"])
def test_an_empty_name_is_not_the_folder_one_is_in(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main([option, ""])
    assert ended.value.code == 2
    assert "must not be empty" in capsys.readouterr().err
