"""A minimal Debian in a folder: nothing is in it but what debootstrap and apt put there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.package.progress import fact, step

CONFFILE = "etc/mailbox-admin/profiles.json"
APT = (
    "etc/apt/sources.list",
    "etc/apt/sources.list.d",
    "etc/apt/apt.conf.d",
    "etc/apt/auth.conf.d",
    "etc/apt/keyrings",
    "etc/apt/trusted.gpg.d",
    "usr/share/keyrings",
    "etc/resolv.conf",
    "etc/hosts",
    "etc/ssl/certs/ca-certificates.crt",
)
"""How this machine reaches its packages; read here, written into the root alone."""
PASSING = re.compile(
    r"(tmp|proc|sys|dev|run|home|root|var/(cache|log|lib/(apt|dpkg|systemd)))(/|$)"
)
"""Where files come and go that no package owns."""


@dataclass(frozen=True)
class BareRoot:
    """The folder, and what an administrator does in it."""

    path: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run something in it; AssertionError with what it said unless it ended well."""
        env = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LC_ALL": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **{k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")},
        }
        inside = ["chroot", str(self.path), *command]
        done = subprocess.run(inside, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
        return done

    def install(self, deb: Path) -> None:
        """``apt-get install ./X.deb``, without what is only recommended."""
        step(f"apt-get install ./{deb.name}, in the bare Debian")
        before = self.packages()
        shutil.copy(deb, self.path / "root" / deb.name)
        message = self.run(
            "apt-get", "install", "-y", "--no-install-recommends", f"/root/{deb.name}"
        )
        (self.path / "root" / deb.name).unlink()
        assert "trying to overwrite" not in message.stdout
        new = sorted(self.packages() - before - {"mailbox-admin"})
        fact(f"{len(new)} packages came with it: {' '.join(new)}" if new else "nothing else came")
        fact(
            self.run(
                "dpkg-query", "-W", "-f", "${Package} ${Version} ${Status}", "mailbox-admin"
            ).stdout
        )

    def _places(self) -> list[str]:
        """Where it lies: every file, but the program's own and the icons as one line each."""
        listed = self.run("dpkg", "-L", "mailbox-admin").stdout.splitlines()
        files = [path for path in listed if not self._is_folder(path)]
        inside = [path for path in files if path.startswith("/opt/mailbox-admin/")]
        icons = [path for path in files if path.startswith("/usr/share/icons/")]
        others = [path for path in files if path not in {*inside, *icons}]
        places = [
            f"/opt/mailbox-admin: {len(inside)} files",
            f"/usr/share/icons: {len(icons)} files",
        ]
        return places + others

    def _is_folder(self, path: str) -> bool:
        inside = self.path / path[1:]
        return inside.is_dir() and not inside.is_symlink()

    def change_conffile(self) -> None:
        """What an administrator writes there must outlive an upgrade."""
        text = '{"version": 2, "profiles": [], "policy": {"plain_http": true, "vault": false}}\n'
        (self.path / CONFFILE).write_text(text, "utf-8")

    def remove(self) -> None:
        """``apt-get remove``: the program goes, the administrator's file stays."""
        step("apt-get remove mailbox-admin")
        assert '"vault": false' in (self.path / CONFFILE).read_text("utf-8"), "the upgrade took it"
        self.run("apt-get", "remove", "-y", "mailbox-admin")
        assert not (self.path / "opt/mailbox-admin").exists()
        assert not (self.path / "usr/bin/mailbox-admin").is_symlink()
        assert (self.path / CONFFILE).is_file()
        fact(f"the program is gone; /{CONFFILE} is as the administrator wrote it")

    def purge(self) -> None:
        """``apt-get purge --auto-remove``: nothing stays."""
        step("apt-get purge --auto-remove mailbox-admin")
        self.run("apt-get", "purge", "-y", "--auto-remove", "mailbox-admin")
        assert not (self.path / CONFFILE).parent.exists()

    def packages(self) -> set[str]:
        """What is installed."""
        return set(self.run("dpkg-query", "-W", "-f", "${Package}\n").stdout.split())

    def files(self) -> set[str]:
        """Every path in it, but where files come and go."""
        found: set[str] = set()
        for folder, folders, files in os.walk(self.path):
            inside = os.path.relpath(folder, self.path)
            names = [os.path.normpath(f"{inside}/{name}") for name in folders]
            folders[:] = [
                n for n, path in zip(folders, names, strict=True) if not PASSING.match(path)
            ]
            found |= {os.path.normpath(f"{inside}/{name}") for name in files}
        return {path for path in found if not PASSING.match(path)}

    def is_as_before(self, before: set[str]) -> None:
        """No file more, and none less, than before the first install."""
        now = self.files()
        assert not any("mailbox" in path for path in now), "a trace was left"
        left, gone = sorted(now - before), sorted(before - now)
        fact(f"the root holds {len(now)} files, as before the first install")
        assert (left, gone) == ([], [])


@contextmanager
def bare_root(path: Path, shared: Path) -> Iterator[BareRoot]:
    """Make one at ``path``; ``shared`` can be seen in it under its own name."""
    site, suite = _nearest()
    step(f"debootstrap --variant=minbase {suite}")
    _forget(path)
    command = ["debootstrap", "--variant=minbase", suite, str(path), site]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
    with ExitStack() as mounts:
        root = BareRoot(path)
        for place in ("/proc", "/dev", "/tmp/.X11-unix", str(shared)):
            mounts.enter_context(_mounted(Path(place), path))
        _take_apt(path)
        root.run("apt-get", "update")
        assert not {"python3", "libgl1", "libx11-6"} & root.packages()
        fact(f"{len(root.packages())} packages, no Python, nothing for a screen")
        yield root
    _forget(path)


def _nearest() -> tuple[str, str]:
    """Where this machine takes its own Debian from, and which that is."""
    release = Path("/etc/os-release").read_text("utf-8")
    found = re.search(r"^VERSION_CODENAME=(\w+)", release, re.MULTILINE)
    assert found is not None, "this is no Debian"
    wanted = [
        "apt-get",
        "indextargets",
        "--format",
        "$(REPO_URI) $(CODENAME)",
        "Created-By: Packages",
    ]
    output = subprocess.run(wanted, capture_output=True, text=True, check=True).stdout
    sites = [line.split() for line in output.splitlines()]
    return next(site for site, codename in sites if codename == found[1]), found[1]


def _take_apt(path: Path) -> None:
    (path / "etc/apt/sources.list").unlink(missing_ok=True)
    for name in APT:
        source, target = Path("/", name), path / name
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)


@contextmanager
def _mounted(place: Path, root: Path) -> Iterator[None]:
    target = root / place.relative_to("/")
    place.mkdir(parents=True, exist_ok=True)
    target.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "--bind", place, target], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", target], check=True)


def _forget(path: Path) -> None:
    """Remove a root, but never through something that is mounted in it."""
    mounts = Path("/proc/mounts").read_text("utf-8")
    assert f" {path}/" not in mounts, f"something is mounted in {path}"
    shutil.rmtree(path, ignore_errors=True)
