"""Two servers in a process of their own: one that hangs, one that drips its answer byte by byte.

Prints both addresses as one line of JSON, and serves until its input is closed.
"""

from __future__ import annotations

import json
import sys

from tests.servers.faults import drip_body, silence
from tests.servers.hostile import HostileServer


def main() -> None:
    """Serve until standard input is closed."""
    with HostileServer({"*": silence()}) as hung, HostileServer({"*": drip_body()}) as dripping:
        sys.stdout.write(json.dumps([hung.url, dripping.url]) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
