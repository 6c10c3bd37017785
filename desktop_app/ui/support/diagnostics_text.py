"""The text of the diagnostics file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desktop_app.core.errors import AppError
from desktop_app.core.profiles.profile import Profile, ProxyKind
from desktop_app.services.support.diagnostics import Diagnostics
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import (
    environment_name,
    proxy_kind_text,
    sign_in_kind_text,
    storage_text,
)


def diagnostics_text(diagnostics: Diagnostics) -> str:
    """Return the whole file: sections, each with a heading. Translated."""
    sections = (
        (translate("support", "Mailbox Admin"), _program(diagnostics)),
        (translate("support", "This computer"), _computer(diagnostics)),
        (
            translate("support", "Profiles (without names, user names and addresses)"),
            _profiles(diagnostics),
        ),
        (
            translate("support", "Password storage (where, never the passwords)"),
            _secrets(diagnostics),
        ),
        (translate("support", "Environment"), _environment(diagnostics)),
        (
            translate("support", "Packages"),
            (f"{part.name} {part.version}" for part in diagnostics.packages),
        ),
        (
            translate("support", "Log"),
            diagnostics.log or (translate("support", "No log yet."),),
        ),
    )
    return "\n".join(_section(heading, lines) for heading, lines in sections)


def _section(heading: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (heading, "=" * len(heading), *lines))


def _labelled(label: str, value: object) -> str:
    return f"{label}: {value}"


def _program(diagnostics: Diagnostics) -> Iterator[str]:
    yield _labelled(translate("support", "Version"), diagnostics.version)
    yield _labelled(
        translate("support", "Installed"),
        translate("support", "as a package")
        if diagnostics.is_packaged
        else translate("support", "from source"),
    )
    yield _labelled(translate("support", "Data folder"), diagnostics.folder)
    yield _labelled(translate("support", "Crash reports"), diagnostics.crashes)
    yield _labelled(
        translate("support", "Not allowed by the administrator"),
        ", ".join(diagnostics.forbidden) or translate("support", "nothing"),
    )
    minutes = diagnostics.settings.idle_minutes
    yield _labelled(
        translate("support", "Locks when idle for"),
        f"{minutes} min" if minutes else translate("support", "never"),
    )


def _computer(diagnostics: Diagnostics) -> Iterator[str]:
    yield _labelled(translate("support", "System"), diagnostics.system)
    yield _labelled(
        translate("support", "Language"), f"{diagnostics.language}, {diagnostics.encoding}"
    )
    yield _labelled("Python", diagnostics.python)
    yield _labelled("Qt", f"{diagnostics.qt} ({diagnostics.platform})")


def _profiles(diagnostics: Diagnostics) -> Iterator[str]:
    yield _labelled(translate("support", "Number"), len(diagnostics.profiles))
    for profile in diagnostics.profiles:
        yield f"- {', '.join(_profile(profile))}"


def _profile(profile: Profile) -> Iterator[str]:
    yield translate("support", "Online") if profile.tenant else translate("support", "on site")
    yield environment_name(profile.environment)
    yield sign_in_kind_text(profile.sign_in)
    if profile.proxy.kind is not ProxyKind.SYSTEM:
        yield _labelled(translate("support", "proxy"), proxy_kind_text(profile.proxy.kind))
    if profile.ca_file:
        yield translate("support", "CA file of its own")
    if profile.plain_http:
        yield translate("support", "plain http allowed")
    if profile.is_machine_wide:
        yield translate("support", "from the administrator")
    yield translate("support", "tested") if profile.tested else translate("support", "not tested")
    yield (
        translate("support", "read-only")
        if profile.read_only
        else translate("support", "may write")
    )


def _secrets(diagnostics: Diagnostics) -> Iterator[str]:
    place = diagnostics.storage
    if isinstance(place, AppError):
        message = explain(place)
        yield _labelled(translate("support", "Place"), f"{message.what} ({message.detail})")
    else:
        yield _labelled(translate("support", "Place"), storage_text(place))
    yield _labelled(
        translate("support", "Chosen storage"), diagnostics.settings.secret_storage.value
    )
    yield _labelled(
        translate("support", "Available keyrings"),
        ", ".join(diagnostics.keyrings) or translate("support", "none"),
    )


def _environment(diagnostics: Diagnostics) -> Iterator[str]:
    for name, value in diagnostics.environment:
        yield f"{name}={value}"
    if diagnostics.certificates:
        yield _labelled(
            translate("support", "The file named in SSL_CERT_FILE cannot be used"),
            diagnostics.certificates,
        )
    if not diagnostics.environment:
        yield translate("support", "Nothing is set.")
