"""Facts about an installation for support, gathered in a worker, without secrets.

Names, user names and addresses of customers are left out; the log may name servers.
"""

from __future__ import annotations

import locale
import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, qVersion

from desktop_app import VERSION
from desktop_app.core.errors import AppError
from desktop_app.core.profiles.policy import Policy
from desktop_app.core.secrets.secret import SecretStorage
from desktop_app.logs.crash_reports import all_reports
from desktop_app.logs.log_file import LOG_FILE_NAME, LOG_FOLDER, last_lines
from desktop_app.logs.redact import redact, strip_home
from desktop_app.profiles.secrets.keyring_backends import available_backends
from desktop_app.services.support.packages import Package, packages

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.settings import Settings
    from desktop_app.services.secrets.secret_manager import SecretManager

LOG_LINES = 500
ENVIRONMENT_VARIABLES = (
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "PYTHON_KEYRING_BACKEND",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_CURRENT_DESKTOP",
    "XDG_SESSION_TYPE",
    "QT_QPA_PLATFORM",
    "QT_SCALE_FACTOR",
    "LANG",
    "LC_ALL",
)
"""Environment variables that change what this program does."""


@dataclass(frozen=True, slots=True)
class UserSettings:
    """What only the windows know, for use in the worker."""

    profiles: Sequence[Profile]
    policy: Policy
    settings: Settings
    platform: str


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """The facts; ui/text/ has the wording. Every text may be shown: it holds no secret."""

    version: str
    is_packaged: bool
    python: str
    qt: str
    system: str
    platform: str
    language: str
    encoding: str
    folder: str
    profiles: tuple[Profile, ...]
    settings: Settings
    forbidden: tuple[str, ...]
    storage: SecretStorage | AppError
    keyrings: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    certificates: str
    crashes: int
    packages: tuple[Package, ...]
    log: tuple[str, ...]


def diagnose(folder: Path, user_settings: UserSettings, secrets: SecretManager) -> Diagnostics:
    """Gather everything. Calls the keyring, but writes nothing."""
    return Diagnostics(
        version=VERSION,
        is_packaged=bool(getattr(sys, "frozen", False)),
        python=platform.python_version(),
        qt=qVersion(),
        system=platform.platform(),
        platform=user_settings.platform,
        language=QLocale().bcp47Name(),
        encoding=locale.getpreferredencoding(False),
        folder=strip_home(str(folder)),
        profiles=tuple(user_settings.profiles),
        settings=user_settings.settings,
        forbidden=tuple(
            f.name for f in fields(Policy) if not getattr(user_settings.policy, f.name)
        ),
        storage=_probe_storage(lambda: secrets.probe()),
        keyrings=tuple(available_backends()),
        environment=tuple(environment_variables(os.environ)),
        certificates=_certificate_problem(os.environ.get("SSL_CERT_FILE", "")),
        crashes=len(all_reports(folder)),
        packages=packages(),
        log=tuple(map(redact, last_lines(folder / LOG_FOLDER / LOG_FILE_NAME, LOG_LINES))),
    )


def environment_variables(
    environment: os._Environ[str] | dict[str, str],
) -> Iterator[tuple[str, str]]:
    """Yield the variables that are set, without the logins in them."""
    for name in ENVIRONMENT_VARIABLES:
        for spelled in (name, name.lower()):
            if value := environment.get(spelled):
                yield spelled, redact(value)


def _probe_storage(probe: Callable[[], SecretStorage]) -> SecretStorage | AppError:
    try:
        return probe()
    except AppError as error:
        return error


def _certificate_problem(file: str) -> str:
    """Return what is wrong with the certificate file that SSL_CERT_FILE names; empty if nothing."""
    if not file:
        return ""
    try:
        with open(file, "rb") as opened:
            return "" if b"BEGIN CERTIFICATE" in opened.read() else "holds no certificate"
    except OSError as error:
        return type(error).__name__
