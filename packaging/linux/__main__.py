"""``python packaging/linux``: everything in dist/, from the source tree, for this architecture.

Run by ``make package`` in a virtual environment that holds the packages of run.txt, build.txt and
package.txt, and nothing else. Prints what was made and what each part of it weighs.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import archive
import deb
import freeze
import inspection
import sbom
import signing
from release import Release


def main() -> int:
    """Make it all; the exit status is 0 if every check held."""
    parser = argparse.ArgumentParser(prog="packaging/linux", description=__doc__)
    parser.add_argument("--source", type=Path, default=Path(__file__).parents[2])
    parser.add_argument("--work", type=Path, help="where it is built; build/package unless told")
    parser.add_argument("--dist", type=Path, help="where the files go; dist unless told")
    parser.add_argument("--quick", action="store_true", help="the .deb only, packed loosely")
    chosen = parser.parse_args()
    source = chosen.source.resolve()
    release = Release.of(source, chosen.work or source / "build/package", chosen.dist)
    release.work.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(release.dist, ignore_errors=True)
    release.dist.mkdir(parents=True)
    program = freeze.freeze(release)
    if chosen.quick:
        deb.make_deb(release, program, deb.LOOSE)
        return 0
    inspection.check(release, program)
    made = [
        archive.make_archive(release, program),
        deb.make_deb(release, program),
        sbom.make_sbom(release, program),
    ]
    made += signing.make_sums(release, made)
    sys.stdout.write(inspection.table(program, made))
    return 0


sys.exit(main())
