"""What goes into a package, and that its papers agree with the program."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from desktop_app import VERSION
from desktop_app.selftest import LIBRARIES
from desktop_app.startup_options import option_parser

PROJECT = Path(__file__).parents[2]
FILES = PROJECT / "packaging/linux/files"

KEPT = [
    "mailbox-admin",
    "base_library.zip",
    "libpython3.11.so.1.0",
    "libQt6Core.so.6",
    "PySide6/QtWidgets.abi3.so",
    "PySide6/Qt/lib/libQt6Widgets.so.6",
    "PySide6/Qt/lib/libicudata.so.73",
    "PySide6/Qt/plugins/platforms/libqxcb.so",
    "PySide6/Qt/plugins/iconengines/libqsvgicon.so",
    "PySide6\\plugins\\platforms\\qwindows.dll",
    "PySide6/Qt6Core.dll",
    "keyring-25.7.0.dist-info/entry_points.txt",
    "requests-2.34.2.dist-info/licenses/LICENSE",
    "certifi/cacert.pem",
    "desktop_app/resources/help/start.md",
    "desktop_app/resources/translations/mailbox_admin_en.qm",
    "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
]
LEFT_OUT = [
    "libgtk-3.so.0",
    "libcrypto.so.3",
    "libX11.so.6",
    "libQt6OpenGL.so.6",
    "PySide6/QtDBus.abi3.so",
    "PySide6/Qt/lib/libQt6EglFSDeviceIntegration.so.6",
    "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
    "PySide6/Qt/plugins/imageformats/libqjpeg.so",
    "PySide6/Qt/plugins/tls/libqopensslbackend.so",
    "PySide6/Qt/translations/qtbase_de.qm",
    "desktop_app/resources/translations/mailbox_admin_en.ts",
    "mailbox_admin-0.1.0.dist-info/direct_url.json",
    "requests-2.34.2.dist-info/RECORD",
]


def keeps(names: list[str]) -> list[str]:
    """Those that packaging/pyinstaller/contents.py would put into the package."""
    code = "import json, sys; from contents import keeps; "
    code += "print(json.dumps([n for n in json.load(sys.stdin) if keeps(n)]))"
    folder = PROJECT / "packaging/pyinstaller"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        input=json.dumps(names),
        capture_output=True,
        text=True,
        check=True,
    )
    kept: list[str] = json.loads(done.stdout)
    return kept


def test_only_what_is_used_goes_into_the_package() -> None:
    assert keeps(KEPT + LEFT_OUT) == KEPT


def test_the_version_is_one() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == VERSION


def test_the_self_test_imports_every_library_that_is_demanded() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    demanded = {re.split(r"[^A-Za-z0-9-]", each)[0].lower() for each in project["dependencies"]}
    imported = {name.split(".")[0] for name in LIBRARIES}
    aliases = {"dnspython": "dns"}
    assert {aliases.get(each, each) for each in demanded} - {"pyside6-essentials"} <= imported


def test_the_man_page_names_every_option() -> None:
    page = (FILES / "mailbox-admin.1").read_text("utf-8").replace("\\-", "-")
    options = [option for action in option_parser()._actions for option in action.option_strings]
    assert [o for o in options if o.startswith("--") and o not in page] == []


def test_the_profiles_file_of_the_package_forbids_and_gives_nothing(tmp_path: Path) -> None:
    from desktop_app.profiles.machine_wide import MachineWideProfiles, read_machine_wide

    file = tmp_path / "profiles.json"
    file.write_bytes((FILES / "profiles.json").read_bytes())
    assert read_machine_wide(file) == MachineWideProfiles()


@pytest.mark.parametrize("name", ["LGPL-3.0", "GPL-3.0"])
def test_the_licence_of_qt_is_there_as_a_whole(name: str) -> None:
    text = (PROJECT / f"resources/licences/{name}.txt").read_text("utf-8")
    assert text.rstrip().splitlines()[0].strip().startswith("GNU")
    assert "Version 3, 29 June 2007" in text


def python_part(executable: Path) -> subprocess.CompletedProcess[str]:
    """What the build says of the interpreter that would go into the package."""
    code = f"import sys; sys.executable = {str(executable)!r}; import native_parts; "
    code += "print(native_parts.python_part().name)"
    folder = PROJECT / "packaging/linux"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )


def test_an_interpreter_that_nobody_updates_is_not_packaged(tmp_path: Path) -> None:
    own = tmp_path / "python3"
    own.write_bytes(b"")
    refused = python_part(own)
    assert refused.returncode == 1
    assert "nobody sends security updates" in refused.stderr
    assert "PACKAGE_PYTHON=/usr/bin/python3" in refused.stderr


def test_debian_s_own_interpreter_is_packaged() -> None:
    done = python_part(Path("/usr/bin/python3"))
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"python3\.\d+-minimal\n", done.stdout)
