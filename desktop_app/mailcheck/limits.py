"""How long a check may take, and how much it listens to. Seconds and bytes."""

from __future__ import annotations

CHECK_SECONDS = 40.0
"""How long a check may take; a farewell of at most FAREWELL_SECONDS comes on top."""
READ_SECONDS = 10.0
"""The longest silence of a server that has taken the connection."""
LOGIN_SECONDS = 20.0
"""The same for a login: servers answer a wrong password late, and wait for a locked maildrop."""
TLS_PORT_SECONDS = 3.0
"""The same for a greeting without TLS on a port that is usual for TLS: it would never come."""
TLS_PORTS = (993, 995)
LOGOUT_SECONDS = 2.0
CONNECT_SECONDS = 20.0
"""How long connecting may take in all, where a name has many addresses that do not answer."""
MAX_CAPABILITIES = 100
"""How many abilities are noted; servers have about forty."""
MAX_BYTES = 256 * 1024
"""Bytes that a server may send in one check, framing aside."""
