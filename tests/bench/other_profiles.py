"""Profiles at work beside the one that is measured: none of them ever gets an answer.

The server of one hangs, that of another drips, and the keyring of the third is mute.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from unittest.mock import patch

from desktop_app import app
from desktop_app.core.profiles.profile import Profile
from tests.bench.child import ROOT, environment
from tests.servers.mute_secret_service import mute_secret_service

if TYPE_CHECKING:
    from desktop_app.services.background import MainThreadDispatcher
    from desktop_app.services.workspace.workspace import Workspace


@contextmanager
def failing_servers() -> Iterator[list[str]]:
    """The addresses of the two servers."""
    command = [sys.executable, "-m", "tests.bench.failing_server"]
    with subprocess.Popen(
        command,
        env=environment(),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()


@contextmanager
def other_profiles(dispatcher: MainThreadDispatcher) -> Iterator[list[Workspace]]:
    """All three, nothing asked yet."""
    with failing_servers() as urls, mute_secret_service() as mute, patch.dict(os.environ, mute):
        workspaces = [_typed(url, dispatcher) for url in urls]
        workspaces.append(_from_keyring(dispatcher))
        try:
            yield workspaces
        finally:
            for workspace in workspaces:
                workspace.close()
                workspace.deleteLater()


def _typed(url: str, dispatcher: MainThreadDispatcher) -> Workspace:
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.webapi.client_factory import open_client

    profile = Profile.new("Other", url, "jens")
    return Workspace(profile, lambda: open_client(profile, "pass-word", "en"), dispatcher)


def _from_keyring(dispatcher: MainThreadDispatcher) -> Workspace:
    from desktop_app.profiles.secrets.keyring_store import KeyringStore
    from desktop_app.profiles.secrets.secret_store import SessionSecretStore
    from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
    from desktop_app.services.session.client_setup import ClientProvider
    from desktop_app.services.workspace.workspace import Workspace

    profile = Profile.new("Other", "http://127.0.0.1:9", "jens")
    secrets = SecretManager(lambda: OpenedStores(KeyringStore(), SessionSecretStore()))
    return Workspace(profile, ClientProvider(profile, secrets, app.make_client_factory), dispatcher)
