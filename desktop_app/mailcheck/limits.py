"""Limits of a check: times in seconds, sizes in bytes."""

from __future__ import annotations

CHECK_SECONDS = 40.0
"""A whole check; the log-out adds at most LOGOUT_SECONDS."""
READ_SECONDS = 10.0
"""Longest silence of a connected server."""
LOGIN_SECONDS = 20.0
"""Longest silence in a login: servers delay refusals, and wait for a locked maildrop."""
TLS_PORT_SECONDS = 3.0
"""Longest wait for a plain-text greeting on a port usual for TLS, where none would come."""
TLS_PORTS = (993, 995)
LOGOUT_SECONDS = 2.0
MAX_CAPABILITIES = 100
"""How many capabilities are recorded; servers have about 40."""
MAX_BYTES = 256 * 1024
"""Bytes that a server may send in one check, framing excluded."""
