"""A real DNS server, dnsmasq from Debian, on a port of 127.0.0.1, with the records it is given."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.servers.ports import HOST, LISTEN_SECONDS, free_ports, wait_until_listening


@contextmanager
def name_server(*records: str) -> Iterator[int]:
    """Its port. Records are options: ``--mx-host=acme.test,mx.acme.test,10``."""
    program = shutil.which("dnsmasq", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert program, "dnsmasq is missing: packaging/debian/install test"
    (port,) = free_ports(1)
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
        wait_until_listening(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(LISTEN_SECONDS)
