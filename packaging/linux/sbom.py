"""What the package is made of, as CycloneDX: wheels, Python, and the libraries inside both."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from native_parts import Part, native_parts, python_part
from packageurl import PackageURL
from release import NAME, Release, say

SPACE = uuid.UUID("0e4a6b0a-6a4c-4f0d-9a3b-6d7f6a1b2c3d")
"""What the serial number is derived in, so that the same release has the same one."""
LONGEST_NAME = 80
"""Characters; what is longer is the text of a licence."""


def make_sbom(release: Release, program: Path) -> Path:
    """Write it, checked against CycloneDX's own schema."""
    file = release.dist / f"{NAME}-{release.version}.cdx.json"
    bom = Bom(serial_number=uuid.uuid5(SPACE, f"{release.version} {release.epoch}"))
    bom.metadata.timestamp = datetime.fromtimestamp(release.epoch, UTC)
    root = Component(
        name=NAME, version=release.version, type=ComponentType.APPLICATION, bom_ref=NAME
    )
    bom.metadata.component = root
    parts = [
        _python(python_part()),
        *map(_component, sorted(wheels(program), key=lambda each: each.name)),
        *map(_native, native_parts(program)),
    ]
    for part in parts:
        bom.components.add(part)
    bom.register_dependency(root, parts)
    text = json.dumps(json.loads(JsonV1Dot6(bom).output_as_string()), indent=2, sort_keys=True)
    trouble = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if trouble is not None:
        raise SystemExit(f"The SBOM is not right: {trouble}")
    file.write_text(text + "\n", "utf-8")
    say(f"Listed {len(parts)} parts in {file.name}")
    return file


def wheels(program: Path) -> list[Distribution]:
    """The packages whose papers lie in the folder, without the program itself."""
    found = distributions(path=[str(program / "_internal")])
    return [each for each in found if each.name != NAME]


def _component(wheel: Distribution) -> Component:
    name = wheel.name.lower().replace("_", "-").replace(".", "-")
    licence = wheel.metadata.get("License-Expression") or wheel.metadata.get("License") or ""
    purl = PackageURL("pypi", None, name, wheel.version)
    return Component(
        name=wheel.name,
        version=wheel.version,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=purl.to_string(),
        licenses=_licences(licence),
    )


def _licences(name: str) -> list[License]:
    short = 0 < len(name) < LONGEST_NAME
    return [LicenseFactory().make_from_string(name)] if short else []


def _native(part: Part) -> Component:
    purl = _purl(part)
    return Component(
        name=part.name,
        version=part.version or None,
        type=ComponentType.LIBRARY,
        purl=purl,
        bom_ref=f"{purl.to_string()}#{part.inside}" if part.inside else purl.to_string(),
        description=f"inside the wheel {part.inside}" if part.inside else None,
    )


def _purl(part: Part) -> PackageURL:
    space = "debian" if part.purl_type == "deb" else None
    return PackageURL(part.purl_type, space, part.name.lower(), part.version or None)


def _python(part: Part) -> Component:
    """The interpreter; security updates change only the version of its Debian package."""
    purl = _purl(part)
    return Component(
        name="Python",
        version=part.version,
        type=ComponentType.PLATFORM,
        purl=purl,
        bom_ref=purl.to_string(),
        licenses=[LicenseFactory().make_from_string("Python-2.0")],
    )
