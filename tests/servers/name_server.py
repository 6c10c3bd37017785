"""A real DNS server, dnsmasq from Debian, on a port of 127.0.0.1, with the records it is given."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"
PATIENCE = 10.0


@contextmanager
def name_server(*records: str) -> Iterator[int]:
    """Its port. Records are options: ``--mx-host=acme.test,mx.acme.test,10``."""
    program = shutil.which("dnsmasq", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert program, "dnsmasq is missing: packaging/debian/install test"
    port = _free_port()
    command = [
        program,
        "--keep-in-foreground",
        f"--port={port}",
        f"--listen-address={HOST}",
        "--bind-interfaces",
        "--no-resolv",
        "--no-hosts",
        "--conf-file=/dev/null",
        "--pid-file=",
        "--local=/test/",
        *records,
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free_port() -> int:
    """Free for UDP and TCP."""
    with socket.create_server((HOST, 0)) as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        port: int = tcp.getsockname()[1]
        udp.bind((HOST, port))
        return port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "dnsmasq ended at once"
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.01)
    raise AssertionError("dnsmasq does not listen")
