"""Bring the catalogues of the program's texts up to date with the source.

Run by ``make translations``. Each language has resources/translations/mailbox_admin_CODE.ts, which
translators edit, and the .qm made from it, which the program loads. Both are committed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from catalogue import Catalogue, read_catalogue, release, source_texts, write_catalogue

PROJECT = Path(__file__).parents[2]
FOLDER = PROJECT / "resources" / "translations"
NAME = "mailbox_admin_{}"


def main() -> int:
    """Return 1 if a language lacks a text, or with ``--check`` if a file is out of date."""
    parser = argparse.ArgumentParser(prog="make translations", description=__doc__)
    parser.add_argument("--new", metavar="CODE", help="begin a language, such as nb")
    parser.add_argument("--check", action="store_true", help="only say what is out of date")
    parser.add_argument("--mark", metavar="FILE", help="write a .qm of «marked» texts, for a test")
    options = parser.parse_args()
    texts = source_texts(PROJECT / "desktop_app")
    if options.mark:
        marked = Catalogue("en", {text: (_marked(text.source),) * text.forms for text in texts})
        _build(marked, Path(options.mark).parent, Path(options.mark).stem)
        return 0
    codes = {path.stem.removeprefix(NAME.format("")) for path in FOLDER.glob("*.ts")}
    if options.new:
        codes.add(options.new)
    merged = [read_catalogue(FOLDER / f"{NAME.format(c)}.ts", c, texts) for c in sorted(codes)]
    reports = [_report(catalogue) for catalogue in merged]
    updates = [_update(catalogue, write=not options.check) for catalogue in merged]
    return 0 if all(reports) and (all(updates) or not options.check) else 1


def _marked(source: str) -> str:
    """Each line on its own: a message is parted into what happened and what to do."""
    return "\n".join(f"«{line}»" if line else "" for line in source.split("\n"))


def _report(catalogue: Catalogue) -> bool:
    """Whether a language has every text, with the right fields; what is amiss is printed."""
    missing, wrong = catalogue.missing, catalogue.with_unknown_fields
    sys.stdout.write(f"{catalogue.code}: {len(catalogue.texts)} texts, {len(missing)} missing\n")
    for text in missing:
        sys.stdout.write(f"  missing: {text.context}: {text.source}\n")
    for text in wrong:
        sys.stdout.write(f"  unknown field: {text.context}: {text.source}\n")
    return not missing and not wrong


def _update(catalogue: Catalogue, *, write: bool) -> bool:
    """Whether the two files of a language were up to date; writes them, if asked to."""
    current = True
    with tempfile.TemporaryDirectory() as folder:
        for made in _build(catalogue, Path(folder), NAME.format(catalogue.code)):
            kept = FOLDER / made.name
            if kept.exists() and kept.read_bytes() == made.read_bytes():
                continue
            current = False
            sys.stdout.write(f"{kept.name}: {'written' if write else 'out of date'}\n")
            if write:
                kept.write_bytes(made.read_bytes())
    return current


def _build(catalogue: Catalogue, folder: Path, name: str) -> tuple[Path, Path]:
    source, released = folder / f"{name}.ts", folder / f"{name}.qm"
    write_catalogue(catalogue, source)
    release(source, released)
    return source, released


sys.exit(main())
