"""How an older profiles file becomes one of this program's version.

Each step is a pure function from the whole document of version N to the whole document of
version N + 1. It keeps keys that it does not know, and every step has a test of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

CURRENT = 1
"""The version that this program reads and writes."""

Document = dict[str, object]
Step = Callable[[Document], Document]

STEPS: dict[int, Step] = {}
"""From version N, the step to N + 1. Empty as long as there is only version 1."""


def migrate(
    document: Document,
    version: int,
    *,
    steps: Mapping[int, Step] = STEPS,
    target: int = CURRENT,
) -> Document:
    """The document as version ``target``; the one given is not changed.

    Raises KeyError when the table has no step for a version on the way.
    """
    for number in range(version, target):
        document = {**steps[number](dict(document)), "version": number + 1}
    return document
