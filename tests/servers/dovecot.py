"""A real Dovecot, from Debian's packages, for one test run: its own config, ports, users and mail.

It listens on several addresses of this computer: Dovecot takes a connection from an address to
itself for safe, so that a login in the clear is refused on OTHER only, as it would be from outside.
"""

from __future__ import annotations

import getpass
import grp
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import trustme

from tests.servers.certificates import Authority
from tests.servers.ports import HOST, LISTEN_SECONDS, free_ports, wait_until_listening

NAME = "mail.acme.test"
"""A name that the certificate is for too."""
OTHER = "127.0.0.2"
"""Here no password is taken without TLS, and a certificate for another name is shown."""
EXPIRED = "127.0.0.3"
STRANGER = "127.0.0.4"
"""Here the certificate is by somebody whom nobody trusts."""
CROWDED = "127.0.0.5"
"""Here each user may have one session at a time."""

USERS = tuple(f"u{number:02}" for number in range(1, 31))
FULL = "full"
"""Has many messages, the first of OLDEST."""
FULL_COUNT = 600
TYPED = "clerk"
"""Has a password that is typed on a keyboard of letters."""
OVER_QUOTA = "brim"
"""Has three messages, and its quota is used up: it takes no more mail."""
OLDEST = 1_100_000_000
"""Seconds: November 2004."""

_PROGRAM = "/usr/sbin/dovecot"
_MAIL_USER = "mail" if os.getuid() == 0 else getpass.getuser()


def password_of(user: str) -> str:
    """Not a word that any other text holds."""
    if user == TYPED:
        return "plain-word-of-the-clerk"
    return f'Sw0rd of {user} "q\\" æ'


@dataclass
class Dovecot:
    """One that runs."""

    folder: Path
    ca_file: Path
    imap: int = 0
    imaps: int = 0
    pop: int = 0
    pops: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> str:
        """What it wrote of logins."""
        return (self.folder / "log").read_text("utf-8", "replace")

    def tries(self, user: str) -> int:
        """How many refused tries of a user its log holds."""
        return sum(f"({user}," in line and "mismatch" in line for line in self.log.splitlines())

    def mail(self, user: str) -> Path:
        """A user's Maildir."""
        return self.folder / "mail" / user

    def everything(self, user: str) -> dict[str, tuple[str, int, int]]:
        """All messages of a user, and the list of their numbers: content, time, rights.

        The name of each holds its flags and whether it is new. Dovecot's caches are its own.
        """
        home = self.mail(user)
        files = [file for part in ("cur", "new", "tmp") for file in (home / part).iterdir()]
        found = {}
        for file in (*files, home / "dovecot-uidlist"):
            content = hashlib.sha256(file.read_bytes()).hexdigest()
            state = file.stat()
            found[str(file.relative_to(home))] = (content, state.st_mtime_ns, state.st_mode)
        return found


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """Start it, and end it."""
    assert Path(_PROGRAM).exists(), "dovecot is missing: packaging/debian/install test"
    folder = Path(tempfile.mkdtemp(prefix="mailbox-admin-dovecot-"))
    folder.chmod(0o755)
    (folder / "tls").mkdir()
    server = Dovecot(folder, folder / "tls" / "ca.pem")
    server.imap, server.imaps, server.pop, server.pops = free_ports(4)
    try:
        _write_tls(server)
        _write_users(server)
        _write_config(server)
        with (folder / "console").open("wb") as console:
            server.process = subprocess.Popen(
                [_PROGRAM, "-F", "-c", str(folder / "dovecot.conf")], stdout=console, stderr=console
            )
        wait_until_listening(server.process, server.imap, server.imaps, server.pop, server.pops)
        yield server
    finally:
        if server.process is not None:
            server.process.send_signal(signal.SIGTERM)
            server.process.wait(LISTEN_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _write_tls(server: Dovecot) -> None:
    folder = server.folder / "tls"
    authority = Authority(folder)
    leaves = {
        HOST: authority.leaf(HOST, NAME, CROWDED),
        OTHER: authority.leaf("imap.elsewhere.test", "pop.elsewhere.test"),
        EXPIRED: authority.expired_leaf(EXPIRED),
        STRANGER: trustme.CA().issue_cert(STRANGER),
    }
    for host, leaf in leaves.items():
        leaf.private_key_and_cert_chain_pem.write_to_path(folder / f"{host}.pem")


def _write_users(server: Dovecot) -> None:
    account = pwd.getpwnam(_MAIL_USER)
    lines = []
    for user in (*USERS, FULL, OVER_QUOTA, TYPED):
        home = server.mail(user)
        secret, ids = password_of(user), f"{account.pw_uid}:{account.pw_gid}"
        quota = "userdb_quota_rule=*:bytes=60" if user == OVER_QUOTA else ""
        lines.append(f"{user}:{{PLAIN}}{secret}:{ids}::{home}::{quota}")
        _write_mail(home, FULL_COUNT if user == FULL else 3)
    users = server.folder / "users"
    users.write_text("\n".join(lines) + "\n", "utf-8")
    users.chmod(0o644)
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", _MAIL_USER, str(server.folder / "mail")], check=True)


def _write_mail(home: Path, count: int) -> None:
    for folder in ("cur", "new", "tmp"):
        (home / folder).mkdir(parents=True)
    for number in range(count):
        seen = number % 2
        name = f"{OLDEST + number}.M{number}.test" + (":2,S" if seen else "")
        file = home / ("cur" if seen else "new") / name
        file.write_text(f"From: a@b.test\nSubject: no. {number}\n\nSecret words of no. {number}\n")
        os.utime(file, (OLDEST + number * 86400,) * 2)


def _write_config(server: Dovecot) -> None:
    folder, group = server.folder, grp.getgrgid(pwd.getpwnam(_MAIL_USER).pw_gid).gr_name
    me = getpass.getuser()
    rootless = (
        ""
        if os.getuid() == 0
        else f"default_internal_user = {me}\ndefault_login_user = {me}\n"
        f"default_internal_group = {grp.getgrgid(os.getgid()).gr_name}\n"
        "service anvil { \n chroot = \n }\nservice imap-login { \n chroot = \n }\n"
        "service pop3-login { \n chroot = \n }\n"
    )
    listen = " ".join((HOST, OTHER, EXPIRED, STRANGER, CROWDED))
    certificates = "".join(
        f"local {host} {{\n ssl_cert = <{pem}\n ssl_key = <{pem}\n}}\n"
        for host in (OTHER, EXPIRED, STRANGER)
        if (pem := f"{folder}/tls/{host}.pem")
    )
    (folder / "dovecot.conf").write_text(
        f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
auth_verbose = yes
auth_failure_delay = 0
listen = {listen}
protocols = imap pop3
first_valid_uid = 1
mail_location = maildir:%h
mail_access_groups = {group}
pop3_lock_session = yes
mail_max_userip_connections = 50
mail_plugins = quota
plugin {{
  quota = count:User quota
  quota_vsizes = yes
}}
disable_plaintext_auth = yes
ssl = yes
ssl_cert = <{folder}/tls/{HOST}.pem
ssl_key = <{folder}/tls/{HOST}.pem
ssl_dh =
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service imap-login {{
  inet_listener imap {{
    port = {server.imap}
  }}
  inet_listener imaps {{
    port = {server.imaps}
    ssl = yes
  }}
  process_min_avail = 1
  service_count = 0
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {server.pop}
  }}
  inet_listener pop3s {{
    port = {server.pops}
    ssl = yes
  }}
  process_min_avail = 1
  service_count = 0
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
local {CROWDED} {{
  mail_max_userip_connections = 1
}}
{rootless}{certificates}"""
    )
