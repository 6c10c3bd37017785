"""A D-Bus session bus of its own, so that no test can reach the developer's."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

# jeepney has no types
from jeepney import DBusAddress, MatchRule, new_method_call  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, prep_socket  # type: ignore[import-untyped]

SECRET_SERVICE = "org.freedesktop.secrets"
DEADLINE = 20.0
"""Seconds after which a service that did not come is an error, on however slow a machine."""

# No service folders: nothing is ever activated, so a bus without a service stays without.
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")


@contextmanager
def private_bus() -> Iterator[str]:
    """Run a session bus on which nothing answers yet; gives its address."""
    with tempfile.TemporaryDirectory(prefix="bus-") as folder:
        config = Path(folder, "bus.conf")
        config.write_text(CONFIG.format(path=Path(folder, "bus")), "utf-8")
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
        with running(command, stdout=subprocess.PIPE) as bus:
            assert bus.stdout is not None
            yield bus.stdout.readline().decode().strip()


@contextmanager
def running(
    command: list[str],
    *,
    env: dict[str, str] | None = None,
    stdin: int | None = None,
    stdout: int = subprocess.DEVNULL,
    cwd: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process and end it afterwards."""
    with subprocess.Popen(
        command, env=env, cwd=cwd, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_service(address: str, name: str = SECRET_SERVICE) -> None:
    """Return when someone owns the name on this bus."""
    with connected(address) as bus:
        rule = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
        rule.add_arg_condition(0, name)
        with bus.filter(rule) as owned:
            ask(bus, "AddMatch", "s", rule.serialise())
            if not ask(bus, "NameHasOwner", "s", name):
                bus.recv_until_filtered(owned, timeout=DEADLINE)


@contextmanager
def connected(address: str) -> Iterator[DBusConnection]:
    """A connection to this bus, whatever the environment says."""
    path = address.removeprefix("unix:path=").partition(",")[0]
    with closing(DBusConnection(prep_socket(path))) as bus:
        yield bus


def ask(bus: DBusConnection, method: str, signature: str, *values: object) -> object:
    """Call a method of the bus itself."""
    reply = bus.send_and_get_reply(
        new_method_call(_BUS, method, signature, values), timeout=DEADLINE
    )
    return reply.body[0] if reply.body else None
