"""The Windows installer, as far as it can be proved here: it compiles, and says the right."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_app import VERSION

PROJECT = Path(__file__).parents[2]
WINDOWS = PROJECT / "packaging/windows"
OUT = PROJECT / "build/check"

sys.path.insert(0, str(WINDOWS))
from files import component_guid, fragment  # type: ignore[import-not-found]  # noqa: E402
from version_resource import version_resource  # type: ignore[import-not-found]  # noqa: E402


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Stands for the program: a folder of files as Windows would have them."""
    folder = tmp_path / "mailbox-admin"
    for name in ("mailbox-admin.exe", "mailbox-admin-console.exe", "_internal/Qt & more/a b.dll"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"MZ")
    return folder


def in_folder(folder: Path, name: str, scope: str) -> str:
    """The fragment, with paths that are relative to this folder."""
    with contextlib.chdir(folder):
        text: str = fragment(Path(name), scope)
    return text


def compiled(program: Path, scope: str, version: str = VERSION) -> Path:
    """An installer in build/check/, never in dist/: it holds no program."""
    OUT.mkdir(parents=True, exist_ok=True)
    here = program.parent
    (here / "files.wxs").write_text(in_folder(here, program.name, scope), "utf-8")
    (here / "icon.ico").write_bytes(b"\0\0\1\0\0\0")
    msi = OUT / f"mailbox-admin-{version}-{scope}.msi"
    defined = {
        "Version": version,
        "Scope": scope,
        "Icon": "icon.ico",
        "Wixl": "1",
        "MenuGuid": component_guid(scope, "menu"),
    }
    options = [part for name, value in defined.items() for part in ("-D", f"{name}={value}")]
    sources = [str(WINDOWS / "mailbox-admin.wxs"), "files.wxs"]
    command = ["wixl", "-a", "x64", "-o", str(msi), *options, *sources]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return msi


def table(msi: Path, name: str) -> list[list[str]]:
    """The rows of a table."""
    told = subprocess.run(["msiinfo", "export", msi, name], capture_output=True, check=True).stdout
    return [line.split("\t") for line in told.decode("utf-8", "replace").splitlines()[3:]]


def properties(msi: Path) -> dict[str, str]:
    return {row[0]: row[1] for row in table(msi, "Property")}


@pytest.mark.parametrize("scope", ["user", "machine"])
def test_the_installer_compiles_and_holds_the_program(program: Path, scope: str) -> None:
    msi = compiled(program, scope)
    files = {row[2].rpartition("|")[2] for row in table(msi, "File")}
    assert files == {"mailbox-admin.exe", "mailbox-admin-console.exe", "a b.dll"}
    assert (properties(msi).get("ALLUSERS") == "1") is (scope == "machine")
    folders = {row[0]: (row[1], row[2].rpartition("|")[2]) for row in table(msi, "Directory")}
    parent = "ProgramFiles64Folder" if scope == "machine" else "PROGRAMS"
    assert folders["INSTALLDIR"] == (parent, "Mailbox Admin")
    (shortcut,) = table(msi, "Shortcut")
    assert shortcut[2].rpartition("|")[2] == "Mailbox Admin"


@pytest.mark.parametrize("scope", ["user", "machine"])
def test_a_newer_version_replaces_an_older_one_of_the_same_scope(program: Path, scope: str) -> None:
    old, new = compiled(program, scope, "0.0.1"), compiled(program, scope)
    before, after = properties(old), properties(new)
    assert before["UpgradeCode"] == after["UpgradeCode"]
    assert before["ProductCode"] != after["ProductCode"]
    components = [{row[0]: row[1] for row in table(msi, "Component")} for msi in (old, new)]
    assert components[0] == components[1]
    actions = {row[0]: int(row[2]) for row in table(new, "InstallExecuteSequence")}
    assert actions["FindRelatedProducts"] < actions["RemoveExistingProducts"]


def test_the_two_scopes_do_not_replace_each_other(program: Path) -> None:
    codes = [properties(compiled(program, scope))["UpgradeCode"] for scope in ("user", "machine")]
    assert codes[0] != codes[1]


@pytest.mark.parametrize("scope", ["user", "machine"])
def test_data_goes_only_when_asked_for_and_never_in_an_upgrade(program: Path, scope: str) -> None:
    msi = compiled(program, scope)
    when = {row[0]: row[1] for row in table(msi, "InstallExecuteSequence")}
    wanted = 'REMOVE="ALL" AND REMOVEDATA="1" AND NOT UPGRADINGPRODUCTCODE'
    assert when["RemoveData"] == wanted
    assert properties(msi)["REMOVEDATA"] == "0"
    removed = [row for row in table(msi, "CustomAction") if row[0] == "RemoveData"]
    assert '"[LocalAppDataFolder]Mailbox Admin"' in removed[0][3]


def test_only_administrators_write_the_profiles_for_everyone(program: Path) -> None:
    (action,) = [
        row
        for row in table(compiled(program, "machine"), "CustomAction")
        if row[2:3] == ["ICACLS"] and "grant" in row[3]
    ]
    assert "/inheritance:r" in action[3]
    assert re.search(r"\*S-1-5-32-545:\(OI\)\(CI\)RX", action[3]), "users may only read"
    assert int(action[1]) & 0x800, "as the system, not as the user"


def test_a_folder_that_a_user_made_first_is_taken_over_with_a_new_access_list(
    program: Path,
) -> None:
    msi = compiled(program, "machine")
    steps = {row[0]: int(row[2]) for row in table(msi, "InstallExecuteSequence")}
    does = {row[0]: row[3] for row in table(msi, "CustomAction") if row[2:3] == ["ICACLS"]}
    taken = [name for name, what in does.items() if "/setowner *S-1-5-32-544" in what]
    reset = [name for name, what in does.items() if what.endswith("/reset")]
    granted = [name for name, what in does.items() if "/grant" in what]
    assert len(taken) == len(reset) == len(granted) == 1
    assert steps["CreateFolders"] < steps[taken[0]] < steps[reset[0]] < steps[granted[0]]
    assert not any("/t" in what.lower().split() for what in does.values()), (
        "a file that lies there keeps its owner: the program refuses a planted one"
    )


def test_the_version_resource_has_four_numbers() -> None:
    text = version_resource("1.2.3", "mailbox-admin-console")
    assert "filevers=(1, 2, 3, 0)" in text
    assert 'StringStruct("OriginalFilename", "mailbox-admin-console.exe")' in text


def test_the_tools_are_here() -> None:
    assert shutil.which("wixl")
    assert shutil.which("msiinfo")
