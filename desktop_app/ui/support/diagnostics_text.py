"""The diagnostics file in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QCoreApplication

from desktop_app.core.errors import Trouble
from desktop_app.core.profiles.profile import Profile, ProxyKind
from desktop_app.services.support.diagnostics import Diagnosis
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.profiles import environment_word, place_words, proxy_words, sign_in_words


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("diagnosis", text)


def diagnosis_text(found: Diagnosis) -> str:
    """The whole file: sections with a heading each."""
    sections = (
        (tr("Mailbox Admin"), _program(found)),
        (tr("This computer"), _computer(found)),
        (tr("Profiles (without names, user names and addresses)"), _profiles(found)),
        (tr("Secrets (where they live, never what they are)"), _secrets(found)),
        (tr("Environment"), _surroundings(found)),
        (tr("Packages"), (f"{part.name} {part.version}" for part in found.parts)),
        (tr("Log"), found.log or (tr("There is none yet."),)),
    )
    return "\n".join(_section(heading, lines) for heading, lines in sections)


def _section(heading: str, lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in (heading, "=" * len(heading), *lines))


def _fact(label: str, value: object) -> str:
    return f"{label}: {value}"


def _program(found: Diagnosis) -> Iterator[str]:
    yield _fact(tr("Version"), found.version)
    yield _fact(tr("Installed"), tr("as a package") if found.is_packaged else tr("from source"))
    yield _fact(tr("Data folder"), found.folder)
    yield _fact(tr("Crash reports"), found.crashes)
    yield _fact(tr("Forbidden by the administrator"), ", ".join(found.forbidden) or tr("nothing"))
    minutes = found.settings.idle_minutes
    yield _fact(tr("Locks when idle for"), f"{minutes} min" if minutes else tr("never"))


def _computer(found: Diagnosis) -> Iterator[str]:
    yield _fact(tr("System"), found.system)
    yield _fact(tr("Language"), f"{found.language}, {found.encoding}")
    yield _fact("Python", found.python)
    yield _fact("Qt", f"{found.qt} ({found.platform})")


def _profiles(found: Diagnosis) -> Iterator[str]:
    yield _fact(tr("Number"), len(found.profiles))
    for profile in found.profiles:
        yield f"- {', '.join(_profile(profile))}"


def _profile(profile: Profile) -> Iterator[str]:
    yield tr("Online") if profile.tenant else tr("on site")
    yield environment_word(profile.environment)
    yield sign_in_words(profile.sign_in)
    if profile.proxy.kind is not ProxyKind.SYSTEM:
        yield _fact(tr("proxy"), proxy_words(profile.proxy.kind))
    if profile.ca_file:
        yield tr("CA file of its own")
    if profile.plain_http:
        yield tr("plain http allowed")
    if profile.deployed:
        yield tr("from the administrator")
    yield tr("tested") if profile.tested else tr("not tested")
    yield tr("read-only") if profile.read_only else tr("may write")


def _secrets(found: Diagnosis) -> Iterator[str]:
    place = found.place
    if isinstance(place, Trouble):
        said = explain(place)
        yield _fact(tr("Place"), f"{said.happened} ({said.detail})")
    else:
        yield _fact(tr("Place"), place_words(place))
    yield _fact(tr("Wanted place"), found.settings.secrets.value)
    yield _fact(tr("Keyrings that can be used"), ", ".join(found.keyrings) or tr("none"))


def _surroundings(found: Diagnosis) -> Iterator[str]:
    for name, value in found.surroundings:
        yield f"{name}={value}"
    if found.certificates:
        yield _fact(tr("The file of SSL_CERT_FILE is of no use"), found.certificates)
    if not found.surroundings:
        yield tr("Nothing of it is set.")
