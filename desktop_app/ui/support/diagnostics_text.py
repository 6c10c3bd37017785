"""The diagnostics file in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QCoreApplication

from desktop_app.core.errors import AppError
from desktop_app.core.profiles.profile import Profile, ProxyKind
from desktop_app.services.support.diagnostics import Diagnostics
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import (
    environment_name,
    proxy_kind_text,
    sign_in_kind_text,
    storage_text,
)


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("diagnosis", text)


def diagnostics_text(diagnostics: Diagnostics) -> str:
    """The whole file: sections with a heading each."""
    sections = (
        (tr("Mailbox Admin"), _program(diagnostics)),
        (tr("This computer"), _computer(diagnostics)),
        (tr("Profiles (without names, user names and addresses)"), _profiles(diagnostics)),
        (tr("Secrets (where they live, never what they are)"), _secrets(diagnostics)),
        (tr("Environment"), _environment(diagnostics)),
        (tr("Packages"), (f"{part.name} {part.version}" for part in diagnostics.packages)),
        (tr("Log"), diagnostics.log or (tr("There is none yet."),)),
    )
    return "\n".join(_section(heading, lines) for heading, lines in sections)


def _section(heading: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (heading, "=" * len(heading), *lines))


def _labelled(label: str, value: object) -> str:
    return f"{label}: {value}"


def _program(diagnostics: Diagnostics) -> Iterator[str]:
    yield _labelled(tr("Version"), diagnostics.version)
    yield _labelled(
        tr("Installed"), tr("as a package") if diagnostics.is_packaged else tr("from source")
    )
    yield _labelled(tr("Data folder"), diagnostics.folder)
    yield _labelled(tr("Crash reports"), diagnostics.crashes)
    yield _labelled(
        tr("Forbidden by the administrator"), ", ".join(diagnostics.forbidden) or tr("nothing")
    )
    minutes = diagnostics.settings.idle_minutes
    yield _labelled(tr("Locks when idle for"), f"{minutes} min" if minutes else tr("never"))


def _computer(diagnostics: Diagnostics) -> Iterator[str]:
    yield _labelled(tr("System"), diagnostics.system)
    yield _labelled(tr("Language"), f"{diagnostics.language}, {diagnostics.encoding}")
    yield _labelled("Python", diagnostics.python)
    yield _labelled("Qt", f"{diagnostics.qt} ({diagnostics.platform})")


def _profiles(diagnostics: Diagnostics) -> Iterator[str]:
    yield _labelled(tr("Number"), len(diagnostics.profiles))
    for profile in diagnostics.profiles:
        yield f"- {', '.join(_profile(profile))}"


def _profile(profile: Profile) -> Iterator[str]:
    yield tr("Online") if profile.tenant else tr("on site")
    yield environment_name(profile.environment)
    yield sign_in_kind_text(profile.sign_in)
    if profile.proxy.kind is not ProxyKind.SYSTEM:
        yield _labelled(tr("proxy"), proxy_kind_text(profile.proxy.kind))
    if profile.ca_file:
        yield tr("CA file of its own")
    if profile.plain_http:
        yield tr("plain http allowed")
    if profile.is_machine_wide:
        yield tr("from the administrator")
    yield tr("tested") if profile.tested else tr("not tested")
    yield tr("read-only") if profile.read_only else tr("may write")


def _secrets(diagnostics: Diagnostics) -> Iterator[str]:
    place = diagnostics.storage
    if isinstance(place, AppError):
        said = explain(place)
        yield _labelled(tr("Place"), f"{said.what} ({said.detail})")
    else:
        yield _labelled(tr("Place"), storage_text(place))
    yield _labelled(tr("Wanted place"), diagnostics.settings.secret_storage.value)
    yield _labelled(tr("Keyrings that can be used"), ", ".join(diagnostics.keyrings) or tr("none"))


def _environment(diagnostics: Diagnostics) -> Iterator[str]:
    for name, value in diagnostics.environment:
        yield f"{name}={value}"
    if diagnostics.certificates:
        yield _labelled(tr("The file of SSL_CERT_FILE is of no use"), diagnostics.certificates)
    if not diagnostics.environment:
        yield tr("Nothing of it is set.")
