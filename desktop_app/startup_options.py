"""The command ``mailbox-admin``: its options, and the choice of what to run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from desktop_app import VERSION
from desktop_app.startup import report_no_display, run_application

LOG_LEVELS = ("debug", "info", "warning", "error")
_LAST_STANDARD_DESCRIPTOR = 2


def run() -> NoReturn:
    """Run the command ``mailbox-admin``, then end the process at once with its exit status.

    Python's own shutdown is skipped: it stops daemon threads that still wait for a server as soon
    as they return to Python, and the process aborts if they were in C++ or Rust (CPython issue
    87135).
    """
    status = main()
    for file in filter(None, (sys.stdout, sys.stderr)):  # None in a Windows GUI program
        with suppress(OSError, ValueError):
            file.flush()
    os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Parse the command line, run what it asks for and return the exit status."""
    reserve_standard_files()
    chosen = option_parser().parse_args(arguments)
    if chosen.selftest:
        from desktop_app.selftest import run_selftest  # lazy: start

        return run_selftest()
    if chosen.check_profiles:
        return _check_profiles(_machine_wide_file(chosen))
    if not _has_display():
        return report_no_display("there is no display to show a window on")
    return run_application(
        chosen.data_dir,
        demo=chosen.demo,
        machine_wide=_machine_wide_file(chosen),
        log_level=chosen.log_level,
    )


def reserve_standard_files() -> None:
    """Open the null device for each standard file that is closed at the start (POSIX only).

    Otherwise the next file opened would get descriptor 2, and Qt would write its messages into it.
    """
    if os.name != "posix":
        return
    while (descriptor := os.open(os.devnull, os.O_RDWR)) <= _LAST_STANDARD_DESCRIPTOR:
        pass
    os.close(descriptor)


def option_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    options = argparse.ArgumentParser(
        prog="mailbox-admin", description="Administer the mailboxes of SuperOffice Service."
    )
    options.add_argument("--demo", action="store_true", help="open a practice server")
    options.add_argument(
        "--data-dir",
        type=_non_empty_path,
        metavar="DIR",
        help="where all state of the program lives",
    )
    options.add_argument(
        "--selftest", action="store_true", help="check this installation, print one JSON line"
    )
    options.add_argument(
        "--machine-profiles",
        type=_non_empty_path,
        metavar="FILE",
        help="the administrator's profiles, in place of those of the usual file",
    )
    options.add_argument(
        "--check-profiles",
        action="store_true",
        help="print one JSON line for each of the administrator's profiles, without signing in",
    )
    options.add_argument(
        "--log-level",
        choices=LOG_LEVELS,
        default="info",
        help="how much is written to the log in the data folder; info unless told",
    )
    options.add_argument("--version", action="version", version=f"%(prog)s {VERSION}")
    return options


def _non_empty_path(text: str) -> Path:
    """Return the path named by an option; an empty text is an error, not the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("must not be empty")
    return Path(text)


def _machine_wide_file(options: argparse.Namespace) -> Path | None:
    """Return the path of the administrator's profiles file, or None if none is to be read.

    With ``--data-dir`` or ``--demo`` only a file named by ``--machine-profiles`` is read. What the
    usual file forbids stays forbidden in any case.
    """
    if options.machine_profiles is not None or options.demo:
        named: Path | None = options.machine_profiles
        return named
    if options.data_dir is not None:
        return None
    from desktop_app.profiles.machine_wide import machine_wide_path  # lazy: start

    return machine_wide_path()


def _check_profiles(path: Path | None) -> int:
    from desktop_app.core.errors import MachineProfilesInvalid  # lazy: start
    from desktop_app.profiles.machine_wide import (  # lazy: start
        MachineWideProfiles,
        is_absent,
        read_machine_wide,
    )
    from desktop_app.services.profiles.check_profiles import check_lines  # lazy: start
    from desktop_app.stdout import write_stdout  # lazy: start

    given = read_machine_wide(path)
    if path is not None and is_absent(path):  # no file, no policy: report it
        given = MachineWideProfiles(error=MachineProfilesInvalid(f"no file {path}"))
    lines = list(check_lines(given))
    told = write_stdout("".join(f"{line}\n" for line in lines))
    return int(not told or any('"ok": false' in line for line in lines))


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
