"""Runs the demo server as a program: prints one line of JSON, then serves until a signal."""

from __future__ import annotations

import argparse
import json
import signal
import sqlite3
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from desktop_app.demo.http_server import DemoServer
from desktop_app.demo.samples.store import NotADemoDatabase

_MAX_MAILBOXES = 1_000_000  # more would only fill the memory of this computer
_EXIT_CANNOT_START = (
    2  # exit code for a port or file that cannot be used, as argparse uses for its own
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until SIGTERM or SIGINT and return the exit code, 2 if the server cannot start."""
    options = _parse_options(arguments)
    done = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: done.set())
    try:
        server = DemoServer(
            mailboxes=options.mailboxes,
            latency_ms=options.latency_ms,
            data=options.data,
            port=options.port,
            may_create=not options.no_create,
        )
        with server:
            _print_access(server)
            while not done.wait(1):  # on Windows an endless wait would not see Ctrl+C
                pass
    except (NotADemoDatabase, sqlite3.Error, OSError) as error:
        sys.stderr.write(f"The demo server cannot start: {error}\n")
        return _EXIT_CANNOT_START
    return 0


def _print_access(server: DemoServer) -> None:
    who = server.credentials
    line = {
        "url": server.url,
        "username": who.username,
        "password": who.password,
        "ticket": who.ticket,
        "token": who.token,
    }
    if sys.stdout is None:
        raise OSError("there is no standard output to say where it is")
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _parse_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m desktop_app.demo",
        description="A stand-in for SuperOffice's WebAPI, on this computer only.",
    )
    parser.add_argument("--port", type=_port, default=0, help="0 takes any free one")
    parser.add_argument(
        "--mailboxes", type=_mailbox_count, help="how many mailboxes the estate has"
    )
    parser.add_argument("--latency-ms", type=_non_negative, default=0, help="before each answer")
    parser.add_argument("--data", type=Path, help="SQLite file to keep the estate in")
    parser.add_argument("--no-create", action="store_true", help="forbid new mailboxes")
    return parser.parse_args(arguments)


def _non_negative(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _mailbox_count(text: str) -> int:
    number = _non_negative(text)
    if number > _MAX_MAILBOXES:
        raise argparse.ArgumentTypeError(f"must be {_MAX_MAILBOXES} or less")
    return number


def _port(text: str) -> int:
    number = _non_negative(text)
    if number > 65535:
        raise argparse.ArgumentTypeError("must be 65535 or less")
    return number


if __name__ == "__main__":
    sys.exit(main())
