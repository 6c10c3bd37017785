"""What a person does with the installed program, on a desktop outside of its Debian."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.e2e.desktop import desktop
from tests.e2e.program import program
from tests.e2e.steps import NAME, TITLE, makes_profile, sees_list
from tests.e2e.user import DesktopUser
from tests.package.archive import COMMAND, checked
from tests.package.bare_root import BareRoot
from tests.package.older_package import to_format_1
from tests.package.progress import fact, step
from tests.servers.demo_process import demo_alone
from tests.servers.keyring_service import keyring_service, secret_tool
from tests.servers.private_bus import connected


class InstalledProgram:
    """One home, one keyring and one CRM through all of it."""

    def __init__(self, root: BareRoot, shared: Path) -> None:
        self._root = root
        self._home = shared / "home"
        self._parts = ExitStack()
        self._profile: dict[str, str] = {}

    def __enter__(self) -> InstalledProgram:
        os.environ[COMMAND] = f"chroot '{self._root.path}' mailbox-admin"
        enter = self._parts.enter_context
        self._screen = enter(desktop(self._home.parent / "desktop"))
        self._bus = enter(connected(self._screen.screen_reader_bus))
        self._keyring = enter(keyring_service())
        self._crm = enter(demo_alone())
        return self

    def __exit__(self, *_: object) -> None:
        del os.environ[COMMAND]
        self._parts.close()

    def says_version(self, version: str) -> None:
        """--version names it."""
        message = self._root.run("mailbox-admin", "--version").stdout.strip()
        assert message == f"mailbox-admin {version}"
        fact(f"mailbox-admin --version: {message}")

    def checks_itself(self) -> None:
        """--selftest, with nothing but what apt has brought."""
        step("The installed program checks itself")
        fact(checked(self._root.run("mailbox-admin", "--selftest")))

    def shows_demo(self) -> None:
        """On a screen, with its practice server."""
        step("The installed program shows the demo in a window")
        with self._program("--demo") as user:
            user.window("Demo — Mailbox Admin")
            fact(f"{sees_list(user).rows} mailboxes; " + user.sees("signed in as"))
            user.ends()

    def makes_profile(self) -> None:
        """A real profile, its password in a real GNOME Keyring."""
        step("A profile is made by hand; its password goes into GNOME Keyring")
        with self._program() as user:
            makes_profile(user, self._crm.url, self._crm.username, self._crm.password)
            fact(f"“{TITLE}”: {sees_list(user).rows} mailboxes")
            user.ends()
        assert self._kept_password() == self._crm.password
        fact("secret-tool finds the password under the profile's id")

    def falls_back_to_an_older_schema(self) -> None:
        """What a user of the older version has."""
        step("The profiles file is written as format 1 had it")
        self._profile = to_format_1(self._profiles)
        fact(f"version 1, fields {', '.join(self._profile)}")

    def has_all_after_upgrade(self) -> None:
        """The profile is there and signs in by itself."""
        step("After the upgrade the profile is there, and signs in with the kept password")
        with self._program() as user:
            user.window(TITLE)
            fact(f"“{TITLE}”: {sees_list(user).rows} mailboxes; nothing was typed")
            user.ends()
        assert self._kept_password() == self._crm.password
        self.keeps_data()

    def fits_the_desktop(self) -> None:
        """Menu entry, icons, man page, papers."""
        step("What the desktop sees of it")
        listed = self._root.run("dpkg", "-L", "mailbox-admin").stdout.splitlines()
        icons = [path for path in listed if path.endswith("/mailbox-admin.png")]
        assert len(icons) == 9
        entry = self._root.path / "usr/share/applications/mailbox-admin.desktop"
        subprocess.run(["desktop-file-validate", entry], check=True)
        licences = self._root.path / "usr/share/doc/mailbox-admin/copyright"
        text = licences.read_text("utf-8")
        for words in (
            "GNU LESSER GENERAL PUBLIC LICENSE",
            "Replacing the Qt libraries",
            "No licence",
        ):
            assert words in text, words
        fact(f"a valid menu entry, icons in {len(icons)} sizes, a man page, the licences")
        strange = [path for path in listed if _is_writable(self._root.path / path[1:])]
        assert not strange, f"others may write: {strange}"

    def keeps_data(self) -> None:
        """The user's data is the user's."""
        (kept,) = json.loads(self._profiles.read_text("utf-8"))["profiles"]
        assert {name: kept[name] for name in self._profile} == self._profile
        assert stat.S_IMODE(self._profiles.stat().st_mode) == 0o600
        assert self._kept_password() == self._crm.password
        fact("the user's profile and password are there")

    @contextmanager
    def _program(self, *arguments: str) -> Iterator[DesktopUser]:
        env = self._screen.env(self._home, self._keyring["DBUS_SESSION_BUS_ADDRESS"])
        with program(self._home, env, *arguments) as run:
            yield DesktopUser(run, self._bus, env)
            assert not run.complaints, "\n".join(run.complaints)

    @property
    def _profiles(self) -> Path:
        return self._home / ".local/share/Mailbox Admin/profiles.json"

    def _kept_password(self) -> str:
        (profile,) = json.loads(self._profiles.read_text("utf-8"))["profiles"]
        assert profile["name"] == NAME
        user = f"{profile['id']}/sign-in password"
        return secret_tool(self._keyring, "lookup", "service", "Mailbox Admin", "username", user)


def _is_writable(path: Path) -> bool:
    """By others than its owner."""
    return not path.is_symlink() and bool(path.stat().st_mode & 0o022)
