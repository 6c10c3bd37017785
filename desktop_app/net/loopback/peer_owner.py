"""Tells whether a connection to a listener on this computer comes from the same user.

Every user of a computer can connect to 127.0.0.1. Linux shows in ``/proc/net/tcp`` whose each
connection is; other systems show it to administrators only, so there it stays unknown.
"""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LOCAL, _REMOTE, _USER_ID, _INODE = 1, 2, 7, 9
"""Columns of the tables (proc(5))."""
_ATTEMPTS = 3
"""Reads of the tables: one that changes meanwhile may lack a line."""
_ROOT = 0


def is_from_another_user(connection: socket.socket) -> bool:
    """Return whether the other end belongs to another user; False if that cannot be told.

    A connection whose program has let go of it already belongs to nobody, and counts as another's.
    Root counts as oneself: it may do anything anyway, and security software relays as root.
    """
    if sys.platform != "linux":
        return False
    ours, theirs = connection.getsockname(), connection.getpeername()
    try:
        owners = [each for _ in range(_ATTEMPTS) for each in _owners(theirs, ours)]
    except OSError:
        return False
    return not any(owner in (os.geteuid(), _ROOT) for owner in owners)


def _owners(local: tuple[str, int], remote: tuple[str, int]) -> Iterator[int]:
    """Yield the user id of each socket with these two ends that a program still holds."""
    ends = [(each, other) for each in _names(*local[:2]) for other in _names(*remote[:2])]
    for table in _TABLES:
        for line in table.read_text("ascii").splitlines()[1:]:
            columns = line.split()
            if (columns[_LOCAL], columns[_REMOTE]) in ends and columns[_INODE] != "0":
                yield int(columns[_USER_ID])


def _names(host: str, port: int) -> Iterator[str]:
    """Yield how the tables write an address: words of 32 bits in the computer's byte order."""
    address = ip_address(host.partition("%")[0])
    forms = [address.packed]
    if address.version == 4:
        forms.append(bytes(10) + b"\xff\xff" + address.packed)
    for packed in forms:
        words = struct.unpack(f"={len(packed) // 4}I", packed)
        yield "".join(f"{word:08X}" for word in words) + f":{port:04X}"
