"""Listens on the accessibility bus, as any program of the session can, unseen."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

# jeepney has no types
from jeepney import DBusAddress, MatchRule, new_method_call  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]

from tests.e2e.screen_reader import AccessibleObject
from tests.servers.private_bus import ask, connected

EVENTS = "org.a11y.atspi.Event.Object"
REGISTRY = DBusAddress(
    "/org/a11y/atspi/registry", "org.a11y.atspi.Registry", "org.a11y.atspi.Registry"
)
"""Programs send only the events that somebody has registered for here."""


@dataclass(frozen=True)
class HeardEvent:
    """One event that a program sent to all who listen."""

    member: str
    path: str
    texts: tuple[str, ...]
    """Every text in the event, without its kind (``insert``, ``delete``)."""


class EventListener:
    """Collects the events of all programs on the bus, in their order."""

    def __init__(self, bus: DBusConnection, messages: deque[Any]) -> None:
        self._bus = bus
        self._messages = messages

    def events(self, item: AccessibleObject | None = None) -> list[HeardEvent]:
        """Return what was heard so far, of one object or of all.

        The program of ``item`` is asked something first: all it sent before its answer is here.
        """
        if item is not None:
            assert AccessibleObject(self._bus, item.owner, item.path).role
        heard = [_event(message) for message in tuple(self._messages)]
        return [event for event in heard if item is None or event.path == item.path]


@contextmanager
def listener(address: str) -> Iterator[EventListener]:
    """Listen to the events of objects on the bus at this address."""
    messages: deque[Any] = deque()
    rule = MatchRule(type="signal", interface=EVENTS)
    with connected(address) as bus, bus.filter(rule, queue=messages):
        ask(bus, "AddMatch", "s", rule.serialise())
        call = new_method_call(REGISTRY, "RegisterEvent", "sas", ("object:", []))
        bus.send_and_get_reply(call, timeout=20)
        yield EventListener(bus, messages)


def _event(message: Any) -> HeardEvent:
    kind, _first, _second, (_type, value), *_rest = message.body
    fields = message.header.fields
    member, path = str(fields[3]), str(fields[1])
    texts = tuple(_texts(value)) + (() if member == "TextChanged" else (str(kind),))
    return HeardEvent(member, path, texts)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts([*value.keys(), *value.values()])
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from _texts(part)
