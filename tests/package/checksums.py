"""What comes with the packages: the list of their parts, the checksums, a signature."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from importlib.metadata import distributions
from pathlib import Path

from tests.package.progress import fact, step

SIGN = (
    "from pathlib import Path; from signing import make_sums; from release import Release\n"
    "folder = Path({folder!r})\n"
    "made = [f for f in folder.iterdir() if not f.name.startswith('SHA256')]\n"
    "make_sums(Release(folder, folder, folder, '', 0), made)\n"
)


def check_list(dist: Path, program: Path) -> None:
    """Every wheel of the program is in the SBOM, and no other."""
    step("The SBOM names every wheel of the program")
    (file,) = dist.glob("*.cdx.json")
    listed = json.loads(file.read_text("utf-8"))["components"]
    named = {each["name"] for each in listed if each["purl"].startswith("pkg:pypi/")}
    inside = {each.name for each in distributions(path=[str(program.parent / "_internal")])}
    assert named == inside - {"mailbox-admin"}, named ^ inside
    _check_libraries(listed, program.parent / "_internal")
    fact(f"{len(named)} wheels, CycloneDX {json.loads(file.read_text('utf-8'))['specVersion']}")


def _check_libraries(listed: list[dict[str, str]], inside: Path) -> None:
    """Python and each library that is no wheel's own are named, with who updates them."""
    debian = {each["name"]: each["purl"] for each in listed if "pkg:deb/debian/" in each["purl"]}
    assert "python3" in debian.get("Python", ""), debian
    for library in inside.glob("lib*.so*"):
        if not library.is_symlink():  # links lead into the folder of a wheel
            stem = library.name.partition(".so")[0].removesuffix("-1")
            assert any(name.startswith(stem) for name in debian), f"{library.name} is not listed"
    parts = {(each["name"], each.get("description", "")) for each in listed}
    for part in (
        ("ICU", "inside the wheel PySide6_Essentials"),
        ("Qt", "inside the wheel PySide6_Essentials"),
        ("libffi", "inside the wheel cffi"),
        ("openssl", "inside the wheel cryptography"),
    ):
        assert part in parts, f"{part} is not listed"


def check_sums(project: Path, dist: Path) -> None:
    """The checksums hold, and are signed where a key is given."""
    step("The checksums hold, and a key that is given signs them")
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=dist, check=True)
    with tempfile.TemporaryDirectory() as name:
        folder, keys = Path(name, "dist"), Path(name, "keys")
        keys.mkdir(mode=0o700)
        shutil.copytree(dist, folder)
        env = {**os.environ, "GNUPGHOME": str(keys), "MAILBOX_ADMIN_SIGNING_KEY": "proof"}
        try:
            _sign(project, folder, env)
        finally:
            subprocess.run(["gpgconf", "--kill", "all"], env=env, check=True)
        assert (folder / "SHA256SUMS").read_bytes() == (dist / "SHA256SUMS").read_bytes()
    fact("sha256sum --check: all hold; gpg --verify SHA256SUMS.asc: good, with a key made for this")


def _sign(project: Path, folder: Path, env: dict[str, str]) -> None:
    make = ["gpg", "--batch", "--passphrase", "", "--quick-generate-key", "proof", "ed25519"]
    sign = [str(project / "build/package/venv/bin/python"), "-c", SIGN.format(folder=str(folder))]
    verify = ["gpg", "--batch", "--verify", "SHA256SUMS.asc", "SHA256SUMS"]
    for command, place in ((make, folder), (sign, project / "packaging/linux"), (verify, folder)):
        done = subprocess.run(command, cwd=place, env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
