"""``python -m tests.package``: proves what is in dist/; says step by step what was done and seen.

As root, because it installs in a Debian of its own, made for this under build/ and removed after.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from tests.package.archive import unpacked, use_it_in_place, use_it_portable
from tests.package.bare_root import BareRoot, bare_root
from tests.package.checksums import check_list, check_sums
from tests.package.installed import InstalledProgram
from tests.package.older_package import OLDER, older_deb
from tests.package.progress import done, step
from tests.package.reproducibility import build_again

PROJECT = Path(__file__).parents[2]
DIST = PROJECT / "dist"
WORK = PROJECT / "build/package-test"


def main() -> int:
    """Take all steps; the first that does not hold ends it with a traceback."""
    if os.geteuid() != 0:
        sys.stderr.write("Run it as root: it installs packages in a Debian of its own.\n")
        return 1
    (deb,) = DIST.glob("*.deb")
    (archive,) = DIST.glob("*.tar.gz")
    WORK.mkdir(parents=True, exist_ok=True)
    build_again(PROJECT, DIST, WORK)
    program = unpacked(archive, WORK)
    check_list(DIST, program)
    check_sums(PROJECT, DIST)
    use_it_in_place(program)
    use_it_portable(program)
    older = older_deb(PROJECT, WORK)
    with tempfile.TemporaryDirectory(prefix="mailbox-admin-package-") as shared:
        tempfile.tempdir = shared  # so that buses and homes can be seen from within the root
        with bare_root(WORK / "root", Path(shared)) as root:
            install_and_use(root, older, deb, Path(shared))
        tempfile.tempdir = None
    done()
    return 0


def install_and_use(root: BareRoot, older: Path, deb: Path, shared: Path) -> None:
    """From nothing through an upgrade to nothing again."""
    before = root.files()
    root.install(older)
    with InstalledProgram(root, shared) as installed:
        installed.says_version(OLDER)
        installed.checks_itself()
        installed.shows_demo()
        installed.makes_profile()
        installed.falls_back_to_an_older_schema()
        root.change_conffile()
        root.install(deb)
        installed.says_version(deb.name.split("_")[1])
        installed.checks_itself()
        installed.has_all_after_upgrade()
        installed.fits_the_desktop()
        root.remove()
        installed.keeps_data()
        root.purge()
        installed.keeps_data()
    root.is_as_before(before)


step("The packages in dist/: " + ", ".join(sorted(file.name for file in DIST.iterdir())))
sys.exit(main())
