"""What support needs to know of an installation: gathered in a worker, without any secret.

Names, user names and addresses of customers are not in it; the log may name servers.
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
from desktop_app.core.errors import Trouble
from desktop_app.core.profiles.policy import Policy
from desktop_app.core.secrets.secret import Place
from desktop_app.logs.crash_reports import reports
from desktop_app.logs.log_file import FOLDER, NAME, last_lines
from desktop_app.logs.redact import blanked, homeless
from desktop_app.services.support.packages import Part, parts

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.settings import Settings
    from desktop_app.services.secrets.lazy_secrets import LateSecrets

LOG_LINES = 500
SURROUNDINGS = (
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
"""Variables of the environment that change what this program does."""


@dataclass(frozen=True, slots=True)
class Own:
    """What the windows know of the program, to be looked at in the worker."""

    profiles: Sequence[Profile]
    policy: Policy
    settings: Settings
    platform: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The facts; the words are in ui/text/. Every text is fit to be shown."""

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
    place: Place | Trouble
    keyrings: tuple[str, ...]
    surroundings: tuple[tuple[str, str], ...]
    certificates: str
    crashes: int
    parts: tuple[Part, ...]
    log: tuple[str, ...]


def diagnose(folder: Path, own: Own, secrets: LateSecrets) -> Diagnosis:
    """Gather everything. Asks the keyring, but writes nothing."""
    from desktop_app.profiles.secrets.keyring_backends import backend_names

    return Diagnosis(
        version=VERSION,
        is_packaged=bool(getattr(sys, "frozen", False)),
        python=platform.python_version(),
        qt=qVersion(),
        system=platform.platform(),
        platform=own.platform,
        language=QLocale().bcp47Name(),
        encoding=locale.getpreferredencoding(False),
        folder=homeless(str(folder)),
        profiles=tuple(own.profiles),
        settings=own.settings,
        forbidden=tuple(f.name for f in fields(Policy) if not getattr(own.policy, f.name)),
        place=_place(lambda: secrets.keeper().probe()),
        keyrings=tuple(backend_names()),
        surroundings=tuple(surroundings(os.environ)),
        certificates=_certificates(os.environ.get("SSL_CERT_FILE", "")),
        crashes=len(reports(folder)),
        parts=parts(),
        log=tuple(map(blanked, last_lines(folder / FOLDER / NAME, LOG_LINES))),
    )


def surroundings(environment: os._Environ[str] | dict[str, str]) -> Iterator[tuple[str, str]]:
    """The variables that are set, without logins."""
    for name in SURROUNDINGS:
        for spelled in (name, name.lower()):
            if value := environment.get(spelled):
                yield spelled, blanked(value)


def _place(probe: Callable[[], Place]) -> Place | Trouble:
    try:
        return probe()
    except Trouble as trouble:
        return trouble


def _certificates(file: str) -> str:
    """What is wrong with the file of certificates that the environment names; empty for nothing."""
    if not file:
        return ""
    try:
        with open(file, "rb") as opened:
            return "" if b"BEGIN CERTIFICATE" in opened.read() else "holds no certificate"
    except OSError as error:
        return type(error).__name__
