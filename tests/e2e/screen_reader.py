"""What a screen reader is told by the program, over AT-SPI: roles, names, states, texts, places.

Nothing is remembered: each question goes to the program, which answers it in its GUI thread. A
program that has frozen, or ended, cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# jeepney has no types
from jeepney import DBusAddress, MessageType, new_method_call  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]

ANSWER_SECONDS = 20.0
"""How long the program may leave a screen reader without an answer before it counts as frozen."""

ROOT = "/org/a11y/atspi/accessible/root"
NOBODY = "/org/a11y/atspi/null"
REGISTRY = "org.a11y.atspi.Registry"
ON_SCREEN = 0
LABELLED_BY = 2
PASSWORD_TEXT = 40
"""Number of AtspiRole for a hidden line; the *name* of its role is "text" in Qt all the same."""

STATES = {
    "active": 1,
    "checked": 4,
    "editable": 7,
    "enabled": 8,
    "focused": 12,
    "modal": 16,
    "selected": 23,
    "showing": 25,
    "pressed": 20,
    "read-only": 43,
}
"""Numbers of AtspiStateType, of those states that the tests ask for."""

TABLES = frozenset({"table", "tree table", "list"})
"""What may have thousands of children; its cells are asked for one by one."""


class ObjectGone(Exception):
    """What was asked about is not there any more."""


@dataclass(frozen=True)
class AccessibleObject:
    """Something on the screen that a screen reader can speak of."""

    bus: DBusConnection
    owner: str
    path: str

    @property
    def role(self) -> str:
        return str(self._ask("Accessible", "GetRoleName"))

    @property
    def is_secret(self) -> bool:
        """Whether a screen reader takes it for a line whose text is hidden."""
        return int(self._ask("Accessible", "GetRole")) == PASSWORD_TEXT

    @property
    def name(self) -> str:
        return str(self._property("Accessible", "Name"))

    @property
    def description(self) -> str:
        return str(self._property("Accessible", "Description"))

    @property
    def label(self) -> str:
        """The name of what labels it: Qt never gives the name of a dropdown itself."""
        relations = dict(self._ask("Accessible", "GetRelationSet"))
        return self._other(relations[LABELLED_BY][0]).name

    @property
    def text(self) -> str:
        """What stands in a line, a label or a spin box."""
        return str(self._ask("Text", "GetText", "ii", 0, -1))

    @property
    def length(self) -> int:
        """How many characters stand in it, also if what they are is kept back."""
        return int(self._property("Text", "CharacterCount"))

    @property
    def value(self) -> float:
        return float(self._property("Value", "CurrentValue"))

    @property
    def centre(self) -> tuple[int, int]:
        """Where to click, in pixels of the screen."""
        left, top, width, height = self._ask("Component", "GetExtents", "u", ON_SCREEN)
        return left + width // 2, top + height // 2

    @property
    def children(self) -> list[AccessibleObject]:
        return [self._other(place) for place in self._ask("Accessible", "GetChildren")]

    @property
    def rows(self) -> int:
        return int(self._property("Table", "NRows"))

    @property
    def columns(self) -> int:
        return int(self._property("Table", "NColumns"))

    def cell(self, row: int, column: int) -> AccessibleObject:
        """A cell of a table."""
        return self._other(self._ask("Table", "GetAccessibleAt", "ii", row, column))

    def row(self, row: int) -> list[str]:
        """The texts of a table's row."""
        return [self.cell(row, column).name for column in range(self.columns)]

    def column(self, column: int) -> list[str]:
        """The texts of a table's column, scrolled out of sight or not."""
        return [self.cell(row, column).name for row in range(self.rows)]

    def is_(self, state: str) -> bool:
        """Whether it is in one of STATES."""
        low, high = self._ask("Accessible", "GetState")
        return bool((low | high << 32) >> STATES[state] & 1)

    def shown(self) -> Iterator[AccessibleObject]:
        """This and all that can be seen in it, but for the cells of tables."""
        if not self.is_("showing"):
            return
        yield self
        if self.role not in TABLES:
            for child in self.children:
                yield from child.shown()

    def _other(self, place: tuple[str, str]) -> AccessibleObject:
        if place[1] == NOBODY:
            raise ObjectGone(f"nothing there, seen from {self.path}")
        return AccessibleObject(self.bus, *place)

    def _property(self, interface: str, name: str) -> Any:
        full = f"org.a11y.atspi.{interface}"
        return self._call("org.freedesktop.DBus.Properties", "Get", "ss", full, name)[1]

    def _ask(self, interface: str, method: str, signature: str = "", *values: object) -> Any:
        return self._call(f"org.a11y.atspi.{interface}", method, signature, *values)

    def _call(self, interface: str, method: str, signature: str, *values: object) -> Any:
        place = DBusAddress(self.path, self.owner, interface)
        call = new_method_call(place, method, signature, values)
        reply = self.bus.send_and_get_reply(call, timeout=ANSWER_SECONDS)
        if reply.header.message_type is MessageType.error:
            raise ObjectGone(f"{method} of {self.path}: {reply.body}")
        return reply.body[0] if len(reply.body) == 1 else reply.body


def applications(bus: DBusConnection) -> list[AccessibleObject]:
    """The programs that a screen reader knows of."""
    return AccessibleObject(bus, REGISTRY, ROOT).children


def process_of(item: AccessibleObject) -> int:
    """The process that owns something on the screen."""
    place = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    call = new_method_call(place, "GetConnectionUnixProcessID", "s", (item.owner,))
    reply = item.bus.send_and_get_reply(call, timeout=ANSWER_SECONDS)
    return int(reply.body[0]) if reply.header.message_type is not MessageType.error else 0


def described(item: AccessibleObject) -> list[str]:
    """All that can be seen in something, a line each: for the message of a failed test."""
    lines = []
    for part in item.shown():
        states = " ".join(state for state in ("active", "focused", "checked") if part.is_(state))
        lines.append(f"{part.role} {part.name!r} {part.description!r} {states}".rstrip())
    return lines
