"""The Debian package: the same folder under /opt, and what a desktop needs to know of it."""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path

import inspection
import papers
from release import NAME, Release, say, set_times

PROGRAM = "opt/mailbox-admin"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
DENSE = ("-Zxz", "-z6", "--threads-max=2")
LOOSE = ("-Zgzip", "-z1")
"""How it is packed: for others to download, or for one install on this machine."""


def make_deb(release: Release, program: Path, packing: tuple[str, ...] = DENSE) -> Path:
    """Lay out the tree and pack it."""
    file = release.dist / f"{NAME}_{release.version}_{release.architecture}.deb"
    say(f"Packing {file.name} …")
    tree = release.work / "deb"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(program, tree / PROGRAM, symlinks=True)
    _add_command(tree)
    _add_desktop(release, tree)
    _add_papers(release, tree, program)
    _add_profiles(release, tree)
    _add_control(release, tree, program)
    set_times(tree, release.epoch)
    release.run("dpkg-deb", "--root-owner-group", *packing, "--build", tree, file)
    return file


def _add_command(tree: Path) -> None:
    command = tree / "usr/bin" / NAME
    command.parent.mkdir(parents=True)
    command.symlink_to(f"../../{PROGRAM}/{NAME}")


def _add_desktop(release: Release, tree: Path) -> None:
    """The menu entry, and the icon in every size that a theme asks for."""
    entry = tree / "usr/share/applications" / f"{NAME}.desktop"
    _copy(release, f"{NAME}.desktop", entry)
    icons = tree / "usr/share/icons/hicolor"
    drawing = release.source / "resources/mailbox-admin.svg"
    scalable = icons / "scalable/apps" / f"{NAME}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copy(drawing, scalable)
    for side in ICON_SIZES:
        (icons / f"{side}x{side}/apps").mkdir(parents=True)
    draw = release.source / "packaging/linux/draw_icons.py"
    release.run(sys.executable, draw, drawing, icons, *map(str, ICON_SIZES))


def _add_papers(release: Release, tree: Path, program: Path) -> None:
    folder = tree / "usr/share/doc" / NAME
    folder.mkdir(parents=True)
    (folder / "copyright").write_text(papers.copyright_text(release, program), "utf-8")
    _pack(folder / "changelog.gz", papers.changelog(release))
    manual = tree / "usr/share/man/man1" / f"{NAME}.1.gz"
    manual.parent.mkdir(parents=True)
    template = release.source / "packaging/linux/files/mailbox-admin.1"
    text = template.read_text("utf-8")
    _pack(manual, text.replace("@VERSION@", release.version).replace("@DATE@", release.date))


def _add_profiles(release: Release, tree: Path) -> None:
    """The administrator's file: dpkg never overwrites what they changed, and purges it."""
    _copy(release, "profiles.json", tree / "etc/mailbox-admin/profiles.json")


def _add_control(release: Release, tree: Path, program: Path) -> None:
    folder = tree / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(_control(release, tree, program), "utf-8")
    (folder / "conffiles").write_text("/etc/mailbox-admin/profiles.json\n", "utf-8")


def _control(release: Release, tree: Path, program: Path) -> str:
    packages = sorted(set(inspection.declared(release).values()) - {"libc6"})
    fields = {
        "Package": NAME,
        "Version": release.version,
        "Architecture": release.architecture,
        "Maintainer": "Mailbox Admin <mailbox-admin@localhost>",
        "Section": "admin",
        "Priority": "optional",
        "Installed-Size": str(inspection.size(tree) // 1024),
        "Depends": ", ".join([f"libc6 (>= {inspection.glibc(program)})", *packages]),
        "Recommends": "ca-certificates, gnome-keyring | keepassxc | kwalletmanager, xdg-utils",
        "Description": "administer the mailboxes of SuperOffice Service\n"
        " Shows the mailboxes that SuperOffice Service fetches mail from, and changes\n"
        " their server, port, user name and password. It brings its own Python and Qt.",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


def _copy(release: Release, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True)
    shutil.copy(release.source / "packaging/linux/files" / name, target)


def _pack(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
