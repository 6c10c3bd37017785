"""``files.py FOLDER SCOPE``: a fragment for mailbox-admin.wxs with every file of the program.

Each file is a component whose id is made of scope and path, so that it is the same in every
version: Windows then knows what an upgrade replaces. FOLDER is named as it is given;
wixl takes only what is relative to where it runs.
"""

from __future__ import annotations

import hashlib
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

SPACE = uuid.UUID("3d0b9b1e-7f55-4f0e-9a8e-5e1f3a7c9d44")


def component_guid(scope: str, name: str) -> str:
    """The GUID of a component."""
    return str(uuid.uuid5(SPACE, f"{scope}/{name}")).upper()


def fragment(folder: Path, scope: str) -> str:
    """The whole file."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Fragment>',
        '<DirectoryRef Id="INSTALLDIR">',
        *_folder(folder, folder, scope),
        "</DirectoryRef>",
        '<ComponentGroup Id="Files">',
        *(f'<ComponentRef Id="{_id(name, "c")}" />' for name in _names(folder)),
        "</ComponentGroup></Fragment></Wix>",
    ]
    return "\n".join(lines) + "\n"


def _folder(top: Path, folder: Path, scope: str) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        name = path.relative_to(top).as_posix()
        if path.is_dir():
            yield f'<Directory Id="{_id(name, "d")}" Name={quoteattr(path.name)}>'
            yield from _folder(top, path, scope)
            yield "</Directory>"
        else:
            guid = component_guid(scope, name)
            yield f'<Component Id="{_id(name, "c")}" Guid="{guid}" Win64="yes">'
            source = quoteattr(str(path))
            yield f'<File Id="{_id(name, "f")}" Name={quoteattr(path.name)} Source={source}'
            yield ' KeyPath="yes" /></Component>'


def _names(folder: Path) -> list[str]:
    return sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file())


def _id(name: str, kind: str) -> str:
    """Ids may be 72 characters of few kinds long; paths are longer."""
    return f"{kind}{hashlib.sha256(name.encode('utf-8')).hexdigest()[:32]}"


if __name__ == "__main__":
    sys.stdout.write(fragment(Path(sys.argv[1]), sys.argv[2]))
