"""Which certificates count as the system's, where the environment names others."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")


def trust_store_from_environment(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str:
    """What stands in for the system's own store, such as ``SSL_CERT_FILE=/etc/ca.pem``, or nothing.

    OpenSSL obeys both names; Windows and macOS ask their own stores, whatever they say.
    """
    if platform in ("win32", "darwin"):
        return ""
    return ", ".join(f"{name}={environment[name]}" for name in _VARIABLES if environment.get(name))
