"""What a frozen program must hold, must not hold, needs from the system, and weighs."""

from __future__ import annotations

import marshal
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

from PyInstaller.archive.readers import CArchiveReader
from release import NAME, Release, say

MIB = 1024 * 1024
MOST_INSTALLED = 170 * MIB
MOST_DOWNLOADED = 55 * MIB
TEST_FOLDERS = {"test", "tests", "testing", "conftest"}
MAY_BE_CALLED_TESTS = {"more_itertools", "urllib3"}

GROUPS = (
    ("Qt: ICU's data of all languages", r"libicu"),
    ("Qt: libraries", r"PySide6/Qt/lib/"),
    ("Qt: plug-ins", r"PySide6/Qt/plugins/"),
    ("PySide6 and Shiboken", r"PySide6/|shiboken6/|libpyside|libshiboken"),
    ("cryptography", r"cryptography"),
    ("Python", r"libpython|python3|base_library|lib(ffi|expat|bz2|lzma|uuid)"),
    ("resources: help, icons, licences", r"desktop_app/"),
    ("this program and its pure packages", rf"^{NAME}$"),
)


def check(release: Release, program: Path) -> None:
    """Raise SystemExit, naming all that is wrong."""
    wrong = [
        *_build_paths(release, program),
        *_tests(program),
        *_undeclared(release, program),
        *_too_large(program),
    ]
    if wrong:
        raise SystemExit("The package is not right:\n" + "\n".join(wrong))
    say("It names no folder of this machine, holds no tests, and its libraries are declared.")


def files(program: Path) -> list[Path]:
    """The files that take room."""
    return sorted(f for f in program.rglob("*") if f.is_file() and not f.is_symlink())


def size(program: Path) -> int:
    """Bytes of all files."""
    return sum(file.stat().st_size for file in files(program))


def table(program: Path, made: list[Path]) -> str:
    """What was made, and what each part of the folder weighs."""
    weights: Counter[str] = Counter()
    for file in files(program):
        weights[_group(str(file.relative_to(program)))] += file.stat().st_size
    lines = ["", f"{'installed':44} MiB"]
    lines += [f"  {name:42} {bytes_ / MIB:5.1f}" for name, bytes_ in weights.most_common()]
    lines += [f"  {'together':42} {size(program) / MIB:5.1f}", "", f"{'to download':44} MiB"]
    lines += [f"  {file.name:42} {file.stat().st_size / MIB:5.1f}" for file in made]
    return "\n".join([*lines, ""])


def needed(program: Path) -> set[str]:
    """The libraries that the folder needs and does not hold."""
    there = {file.name for file in program.rglob("*")}
    return {name for file in _binaries(program) for name in _wants(file)} - there


def glibc(program: Path) -> str:
    """The oldest C library that has all that is used of it."""
    found = [v for file in _binaries(program) for v in re.findall(r"GLIBC_(\d+\.\d+)", _dump(file))]
    return max(found, key=lambda version: tuple(map(int, version.split("."))))


def declared(release: Release) -> dict[str, str]:
    """From library to the Debian package that the .deb depends on."""
    text = (release.source / "packaging/linux/libraries.list").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {line[0]: line[1] for line in lines}


def _binaries(program: Path) -> Iterator[Path]:
    for file in files(program):
        with file.open("rb") as opened:
            if opened.read(4) == b"\x7fELF":
                yield file


def _dump(file: Path) -> str:
    command = ["objdump", "-p", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _wants(file: Path) -> list[str]:
    return re.findall(r"NEEDED\s+(\S+)", _dump(file))


def _undeclared(release: Release, program: Path) -> Iterator[str]:
    wanted, known = needed(program), declared(release)
    for name in sorted(wanted - set(known)):
        yield f"  {name} is needed; name its package in packaging/linux/libraries.list"
    for name in sorted(set(known) - wanted):
        yield f"  {name} is no longer needed; take it out of packaging/linux/libraries.list"


def _tests(program: Path) -> Iterator[str]:
    for file in files(program):
        if TEST_FOLDERS & set(file.relative_to(program).parts):
            yield f"  {file.relative_to(program)} is a test"
    for name in _modules(program):
        parts = set(name.split("."))
        if TEST_FOLDERS & parts and not MAY_BE_CALLED_TESTS & parts:
            yield f"  the module {name} is a test"


def _build_paths(release: Release, program: Path) -> Iterator[str]:
    """Folders of this machine: in plain files, and in the names of files of the packed modules."""
    folders = {str(release.source), str(release.work), sys.prefix, str(Path.home() / ".")}
    marks = [f"{folder}/".encode() for folder in folders if folder != "/"]
    for file in files(program):
        data = file.read_bytes()
        for mark in marks:
            if mark in data:
                yield f"  {file.relative_to(program)} names {mark.decode()}"
    for name, code in _modules(program).items():
        if code is not None and Path(code.co_filename).is_absolute():
            yield f"  the module {name} names {code.co_filename}"


def _modules(program: Path) -> dict[str, CodeType | None]:
    reader = CArchiveReader(str(program / NAME))
    packed = next(name for name in reader.toc if name.endswith(".pyz"))
    modules = reader.open_embedded_archive(packed)
    found = {name: modules.extract(name) for name in modules.toc}
    return {name: _code(data) for name, data in found.items()}


def _code(data: object) -> CodeType | None:
    if isinstance(data, bytes):
        data = marshal.loads(data)
    return data if isinstance(data, CodeType) else None


def _too_large(program: Path) -> Iterator[str]:
    if size(program) > MOST_INSTALLED:
        yield f"  it weighs {size(program) / MIB:.0f} MiB"


def _group(name: str) -> str:
    plain = name.removeprefix("_internal/")
    return next((title for title, mark in GROUPS if re.search(mark, plain)), "other packages")
