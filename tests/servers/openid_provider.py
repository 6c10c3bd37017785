"""A real OpenID provider, from the package oidc-provider-mock, in a process of its own.

``python -m tests.servers.openid_provider CLAIMS`` prints its port and serves until stdin ends.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

PERSON = "kari"


@contextmanager
def openid_provider(claims: Mapping[str, str]) -> Iterator[int]:
    """Its port on this computer. One person, PERSON, has these claims."""
    command = [sys.executable, "-W", "ignore", "-m", __name__, json.dumps(dict(claims))]
    environment = {**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()
            process.wait(10)


def main() -> None:
    from oidc_provider_mock import User, run_server_in_thread  # type: ignore[import-untyped]

    person = User(sub=PERSON, claims=json.loads(sys.argv[1]))
    with run_server_in_thread(require_nonce=True, user_claims=[person]) as server:
        print(server.server_port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
